//! Finding purchase requests.

use base::{List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;

use super::request::{PurchaseRequestHead, PurchaseRequestState};
use super::store;
use crate::asked::filter;

/// What a list of requests can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PurchaseRequestFilter {
    /// `waiting`, `approved`, `rejected`, `ordered` or `cancelled`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<PurchaseRequestState>,
    /// Those of this person.
    #[serde(deserialize_with = "filter")]
    pub created_by: Option<Uuid>,
}

/// What a list of requests is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PurchaseRequestQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: PurchaseRequestFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for PurchaseRequestQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = PurchaseRequestFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] = &[
    Sort::desc("number", "r.number", "text"),
    Sort::asc("date", "r.request_date", "date"),
    Sort::asc("needed", "coalesce(r.needed_by, 'infinity'::date)", "date"),
    Sort::asc("estimate", "r.estimate", "bigint"),
];

/// A page of requests, the newest first; `q` searches number, reason and who asked.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(
    tx: &mut Tx,
    query: &PurchaseRequestQuery,
) -> Result<List<PurchaseRequestHead>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?).await
}
