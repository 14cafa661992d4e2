//! Groups of customers that share a price list.

use base::{Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::price_list::{check_name, tidy};
use super::store;
use crate::patch::sent;

/// A group of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Group {
    /// Its id.
    pub id: Uuid,
    /// Its name, unique in the company.
    pub name: String,
    /// What its customers pay; null means the catalogue's prices.
    pub price_list_id: Option<Uuid>,
    /// Counts the changes; the ETag.
    pub version: i32,
}

/// A group to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewGroup {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// Its name.
    #[schema(required)]
    pub name: String,
    /// What its customers pay.
    pub price_list_id: Option<Uuid>,
}

/// What to change of a group: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeGroup {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another name.
    pub name: Option<String>,
    /// Another price list; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Uuid>)]
    pub price_list_id: Option<Option<Uuid>>,
}

/// Every group, by name; a company has a handful.
///
/// # Errors
/// When the database is away.
pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>, Problem> {
    store::groups(tx).await
}

/// Makes a group.
///
/// # Errors
/// When a field cannot be accepted or the name is taken.
pub async fn create_group(tx: &mut Tx, new: NewGroup) -> Result<Group, Problem> {
    let group = Group {
        id: new.id.unwrap_or_else(|| tx.new_id::<Group>().uuid()),
        name: tidy(&new.name),
        price_list_id: new.price_list_id,
        version: 1,
    };
    check(tx, &group).await?;
    store::insert_group(tx, &group).await?;
    tx.audit("price_lists.create_group", "customer_group", group.id, json!({"name": group.name}));
    Ok(group)
}

/// Changes the fields that were sent.
///
/// # Errors
/// 404, 412, or when a field cannot be accepted.
pub async fn change_group(tx: &mut Tx, id: Uuid, change: ChangeGroup) -> Result<Group, Problem> {
    let old = store::lock_group(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = Group {
        name: change.name.map_or(old.name.clone(), |name| tidy(&name)),
        price_list_id: change.price_list_id.unwrap_or(old.price_list_id),
        ..old.clone()
    };
    if new == old {
        return Ok(old);
    }
    check(tx, &new).await?;
    new.version = old.version + 1;
    store::save_group(tx, &new).await?;
    let facts = json!({"name": [old.name, new.name]});
    tx.audit("price_lists.change_group", "customer_group", id, facts);
    Ok(new)
}

async fn check(tx: &mut Tx, group: &Group) -> Result<(), Problem> {
    let mut problem = check_name(&group.name);
    if let Some(list) = group.price_list_id
        && store::find(tx, list).await?.is_none()
    {
        problem = problem.field("price_list_id", "unknown");
    }
    problem.or_ok()
}
