//! Finding and listing receipts, adjustments and transfers.

use base::{Date, List, ListQuery, Problem, Sort, Tx};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::document::{Kind, Reason, StockDocument};
use super::store;
use crate::asked::filter;

/// What a list of documents is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DocumentQuery {
    /// Search, order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only those of this warehouse.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub warehouse: Option<Uuid>,
    /// Only those from this day on.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Only those up to this day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Only adjustments for this reason.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub reason: Option<Reason>,
}

const SORTS: &[Sort] = &[
    Sort::desc("number", "d.number", "text"),
    Sort::asc("date", "d.effective_date", "date"),
    Sort::asc("value", "d.value", "bigint"),
];

/// A page of documents of one kind, the newest number first; without their lines.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn documents(
    tx: &mut Tx,
    kind: Kind,
    query: &DocumentQuery,
) -> Result<List<StockDocument>, Problem> {
    store::documents::list(tx, kind, query, query.list.sort(SORTS)?).await
}

/// The document of this kind with this id, with its lines.
///
/// # Errors
/// 404 when the company has none.
pub async fn document(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<StockDocument, Problem> {
    store::documents::find(tx, kind, id).await?.ok_or_else(Problem::not_found)
}
