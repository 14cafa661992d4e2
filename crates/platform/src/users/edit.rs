//! Changing people: their name, language and roles, and whether they may come in.

use base::{Lang, List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{User, roles, store};
use crate::sessions;

/// A change of a person; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct UserChange {
    /// The name.
    pub name: Option<String>,
    /// The person's own language.
    pub lang: Option<Lang>,
    /// The slugs of the roles; at least one.
    pub roles: Option<Vec<String>>,
    /// Whether the person may sign in.
    pub active: Option<bool>,
    /// The version that was read; If-Match says the same.
    pub version: Option<i32>,
}

/// What the list of people may be narrowed to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct UserFilter {
    /// A part of the name or the mail address.
    #[serde(skip)]
    #[param(ignore)]
    pub q: Option<String>,
    /// The slug of a role.
    pub role: Option<String>,
    /// Whether they may sign in.
    pub active: Option<bool>,
}

const SORTS: [Sort; 3] = [
    Sort::asc("name", "u.name", "text"),
    Sort::asc("email", "u.email", "text"),
    Sort::desc("created", "u.created_at", "timestamptz"),
];

/// A page of people.
///
/// # Errors
/// 400 for an unknown sort or cursor.
pub async fn list(
    tx: &mut Tx,
    query: &ListQuery,
    filter: &UserFilter,
) -> Result<List<User>, Problem> {
    let (sort, cursor, limit) = (query.sort(&SORTS)?, query.cursor()?, query.limit());
    let filter = UserFilter { q: query.search().map(str::to_owned), ..filter.clone() };
    let rows = store::list(tx, &filter, sort, cursor.as_ref(), limit).await?;
    let page = List::of(rows, limit, |row| (row.sort_key.clone(), row.user.id));
    Ok(page.map(|row| row.user))
}

/// One person.
///
/// # Errors
/// 404 when there is none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<User, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Changes a person. Rights change at once; somebody who may not come in any more is signed out
/// everywhere.
///
/// # Errors
/// 412 when somebody changed the person meanwhile; 409 `last_owner` when nobody would be left
/// who may do everything; 422 for a name or role that cannot be; 403 for roles that the changer
/// may not hand out.
pub async fn edit(tx: &mut Tx, id: Uuid, change: UserChange) -> Result<User, Problem> {
    if !store::lock(tx, id).await? {
        return Err(Problem::not_found());
    }
    let old = find(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let new = changed(&old, change)?;
    if new.roles != old.roles || new.active != old.active {
        let ids = roles::may_change(tx, &old.roles, &new.roles).await?;
        keep_an_owner(tx, &old, &new).await?;
        store::set_roles(tx, id, &ids).await?;
    }
    store::update(tx, &new).await?;
    if old.active && !new.active {
        sessions::end_everything_of(tx, id).await?;
    }
    sessions::forget_after(tx);
    let changes = differences(&old, &new);
    if !changes.is_empty() {
        tx.audit("users.edit", "user", id, Value::Object(changes));
    }
    find(tx, id).await
}

fn changed(old: &User, change: UserChange) -> Result<User, Problem> {
    let mut new = old.clone();
    if let Some(name) = change.name {
        new.name = name.trim().to_owned();
    }
    if let Some(mut roles) = change.roles {
        roles.sort_unstable();
        roles.dedup();
        new.roles = roles;
    }
    new.lang = change.lang.or(new.lang);
    new.active = change.active.unwrap_or(new.active);
    let mut check = Problem::invalid();
    if new.name.is_empty() {
        check = check.field("name", "required");
    }
    if new.roles.is_empty() {
        check = check.field("roles", "unknown_role");
    }
    check.or_ok().map(|()| new)
}

async fn keep_an_owner(tx: &mut Tx, old: &User, new: &User) -> Result<(), Problem> {
    let leads = |user: &User| user.active && user.roles.iter().any(|role| role == "owner");
    if !leads(old) || leads(new) {
        return Ok(());
    }
    if !roles::is_owner(tx).await? {
        return Err(Problem::refused("only_owners_make_owners"));
    }
    match store::another_owner(tx, old.id).await? {
        true => Ok(()),
        false => Err(Problem::conflict("last_owner")),
    }
}

fn differences(old: &User, new: &User) -> Map<String, Value> {
    let all = [
        ("name", json!(old.name), json!(new.name)),
        ("lang", json!(old.lang), json!(new.lang)),
        ("roles", json!(old.roles), json!(new.roles)),
        ("active", json!(old.active), json!(new.active)),
    ];
    let differing = all.into_iter().filter(|(_, old, new)| old != new);
    differing.map(|(field, old, new)| (field.to_owned(), json!([old, new]))).collect()
}
