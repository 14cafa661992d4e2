//! The books are brought in line with the shelf.

use base::{Money, Problem, Quantity, Tx};
use finance::numbers;
use uuid::Uuid;

use super::document::{Kind, Reason, StockDocument};
use super::goods::{Goods, Said, check_places, goods_of};
use super::lines::{Asked, head_text, items_of, lines_of};
use super::move_stock::{Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::new_document::{NewAdjustment, NewAdjustmentLine};
use super::receive::{tell, value_of};
use super::store;
use super::store::items::Item;
use super::warehouse::{self, Outside, Warehouse};

/// Adjusts stock for a reason. What is taken away leaves at the average cost; what is added
/// comes at the cost given, or at the average. The other side is the adjustments account, and
/// the opening balance for opening stock. A line may say what was counted instead of a change.
///
/// # Errors
/// `out_of_stock` where less is free than is taken away; 422 for lines that cannot be, an
/// increase that has no cost, a date to come or a closed period; 409 for a used id.
pub async fn adjust(tx: &mut Tx, mut new: NewAdjustment) -> Result<StockDocument, Problem> {
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let note = head_text("note", &new.note, 2000)?;
    let counted = new.lines.iter().any(|line| line.counted.is_some());
    // A count is compared with levels that stay locked: the number, which all take first, before.
    let mut number = match counted {
        true => Some(numbers::next(tx, Kind::Adjustment.series(), date).await?),
        false => None,
    };
    if counted {
        count_lines(tx, &warehouse, &mut new.lines).await?;
    }
    let asked: Vec<Asked> = new.lines.iter().map(asked).collect();
    let items = items_of(tx, &asked, true).await?;
    check(&new)?;
    let outside = store::warehouses::outside(tx, Outside::Adjustment.code()).await?;
    let stock = warehouse.stock_location_id;
    let mut names = Names::default();
    names.places.insert(stock, warehouse.code.clone());
    let places = new.lines.iter().map(|line| line.location_id);
    check_places(tx, warehouse.id, places, "location_id", &mut names).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let number = match number.take() {
        Some(number) => number,
        None => numbers::next(tx, Kind::Adjustment.series(), date).await?,
    };
    let said: Vec<Said> = new.lines.iter().map(said).collect();
    let goods = goods_of(tx, &items, &said, &mut names).await?;
    let mut lines = Vec::with_capacity(items.len());
    for (((n, line), item), goods) in (1_i32..).zip(&new.lines).zip(&items).zip(&goods) {
        let reason = new.reason.word().to_owned();
        let line = move_line(tx, n, line, item, goods, &warehouse, outside)?;
        lines.push(MoveLine { reason, ..line });
    }
    let movement = Movement {
        source_type: Kind::Adjustment.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: if new.reason == Reason::Opening { "opening" } else { "stock_adjustment" },
        demand: None,
        lines,
    };
    let mut moved = move_stock(tx, movement).await?;
    moved.names.absorb(names);
    let document = StockDocument {
        id,
        kind: Kind::Adjustment,
        parent_id: None,
        supplier: None,
        number,
        warehouse: (&warehouse).into(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason: Some(new.reason),
        reference: String::new(),
        note,
        in_transit: false,
        value: Money::new(moved.arrived - moved.left, tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, Some(outside)),
    };
    store::documents::insert(tx, &document, outside, stock).await?;
    tell(tx, &document, warehouse.id);
    Ok(document)
}

fn asked(line: &NewAdjustmentLine) -> Asked<'_> {
    // A line that corrects the weight alone has no quantity.
    let weight = line.quantity.is_zero() && line.second_quantity.is_some();
    let quantity = if weight { Quantity::whole(1) } else { line.quantity };
    Asked { variant_id: line.variant_id, sku: line.sku.as_deref(), quantity }
}

fn is_down(line: &NewAdjustmentLine) -> bool {
    line.quantity.is_negative()
        || (line.quantity.is_zero() && line.second_quantity.is_some_and(Quantity::is_negative))
}

fn said(line: &NewAdjustmentLine) -> Said<'_> {
    Said {
        quantity: line.quantity,
        unit: line.unit.as_deref(),
        second: line.second_quantity,
        lot_id: line.lot_id,
        lot: line.lot.as_ref(),
        arrives: !is_down(line),
    }
}

fn move_line(
    tx: &Tx,
    number: i32,
    line: &NewAdjustmentLine,
    item: &Item,
    goods: &Goods,
    warehouse: &Warehouse,
    outside: Uuid,
) -> Result<MoveLine, Problem> {
    let outside = Place::Outside(outside);
    let place = line.location_id.map(Place::Inside);
    let (from, to) = match is_down(line) {
        true => (place.unwrap_or(Place::Within(warehouse.id)), outside),
        false => (outside, place.unwrap_or(Place::Inside(warehouse.stock_location_id))),
    };
    let size = |q: Quantity| if q.is_negative() { q.checked_neg() } else { Some(q) };
    let too_large = || Problem::refused("too_large");
    let quantity = size(goods.quantity).ok_or_else(too_large)?;
    let said = size(line.quantity).ok_or_else(too_large)?;
    let value = match line.unit_cost.filter(|_| !is_down(line)) {
        Some(cost) => Some(value_of(tx, cost, said, number)?),
        // A weight that was wrong is worth nothing by itself.
        None => quantity.is_zero().then_some(0),
    };
    Ok(MoveLine {
        lot_id: goods.lot_id,
        by_lot: goods.by_lot,
        second: goods.second,
        value,
        ..MoveLine::new(number, item.id, from, to, quantity)
    })
}

/// Turns what was counted into the change that it means; lines that found what the books say
/// are left out.
async fn count_lines(
    tx: &mut Tx,
    warehouse: &Warehouse,
    lines: &mut Vec<NewAdjustmentLine>,
) -> Result<(), Problem> {
    let asked: Vec<Asked> =
        lines.iter().map(|line| Asked { quantity: Quantity::whole(1), ..asked(line) }).collect();
    let items = items_of(tx, &asked, true).await?;
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let found = store::picks::candidates(tx, &ids, &[warehouse.id], &[]).await?;
    let mut problem = Problem::invalid();
    for (i, (line, item)) in lines.iter_mut().zip(&items).enumerate() {
        let Some(counted) = line.counted else { continue };
        let path = format!("lines[{i}].counted");
        if counted.is_negative() || !line.quantity.is_zero() {
            let code = if counted.is_negative() { "not_negative" } else { "counted_or_change" };
            problem = problem.field(path, code);
            continue;
        }
        let code = line.lot.as_ref().map(|lot| lot.code.trim());
        let here = found.iter().filter(|level| {
            level.variant_id == item.id
                && line.location_id.is_none_or(|place| place == level.location_id)
                && line.lot_id.is_none_or(|lot| level.lot_id == Some(lot))
                && (line.lot_id.is_some() || code.is_none() || level.lot_code.as_deref() == code)
        });
        let book: i128 = here.map(|level| i128::from(level.on_hand)).sum();
        let change = i64::try_from(i128::from(counted.micros()) - book);
        match (change, &line.unit) {
            (Ok(_), Some(unit)) if *unit != item.unit => {
                problem = problem.field(format!("lines[{i}].unit"), "unit_unknown");
            }
            (Ok(change), _) => line.quantity = Quantity::from_micros(change),
            (Err(_), _) => problem = problem.field(path, "too_large"),
        }
    }
    problem.or_ok()?;
    let before = lines.len();
    lines.retain(|line| line.counted.is_none() || !line.quantity.is_zero());
    if lines.is_empty() && before > 0 {
        return Err(Problem::refused("nothing_differs"));
    }
    Ok(())
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
