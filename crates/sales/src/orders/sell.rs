//! Selling at once: the goods leave and the invoice is posted in one transaction, without an
//! order before. What the goods cost stands in the invoice's own entry.

use base::{Currency, Date, Money, Problem, Tx, Writes};
use finance::currencies;
use finance::invoices::{Goods, Invoice, NewInvoice, Prepared};
use finance::payments::{self, Method, NewPayment};
use finance::tax::Prices;
use serde::Deserialize;
use serde_json::json;
use supply::inventory::{self, Demand, Shipment, StockLine, Withdrawn};
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{self, NewLine};
use super::invoice::whole;
use super::order::Line;
use super::place::parties;
use super::{approval, credit, store};

/// A sale over the counter.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSale {
    /// A UUIDv7 of the client's choosing for the invoice, so that a repeated command is the same
    /// command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Who buys.
    pub customer_id: Uuid,
    /// Where the goods leave; the default warehouse when not given.
    #[serde(default)]
    pub warehouse_id: Option<Uuid>,
    /// What its prices are in; the customer's currency when not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The date of the invoice and of the goods; today when not given.
    #[serde(default)]
    pub date: Option<Date>,
    /// The customer's own number or word for it; kept in the timeline.
    #[serde(default)]
    pub reference: String,
    /// For the company's own people; kept in the timeline.
    #[serde(default)]
    pub note: String,
    /// Whether the prices of the lines have the tax in them.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What is sold.
    pub lines: Vec<NewLine>,
    /// How all of it is paid at once; without it the customer owes it.
    #[serde(default)]
    pub paid: Option<Method>,
}

/// Sells at once: takes the goods off the shelves, posts the invoice with their cost, and
/// receives the money where it is paid at once.
///
/// # Errors
/// 422 with the fields that cannot be, `out_of_stock`, `sale_needs_approval`,
/// `sale_above_credit_limit`; what the books refuse. Then nothing has changed.
pub async fn sell(tx: &mut Tx, new: NewSale) -> Result<Invoice, Problem> {
    if new.paid.is_some() {
        tx.demand("payments.receive")?;
    }
    draft::check_words(&new.reference, &new.note, Some(&new.lines))?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let (customer_id, warehouse_id, currency) = (new.customer_id, new.warehouse_id, new.currency);
    let found = store::context(tx, customer_id, warehouse_id, currency, date, &new.lines).await?;
    let (who, warehouse_id) = parties(&found)?;
    let billed = found.billed.ok_or_else(Problem::not_found)?;
    let customers = found.warehouse.and_then(|warehouse| warehouse.customers);
    let prices = Prices::including_tax(new.prices_include_tax);
    let currency = new.currency.unwrap_or(who.currency);
    let rate = currencies::fix(tx, currency, date, None).await?;
    let known = draft::in_currency(found.lines, &rate)?;
    let mut priced = draft::price(&new.lines, &known, who.lang, currency, prices)?;
    approval::mark(found.rules, &new.lines, &known, &mut priced.lines);
    let needs_approval = priced.lines.iter().any(|line| line.needs.is_some());
    // Who sells wrote it.
    if needs_approval && !approval::may_approve(tx.actor(), tx.actor().user_id()) {
        return Err(Problem::refused("sale_needs_approval"));
    }
    if new.paid.is_none() {
        let gross = Money::new(rate.to_base(priced.gross)?, tx.currency());
        credit::at_sale(tx, &who, gross).await?;
    }
    let due_date = date.plus_days(billed.payment_days).map_err(Problem::internal)?;
    let words = tx.app().l(tx.tenant(), who.lang);
    let prepared = Prepared::of(
        tx,
        NewInvoice {
            id: new.id,
            customer_id,
            order_id: None,
            issue_date: date,
            due_date: if new.paid.is_some() { date } else { due_date },
            supply_date: date,
            lang: who.lang,
            lines: priced.lines.iter().map(|line| whole(&words, line)).collect(),
            buyer: billed.party,
            prices_include_tax: new.prices_include_tax,
            currency,
            exchange_rate: None,
        },
    )
    .await?;
    let way = (warehouse_id, customers);
    let (invoice, writes) = hand_over(tx, prepared, &priced.lines, way, date).await?;
    let facts = json!({"number": invoice.number, "reference": new.reference.trim(),
        "note": new.note.trim()});
    tx.audit("orders.sell", "invoice", invoice.id, facts);
    if needs_approval {
        tx.audit("orders.approve", "invoice", invoice.id, json!({}));
    }
    match new.paid.filter(|_| invoice.gross.is_positive()) {
        Some(method) => {
            writes.run(tx).await?;
            paid(tx, invoice, method, date).await
        }
        None => {
            tx.write_last(writes);
            Ok(invoice)
        }
    }
}

/// Posts the invoice with the cost of what stock is kept of, by these writes.
async fn hand_over(
    tx: &mut Tx,
    prepared: Prepared,
    lines: &[Line],
    (warehouse_id, customers): (Uuid, Option<Uuid>),
    date: Date,
) -> Result<(Invoice, Writes), Problem> {
    let mut writes = Writes::default();
    let kept = lines.iter().filter(|line| line.tracked);
    let kept =
        kept.map(|l| StockLine { line: l.n, variant_id: l.variant_id, quantity: l.quantity });
    let kept: Vec<StockLine> = kept.collect();
    if kept.is_empty() {
        let numbered = prepared.number(tx).await?;
        let invoice = numbered.post_with(tx, Goods::default(), &mut writes).await?;
        return Ok((invoice, writes));
    }
    let shipment = Shipment {
        source_type: "invoice",
        source_id: prepared.id(),
        number: String::new(),
        demand: Demand { kind: "invoice", id: prepared.id() },
        warehouse_id,
        effective_date: date,
        lines: kept,
    };
    // Whatever can be read before is: from the number on, everybody else who posts waits.
    let customers = customers.ok_or_else(|| Problem::internal("no place for customers"))?;
    let leaving = inventory::leaving(shipment, customers)?;
    let numbered = prepared.number(tx).await?;
    let withdrawn = leaving.withdraw(tx, numbered.number(), &mut writes).await?;
    let invoice = numbered.post_with(tx, goods(&withdrawn), &mut writes).await?;
    withdrawn.record(tx, invoice.entry_id, &mut writes);
    Ok((invoice, writes))
}

fn goods(withdrawn: &Withdrawn) -> Goods {
    let (lines, details_hash) = (withdrawn.lines(), withdrawn.details_hash());
    Goods { lines, details_hash, moved: true }
}

/// The invoice once all of it is paid.
async fn paid(
    tx: &mut Tx,
    invoice: Invoice,
    method: Method,
    date: Date,
) -> Result<Invoice, Problem> {
    let payment = NewPayment {
        id: None,
        method,
        amount: invoice.gross,
        base: None,
        date: Some(date),
        reference: String::new(),
        withholding: None,
        certificate: None,
    };
    payments::receive(tx, invoice.id, payment).await?;
    finance::invoices::find(tx, invoice.id).await
}
