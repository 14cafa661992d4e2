//! Finding customers.

use base::list::filter;
use base::{Country, Filtered, List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::{Customer, store};

/// What a list of customers can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CustomerFilter {
    /// Those that orders may be taken from, or those set aside.
    #[serde(deserialize_with = "filter")]
    pub active: Option<bool>,
    /// Those of a country.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub country: Option<Country>,
}

/// What a list of customers is asked: filters, search, order, page.
pub type CustomerQuery = Filtered<CustomerFilter>;

const SORTS: &[Sort] = &[
    Sort::asc("name", "c.name", "text"),
    Sort::asc("code", "c.code", "text"),
    Sort::asc("city", "c.city", "text"),
    Sort::asc("created", "c.created_at", "timestamptz"),
];

/// The best match first, unless another order was asked for.
const FOUND: Sort = Sort::desc("relevance", "s.score", "real");

/// A page of customers.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &CustomerQuery) -> Result<List<Customer>, Problem> {
    let sorted = query.list.sort.as_deref().is_some_and(|s| !s.trim().is_empty());
    let sort = match query.list.search() {
        Some(_) if !sorted => FOUND,
        _ => query.list.sort(SORTS)?,
    };
    store::list(tx, query, sort).await
}

/// The customers that best match what was typed: code, name, mail, telephone, tax number, city.
///
/// # Errors
/// When the database is away.
pub async fn search(tx: &mut Tx, text: &str, most: i64) -> Result<Vec<Customer>, Problem> {
    let asked = ListQuery {
        q: Some(text.to_owned()),
        limit: u32::try_from(most).ok(),
        ..ListQuery::default()
    };
    let query = CustomerQuery { list: asked, ..CustomerQuery::default() };
    Ok(self::list(tx, &query).await?.items)
}

/// The one customer that a typed text can mean: the only one that is found by it, or the one
/// that is called just so.
///
/// # Errors
/// When the database is away.
pub(crate) async fn named(tx: &mut Tx, text: &str) -> Result<Option<Uuid>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = search(tx, text, 2).await?;
    let exact = found.iter().find(|customer| customer.name == text);
    Ok(exact.or(found.first().filter(|_| found.len() == 1)).map(|customer| customer.id))
}
