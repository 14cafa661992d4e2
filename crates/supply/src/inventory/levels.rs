//! How much there is: on hand, reserved, available.

use std::collections::HashMap;

use base::{List, ListQuery, Problem, Quantity, Sort, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::asked::filter;

/// What there is of one item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Available {
    /// In the warehouses.
    pub on_hand: Quantity,
    /// Promised to somebody.
    pub reserved: Quantity,
    /// What can still be promised.
    pub available: Quantity,
}

impl Available {
    pub(super) fn of(on_hand: Quantity, reserved: Quantity) -> Self {
        let available = on_hand.checked_sub(reserved).unwrap_or_default();
        Self { on_hand, reserved, available }
    }
}

/// What there is of each item in all warehouses; items that never had stock have zeros.
///
/// # Errors
/// When the database is away.
pub async fn available(
    tx: &mut Tx,
    variant_ids: &[Uuid],
) -> Result<HashMap<Uuid, Available>, Problem> {
    let mut found = store::levels::available(tx, variant_ids).await?;
    for id in variant_ids {
        found.entry(*id).or_default();
    }
    Ok(found)
}

/// The stock of one item, in all warehouses or in the one asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Level {
    /// The item.
    pub variant_id: Uuid,
    /// Its product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// The values of its options, such as size and colour.
    pub options: Vec<String>,
    /// Its unit.
    pub unit: String,
    /// In the warehouses.
    pub on_hand: Quantity,
    /// Promised to somebody.
    pub reserved: Quantity,
    /// What can still be promised.
    pub available: Quantity,
    /// What transfers have sent and is still on its way; not on hand.
    pub in_transit: Quantity,
    /// Warn at or below this much available.
    pub low_stock: Option<Quantity>,
    /// Whether that is so.
    pub low: bool,
}

/// What the list of levels is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LevelQuery {
    /// Search, order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only in this warehouse.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub warehouse: Option<Uuid>,
    /// Only products of this category.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub category: Option<Uuid>,
    /// Only this item.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub variant: Option<Uuid>,
    /// `low`: at or below the warning; `out`: nothing available; `in`: something on hand.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub stock: Option<StockFilter>,
}

/// Which levels are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockFilter {
    /// At or below the warning.
    Low,
    /// Nothing available.
    Out,
    /// Something on hand.
    In,
}

impl std::str::FromStr for StockFilter {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "low" => Ok(StockFilter::Low),
            "out" => Ok(StockFilter::Out),
            "in" => Ok(StockFilter::In),
            _ => Err("stock is low, out or in"),
        }
    }
}

const SORTS: &[Sort] = &[
    Sort::asc("sku", "v.sku", "text"),
    Sort::asc("name", "p.sort_name", "text"),
    Sort::asc("on_hand", "coalesce(s.on_hand, 0)", "bigint"),
    Sort::asc("reserved", "coalesce(s.reserved, 0)", "bigint"),
    Sort::asc("available", "coalesce(s.on_hand - s.reserved, 0)", "bigint"),
];

/// A page of levels: every item whose stock is kept, also where there is none.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn levels(tx: &mut Tx, query: &LevelQuery) -> Result<List<Level>, Problem> {
    store::lists::levels(tx, query, query.list.sort(SORTS)?).await
}

/// The stock of one item in each warehouse that has or had some.
///
/// # Errors
/// When the database is away.
pub async fn levels_of(
    tx: &mut Tx,
    variant_id: Uuid,
) -> Result<Vec<(super::WarehouseName, Available)>, Problem> {
    store::lists::levels_of(tx, variant_id).await
}
