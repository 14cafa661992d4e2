//! What batches ask before a month is closed.

use base::{CloseCheck, CloseFinding, Days, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<CloseCheck> {
    vec![CloseCheck {
        name: "batches_close_revalued",
        module: "stock",
        run: |tx, days| Box::pin(revalued(tx, days)),
    }]
}

/// Batches at fair value that stood in the books at the end of the month and were not revalued in
/// it.
async fn revalued(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::verify::not_revalued(tx, days).await?;
    Ok(CloseFinding::warn(count, "/admin/batches?mode=fair_value&state=open"))
}
