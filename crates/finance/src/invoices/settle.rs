//! Settling an invoice with money: what `payments` asks of this folder.

use base::{Date, Money, Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::{Kind, store};

/// An invoice of which something was just settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SettledInvoice {
    pub number: String,
    pub customer_id: Uuid,
}

/// Counts an amount as paid; refuses more than is open. The invoice stays held until the
/// commit, so two payments never pay the same part.
pub(crate) async fn settle(
    tx: &mut Tx,
    id: Uuid,
    amount: i64,
    date: Date,
) -> Result<SettledInvoice, Problem> {
    let Some(done) = store::settle(tx, id, amount).await? else {
        return Err(refusal(tx, id).await?);
    };
    if date < done.issue_date {
        return Err(Problem::invalid().field("date", "before_the_invoice"));
    }
    settled(tx, id, done.order_id);
    Ok(SettledInvoice { number: done.number, customer_id: done.customer_id })
}

async fn refusal(tx: &mut Tx, id: Uuid) -> Result<Problem, Problem> {
    let open = match store::open_of(tx, id).await?.ok_or_else(Problem::not_found)? {
        (Kind::CreditNote, _) => return Ok(Problem::conflict("credit_notes_are_not_paid")),
        (Kind::Invoice, 0) => return Ok(Problem::conflict("invoice_already_paid")),
        (Kind::Invoice, open) => Money::new(open, tx.currency()),
    };
    let open = open.to_decimal_string();
    Ok(Problem::invalid().field_with("amount", "payment_exceeds_open", &[("open", &open)]))
}

/// Tells whoever wants to know that what is open of an invoice changed.
pub(super) fn settled(tx: &mut Tx, id: Uuid, order_id: Option<Uuid>) {
    tx.record("invoices.settled", id, json!({"invoice_id": id, "order_id": order_id}));
}
