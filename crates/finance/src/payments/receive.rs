//! Receiving money for an invoice.

use base::{Date, Money, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Method, Payment, store};
use crate::facts::said;
use crate::ledger::{self, Module, Posting, PostingLine};
use crate::{invoices, numbers};

/// Money about to be received.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Where the money goes.
    pub method: Method,
    /// How much, above zero and at most what is open.
    pub amount: Money,
    /// The day on which it was received; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// The payer's own word for it: a transfer's or cheque's number.
    #[serde(default)]
    pub reference: String,
}

/// Receives money for an invoice: settles it, and posts the entry.
///
/// # Errors
/// When more is paid than is open, the date is no good, the period is closed, or the database
/// is away.
pub async fn receive(tx: &mut Tx, invoice: Uuid, new: NewPayment) -> Result<Payment, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    check(tx, &new, date)?;
    let amount = new.amount.minor;
    let settled = invoices::settle(tx, invoice, amount, date).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Payment>().uuid());
    let number = numbers::next(tx, "PAY", date).await?;
    let received = PostingLine::debit(new.method.name(), amount);
    let paid = PostingLine::credit("receivable", amount).party(settled.customer_id);
    let memo = format!("{number} · {}", settled.number);
    let posting = Posting::new(Module::Sales, date, "payment", id, memo, vec![received, paid]);
    let entry_id = ledger::post(tx, posting).await?.entry_id;
    let reference = new.reference.trim();
    let method = new.method;
    let row = store::NewRow { id, number, method, amount, date, reference, entry_id };
    store::insert(tx, invoice, settled.customer_id, &row).await?;
    let facts =
        json!({"number": row.number, "amount": said(tx, amount), "invoice": settled.number});
    tx.audit("payments.receive", "payment", id, facts.clone());
    tx.audit("payments.receive", "invoice", invoice, facts);
    tx.record("payments.received", id, json!({"payment_id": id, "invoice_id": invoice}));
    super::find(tx, id).await
}

fn check(tx: &Tx, new: &NewPayment, date: Date) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if new.amount.currency != tx.currency() {
        let currency = tx.currency();
        problem = problem.field_with("amount", "other_currency", &[("currency", &currency)]);
    } else if !new.amount.is_positive() {
        problem = problem.field("amount", "not_positive");
    }
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    if new.reference.chars().count() > 200 {
        problem = problem.field_with("reference", "too_long", &[("most", &200)]);
    }
    problem.or_ok()
}
