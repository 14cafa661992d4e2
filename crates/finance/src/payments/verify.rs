//! What `ledger verify` asks about payments.

use base::{Check, Offender, Problem, Tx};

use super::store;
use crate::numbers;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "payment_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "payments_posted", run: |tx| Box::pin(posted(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    match numbers::first_gap(tx, "PAY", store::NUMBERS).await? {
        Some(gap) => Ok(Some(gap)),
        None => numbers::first_gap(tx, "VPAY", store::SUPPLIER_NUMBERS).await,
    }
}

async fn posted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::wrong(tx).await?.map(|wrong| {
        let detail = format!(
            "{}: the payment says {}, its entry {} on the money's account; the party has credit \
             for {}, its entry says {} (minor units of the company's currency)",
            wrong.number, wrong.base, wrong.money, wrong.items, wrong.control
        );
        Offender { kind: "payment", id: wrong.id.to_string(), detail }
    }))
}
