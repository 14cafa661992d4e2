//! Reservations whose time is over are let go, every minute.

use base::{Job, JobCx, JobError, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store;

/// Rows that one transaction lets go.
const BATCH: i64 = 500;

/// Lets go of what is overdue; `inventory.reservation_expired` names each demand. Returns
/// whether there may be more.
///
/// # Errors
/// When the database is away.
pub async fn expire(tx: &mut Tx) -> Result<bool, Problem> {
    let expired = store::reservations::expire(tx, BATCH).await?;
    let mut rows = 0;
    for (kind, id, count) in expired {
        rows += count;
        let payload = json!({"demand_type": kind, "demand_id": id});
        tx.record("inventory.reservation_expired", id, payload);
    }
    Ok(rows >= BATCH)
}

/// The job that does it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireReservations {}

impl Job for ExpireReservations {
    const KIND: &'static str = "inventory.expire_reservations";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        loop {
            let mut tx = cx.begin().await?;
            let more = expire(&mut tx).await?;
            tx.commit().await?;
            if !more {
                return Ok(());
            }
        }
    }
}
