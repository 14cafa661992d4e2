//! Jobs as people see them: what waits, what is dead, and trying a dead one again.

use uuid::Uuid;

use super::store;
use crate::{Problem, Timestamp, Tx};

/// A job that waits, runs or died.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct JobRow {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// `queued`, `running` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i32,
    /// When it runs next.
    pub run_at: Timestamp,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// Why it failed last.
    pub last_error: Option<String>,
}

/// The newest 200 unfinished jobs of the company, dead ones first.
///
/// # Errors
/// When the database is away.
pub async fn unfinished(tx: &mut Tx) -> Result<Vec<JobRow>, Problem> {
    store::unfinished(tx).await
}

/// Puts a dead job back into the queue.
///
/// # Errors
/// 404 when there is no such dead job.
pub async fn retry(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    if !store::requeue(tx, id).await? {
        return Err(Problem::not_found());
    }
    tx.audit("jobs.retry", "job", id, serde_json::json!({}));
    Ok(())
}

/// Throws a dead job away.
///
/// # Errors
/// 404 when there is no such dead job.
pub async fn discard(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let Some(kind) = store::discard(tx, id).await? else { return Err(Problem::not_found()) };
    tx.audit("jobs.discard", "job", id, serde_json::json!({ "kind": kind }));
    Ok(())
}

/// How many jobs wait and how many are dead, over all companies.
///
/// # Errors
/// When the database is away.
pub async fn counts(tx: &mut Tx) -> Result<(i64, i64), Problem> {
    store::counts(tx).await
}
