//! Balances kept at the ends of months. They are never the truth: each can be computed again
//! from the lines, `ledger verify` does so, and a report that cannot use one sums the lines.

use base::jobs::{Job, JobCx, JobError, NewJob};
use base::{Date, Id, Problem, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store;

/// Months that one night catches up with, the oldest first.
const MOST_MONTHS: i64 = 240;

/// A snapshot that was taken.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Snapshot {
    /// Its id.
    pub id: Uuid,
    /// The last day that it sums.
    pub period_end: Date,
    /// The last place of the chain that it knows.
    pub through_seq: i64,
    /// SHA-256 over its content.
    pub checksum: Vec<u8>,
    /// When it was taken.
    pub taken_at: Timestamp,
}

/// Takes the balances of everything up to a day, as they are known now: called when a month is
/// closed, in the same transaction. One that is there already is given back.
///
/// # Errors
/// When the database is away.
pub async fn take(tx: &mut Tx, period_end: Date) -> Result<Snapshot, Problem> {
    let id = Id::<Snapshot>::new().uuid();
    store::take_snapshot(tx, id, period_end).await?;
    let newest = store::newest_snapshot(tx, period_end).await?;
    newest.ok_or_else(|| Problem::internal("no snapshot was taken"))
}

/// Brings the snapshots of all finished months up to date; how many were taken.
///
/// # Errors
/// When the database is away.
pub async fn keep_current(tx: &mut Tx) -> Result<usize, Problem> {
    let through = store::head(tx).await?.0;
    store::mark_clean(tx, through).await?;
    let month = tx.today().first_of_month();
    let last = month.plus_days(-1).map_err(Problem::internal)?;
    let behind = store::behind(tx, last, through, MOST_MONTHS).await?;
    // Each stands on the one before it, so this cannot be one statement.
    for period_end in &behind {
        store::take_snapshot(tx, Id::<Snapshot>::new().uuid(), *period_end).await?;
    }
    Ok(behind.len())
}

/// The nightly work: snapshots, and the root of the chain.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeepCurrent {}

impl Job for KeepCurrent {
    const KIND: &'static str = "ledger.keep_snapshots";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        keep_current(&mut tx).await?;
        super::roots::keep(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl KeepCurrent {
    pub(super) fn job() -> NewJob {
        NewJob::of(&Self {})
    }
}
