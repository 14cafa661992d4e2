//! A new order.

use base::{Money, Problem, Tx};
use finance::currencies;
use finance::tax::Prices;
use serde_json::json;

use super::approval::{self, Approval};
use super::confirm::make_firm;
use super::draft::{self, NewOrder};
use super::order::{DeliveryState, InvoiceState, Order, OrderHead, PaymentState, State};
use super::store::{self, Context};

/// Places an order as a draft or, with `confirm`, confirms it in the same transaction: then it
/// is reserved and numbered, or nothing happened at all.
///
/// The busiest path of the program: apart from BEGIN, the answer's key and COMMIT it takes four
/// round trips (what the order is made of, the reservation, the number, the order with its
/// lines), then one for audit, events and jobs together.
///
/// # Errors
/// 422 with the fields that cannot be, or with the rule that refuses the confirmation.
pub async fn place(tx: &mut Tx, new: NewOrder) -> Result<Order, Problem> {
    if new.confirm {
        tx.demand("orders.confirm")?;
    }
    draft::check_words(&new.reference, &new.note, Some(&new.lines))?;
    let day = new.order_date.unwrap_or_else(|| tx.today());
    let (customer_id, warehouse_id, currency) = (new.customer_id, new.warehouse_id, new.currency);
    let found = store::context(tx, customer_id, warehouse_id, currency, day, &new.lines).await?;
    let (buyer, warehouse_id) = parties(&found)?;
    let prices = Prices::including_tax(new.prices_include_tax);
    let currency = currency.unwrap_or(buyer.currency);
    let rate = currencies::fix(tx, currency, day, None).await?;
    let known = draft::in_currency(found.lines, &rate)?;
    let mut priced = draft::price(&new.lines, &known, buyer.lang, currency, prices)?;
    if new.agreed.is_none() {
        approval::mark(found.rules, &new.lines, &known, &mut priced.lines);
    }
    let gross_base = Money::new(rate.to_base(priced.gross)?, tx.currency());
    let id = new.id.unwrap_or_else(|| tx.new_id::<Order>().uuid());
    let head = OrderHead {
        id,
        number: None,
        customer: buyer.customer.clone(),
        quote: new.agreed,
        warehouse_id,
        state: State::Draft,
        delivery_state: DeliveryState::None,
        invoice_state: InvoiceState::None,
        payment_state: PaymentState::None,
        order_date: day,
        reference: new.reference.trim().to_owned(),
        note: new.note.trim().to_owned(),
        prices_include_tax: new.prices_include_tax,
        net: priced.net,
        tax: priced.tax,
        gross: priced.gross,
        exchange_rate: rate.of_document(),
        gross_base,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        confirmed_at: None,
        cancelled_at: None,
        credit_allowed: None,
        approval: Approval::None,
        approval_asked_by: None,
        approval_note: String::new(),
    };
    let mut order = Order { head, lines: priced.lines };
    approval::begin(tx, &mut order.head, &order.lines);
    let gross = order.head.gross;
    let gross = format!("{} {}", gross.to_decimal_string(), gross.currency);
    let facts = json!({"customer": order.head.customer.name, "gross": gross});
    tx.audit("orders.place", "order", id, facts);
    tx.record("orders.placed", id, json!({"order_id": id}));
    if new.confirm {
        make_firm(tx, &mut order, &buyer).await?;
    }
    store::insert(tx, &order).await?;
    Ok(order)
}

/// The customer, if offers may be made to it.
pub(super) fn buyer(found: &Context) -> Result<&store::Buyer, Problem> {
    match &found.buyer {
        None => Err(Problem::invalid().field("customer_id", "unknown")),
        Some(buyer) if !buyer.active => {
            Err(Problem::invalid().field("customer_id", "order_customer_set_aside"))
        }
        Some(buyer) => Ok(buyer),
    }
}

/// The customer and the warehouse, if orders may be taken from the one and for the other.
pub(super) fn parties(found: &Context) -> Result<(store::Buyer, uuid::Uuid), Problem> {
    let (buyer, mut problem) = match buyer(found) {
        Ok(buyer) => (Some(buyer), Problem::invalid()),
        Err(problem) => (None, problem),
    };
    match &found.warehouse {
        None => problem = problem.field("warehouse_id", "unknown"),
        Some(warehouse) if !warehouse.active => {
            let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("code", &warehouse.code)];
            problem = problem.field_with("warehouse_id", "order_warehouse_closed", facts);
        }
        Some(_) => {}
    }
    match (buyer, &found.warehouse) {
        (Some(buyer), Some(warehouse)) if problem.fields().is_empty() => {
            Ok((buyer.clone(), warehouse.id))
        }
        _ => Err(problem),
    }
}
