//! What `ledger verify` asks of purchasing.

use base::{Check, Offender, Problem, Tx};
use finance::numbers;

use super::{landed, orders, received, requests, returns};

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "purchase_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "received_lines", run: |tx| Box::pin(counted(tx)) },
        Check { name: "unbilled_is_ledger", run: |tx| Box::pin(unbilled_is_ledger(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let series = [
        ("REQ", requests::NUMBERS),
        ("PO", orders::NUMBERS),
        ("LC", landed::NUMBERS),
        ("PRT", returns::NUMBERS),
    ];
    for (series, issued) in series {
        if let Some(gap) = numbers::first_gap(tx, series, issued).await? {
            return Ok(Some(gap));
        }
    }
    Ok(None)
}

async fn counted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(received::first_wrong(tx).await?.map(|(receipt, line, detail)| Offender {
        kind: "received_line",
        id: format!("{receipt}/{line}"),
        detail,
    }))
}

async fn unbilled_is_ledger(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let (received, ledger) = received::balance(tx).await?;
    Ok((received != ledger).then(|| Offender {
        kind: "account",
        id: "grni".to_owned(),
        detail: format!(
            "received and not billed are {received} minor units, the account says {ledger}"
        ),
    }))
}
