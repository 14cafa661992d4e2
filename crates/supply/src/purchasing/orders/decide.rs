//! Letting an order go out, and giving it to the supplier.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::jobs::SendPurchaseOrder;
use super::order::{PurchaseMove, PurchaseOrder};
use super::place::said;
use super::store;
use crate::purchasing::{requests, settings};
use crate::suppliers;

/// Approves a draft: it takes its number and may go out.
///
/// # Errors
/// 404, 409 `purchase_order_not_draft`, 412, or 422 `purchase_own_approval` for one's own order
/// above the limit in the settings.
pub async fn approve(
    tx: &mut Tx,
    id: Uuid,
    version: Option<i32>,
) -> Result<PurchaseOrder, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state.go(PurchaseMove::Approve)?;
    order.expect(version)?;
    if !suppliers::find(tx, order.head.supplier.id).await?.active {
        return Err(Problem::refused("purchase_supplier_set_aside"));
    }
    make_firm(tx, &mut order).await?;
    order.head.version += 1;
    store::save(tx, &order).await?;
    Ok(order)
}

/// Numbers and announces; the caller writes the row.
pub(super) async fn make_firm(tx: &mut Tx, order: &mut PurchaseOrder) -> Result<(), Problem> {
    let id = order.head.id;
    let state = order.head.state.go(PurchaseMove::Approve)?;
    // Somebody else approved the request, and with it orders up to what it was to cost.
    let covered = match order.head.request_id {
        Some(request) => requests::find(tx, request).await?.head.covers(order.head.net_base),
        None => false,
    };
    if !covered {
        settings::may_approve(tx, order.head.created_by, order.head.net_base).await?;
    }
    let number = finance::numbers::next(tx, "PO", order.head.order_date).await?;
    let facts = json!({"number": number, "gross": said(order.head.gross)});
    tx.audit("purchasing.approve", "purchase_order", id, facts);
    tx.record("purchasing.approved", id, json!({"order_id": id, "number": number}));
    order.head.state = state;
    order.head.number = Some(number);
    order.head.approved_by = tx.actor().user_id();
    order.head.approved_at = Some(tx.now());
    order.head.updated_at = tx.now();
    Ok(())
}

/// Gives the order to the supplier: by mail, in its language and with the PDF, where it has an
/// address; otherwise somebody handed it over.
///
/// # Errors
/// 404, 409 when it is not approved or was sent before, 412.
pub async fn send(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<PurchaseOrder, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state = order.head.state.go(PurchaseMove::Send)?;
    order.expect(version)?;
    let supplier = suppliers::find(tx, order.head.supplier.id).await?;
    order.head.sent_at = Some(tx.now());
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order).await?;
    tx.audit("purchasing.send", "purchase_order", id, json!({"email": supplier.email}));
    tx.record("purchasing.sent", id, json!({"order_id": id}));
    if !supplier.email.is_empty() {
        tx.enqueue(&SendPurchaseOrder { order_id: id });
    }
    Ok(order)
}
