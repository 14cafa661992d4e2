//! How much each role gives away without asking, where that is not the company's limit.

use std::collections::HashSet;

use base::{Problem, Rate, Text, Tx};
use platform::users;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// The role that holds every permission gives away what it likes.
const OWNER: &str = "owner";

/// How much a role gives away without asking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoleLimit {
    /// The role.
    pub role_id: Uuid,
    /// Its stable name.
    pub role: String,
    /// Its name for people.
    pub name: Text,
    /// The largest part of the customer's price: 0.1 is 10 %. Null where the company's limit
    /// holds.
    pub discount_limit: Option<Rate>,
    /// Whether nothing limits it: the owner's role.
    pub unlimited: bool,
}

/// A limit to be set.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewRoleLimit {
    /// The role.
    #[schema(required)]
    pub role_id: Uuid,
    /// The largest part of the customer's price; null for the company's limit.
    pub discount_limit: Option<Rate>,
}

/// How much each role gives away. Who holds several roles has the widest of their limits.
///
/// # Errors
/// When the database is away.
pub async fn role_limits(tx: &mut Tx) -> Result<Vec<RoleLimit>, Problem> {
    let roles = users::roles(tx).await?;
    let limits = store::role_limits(tx).await?;
    let limit = |role: users::Role| RoleLimit {
        role_id: role.id,
        discount_limit: limits.get(&role.id).copied(),
        unlimited: role.slug == OWNER,
        role: role.slug,
        name: role.name,
    };
    Ok(roles.into_iter().map(limit).collect())
}

/// Says how much roles give away: of what is written from now on. Roles that are not named keep
/// what they have.
///
/// # Errors
/// 403; 422 for a role that there is not or that nothing limits, one that is named twice, or a
/// limit that is no part of one.
pub async fn set_role_limits(tx: &mut Tx, new: &[NewRoleLimit]) -> Result<Vec<RoleLimit>, Problem> {
    tx.demand("orders.set_limits")?;
    let old = role_limits(tx).await?;
    let mut problem = Problem::invalid();
    let mut seen = HashSet::new();
    for (i, limit) in new.iter().enumerate() {
        let role = old.iter().find(|role| role.role_id == limit.role_id);
        match role {
            None => problem = problem.field(format!("limits[{i}].role_id"), "unknown"),
            Some(role) if role.unlimited => {
                problem = problem.field(format!("limits[{i}].role_id"), "order_owner_unlimited");
            }
            Some(_) if !seen.insert(limit.role_id) => {
                problem = problem.field(format!("limits[{i}].role_id"), "order_role_twice");
            }
            Some(_) => {}
        }
        if limit.discount_limit.is_some_and(|most| !(0..=1_000_000).contains(&most.micros())) {
            problem = problem.field(format!("limits[{i}].discount_limit"), "order_discount");
        }
    }
    problem.or_ok()?;
    let is_new = |limit: &&NewRoleLimit| {
        let before = old.iter().find(|role| role.role_id == limit.role_id);
        before.is_some_and(|role| role.discount_limit != limit.discount_limit)
    };
    let changed: Vec<NewRoleLimit> = new.iter().filter(is_new).cloned().collect();
    if changed.is_empty() {
        return Ok(old);
    }
    store::set_role_limits(tx, &changed).await?;
    for limit in &changed {
        let role = old.iter().find(|role| role.role_id == limit.role_id);
        let before = role.and_then(|role| role.discount_limit);
        let facts = json!({"discount_limit": [before, limit.discount_limit]});
        tx.audit("orders.set_role_limit", "role", limit.role_id, facts);
    }
    role_limits(tx).await
}
