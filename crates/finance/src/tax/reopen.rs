//! Reopening a filed return, so that something may be recorded in its days again.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::report::TaxReturn;
use super::store;
use crate::numbers;

/// Why a filed return is reopened.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReopenTaxReturn {
    /// Why; kept in the timeline.
    #[schema(required)]
    pub reason: String,
}

/// Reopens a filed return. Until it is filed again, documents with tax may be recorded in its
/// days: the last return then gets new figures, unless it was paid; what is recorded in the days
/// of another is a correction of the next return.
///
/// # Errors
/// 404; 409 when it is open already; 422 without a reason.
pub async fn reopen(tx: &mut Tx, id: Uuid, new: ReopenTaxReturn) -> Result<TaxReturn, Problem> {
    let reason = new.reason.trim();
    let mut problem = Problem::invalid();
    if reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    problem.or_ok()?;
    numbers::hold(tx).await?;
    let filed = store::filed(tx).await?;
    let filed = filed.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    if filed.reopened_at.is_some() {
        return Err(Problem::conflict("tax_return_open"));
    }
    store::reopen(tx, id, reason).await?;
    let facts = json!({"from": filed.starts, "to": filed.ends, "reason": reason});
    tx.audit("tax.reopen", "tax_return", id, facts);
    tx.record("tax.reopened", id, json!({"return_id": id}));
    let reopened =
        store::Filed { reopened_at: Some(tx.now()), reopened_reason: reason.to_owned(), ..filed };
    Ok(reopened.to_return(tx))
}
