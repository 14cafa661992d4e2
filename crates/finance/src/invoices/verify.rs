//! What `ledger verify` asks about invoices.

use base::{Check, Offender, Problem, Tx};

use super::store;
use crate::numbers;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "invoice_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "invoice_totals", run: |tx| Box::pin(totals(tx)) },
        Check { name: "invoices_settled", run: |tx| Box::pin(settled(tx)) },
        Check { name: "debit_notes_take_back", run: |tx| Box::pin(taken_back(tx)) },
    ]
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let series = [
        ("INV", store::INVOICE_NUMBERS),
        ("CN", store::CREDIT_NOTE_NUMBERS),
        ("CDN", store::DEBIT_NOTE_NUMBERS),
    ];
    for (name, issued) in series {
        if let Some(gap) = numbers::first_gap(tx, name, issued).await? {
            return Ok(Some(gap));
        }
    }
    Ok(None)
}

async fn totals(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::totals_wrong(tx).await?.map(|wrong| {
        let detail = format!(
            "{}: the document says net {}, tax {}, gross {}; its lines {}, {}, {}; its tax groups \
             {}, {}; its entry {} owed, {} of it tax (minor units)",
            wrong.number,
            wrong.net,
            wrong.tax,
            wrong.gross,
            wrong.line_net,
            wrong.line_tax,
            wrong.line_gross,
            wrong.group_net,
            wrong.group_tax,
            wrong.entry_gross,
            wrong.entry_tax
        );
        Offender { kind: "invoice", id: wrong.id.to_string(), detail }
    }))
}

async fn settled(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::settled_wrong(tx).await?.map(|(id, number, settled, set_off)| {
        let detail = format!(
            "{number}: {settled} is marked as settled, its open item says {set_off} (minor units)"
        );
        Offender { kind: "invoice", id: id.to_string(), detail }
    }))
}

async fn taken_back(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::debit_wrong(tx).await?.map(|(id, number, note)| {
        let detail = format!("{number} is not the opposite of the credit note {note}");
        Offender { kind: "invoice", id: id.to_string(), detail }
    }))
}
