//! Animals become goods.

use base::{Date, Problem, Quantity, Tx, UnitPrice};
use finance::ledger::PostingLine;
use serde::Deserialize;
use supply::inventory::{self, LivingGoods, ReceivedLot};
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::{Batch, Mode};
use super::event::EventKind;
use super::record::{Change, MOST_KG, SOURCE, begin, record};
use super::revalue::demand_prices;
use super::share::{share, worth};

/// A harvest about to be put into the stock; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewHarvest {
    /// The id of the event, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The day; today when not said.
    pub date: Option<Date>,
    /// What was harvested, in kilograms.
    #[schema(required)]
    pub weight_kg: Quantity,
    /// How many animals that were.
    pub count: i64,
    /// Whether nothing is left in the batch; so it is when all were harvested.
    pub last: bool,
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// How much of the item it is; the kilograms when not said.
    pub quantity: Option<Quantity>,
    /// The unit of the quantity, if it is another than the item's own.
    pub unit: Option<String>,
    /// The same goods in the item's second unit.
    pub second_quantity: Option<Quantity>,
    /// Where to; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// A place in it; its main one when not said.
    pub location_id: Option<Uuid>,
    /// The lot, of an item that has lots; one that is not known yet is made.
    pub lot: Option<ReceivedLot>,
    /// What a kilogram would fetch; only of a batch at fair value.
    pub price: Option<UnitPrice>,
    /// What selling a kilogram would cost; only of a batch at fair value.
    pub costs_to_sell: Option<UnitPrice>,
    /// A remark.
    pub note: String,
}

/// Puts a harvest into the stock. Of a batch at fair value the goods cost what they are worth at
/// that moment, less costs to sell, and what that differs from what they stood at is a gain or a
/// loss; of a batch at cost they cost what they have cost. By weight, the last harvest takes
/// everything that is left.
///
/// # Errors
/// 404; `batch_closed`; `batch_harvest_more` where not so much is alive; 422 for what cannot be,
/// or a closed month.
pub async fn harvest(tx: &mut Tx, batch: Uuid, new: NewHarvest) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let (price, costs_to_sell) = prices(&batch, &new)?;
    let taken = taken(&batch, &new)?;
    let cost = share(batch.cost.minor, taken.part, taken.whole);
    let fair_value = share(batch.fair_value_adjustment.minor, taken.part, taken.whole);
    let value = match price {
        Some(price) => worth(tx, new.weight_kg, price, costs_to_sell.unwrap_or_default())?,
        None => cost,
    };
    let gain = value - cost - fair_value;
    let goods = LivingGoods {
        source_type: SOURCE,
        source_id: batch.id,
        warehouse_id: new.warehouse_id,
        location_id: new.location_id,
        variant_id: new.variant_id,
        sku: new.sku,
        quantity: new.quantity.unwrap_or(new.weight_kg),
        unit: new.unit,
        second_quantity: new.second_quantity,
        lot: new.lot,
    };
    let goods = inventory::from_living(tx, goods, head.date, value).await?;
    let against = vec![
        PostingLine::debit("inventory", value).item(goods.variant_id()),
        PostingLine::credit("fair_value_change", gain),
    ];
    let change = Change {
        count: -taken.count,
        biomass: -taken.biomass,
        cost: -cost,
        fair_value: -fair_value,
        result: gain,
        against,
        goods: Some(goods),
        price,
        costs_to_sell,
        ..Change::new(EventKind::Harvested, head)
    };
    record(tx, &batch, change).await
}

/// What leaves the batch, and which part of what it stands at goes with it.
struct Taken {
    count: i64,
    biomass: i64,
    part: i64,
    whole: i64,
}

fn taken(batch: &Batch, new: &NewHarvest) -> Result<Taken, Problem> {
    let mut problem = Problem::invalid();
    if !new.weight_kg.is_positive() {
        problem = problem.field("weight_kg", "not_positive");
    } else if new.weight_kg > MOST_KG {
        problem = problem.field("weight_kg", "too_large");
    }
    if new.count < 0 {
        problem = problem.field("count", "not_negative");
    } else if new.count > batch.count && !new.last {
        let alive: (&'static str, &dyn std::fmt::Display) = ("alive", &batch.count);
        problem = problem.field_with("count", "batch_more_than_alive", &[alive]);
    }
    problem.or_ok()?;
    let all = batch.biomass_kg.micros();
    if new.last || (batch.count > 0 && new.count == batch.count) {
        return Ok(Taken { count: batch.count, biomass: all, part: 1, whole: 1 });
    }
    let weight = new.weight_kg.micros();
    if weight >= all {
        let alive: (&'static str, &dyn std::fmt::Display) = ("weight", &batch.biomass_kg);
        let more = Problem::invalid().field_with("weight_kg", "batch_harvest_more", &[alive]);
        return Err(more);
    }
    Ok(Taken { count: new.count, biomass: weight, part: weight, whole: all })
}

/// The prices of a batch at fair value; one at cost has none.
fn prices(
    batch: &Batch,
    new: &NewHarvest,
) -> Result<(Option<UnitPrice>, Option<UnitPrice>), Problem> {
    match (batch.mode, new.price) {
        (Mode::FairValue, Some(price)) => {
            let costs_to_sell = new.costs_to_sell.unwrap_or_default();
            demand_prices(price, costs_to_sell)?;
            Ok((Some(price), Some(costs_to_sell)))
        }
        (Mode::FairValue, None) => Err(Problem::invalid().field("price", "required")),
        (Mode::Cost, None) if new.costs_to_sell.is_none() => Ok((None, None)),
        (Mode::Cost, _) => Err(Problem::invalid().field("price", "batch_price_at_cost")),
    }
}
