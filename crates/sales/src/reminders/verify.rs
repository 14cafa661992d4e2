//! What `ledger verify` asks about reminders.

use base::{Check, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![Check { name: "reminder_numbers", run: |tx| Box::pin(gaps(tx)) }]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    finance::numbers::first_gap(tx, "REM", store::NUMBERS).await
}
