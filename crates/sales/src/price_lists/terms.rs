//! Which prices a customer pays.

use base::{Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::customers;

/// The group of a customer and its own price list, which goes before the group's.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow,
)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// The group; null means none.
    pub group_id: Option<Uuid>,
    /// The customer's own price list; null means none.
    pub price_list_id: Option<Uuid>,
}

/// Which prices a customer pays.
///
/// # Errors
/// 404 when the company has no such customer.
pub async fn terms(tx: &mut Tx, customer_id: Uuid) -> Result<Terms, Problem> {
    customers::find(tx, customer_id).await?;
    store::terms(tx, customer_id).await
}

/// Says which prices a customer pays from now on. Orders that are written keep theirs.
///
/// # Errors
/// 404; 422 for a group or a list that there is not.
pub async fn set_terms(tx: &mut Tx, customer_id: Uuid, new: Terms) -> Result<Terms, Problem> {
    let customer = customers::lock(tx, customer_id).await?;
    let mut problem = Problem::invalid();
    let group = match new.group_id {
        None => None,
        Some(id) => match store::lock_group(tx, id).await? {
            None => {
                problem = problem.field("group_id", "unknown");
                None
            }
            Some(group) => Some(group.name),
        },
    };
    let list = match new.price_list_id {
        None => None,
        Some(id) => match store::find(tx, id).await? {
            None => {
                problem = problem.field("price_list_id", "unknown");
                None
            }
            Some(list) => Some(list.name),
        },
    };
    problem.or_ok()?;
    if store::terms(tx, customer_id).await? == new {
        return Ok(new);
    }
    store::set_terms(tx, customer_id, new).await?;
    let facts = json!({"customer": customer.name, "group": group, "list": list});
    tx.audit("price_lists.set_terms", "customer", customer_id, facts);
    Ok(new)
}
