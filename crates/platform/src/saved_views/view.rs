//! Keeping and forgetting a view.

use base::{Problem, Tx, ui};
use serde_json::json;
use uuid::Uuid;

use super::store;

/// A question of a list under a name.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// Who made it.
    pub user_id: Uuid,
    /// The address of its list: `/admin/orders`.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The question: `state=draft&sort=-date`.
    pub query: String,
    /// Whether everybody sees it.
    pub shared: bool,
}

/// A view about to be kept.
#[derive(Debug, Clone, Default)]
pub struct NewView {
    /// The address of its list.
    pub list: String,
    /// Its name.
    pub name: String,
    /// The question, as it stood in the address.
    pub query: String,
    /// Whether everybody sees it.
    pub shared: bool,
}

const MOST_NAME: usize = 60;
const MOST_QUERY: usize = 2000;

/// The question without the page that one had reached.
pub(super) fn question(raw: &str) -> String {
    let href = ui::Query::parse("", raw).without("after").href();
    href.strip_prefix('?').unwrap_or_default().to_owned()
}

/// The actor's own views of a list and those that others share.
///
/// # Errors
/// When the database is away.
pub async fn of_list(tx: &mut Tx, list: &str) -> Result<Vec<SavedView>, Problem> {
    match tx.actor().user_id() {
        Some(user) => store::of_list(tx, list, user).await,
        None => Ok(Vec::new()),
    }
}

/// Keeps a view.
///
/// # Errors
/// 404 for a list that is not on the actor's menu; 422 for a name or question that cannot be.
pub async fn save(tx: &mut Tx, new: NewView) -> Result<SavedView, Problem> {
    let user_id = tx.actor().user_id().ok_or_else(Problem::not_found)?;
    let app = tx.app().clone();
    let mut places = app.capabilities().iter().flat_map(|c| &c.navigation);
    if !places.any(|place| place.href == new.list && tx.actor().may(place.permission)) {
        return Err(Problem::not_found());
    }
    let (name, query) = (new.name.trim().to_owned(), question(&new.query));
    let mut check = Problem::invalid();
    if name.is_empty() {
        check = check.field("name", "required");
    }
    if name.chars().count() > MOST_NAME {
        check = check.field_with("name", "too_long", &[("most", &MOST_NAME)]);
    }
    if query.len() > MOST_QUERY {
        check = check.field_with("query", "too_long", &[("most", &MOST_QUERY)]);
    }
    check.or_ok()?;
    let id = tx.new_id::<SavedView>().uuid();
    let view = SavedView { id, user_id, list: new.list, name, query, shared: new.shared };
    store::insert(tx, &view).await?;
    let facts = json!({"name": view.name, "list": view.list, "shared": view.shared});
    tx.audit("saved_views.save", "saved_view", id, facts);
    Ok(view)
}

/// Forgets a view of the actor's own.
///
/// # Errors
/// 404 when there is none.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<SavedView, Problem> {
    let user_id = tx.actor().user_id().ok_or_else(Problem::not_found)?;
    let view = store::delete(tx, id, user_id).await?.ok_or_else(Problem::not_found)?;
    tx.audit("saved_views.delete", "saved_view", id, json!({"name": view.name}));
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn a_view_begins_at_the_first_page() {
        assert_eq!(question("q=net&after=x&state="), "q=net");
        assert_eq!(question(""), "");
    }
}
