//! What `ledger verify` asks about bills.

use base::{Check, Offender, Problem, Tx};

use super::store;
use crate::numbers;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "bill_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "bill_totals", run: |tx| Box::pin(totals(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    match numbers::first_gap(tx, "BILL", store::BILL_NUMBERS).await? {
        Some(gap) => Ok(Some(gap)),
        None => numbers::first_gap(tx, "DBN", store::DEBIT_NOTE_NUMBERS).await,
    }
}

async fn totals(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::totals_wrong(tx).await?.map(|(id, detail)| Offender {
        kind: "bill",
        id: id.to_string(),
        detail,
    }))
}
