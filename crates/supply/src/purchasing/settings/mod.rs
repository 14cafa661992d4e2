//! What a company decides about buying: above what nobody approves what they asked for
//! themselves.

mod pages;
mod store;

pub(super) use pages::routes;

use base::{Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a company decides about buying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchasingSettings {
    /// Above this, nobody approves their own requests, orders and bills; null means no limit.
    pub own_approval_limit: Option<Money>,
}

/// What the company decided.
///
/// # Errors
/// When the database is away.
pub async fn settings(tx: &mut Tx) -> Result<PurchasingSettings, Problem> {
    let currency = tx.currency();
    let limit = store::limit(tx).await?;
    Ok(PurchasingSettings { own_approval_limit: limit.map(|minor| Money::new(minor, currency)) })
}

/// Decides anew.
///
/// # Errors
/// 422 for a limit below zero or in another currency.
pub async fn set(tx: &mut Tx, new: PurchasingSettings) -> Result<PurchasingSettings, Problem> {
    let old = settings(tx).await?;
    if let Some(limit) = new.own_approval_limit {
        let currency = tx.currency();
        if limit.currency != currency {
            let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("currency", &currency)];
            let problem = Problem::invalid();
            return Err(problem.field_with("own_approval_limit", "other_currency", facts));
        }
        if limit.is_negative() {
            return Err(Problem::invalid().field("own_approval_limit", "not_negative"));
        }
    }
    if new != old {
        store::set_limit(tx, new.own_approval_limit.map(|limit| limit.minor)).await?;
        let said = |s: &PurchasingSettings| s.own_approval_limit.map(Money::to_decimal_string);
        let tenant = tx.tenant_id();
        let facts = json!({"own_approval_limit": [said(&old), said(&new)]});
        tx.audit("purchasing.settings", "tenant", tenant, facts);
    }
    Ok(new)
}

/// Fails when somebody approves what they made themselves and it is above the limit. What the
/// program made, anybody may approve.
pub(super) async fn may_approve(
    tx: &mut Tx,
    made_by: Option<Uuid>,
    amount: Money,
) -> Result<(), Problem> {
    let own = made_by.is_some() && made_by == tx.actor().user_id();
    if !own {
        return Ok(());
    }
    match settings(tx).await?.own_approval_limit {
        Some(limit) if amount.minor > limit.minor => Err(Problem::refused("purchase_own_approval")
            .fact("amount", amount.to_decimal_string())
            .fact("limit", limit.to_decimal_string())
            .fact("currency", limit.currency)),
        _ => Ok(()),
    }
}
