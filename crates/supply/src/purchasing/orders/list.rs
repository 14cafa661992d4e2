//! Finding orders to suppliers.

use base::{Date, List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;

use super::order::{PurchaseOrderHead, PurchaseOrderState};
use super::store;
use crate::asked::filter;

base::words! {
    /// What waits to be done with an order to a supplier.
    PurchaseTodo {
        /// It is a draft that waits for approval.
        Approve = "approve",
        /// Something is still to come.
        Receive = "receive",
        /// Something should have come by now.
        Late = "late",
        /// Something came and was not billed.
        Bill = "bill",
    }
}

/// What a list of orders to suppliers can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PurchaseOrderFilter {
    /// `draft`, `approved`, `sent`, `partially_received`, `received`, `billed`, `closed` or
    /// `cancelled`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<PurchaseOrderState>,
    /// What waits to be done: `approve`, `receive`, `late` or `bill`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub todo: Option<PurchaseTodo>,
    /// Those of a supplier.
    #[serde(deserialize_with = "filter")]
    pub supplier_id: Option<Uuid>,
    /// From this business day on.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Up to this business day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of orders to suppliers is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PurchaseOrderQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: PurchaseOrderFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for PurchaseOrderQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = PurchaseOrderFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

/// The latest first, unless another order is asked for.
const SORTS: &[Sort] = &[
    Sort::desc("date", "o.order_date", "date"),
    Sort::asc("number", "coalesce(o.number, '')", "text"),
    Sort::asc("supplier", "s.name", "text"),
    Sort::asc("expected", "coalesce(o.expected_date, 'infinity'::date)", "date"),
    Sort::asc("gross", "o.gross_base", "bigint"),
];

/// A page of orders to suppliers; `q` searches number, reference and supplier.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(
    tx: &mut Tx,
    query: &PurchaseOrderQuery,
) -> Result<List<PurchaseOrderHead>, Problem> {
    let sort = query.list.sort(SORTS)?;
    store::list(tx, query, sort).await
}
