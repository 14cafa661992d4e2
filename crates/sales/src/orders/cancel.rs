//! Giving an order up.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use supply::inventory;
use utoipa::ToSchema;
use uuid::Uuid;

use super::confirm::demand;
use super::order::{Order, State};
use super::store;

/// How an order, or the rest of one, is given up.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cancellation {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Why; kept in the timeline.
    pub reason: String,
}

impl Cancellation {
    pub(super) fn reason(&self) -> Result<String, Problem> {
        let reason = self.reason.trim().to_owned();
        if reason.chars().count() > 500 {
            return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
        }
        Ok(reason)
    }
}

/// Cancels an order and lets go of the stock that was held for it.
///
/// # Errors
/// 404, 412, 409 when it is cancelled already or something was delivered or invoiced.
pub async fn cancel(tx: &mut Tx, id: Uuid, how: Cancellation) -> Result<Order, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = order.cancellable()?;
    order.expect(how.version)?;
    let reason = how.reason()?;
    if order.head.state == State::Confirmed {
        inventory::release(tx, demand(&order)).await?;
    }
    order.head.state = state;
    order.head.cancelled_at = Some(tx.now());
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &[]).await?;
    let facts = if reason.is_empty() { json!({}) } else { json!({"reason": reason}) };
    tx.audit("orders.cancel", "order", id, facts);
    tx.record("orders.cancelled", id, json!({"order_id": id}));
    Ok(order)
}
