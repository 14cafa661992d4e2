//! Purchase returns as they were made, and finding them.

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::asked::filter;

/// Goods that went back to their supplier. It is written once.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseReturn {
    /// Its id.
    pub id: Uuid,
    /// `PRT-2026-00001`.
    pub number: String,
    /// The receipt of the goods.
    pub receipt_id: Uuid,
    /// The receipt's number.
    pub receipt_number: String,
    /// The supplier.
    pub supplier_id: Uuid,
    /// The supplier's name.
    pub supplier: String,
    /// Where the goods left.
    pub warehouse_id: Uuid,
    /// The business day.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// What they had been bought at.
    pub value: Money,
    /// What they were worth on average.
    pub cost: Money,
    /// Its journal entry.
    pub entry_id: Option<Uuid>,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// What went back; empty in lists.
    pub lines: Vec<PurchaseReturnLine>,
}

/// One line of goods that went back.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseReturnLine {
    /// Its number, from 1.
    pub n: i32,
    /// The line of the receipt.
    pub receipt_line: i32,
    /// What went back.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// How much.
    pub quantity: Quantity,
    /// What it had been bought at.
    pub value: Money,
    /// The bill whose debit note takes it back; none for what was not billed.
    pub bill_id: Option<Uuid>,
}

/// What a list of returns is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PurchaseReturnQuery {
    /// Search, order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Those to a supplier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub supplier: Option<Uuid>,
}

const SORTS: &[Sort] = &[
    Sort::desc("number", "r.number", "text"),
    Sort::asc("date", "r.return_date", "date"),
    Sort::asc("value", "r.value", "bigint"),
];

/// A page of returns, the newest first; without their lines.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(
    tx: &mut Tx,
    query: &PurchaseReturnQuery,
) -> Result<List<PurchaseReturn>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?).await
}

/// The return with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<PurchaseReturn, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}
