//! Approving, rejecting and giving up requests; and ordering what was approved.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::request::{PurchaseRequest, Step};
use super::store;
use crate::purchasing::settings;

/// What somebody decides about a request or a bill.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// What is said with it; needed where something is rejected.
    pub reason: String,
}

impl Decision {
    /// The reason, trimmed and checked.
    pub(in crate::purchasing) fn said(&self, needed: bool) -> Result<String, Problem> {
        let reason = self.reason.trim().to_owned();
        if needed && reason.is_empty() {
            return Err(Problem::invalid().field("reason", "required"));
        }
        if reason.chars().count() > 500 {
            return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
        }
        Ok(reason)
    }
}

/// Approves a request.
///
/// # Errors
/// 404, 409 when it was decided, 412, 422 `purchase_own_approval` for one's own request above
/// the limit in the settings.
pub async fn approve(
    tx: &mut Tx,
    id: Uuid,
    decision: Decision,
) -> Result<PurchaseRequest, Problem> {
    let request = locked(tx, id, &decision).await?;
    let state = request.head.state.go(Step::Approve)?;
    settings::may_approve(tx, request.head.created_by, request.head.estimate).await?;
    let said = decision.said(false)?;
    decided(tx, request, state, said, "purchasing.approve_request").await
}

/// Rejects a request, with a reason.
///
/// # Errors
/// 404, 409 when it was decided, 412, 422 without a reason.
pub async fn reject(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<PurchaseRequest, Problem> {
    let request = locked(tx, id, &decision).await?;
    let state = request.head.state.go(Step::Reject)?;
    let said = decision.said(true)?;
    decided(tx, request, state, said, "purchasing.reject_request").await
}

/// Gives a request up that was not ordered.
///
/// # Errors
/// 404, 409 when it was rejected, ordered or given up, 412.
pub async fn cancel(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<PurchaseRequest, Problem> {
    let mut request = locked(tx, id, &decision).await?;
    request.head.state = request.head.state.go(Step::Cancel)?;
    let said = decision.said(false)?;
    save(tx, &mut request).await?;
    tx.audit("purchasing.cancel_request", "purchase_request", id, json!({"reason": said}));
    Ok(request)
}

/// Counts an approved request as ordered by this order.
pub(in crate::purchasing) async fn order(
    tx: &mut Tx,
    id: Uuid,
    order: Uuid,
) -> Result<PurchaseRequest, Problem> {
    let request = store::lock(tx, id).await?;
    let unknown = || Problem::invalid().field("request_id", "unknown");
    let mut request = request.ok_or_else(unknown)?;
    request.head.state = request.head.state.go(Step::Order)?;
    save(tx, &mut request).await?;
    let facts = json!({"order_id": order});
    tx.audit("purchasing.order_request", "purchase_request", id, facts);
    Ok(request)
}

async fn locked(tx: &mut Tx, id: Uuid, decision: &Decision) -> Result<PurchaseRequest, Problem> {
    let request = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    request.expect(decision.version)?;
    Ok(request)
}

async fn decided(
    tx: &mut Tx,
    mut request: PurchaseRequest,
    state: super::PurchaseRequestState,
    said: String,
    action: &'static str,
) -> Result<PurchaseRequest, Problem> {
    let id = request.head.id;
    request.head.state = state;
    request.head.decided_by = tx.actor().user_id();
    request.head.decided_name = tx.actor().name().to_owned();
    request.head.decided_at = Some(tx.now());
    request.head.decision = said.clone();
    save(tx, &mut request).await?;
    let facts = if said.is_empty() { json!({}) } else { json!({"reason": said}) };
    tx.audit(action, "purchase_request", id, facts);
    tx.record("purchasing.request_decided", id, json!({"request_id": id, "state": state}));
    Ok(request)
}

async fn save(tx: &mut Tx, request: &mut PurchaseRequest) -> Result<(), Problem> {
    request.head.version += 1;
    request.head.updated_at = tx.now();
    store::save(tx, &request.head).await
}
