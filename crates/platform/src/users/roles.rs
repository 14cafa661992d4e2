//! Roles and what they may do.

use std::collections::{BTreeMap, BTreeSet};

use base::{Lang, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::roles as store;
use super::{User, store as people};
use crate::sessions;

/// The roles that every company starts with. The first holds every permission, always.
pub const BUILT_IN: [&str; 7] =
    ["owner", "manager", "accountant", "sales", "storekeeper", "farm_worker", "viewer"];

/// A role of the company.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Role {
    /// Its id.
    pub id: Uuid,
    /// Its stable name.
    pub slug: String,
    /// Its name for people.
    pub name: Text,
    /// Whether every company has it; such a role is never deleted.
    pub built_in: bool,
    /// What it may do; the owner's role may do everything, whatever stands here.
    pub permissions: Vec<String>,
    /// How many people hold it.
    pub people: i64,
    /// Counts the changes.
    pub version: i32,
}

/// A role about to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewRole {
    /// Its name for people.
    pub name: Text,
    /// What it may do.
    #[serde(default)]
    pub permissions: Vec<String>,
}

/// A change of a role; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct RoleChange {
    /// Its name for people.
    #[serde(default)]
    pub name: Option<Text>,
    /// What it may do.
    #[serde(default)]
    pub permissions: Option<Vec<String>>,
    /// The version that was read; a role changed meanwhile is then not overwritten.
    #[serde(default)]
    pub version: Option<i32>,
}

/// Gives a new company its built-in roles, with what the capabilities say of each, and returns
/// their ids by slug.
pub(crate) async fn furnish_roles(tx: &mut Tx) -> Result<BTreeMap<&'static str, Uuid>, Problem> {
    let app = tx.app().clone();
    let mut names = Vec::with_capacity(BUILT_IN.len());
    for slug in BUILT_IN {
        let key = format!("role-{}", slug.replace('_', "-"));
        let said: Vec<(Lang, String)> =
            Lang::ALL.into_iter().map(|lang| (lang, app.messages().t(lang, &key))).collect();
        let parts = said.iter().map(|(lang, name)| (*lang, name.as_str()));
        names.push(Text::from_parts(parts).map_err(Problem::internal)?);
    }
    let ids: Vec<Uuid> = BUILT_IN.iter().map(|_| Uuid::now_v7()).collect();
    store::insert_built_in(tx, &ids, &BUILT_IN, &names).await?;
    let ids: BTreeMap<&'static str, Uuid> = BUILT_IN.into_iter().zip(ids).collect();
    let held = app.permissions().flat_map(|permission| {
        let ids = &ids;
        permission.roles.iter().filter_map(move |role| Some((*ids.get(role)?, permission.key)))
    });
    let (roles, permissions): (Vec<Uuid>, Vec<&str>) = held.unzip();
    store::insert_permissions(tx, &roles, &permissions).await?;
    Ok(ids)
}

/// Every role of the company, the built-in ones first.
///
/// # Errors
/// When the database is away.
pub async fn roles(tx: &mut Tx) -> Result<Vec<Role>, Problem> {
    store::all(tx).await
}

/// One role.
///
/// # Errors
/// 404 when there is none.
pub async fn role(tx: &mut Tx, id: Uuid) -> Result<Role, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Makes a role.
///
/// # Errors
/// 422 for an unknown permission; 403 for one that the maker does not hold.
pub async fn create_role(tx: &mut Tx, new: NewRole) -> Result<Role, Problem> {
    let permissions = known(tx, new.permissions)?;
    must_hold(tx, &permissions)?;
    let id = tx.new_id::<Role>().uuid();
    store::insert(tx, id, &format!("role_{}", id.simple()), &new.name).await?;
    store::set_permissions(tx, id, &permissions).await?;
    let facts = serde_json::json!({"name": new.name, "permissions": permissions});
    tx.audit("users.create_role", "role", id, facts);
    role(tx, id).await
}

/// Changes a role; everybody who holds it may do the new things, and no others, at once.
///
/// # Errors
/// 412 when somebody changed the role meanwhile; 409 for the owner's role, whose rights cannot
/// change; 422 for an unknown permission; 403 for one that the changer does not hold.
pub async fn edit_role(tx: &mut Tx, id: Uuid, change: RoleChange) -> Result<Role, Problem> {
    if !store::lock(tx, id).await? {
        return Err(Problem::not_found());
    }
    let old = role(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let name = change.name.as_ref().filter(|name| **name != old.name);
    if let Some(name) = name {
        let facts = serde_json::json!({"name": [old.name, name]});
        tx.audit("users.edit_role", "role", id, facts);
    }
    let permitted = match change.permissions {
        Some(permissions) => set_rights(tx, &old, permissions).await?,
        None => false,
    };
    if name.is_some() || permitted {
        store::change(tx, id, name.unwrap_or(&old.name)).await?;
        sessions::forget_after(tx);
    }
    role(tx, id).await
}

/// Gives a role exactly these permissions; whether that changed anything.
async fn set_rights(tx: &mut Tx, old: &Role, permissions: Vec<String>) -> Result<bool, Problem> {
    if old.slug == "owner" {
        return Err(Problem::conflict("owner_role_is_fixed"));
    }
    let new = known(tx, permissions)?;
    let had: BTreeSet<&String> = old.permissions.iter().collect();
    let (given, kept): (Vec<String>, Vec<String>) =
        new.iter().cloned().partition(|p| !had.contains(p));
    must_hold(tx, &given)?;
    let taken: Vec<&String> = old.permissions.iter().filter(|p| !kept.contains(p)).collect();
    if given.is_empty() && taken.is_empty() {
        return Ok(false);
    }
    store::set_permissions(tx, old.id, &new).await?;
    let facts = serde_json::json!({"given": given, "taken": taken});
    tx.audit("users.edit_role", "role", old.id, facts);
    Ok(true)
}

/// Deletes a role that nobody holds.
///
/// # Errors
/// 409 for a built-in role or one that somebody holds.
pub async fn delete_role(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let old = role(tx, id).await?;
    if old.built_in {
        return Err(Problem::conflict("role_is_built_in"));
    }
    if old.people > 0 {
        return Err(Problem::conflict("role_is_held").fact("people", old.people));
    }
    store::delete(tx, id).await?;
    tx.audit("users.delete_role", "role", id, serde_json::json!({"name": old.name}));
    Ok(())
}

fn known(tx: &Tx, mut permissions: Vec<String>) -> Result<Vec<String>, Problem> {
    permissions.sort_unstable();
    permissions.dedup();
    let all: BTreeSet<&str> = tx.app().permissions().map(|p| p.key).collect();
    match permissions.iter().find(|p| !all.contains(p.as_str())) {
        Some(unknown) => {
            let facts: [(&str, &dyn std::fmt::Display); 1] = [("permission", unknown)];
            Err(Problem::invalid().field_with("permissions", "unknown_permission", &facts))
        }
        None => Ok(permissions),
    }
}

/// Nobody hands out what they do not hold: else a right to edit users would be every right.
fn must_hold(tx: &Tx, permissions: &[String]) -> Result<(), Problem> {
    permissions.iter().try_for_each(|permission| tx.demand(permission))
}

/// Checks that the actor may change a person's roles from `old` to `new`.
pub(super) async fn may_change(
    tx: &mut Tx,
    old: &[String],
    new: &[String],
) -> Result<Vec<Uuid>, Problem> {
    let all = roles(tx).await?;
    let mut ids = Vec::with_capacity(new.len());
    for slug in new {
        let found = all.iter().find(|role| role.slug == *slug);
        let role = found.ok_or_else(|| Problem::invalid().field("roles", "unknown_role"))?;
        if !old.contains(slug) {
            must_hold(tx, &role.permissions)?;
        }
        ids.push(role.id);
    }
    let owner = |slugs: &[String]| slugs.iter().any(|slug| slug == "owner");
    if owner(old) != owner(new) && !is_owner(tx).await? {
        return Err(Problem::refused("only_owners_make_owners"));
    }
    Ok(ids)
}

/// Whether the actor is an owner; the program itself may do what an owner may.
pub(super) async fn is_owner(tx: &mut Tx) -> Result<bool, Problem> {
    let Some(id) = tx.actor().user_id() else { return Ok(true) };
    let actor: Option<User> = people::find(tx, id).await?;
    Ok(actor.is_some_and(|user| user.roles.iter().any(|role| role == "owner")))
}
