//! Roles and what they may do.

use std::collections::BTreeMap;

use base::{Lang, Problem, Text, Tx};
use uuid::Uuid;

use super::store;

/// The roles that every company starts with. The first holds every permission, always.
pub const BUILT_IN: [&str; 7] =
    ["owner", "manager", "accountant", "sales", "storekeeper", "farm_worker", "viewer"];

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
    store::insert_roles(tx, &ids, &BUILT_IN, &names).await?;
    let ids: BTreeMap<&'static str, Uuid> = BUILT_IN.into_iter().zip(ids).collect();
    let held = app.permissions().flat_map(|permission| {
        let ids = &ids;
        permission.roles.iter().filter_map(move |role| Some((*ids.get(role)?, permission.key)))
    });
    let (roles, permissions): (Vec<Uuid>, Vec<&str>) = held.unzip();
    store::insert_permissions(tx, &roles, &permissions).await?;
    Ok(ids)
}

/// Whoever could hand out the owner's role could take the whole company: only an owner may.
pub(super) async fn may_grant(tx: &mut Tx, slugs: &[String]) -> Result<(), Problem> {
    let Some(user) = tx.actor().user_id().filter(|_| slugs.iter().any(|s| s == "owner")) else {
        return Ok(());
    };
    let actor = store::find(tx, user).await?;
    match actor.is_some_and(|user| user.roles.iter().any(|role| role == "owner")) {
        true => Ok(()),
        false => Err(Problem::refused("only_owners_make_owners")),
    }
}
