//! A count is posted: only what differs, as moves for the difference.

use base::{Money, Problem, Quantity, Tx, UnitPrice};
use finance::numbers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::count::{CountLine, StockCount, count, open};
use super::document::{Kind, Reason, StockDocument};
use super::lines::lines_of;
use super::move_stock::{Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::receive::{tell, value_of};
use super::store;
use super::store::items::Item;
use super::warehouse::{self, Outside};

/// How a count is posted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PostCount {
    /// Whether what is part of the count and was not counted is not there. Left alone otherwise.
    pub missing_is_zero: bool,
    /// What one unit of an item costs that the books did not know, and of which more was found.
    pub costs: Vec<CountCost>,
}

/// The cost of an item that was found and has no average.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountCost {
    /// The item.
    pub variant_id: Uuid,
    /// What one unit costs.
    pub unit_cost: UnitPrice,
}

/// Posts what differs: Dr or Cr stock adjustments. What moved since it was counted is in both
/// the shelf and the books, so the difference of then is posted now. A count without
/// differences ends without a document.
///
/// # Errors
/// 404; `count_over`; `count_empty`; `out_of_stock` where what is gone is promised;
/// `cost_needed` where more was found of an item that has no average.
pub async fn post_count(tx: &mut Tx, id: Uuid, how: PostCount) -> Result<StockCount, Problem> {
    let date = tx.today();
    let found = open(tx, id).await?;
    let mut lines = store::count_lines::lines(tx, id).await?;
    if how.missing_is_zero {
        lines.extend(store::count_lines::missing(tx, &found).await?);
    }
    if lines.is_empty() {
        return Err(Problem::conflict("count_empty"));
    }
    let differs = |line: &CountLine| {
        [line.difference, line.difference_second].into_iter().flatten().any(|q| !q.is_zero())
    };
    lines.retain(differs);
    if lines.is_empty() {
        store::counts::end(tx, id, "posted", None).await?;
        tx.audit("stock.count", "count", id, json!({"differences": 0}));
        return count(tx, id).await;
    }
    let number = numbers::next(tx, Kind::Count.series(), date).await?;
    let outside = store::warehouses::outside(tx, Outside::Adjustment.code()).await?;
    let document_id = tx.new_id::<StockDocument>().uuid();
    let mut moves = Vec::new();
    for (n, line) in (1_i32..).zip(&lines) {
        let cost = how.costs.iter().find(|cost| cost.variant_id == line.variant_id);
        moves.extend(move_lines(tx, n, line, cost, outside)?);
    }
    let movement = Movement {
        source_type: Kind::Count.source(),
        source_id: document_id,
        number: number.clone(),
        effective_date: date,
        contra: "stock_adjustment",
        demand: None,
        lines: moves,
    };
    let mut moved = move_stock(tx, movement).await?;
    moved.names.absorb(names(&lines));
    let items: Vec<Item> = lines.iter().map(item_of).collect();
    let warehouse = warehouse::find_warehouse(tx, found.warehouse.id).await?;
    let document = StockDocument {
        id: document_id,
        kind: Kind::Count,
        parent_id: Some(id),
        supplier: None,
        number,
        warehouse: found.warehouse.clone(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason: Some(Reason::Count),
        reference: String::new(),
        note: found.note.clone(),
        in_transit: false,
        value: Money::new(moved.arrived - moved.left, tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, Some(outside)),
    };
    store::documents::insert(tx, &document, outside, warehouse.stock_location_id).await?;
    store::counts::end(tx, id, "posted", Some(document_id)).await?;
    tell(tx, &document, warehouse.id);
    let facts = json!({"number": document.number, "value": document.value});
    tx.audit("stock.count", "count", id, facts);
    count(tx, id).await
}

fn names(lines: &[CountLine]) -> Names {
    let mut names = Names::default();
    for line in lines {
        names.places.insert(line.location_id, line.place.clone());
        if let Some(lot) = &line.lot {
            names.lots.insert(lot.id, lot.clone());
        }
    }
    names
}

/// The moves of one line: one, or two where count and weight differ in opposite directions.
fn move_lines(
    tx: &Tx,
    n: i32,
    line: &CountLine,
    cost: Option<&CountCost>,
    outside: Uuid,
) -> Result<Vec<MoveLine>, Problem> {
    let quantity = line.difference.unwrap_or_default().micros();
    let second = line.difference_second.map(Quantity::micros);
    let both = second
        .is_none_or(|second| quantity != 0 && (second == 0 || (second < 0) == (quantity < 0)));
    let parts = match (both, second) {
        (true, second) => vec![(quantity, second)],
        (false, Some(second)) if quantity == 0 => vec![(0, Some(second))],
        // The weight by itself first where it grows, so that it never falls below zero.
        (false, Some(second)) if second > 0 => vec![(0, Some(second)), (quantity, Some(0))],
        (false, second) => vec![(quantity, Some(0)), (0, second)],
    };
    let (shelf, out) = (Place::Inside(line.location_id), Place::Outside(outside));
    let mut lines = Vec::with_capacity(parts.len());
    for (quantity, second) in parts {
        let down = quantity < 0 || (quantity == 0 && second.unwrap_or(0) < 0);
        let (from, to) = if down { (shelf, out) } else { (out, shelf) };
        let size = |micros: i64| Quantity::from_micros(micros.saturating_abs());
        let cost = cost.filter(|_| !down && quantity != 0);
        let value = match cost {
            Some(cost) => Some(value_of(tx, cost.unit_cost, size(quantity), n)?),
            None => (quantity == 0).then_some(0),
        };
        lines.push(MoveLine {
            lot_id: line.lot.as_ref().map(|lot| lot.id),
            by_lot: line.by_lot,
            second: second.map(size),
            value,
            reason: Reason::Count.word().to_owned(),
            ..MoveLine::new(n, line.variant_id, from, to, size(quantity))
        });
    }
    Ok(lines)
}

fn item_of(line: &CountLine) -> Item {
    Item {
        id: line.variant_id,
        sku: line.sku.clone(),
        name: line.name.clone(),
        options: line.options.clone(),
        unit: line.unit.clone(),
        tracked: true,
        lot_tracked: line.lot.is_some(),
        lot_valued: line.by_lot,
        second_unit: line.second_unit.clone(),
    }
}
