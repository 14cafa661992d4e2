//! The promise: stock is held and the order gets its number.

use base::{Problem, Tx};
use serde_json::json;
use supply::inventory::{self, Demand, StockLine};
use uuid::Uuid;

use super::approval;
use super::credit;
use super::jobs::SendConfirmation;
use super::order::{Move, Order};
use super::store::{self, Buyer};
use crate::customers;

/// What reservations of an order are held for.
pub(super) fn demand(order: &Order) -> Demand {
    Demand { kind: "order", id: order.head.id }
}

/// Confirms a draft: reserves every line whose stock is kept, at the order's warehouse, and
/// takes the next number.
///
/// # Errors
/// 404, 409 `order_not_draft`, 412, or 422: `out_of_stock` with what is wanted and left of each
/// line, `order_above_credit_limit`, `order_customer_set_aside`. Then nothing has changed.
pub async fn confirm(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Order, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state.go(Move::Confirm)?;
    order.expect(version)?;
    let customer = customers::find(tx, order.head.customer.id).await?;
    let buyer = Buyer {
        customer: order.head.customer.clone(),
        email: customer.email,
        lang: customer.lang,
        currency: customer.currency,
        credit_limit: customer.credit_limit,
        active: customer.active,
    };
    if !buyer.active {
        return Err(Problem::refused("order_customer_set_aside"));
    }
    make_firm(tx, &mut order, &buyer).await?;
    order.head.version += 1;
    store::save(tx, &order.head, &[]).await?;
    Ok(order)
}

/// Reserves, numbers and announces; the caller writes the row.
pub(super) async fn make_firm(
    tx: &mut Tx,
    order: &mut Order,
    buyer: &Buyer,
) -> Result<(), Problem> {
    let id = order.head.id;
    let state = order.head.state.go(Move::Confirm)?;
    approval::demand_approval(tx, &mut order.head)?;
    credit::at_confirmation(tx, order, buyer).await?;
    let held: Vec<StockLine> = order
        .lines
        .iter()
        .filter(|line| line.tracked)
        .map(|l| StockLine { line: l.n, variant_id: l.variant_id, quantity: l.quantity })
        .collect();
    if !held.is_empty() {
        inventory::reserve(tx, demand(order), order.head.warehouse_id, &held, None).await?;
    }
    let number = finance::numbers::next(tx, "SO", order.head.order_date).await?;
    tx.audit("orders.confirm", "order", id, json!({"number": number}));
    tx.record("orders.confirmed", id, json!({"order_id": id, "number": number}));
    if !buyer.email.is_empty() {
        tx.enqueue(&SendConfirmation { order_id: id });
    }
    order.head.state = state;
    order.head.number = Some(number);
    order.head.delivery_state = order.delivered();
    order.head.confirmed_at = Some(tx.now());
    order.head.updated_at = tx.now();
    Ok(())
}
