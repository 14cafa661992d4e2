//! An accepted quote becomes an order.

use base::{Date, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::quote::{Move, QuoteLine, QuotedOrder};
use super::store;
use crate::orders::{self, NewOrder, Order, OrderQuote};

/// How an accepted quote becomes an order.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewQuoteOrder {
    /// A UUIDv7 of the client's choosing for the order, so that a repeated command is the same
    /// command.
    pub id: Option<Uuid>,
    /// The version of the quote that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The business day of the order; today when not given.
    pub order_date: Option<Date>,
    /// Where it is delivered from; the default warehouse when not given.
    pub warehouse_id: Option<Uuid>,
    /// Confirms it at once, in the same transaction: all of it or nothing.
    pub confirm: bool,
}

/// Makes the order of an accepted quote: the same lines at the same prices and discounts in the
/// same currency, taxed and counted as on the order's day. What the quote gives away was looked at
/// before it was sent, so the order does not wait for approval. Asked again, it is the order that
/// was made. One that was cancelled stands in the way of no other.
///
/// # Errors
/// 404, 412, 409 when the quote is not accepted, or an order of another id was made of it; 422
/// for a line that is not sold any more, or the rule that refuses the confirmation.
pub async fn order(tx: &mut Tx, id: Uuid, new: NewQuoteOrder) -> Result<Order, Problem> {
    let mut quote = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    // A command that is repeated is answered as before, whatever became of its order.
    let cancelled = quote.cancelled_orders.iter().find(|order| Some(order.id) == new.id);
    if let Some(made) = cancelled {
        return orders::find(tx, made.id).await;
    }
    if let Some(made) = &quote.head.order {
        return match new.id.is_none_or(|id| id == made.id) {
            true => orders::find(tx, made.id).await,
            false => Err(Problem::conflict("quote_ordered")),
        };
    }
    let state = quote.head.state.go(Move::Order)?;
    quote.expect(new.version)?;
    let head = &mut quote.head;
    let agreed = OrderQuote { id, number: head.number.clone().unwrap_or_default() };
    let asked = NewOrder {
        id: new.id,
        customer_id: head.customer.id,
        warehouse_id: new.warehouse_id,
        order_date: new.order_date,
        currency: Some(head.gross.currency),
        reference: head.reference.clone(),
        note: head.note.clone(),
        prices_include_tax: head.prices_include_tax,
        lines: quote.lines.iter().map(QuoteLine::again).collect(),
        confirm: new.confirm,
        agreed: Some(agreed),
    };
    let order = orders::place(tx, asked).await?;
    head.state = state;
    head.order = Some(QuotedOrder { id: order.head.id, number: order.head.number.clone() });
    head.updated_at = tx.now();
    head.version += 1;
    store::save(tx, head).await?;
    let facts = json!({"order": order.head.number});
    tx.audit("quotes.order", "quote", id, facts);
    tx.record("quotes.ordered", id, json!({"quote_id": id, "order_id": order.head.id}));
    Ok(order)
}
