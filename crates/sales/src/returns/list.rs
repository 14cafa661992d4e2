//! Finding returns.

use base::list::filter;
use base::{Filtered, List, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::goods::{ReturnHead, ReturnState};
use super::store;

/// What a list of returns can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReturnFilter {
    /// `requested`, `received` or `declined`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<ReturnState>,
    /// Those of an order.
    #[serde(deserialize_with = "filter")]
    pub order: Option<Uuid>,
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer: Option<Uuid>,
}

/// What a list of returns is asked: filters, search, order, page.
pub type ReturnQuery = Filtered<ReturnFilter>;

/// The latest first, unless another order is asked for.
const SORTS: &[Sort] = &[
    Sort::desc("created", "r.created_at", "timestamptz"),
    Sort::asc("number", "coalesce(r.number, '')", "text"),
    Sort::asc("customer", "c.name", "text"),
    Sort::asc("received", "coalesce(r.received_on, 'infinity'::date)", "date"),
];

/// A page of returns; `q` searches the numbers of return, order and delivery, and the customer.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &ReturnQuery) -> Result<List<ReturnHead>, Problem> {
    let sort = query.list.sort(SORTS)?;
    store::list(tx, query, sort).await
}
