//! Finding suppliers.

use base::{Country, List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::{Supplier, store};
use crate::asked::filter;

/// What a list of suppliers can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SupplierFilter {
    /// Those that may be ordered from, or those set aside.
    #[serde(deserialize_with = "filter")]
    pub active: Option<bool>,
    /// Those of a country.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub country: Option<Country>,
}

/// What a list of suppliers is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SupplierQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: SupplierFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for SupplierQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = SupplierFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] = &[
    Sort::asc("name", "s.name", "text"),
    Sort::asc("code", "s.code", "text"),
    Sort::asc("city", "s.city", "text"),
    Sort::asc("created", "s.created_at", "timestamptz"),
];

/// The best match first, unless another order was asked for.
const FOUND: Sort = Sort::desc("relevance", "f.score", "real");

/// A page of suppliers.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &SupplierQuery) -> Result<List<Supplier>, Problem> {
    let sorted = query.list.sort.as_deref().is_some_and(|s| !s.trim().is_empty());
    let sort = match query.list.search() {
        Some(_) if !sorted => FOUND,
        _ => query.list.sort(SORTS)?,
    };
    store::list(tx, query, sort).await
}

/// The suppliers that best match what was typed: code, name, mail, telephone, tax number, city.
///
/// # Errors
/// When the database is away.
pub async fn search(tx: &mut Tx, text: &str, most: i64) -> Result<Vec<Supplier>, Problem> {
    let asked = ListQuery {
        q: Some(text.to_owned()),
        limit: u32::try_from(most).ok(),
        ..ListQuery::default()
    };
    let query = SupplierQuery { list: asked, ..SupplierQuery::default() };
    Ok(self::list(tx, &query).await?.items)
}

/// The supplier that was typed where no script chose one, by its code or name.
///
/// # Errors
/// When the database is away.
pub(crate) async fn find_typed(tx: &mut Tx, id: &mut String, shown: &str) -> Result<(), Problem> {
    if id.is_empty() && !shown.is_empty() {
        let found = search(tx, shown, 2).await?;
        let exact = found.iter().find(|s| s.name == shown || s.code == shown);
        if let Some(one) = exact.or(found.first().filter(|_| found.len() == 1)) {
            *id = one.id.to_string();
        }
    }
    Ok(())
}
