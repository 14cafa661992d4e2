//! The connections of documents of every day, and who takes them next.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use crate::{Problem, db};

/// Companies take turns by these; two that share one wait for each other now and then.
const TURNS: usize = 1024;

/// Nobody waits longer for a turn than for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Few connections, two for each processor: a document keeps the processor and not the disk busy,
/// and what a connection has planned is found in the processor's own memory only while few of them
/// take turns. One company has at most half of them: its documents wait for each other in the
/// ledger, and a connection that waits is lost to all others.
pub(crate) struct Documents {
    pool: PgPool,
    turns: Vec<Arc<Semaphore>>,
}

impl Documents {
    /// Opens no connection yet. `most` is what the operator allows.
    pub(crate) fn beside(pool: &PgPool, most: u32) -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let two_each = u32::try_from(processors.saturating_mul(2)).unwrap_or(u32::MAX);
        let most = two_each.min(most);
        let half = usize::try_from(most / 2).unwrap_or(1).max(1);
        let pool = db::pool(pool.connect_options().as_ref().clone(), most);
        let turns = (0..TURNS).map(|_| Arc::new(Semaphore::new(half))).collect();
        Self { pool, turns }
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Waits until it is the company's turn.
    pub(super) async fn turn(&self, company: Uuid) -> Result<OwnedSemaphorePermit, Problem> {
        // The end of an id is random.
        let [.., high, low] = company.into_bytes();
        let turns = &self.turns[usize::from(u16::from_be_bytes([high, low])) % TURNS];
        let waited = tokio::time::timeout(PATIENCE, turns.clone().acquire_owned()).await;
        waited.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(Problem::internal)
    }
}
