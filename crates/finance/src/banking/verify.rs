//! What `ledger verify` and the close of a month ask about banks.

use base::{Check, CloseCheck, CloseFinding, Days, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "bank_matches_even", run: |tx| Box::pin(even(tx)) },
        Check { name: "bank_reconciliations", run: |tx| Box::pin(reconciled(tx)) },
    ]
}

pub(super) fn close_checks() -> Vec<CloseCheck> {
    vec![CloseCheck {
        name: "banking_close_reconciled",
        module: "ledger",
        run: |tx, days| Box::pin(behind(tx, days)),
    }]
}

/// Both sides of a match have one sum.
async fn even(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let found = store::verify::uneven(tx).await?;
    Ok(found.map(|(id, amount, bank, books)| {
        let detail = format!(
            "the match of {amount} has {bank} on the bank's side and {books} in the books \
             (minor units)"
        );
        Offender { kind: "bank_match", id: id.to_string(), detail }
    }))
}

/// What is cleared up to a finished day is what the bank said on it.
async fn reconciled(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let found = store::verify::unreconciled(tx).await?;
    Ok(found.map(|(id, day, bank, cleared)| {
        let detail = format!(
            "on {day} the bank said {bank} and the cleared lines come to {cleared} (minor units)"
        );
        Offender { kind: "bank_reconciliation", id: id.to_string(), detail }
    }))
}

/// Banks that are not reconciled to the end of the month.
async fn behind(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::verify::behind(tx, days.to).await?;
    Ok(CloseFinding::warn(count, "/admin/bank"))
}
