//! What `ledger verify` asks about expenses.

use base::{Check, Offender, Problem, Tx};

use super::store;
use crate::numbers;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "expense_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "expenses_posted", run: |tx| Box::pin(posted(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    numbers::first_gap(tx, "EXP", store::NUMBERS).await
}

/// What an expense says is what its entry says.
async fn posted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::wrong(tx).await?.map(|(id, number, net, booked)| {
        let detail = format!("{number}: {net} was spent and {booked} posted (minor units)");
        Offender { kind: "expense", id: id.to_string(), detail }
    }))
}
