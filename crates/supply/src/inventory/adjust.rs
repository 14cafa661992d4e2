//! The books are brought in line with the shelf.

use base::{Money, Problem, Tx};
use finance::numbers;

use super::document::{
    Asked, Kind, NewAdjustment, NewAdjustmentLine, Reason, StockDocument, head_text, items_of,
    lines_of,
};
use super::move_stock::move_stock;
use super::movement::{MoveLine, Movement, Place};
use super::receive::{tell, value_of};
use super::store;
use super::warehouse::{self, Outside};

/// Adjusts stock for a reason. What is taken away leaves at the average cost; what is added
/// comes at the cost given, or at the average. The other side is the adjustments account, and
/// the opening balance for opening stock.
///
/// # Errors
/// `out_of_stock` where less is free than is taken away; 422 for lines that cannot be, an
/// increase that has no cost, a date to come or a closed period; 409 for a used id.
pub async fn adjust(tx: &mut Tx, new: NewAdjustment) -> Result<StockDocument, Problem> {
    let asked: Vec<Asked> = new
        .lines
        .iter()
        .map(|line| Asked {
            variant_id: line.variant_id,
            sku: line.sku.as_deref(),
            quantity: line.quantity,
        })
        .collect();
    let items = items_of(tx, &asked, true).await?;
    check(&new)?;
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let outside = store::warehouses::outside(tx, Outside::Adjustment.code()).await?;
    let stock = warehouse.stock_location_id;
    let mut lines = Vec::with_capacity(items.len());
    for ((number, line), item) in (1_i32..).zip(&new.lines).zip(&items) {
        let (outside, inside) = (Place::Outside(outside), Place::Inside(stock));
        let down = line.quantity.is_negative();
        let (from, to) = if down { (inside, outside) } else { (outside, inside) };
        let quantity = if down { line.quantity.checked_neg() } else { Some(line.quantity) };
        let quantity = quantity.ok_or_else(|| Problem::refused("too_large"))?;
        let cost = line.unit_cost.filter(|_| !down);
        let value = cost.map(|cost| value_of(tx, cost, quantity, number)).transpose()?;
        let (variant_id, reason) = (item.id, new.reason.word().to_owned());
        lines.push(MoveLine { line: number, variant_id, from, to, quantity, value, reason });
    }
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Adjustment.series(), date).await?;
    let movement = Movement {
        source_type: Kind::Adjustment.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: if new.reason == Reason::Opening { "opening" } else { "stock_adjustment" },
        demand: None,
        lines,
    };
    let moved = move_stock(tx, movement).await?;
    let document = StockDocument {
        id,
        kind: Kind::Adjustment,
        number,
        warehouse: (&warehouse).into(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason: Some(new.reason),
        reference: String::new(),
        note,
        value: Money::new(moved.arrived - moved.left, tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, stock),
    };
    store::documents::insert(tx, &document, outside, stock).await?;
    tell(tx, &document, warehouse.id);
    Ok(document)
}

fn check(new: &NewAdjustment) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if new.reason == Reason::Other && new.note.trim().is_empty() {
        problem = problem.field("note", "required");
    }
    if new.reason == Reason::Opening {
        for (i, NewAdjustmentLine { quantity, unit_cost, .. }) in new.lines.iter().enumerate() {
            if !quantity.is_positive() {
                problem = problem.field(format!("lines[{i}].quantity"), "not_positive");
            }
            if unit_cost.is_none() {
                problem = problem.field(format!("lines[{i}].unit_cost"), "cost_needed");
            }
        }
    }
    problem.or_ok()
}
