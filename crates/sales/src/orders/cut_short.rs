//! Giving up the rest of an order of which something was delivered or invoiced.

use base::{Problem, Tx};
use serde_json::json;
use supply::inventory;
use uuid::Uuid;

use super::cancel::Cancellation;
use super::confirm::demand;
use super::order::Order;
use super::store;

/// Cuts an order short: of each line, what was neither delivered nor invoiced is given up, and
/// the stock that was held for it becomes free. What was delivered is invoiced and paid as
/// before. The lines and sums keep what was agreed; how much was given up stands beside it.
///
/// # Errors
/// 404, 412, 409 when the order is not confirmed, nothing of it was delivered or invoiced, or
/// nothing is left to give up.
pub async fn cut_short(tx: &mut Tx, id: Uuid, how: Cancellation) -> Result<Order, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let rest = order.rest()?;
    order.expect(how.version)?;
    let reason = how.reason()?;
    inventory::release(tx, demand(&order)).await?;
    let mut told = Vec::with_capacity(rest.len());
    for (n, quantity) in rest {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == n) {
            let sum = line.given_up.checked_add(quantity);
            line.given_up = sum.ok_or_else(|| Problem::internal("given up overflows"))?;
            told.push(format!("{quantity} × {}", line.sku));
        }
    }
    order.head.delivery_state = order.delivered();
    order.head.invoice_state = order.invoiced();
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &order.lines).await?;
    let mut facts = json!({"lines": told.join(", ")});
    if !reason.is_empty() {
        facts["reason"] = json!(reason);
    }
    tx.audit("orders.cut_short", "order", id, facts);
    // Hearing of it, the payment state follows: all that is left may be paid already.
    tx.record("orders.cut_short", id, json!({"order_id": id}));
    Ok(order)
}
