//! The history of stock: every move with where it came from.

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::lot::LotName;
use super::store;
use crate::asked::filter;

/// A move of stock from one place to another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockMove {
    /// Its id.
    pub id: Uuid,
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// Where from.
    pub from: Place,
    /// Where to.
    pub to: Place,
    /// How much, above zero.
    pub quantity: Quantity,
    /// The same in the item's second unit.
    pub second_quantity: Option<Quantity>,
    /// The item's second unit.
    pub second_unit: Option<String>,
    /// The lot.
    pub lot: Option<LotName>,
    /// The value that it carried over the border of the company.
    pub value: Money,
    /// The business day.
    pub date: Date,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// The kind of document that moved it: `stock_receipt`, `delivery`, …
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// The document's line.
    pub source_line: i32,
    /// Why, of an adjustment.
    pub reason: String,
    /// The journal entry.
    pub entry_id: Option<Uuid>,
}

/// A place as a move names it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Place {
    /// The location.
    pub id: Uuid,
    /// The codes from the warehouse down.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// `internal`, or what lies outside the company.
    pub kind: String,
}

/// What the list of moves is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MoveQuery {
    /// Search (SKU), order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only of this item.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub variant: Option<Uuid>,
    /// Only of this lot.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub lot: Option<Uuid>,
    /// Only from or to this location or one below it.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub location: Option<Uuid>,
    /// Only of this kind of document.
    #[serde(deserialize_with = "filter")]
    pub source: Option<String>,
    /// Only of this document.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub source_id: Option<Uuid>,
    /// Only from this day on.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Only up to this day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

const SORTS: &[Sort] =
    &[Sort::desc("recorded", "m.seq", "bigint"), Sort::asc("date", "m.effective_date", "date")];

/// A page of moves, the newest first.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn moves(tx: &mut Tx, query: &MoveQuery) -> Result<List<StockMove>, Problem> {
    store::lists::moves(tx, query, query.list.sort(SORTS)?).await
}
