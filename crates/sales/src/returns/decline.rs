//! Nothing comes back.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::goods::{GoodsReturn, ReturnState};
use super::store;

/// Why nothing comes back.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Declined {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Why; kept with the return.
    #[schema(required)]
    pub reason: String,
}

/// Declines a return: what it asked for can be asked for again.
///
/// # Errors
/// 404, 412, 409 when it is received or declined already, 422 without a reason.
pub async fn decline(tx: &mut Tx, id: Uuid, how: Declined) -> Result<GoodsReturn, Problem> {
    let (mut back, _) = super::hold(tx, id).await?;
    back.expect(how.version)?;
    back.expect_requested()?;
    let reason = how.reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid().field("reason", "required"));
    }
    if reason.chars().count() > 500 {
        return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
    }
    back.head.state = ReturnState::Declined;
    back.head.declined_because = reason.to_owned();
    back.head.updated_at = tx.now();
    back.head.version += 1;
    store::save(tx, &back).await?;
    tx.audit("returns.decline", "return", id, json!({"reason": reason}));
    Ok(back)
}
