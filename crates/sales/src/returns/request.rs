//! A customer wants to send goods back.

use base::{Problem, Tx};
use serde_json::json;
use supply::inventory;

use super::asked::{NewReturn, check_words, meant};
use super::goods::{GoodsReturn, ReturnHead, ReturnLine, ReturnState};
use super::store;
use crate::orders;
use base::{Money, Quantity};

/// Asks for a return of goods of one delivery. Only what stock is kept of can come back.
///
/// # Errors
/// 422 for more than was delivered and neither came back nor is about to, 409 when nothing is
/// left.
pub async fn request(tx: &mut Tx, new: NewReturn) -> Result<GoodsReturn, Problem> {
    check_words(&new.reason, &new.note)?;
    let unknown = |_| Problem::invalid().field("delivery_id", "unknown");
    let delivery = orders::find_delivery(tx, new.delivery_id).await.map_err(unknown)?;
    // Two requests for one delivery follow each other.
    let order = orders::lock(tx, delivery.order_id).await?;
    let left = store::returnable(tx, delivery.id).await?;
    let meant = meant(&left, new.lines.as_deref())?;
    let warehouse_id = match new.warehouse_id {
        None => order.head.warehouse_id,
        Some(id) => {
            let unknown = |_| Problem::invalid().field("warehouse_id", "unknown");
            inventory::find_warehouse(tx, id).await.map_err(unknown)?.id
        }
    };
    let nothing = Money::zero(tx.currency());
    let head = ReturnHead {
        id: new.id.unwrap_or_else(|| tx.new_id::<GoodsReturn>().uuid()),
        number: None,
        state: ReturnState::Requested,
        order_id: order.head.id,
        order_number: order.head.number.clone().unwrap_or_default(),
        delivery_id: delivery.id,
        delivery_number: delivery.number,
        customer: order.head.customer.clone(),
        warehouse_id,
        reason: new.reason.trim().to_owned(),
        note: new.note.trim().to_owned(),
        received_on: None,
        received_at: None,
        value: nothing,
        loss: nothing,
        entry_id: None,
        loss_entry_id: None,
        declined_because: String::new(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let lines = (1..).zip(meant).map(|(n, (line, quantity, condition))| ReturnLine {
        n,
        delivery_line: line.line,
        order_line: line.order_line,
        variant_id: line.variant_id,
        sku: line.sku,
        description: line.description,
        unit: line.unit,
        condition,
        quantity,
        received: Quantity::ZERO,
        credited: Quantity::ZERO,
    });
    let back = GoodsReturn { head, lines: lines.collect(), credit_notes: Vec::new() };
    store::insert(tx, &back).await?;
    let facts = json!({"delivery": back.head.delivery_number, "reason": back.head.reason});
    tx.audit("returns.request", "return", back.head.id, facts);
    let payload = json!({"return_id": back.head.id, "order_id": back.head.order_id});
    tx.record("returns.requested", back.head.id, payload);
    Ok(back)
}
