//! Finding quotes.

use base::list::filter;
use base::{Date, Filtered, List, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::quote::{QuoteHead, QuoteState};
use super::store;

/// What a list of quotes can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct QuoteFilter {
    /// `draft`, `sent`, `accepted`, `ordered`, `declined` or `expired`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<QuoteState>,
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer_id: Option<Uuid>,
    /// From this business day on.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Up to this business day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of quotes is asked: filters, search, order, page.
pub type QuoteQuery = Filtered<QuoteFilter>;

/// The latest first, unless another order is asked for.
const SORTS: &[Sort] = &[
    Sort::desc("date", "q.quote_date", "date"),
    Sort::asc("number", "coalesce(q.number, '')", "text"),
    Sort::asc("customer", "c.name", "text"),
    Sort::asc("until", "q.valid_until", "date"),
    Sort::asc("gross", "q.gross_base", "bigint"),
    Sort::asc("created", "q.created_at", "timestamptz"),
];

/// A page of quotes; `q` searches number, reference and customer.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &QuoteQuery) -> Result<List<QuoteHead>, Problem> {
    let sort = query.list.sort(SORTS)?;
    store::list(tx, query, sort).await
}
