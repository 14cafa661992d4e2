//! How stock is kept of an item: by lot, by a second quantity, in what units.

use base::{Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use super::unit::{self, ItemUnit};

/// How stock of an item is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockItem {
    /// The item.
    pub variant_id: Uuid,
    /// Its product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// The unit that its stock is kept in.
    pub unit: String,
    /// Whether it is kept by lot.
    pub lot_tracked: bool,
    /// Whether each lot has a cost of its own.
    pub lot_valued: bool,
    /// The unit of its second quantity, if it is counted and weighed.
    pub second_unit: Option<String>,
    /// The other units that it is bought and sent in.
    pub units: Vec<ItemUnit>,
    /// Counts the changes of the item.
    pub version: i32,
}

/// A change of how stock is kept: only what is sent is changed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ItemChange {
    /// The version that was read; also taken from If-Match.
    pub version: Option<i32>,
    /// Whether it is kept by lot; fixed while there is stock.
    pub lot_tracked: Option<bool>,
    /// Whether each lot has a cost of its own; fixed while there is stock.
    pub lot_valued: Option<bool>,
    /// The unit of its second quantity; null takes it away. Fixed while there is stock.
    #[serde(deserialize_with = "crate::asked::sent")]
    #[schema(value_type = Option<String>)]
    pub second_unit: Option<Option<String>>,
    /// Its other units: all of them.
    pub units: Option<Vec<ItemUnit>>,
}

/// How stock of this item is kept.
///
/// # Errors
/// 404 when the company has no such item.
pub async fn stock_item(tx: &mut Tx, variant_id: Uuid) -> Result<StockItem, Problem> {
    let mut item = store::items::settings(tx, variant_id).await?.ok_or_else(Problem::not_found)?;
    item.units = store::units::of(tx, variant_id).await?;
    Ok(item)
}

/// Changes how stock of an item is kept.
///
/// # Errors
/// 404, 412 when the item changed meanwhile, `stock_kept` for what is fixed while there is
/// stock, 422 for units that cannot be.
pub async fn change_item(
    tx: &mut Tx,
    variant_id: Uuid,
    change: ItemChange,
) -> Result<StockItem, Problem> {
    let owned = store::items::lock(tx, variant_id).await?;
    let old = stock_item(tx, variant_id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = old.clone();
    new.lot_tracked = change.lot_tracked.unwrap_or(old.lot_tracked);
    new.lot_valued = change.lot_valued.unwrap_or(old.lot_valued);
    if let Some(unit) = change.second_unit {
        let unit = unit.map(|unit| unit.trim().to_owned());
        new.second_unit = unit.filter(|unit| !unit.is_empty());
    }
    if let Some(units) = change.units {
        new.units = units;
    }
    let mut problem = Problem::invalid();
    if new.lot_valued && !new.lot_tracked {
        problem = problem.field("lot_valued", "lots_first");
    }
    if new.second_unit.as_ref().is_some_and(|unit| unit.chars().count() > 20) {
        problem = problem.field_with("second_unit", "too_long", &[("most", &20)]);
    }
    unit::check(problem, &new.unit, &new.units).or_ok()?;
    let kept = (new.lot_tracked, new.lot_valued, &new.second_unit)
        != (old.lot_tracked, old.lot_valued, &old.second_unit);
    if kept && owned {
        return Err(Problem::conflict("stock_kept").fact("sku", &old.sku));
    }
    new.version += 1;
    store::items::keep(tx, &new).await?;
    if new.units != old.units {
        store::units::set(tx, variant_id, &new.units).await?;
    }
    let facts = json!({"lot_tracked": [old.lot_tracked, new.lot_tracked],
        "lot_valued": [old.lot_valued, new.lot_valued],
        "second_unit": [old.second_unit, new.second_unit], "units": [old.units, new.units]});
    tx.audit("stock.change_item", "variant", variant_id, facts);
    stock_item(tx, variant_id).await
}
