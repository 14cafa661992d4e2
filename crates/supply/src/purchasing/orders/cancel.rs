//! Giving an order up, and expecting nothing more of one.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::{PurchaseMove, PurchaseOrder};
use super::store;

/// How an order ends before its time.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ending {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Why; kept in the timeline.
    pub reason: String,
}

impl Ending {
    fn reason(&self) -> Result<String, Problem> {
        let reason = self.reason.trim().to_owned();
        if reason.chars().count() > 500 {
            return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
        }
        Ok(reason)
    }
}

/// Cancels an order of which nothing has come and nothing was billed.
///
/// # Errors
/// 404, 412, 409 when it is cancelled already or something came or was billed.
pub async fn cancel(tx: &mut Tx, id: Uuid, how: Ending) -> Result<PurchaseOrder, Problem> {
    let order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = order.cancellable()?;
    let reason = how.reason()?;
    order.expect(how.version)?;
    let mut order = order;
    order.head.state = state;
    end(tx, &mut order).await?;
    tx.audit("purchasing.cancel", "purchase_order", id, facts(&reason));
    tx.record("purchasing.cancelled", id, json!({"order_id": id}));
    Ok(order)
}

/// Closes an order: what has not come is not expected any more. What came can still be billed.
///
/// # Errors
/// 404, 412, 409 for a draft or an order that has ended.
pub async fn close(tx: &mut Tx, id: Uuid, how: Ending) -> Result<PurchaseOrder, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state = order.head.state.go(PurchaseMove::Close)?;
    order.expect(how.version)?;
    let reason = how.reason()?;
    end(tx, &mut order).await?;
    tx.audit("purchasing.close", "purchase_order", id, facts(&reason));
    tx.record("purchasing.closed", id, json!({"order_id": id}));
    Ok(order)
}

async fn end(tx: &mut Tx, order: &mut PurchaseOrder) -> Result<(), Problem> {
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, order).await
}

fn facts(reason: &str) -> serde_json::Value {
    if reason.is_empty() { json!({}) } else { json!({"reason": reason}) }
}
