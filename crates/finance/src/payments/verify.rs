//! What `ledger verify` asks about payments.

use base::{Check, Offender, Problem, Tx};

use super::store;
use crate::numbers;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "payment_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "payments_allocated", run: |tx| Box::pin(allocated(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    numbers::first_gap(tx, "PAY", store::NUMBERS).await
}

async fn allocated(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::wrong(tx).await?.map(|(id, number, amount, allocated, posted)| {
        let detail = format!(
            "{number}: {amount} was received, {allocated} set off against invoices and {posted} \
             posted to the receivable account (minor units)"
        );
        Offender { kind: "payment", id: id.to_string(), detail }
    }))
}
