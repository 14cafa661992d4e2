//! What a batch takes out of the stock: young animals, feed, medicine.

use base::{Date, Problem, Quantity, Tx};
use finance::ledger::PostingLine;
use serde::Deserialize;
use supply::inventory::{self, LivingGoods, ReceivedLot};
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::Batch;
use super::event::EventKind;
use super::record::{Change, MOST, MOST_KG, SOURCE, begin, record};

/// Goods about to go from the stock into a batch; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewStockCost {
    /// The id of the event, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The day; today when not said.
    pub date: Option<Date>,
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// How much.
    #[schema(required)]
    pub quantity: Quantity,
    /// The unit of the quantity, if it is another than the item's own.
    pub unit: Option<String>,
    /// The same goods in the item's second unit.
    pub second_quantity: Option<Quantity>,
    /// Where from; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// A place in it.
    pub location_id: Option<Uuid>,
    /// The lot; what expires first when not said.
    pub lot: Option<ReceivedLot>,
    /// How many animals the goods are, of young animals.
    pub count: i64,
    /// What those weigh together, in kilograms.
    pub biomass_kg: Quantity,
    /// A remark.
    pub note: String,
}

/// Takes goods out of the stock at their cost: Dr biological assets, cost; Cr inventory. Animals
/// among them are counted into the batch.
///
/// # Errors
/// 404; `batch_closed`; `out_of_stock`; 422 for what cannot be, or a closed month.
pub async fn add_cost_from_stock(
    tx: &mut Tx,
    batch: Uuid,
    new: NewStockCost,
) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let mut problem = Problem::invalid();
    if new.count < 0 {
        problem = problem.field("count", "not_negative");
    } else if batch.count.saturating_add(new.count) > MOST {
        problem = problem.field("count", "too_large");
    }
    if new.biomass_kg.is_negative() {
        problem = problem.field("biomass_kg", "not_negative");
    } else if batch.biomass_kg.checked_add(new.biomass_kg).is_none_or(|sum| sum > MOST_KG) {
        problem = problem.field("biomass_kg", "too_large");
    }
    problem.or_ok()?;
    let goods = LivingGoods {
        source_type: SOURCE,
        source_id: batch.id,
        warehouse_id: new.warehouse_id,
        location_id: new.location_id,
        variant_id: new.variant_id,
        sku: new.sku,
        quantity: new.quantity,
        unit: new.unit,
        second_quantity: new.second_quantity,
        lot: new.lot,
    };
    let goods = inventory::to_living(tx, goods, head.date).await?;
    let change = Change {
        count: new.count,
        biomass: new.biomass_kg.micros(),
        cost: goods.value(),
        against: vec![PostingLine::credit("inventory", goods.value()).item(goods.variant_id())],
        goods: Some(goods),
        ..Change::new(EventKind::Stocked, head)
    };
    record(tx, &batch, change).await
}
