//! What `returns` tells an order: how much of its lines came back, and was credited.

use base::{Problem, Quantity, Tx};
use serde_json::json;
use uuid::Uuid;

use super::Order;
use super::store;

/// The order, its row locked until the transaction ends; take it before anything else is locked.
pub(crate) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Order, Problem> {
    store::lock(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Counts what came back of the lines of a locked order, and what of that was credited.
pub(crate) async fn came_back(
    tx: &mut Tx,
    order: &mut Order,
    returned: &[(i32, Quantity)],
    credited: &[(i32, Quantity)],
) -> Result<(), Problem> {
    let overflow = || Problem::internal("what came back overflows");
    for (n, quantity) in returned {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == *n) {
            line.returned = line.returned.checked_add(*quantity).ok_or_else(overflow)?;
        }
    }
    for (n, quantity) in credited {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == *n) {
            line.credited = line.credited.checked_add(*quantity).ok_or_else(overflow)?;
        }
    }
    order.head.invoice_state = order.invoiced();
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &order.lines).await?;
    if !returned.is_empty() {
        let what = returned.iter().filter_map(|(n, quantity)| {
            order.line(*n).map(|line| format!("{quantity} × {}", line.sku))
        });
        let what: Vec<String> = what.collect();
        tx.audit("orders.return", "order", order.head.id, json!({"lines": what.join(", ")}));
    }
    Ok(())
}
