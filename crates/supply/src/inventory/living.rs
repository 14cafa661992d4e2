//! Goods that batches of living animals take out of the stock, feed and young animals, and goods
//! that they give to it. What animals are, this capability does not know: whoever keeps them posts
//! one entry for both sides, and the moves are sealed by it.

use base::{Date, Problem, Quantity, Tx, Writes};
use serde_json::json;
use uuid::Uuid;

use super::goods::{Said, check_places, goods_of};
use super::lines::{Asked, items_of};
use super::move_stock::{Names, Taken, take};
use super::movement::{MoveLine, Movement, Place};
use super::new_document::ReceivedLot;
use super::store;
use super::warehouse::{self, Outside};

/// Goods between the stock and living animals; the item by id or by SKU. Hold the ledger's head
/// first, as for every movement.
#[derive(Debug, Clone, Default)]
pub struct LivingGoods {
    /// The kind of document: `batch`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// Where; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// A place in it: what leaves is taken from what expires first when not said, what comes goes
    /// to the main one.
    pub location_id: Option<Uuid>,
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// The unit of the quantity, if it is another than the item's own.
    pub unit: Option<String>,
    /// The same goods in the item's second unit.
    pub second_quantity: Option<Quantity>,
    /// The lot, of an item that has lots; one that comes and is not known yet is made.
    pub lot: Option<ReceivedLot>,
}

/// Goods that have crossed and wait for their entry.
#[derive(Debug)]
pub struct Crossed {
    taken: Taken,
    variant_id: Uuid,
    quantity: Quantity,
    value: i64,
}

/// Takes goods off the shelves at their cost. The caller posts an entry with the value and the
/// seal, and then records the moves.
///
/// # Errors
/// `out_of_stock`; `stock_missing_then` for a day gone by; 422 for an item, quantity, place or
/// lot that cannot be, and for a date to come.
pub async fn to_living(tx: &mut Tx, goods: LivingGoods, date: Date) -> Result<Crossed, Problem> {
    cross(tx, goods, date, None).await
}

/// Puts goods on a shelf that are worth so many minor units.
///
/// # Errors
/// 422 for an item, quantity, place or lot that cannot be, and for a date to come.
pub async fn from_living(
    tx: &mut Tx,
    goods: LivingGoods,
    date: Date,
    value: i64,
) -> Result<Crossed, Problem> {
    cross(tx, goods, date, Some(value)).await
}

impl Crossed {
    /// What they are worth, in minor units: what the inventory account is credited or debited.
    #[must_use]
    pub fn value(&self) -> i64 {
        self.value
    }

    /// The item.
    #[must_use]
    pub fn variant_id(&self) -> Uuid {
        self.variant_id
    }

    /// How much, in the item's own unit.
    #[must_use]
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// What the entry seals of the moves.
    #[must_use]
    pub fn details_hash(&self) -> [u8; 32] {
        self.taken.details_hash()
    }

    /// Adds the moves, below the entry; without one where they are worth nothing.
    pub fn record(&self, tx: &Tx, entry: Option<Uuid>, writes: &mut Writes) {
        self.taken.record(tx, entry, writes);
    }
}

/// `value` says that the goods come, and at what.
async fn cross(
    tx: &mut Tx,
    goods: LivingGoods,
    date: Date,
    value: Option<i64>,
) -> Result<Crossed, Problem> {
    // There is one item, so its fields are those of the form and not of a line.
    one(tx, goods, date, value).await.map_err(|problem| {
        problem.renamed(|path| path.strip_prefix("lines[0].").map(str::to_owned))
    })
}

async fn one(
    tx: &mut Tx,
    goods: LivingGoods,
    date: Date,
    value: Option<i64>,
) -> Result<Crossed, Problem> {
    let asked =
        Asked { variant_id: goods.variant_id, sku: goods.sku.as_deref(), quantity: goods.quantity };
    let items = items_of(tx, &[asked], false).await?;
    let warehouse = warehouse::in_use(tx, goods.warehouse_id, "warehouse_id").await?;
    let outside = store::warehouses::outside(tx, Outside::Biological.code()).await?;
    let mut names = Names::default();
    let place = [goods.location_id].into_iter();
    check_places(tx, warehouse.id, place, "location_id", &mut names).await?;
    let said = Said {
        quantity: goods.quantity,
        unit: goods.unit.as_deref(),
        second: goods.second_quantity,
        lot_id: None,
        lot: goods.lot.as_ref(),
        arrives: value.is_some(),
    };
    let kept = goods_of(tx, &items, &[said], &mut names).await?;
    let (Some(item), Some(kept)) = (items.first(), kept.first()) else {
        return Err(Problem::internal("one line has one item"));
    };
    let outside = Place::Outside(outside);
    let inside = goods.location_id.map(Place::Inside);
    let (from, to) = match value {
        Some(_) => (outside, inside.unwrap_or(Place::Inside(warehouse.stock_location_id))),
        None => (inside.unwrap_or(Place::Within(warehouse.id)), outside),
    };
    let line = MoveLine {
        lot_id: kept.lot_id,
        by_lot: kept.by_lot,
        second: kept.second,
        value,
        ..MoveLine::new(1, item.id, from, to, kept.quantity)
    };
    let movement = Movement {
        source_type: goods.source_type,
        source_id: goods.source_id,
        number: String::new(),
        effective_date: date,
        contra: "biological_cost",
        demand: None,
        lines: vec![line],
    };
    let comes = value.is_some();
    let mut writes = Writes::default();
    let taken = take(tx, movement, &mut writes).await?;
    writes.run(tx).await?;
    let value = value.unwrap_or_else(|| taken.left());
    if comes {
        let payload = json!({"document_id": goods.source_id, "warehouse_id": warehouse.id,
            "variant_ids": [item.id]});
        tx.record("inventory.stock_arrived", goods.source_id, payload);
    }
    Ok(Crossed { taken, variant_id: item.id, quantity: kept.quantity, value })
}
