//! Goods go from one warehouse to another, at once or by a way that takes time, or from place
//! to place in one. Stock is valued for the whole company, and what is on its way is the
//! company's: a transfer carries no value and has no journal entry.

use base::{Money, Problem, Tx};
use finance::numbers;

use super::document::{Kind, StockDocument};
use super::goods::{Goods, Said, check_places, goods_of};
use super::lines::{Asked, head_text, items_of, lines_of};
use super::move_stock::{Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::new_document::{NewTransfer, NewTransferLine};
use super::receive::tell;
use super::store;
use super::warehouse::{self, Outside, Warehouse};

/// Transfers stock between warehouses, or between places of one. With `in_transit` the goods
/// leave now and arrive when somebody says so.
///
/// # Errors
/// `out_of_stock` where less is free than is sent; 422 for lines or warehouses that cannot be,
/// a date to come or a closed period; 409 for a used id.
pub async fn transfer(tx: &mut Tx, new: NewTransfer) -> Result<StockDocument, Problem> {
    let asked: Vec<Asked> = new.lines.iter().map(asked).collect();
    let items = items_of(tx, &asked, false).await?;
    let (from, to) = ends(tx, &new).await?;
    let mut names = Names::default();
    for warehouse in [&from, &to] {
        names.places.insert(warehouse.stock_location_id, warehouse.code.clone());
    }
    let sources = new.lines.iter().map(|line| line.from_location_id);
    check_places(tx, from.id, sources, "from_location_id", &mut names).await?;
    let targets = new.lines.iter().map(|line| line.to_location_id);
    check_places(tx, to.id, targets, "to_location_id", &mut names).await?;
    let way = match new.in_transit {
        true => Some(store::warehouses::outside(tx, Outside::Transit.code()).await?),
        false => None,
    };
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Transfer.series(), date).await?;
    let said: Vec<Said> = new.lines.iter().map(said).collect();
    let goods = goods_of(tx, &items, &said, &mut names).await?;
    let lines = (1_i32..).zip(&new.lines).zip(&items).zip(&goods);
    let lines = lines.map(|(((n, line), item), goods): (((i32, &NewTransferLine), _), &Goods)| {
        let item: &store::items::Item = item;
        let target = line.to_location_id.unwrap_or(to.stock_location_id);
        let target = way.map_or(Place::Inside(target), Place::Transit);
        let source = source_of(line, &from, &to);
        let line = MoveLine::new(n, item.id, source, target, goods.quantity);
        MoveLine { lot_id: goods.lot_id, second: goods.second, ..line }
    });
    let movement = Movement {
        source_type: Kind::Transfer.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: "",
        demand: None,
        lines: lines.collect(),
    };
    let mut moved = move_stock(tx, movement).await?;
    moved.names.absorb(names);
    let document = StockDocument {
        id,
        kind: Kind::Transfer,
        parent_id: None,
        supplier: None,
        number,
        warehouse: (&from).into(),
        to_warehouse: Some((&to).into()),
        date,
        recorded_at: tx.now(),
        reason: None,
        reference: String::new(),
        note,
        in_transit: new.in_transit,
        value: Money::zero(tx.currency()),
        entry_id: None,
        lines: lines_of(tx, &items, &moved, None),
    };
    store::documents::insert(tx, &document, from.stock_location_id, to.stock_location_id).await?;
    if new.in_transit {
        store::transit::insert(tx, id, &moved.moves).await?;
    }
    tell(tx, &document, to.id);
    Ok(document)
}

async fn ends(tx: &mut Tx, new: &NewTransfer) -> Result<(Warehouse, Warehouse), Problem> {
    let Some(to_id) = new.to_warehouse_id else {
        return Err(Problem::invalid().field("to_warehouse_id", "required"));
    };
    let from = warehouse::in_use(tx, new.from_warehouse_id, "from_warehouse_id").await?;
    let to = warehouse::in_use(tx, Some(to_id), "to_warehouse_id").await?;
    let mut problem = Problem::invalid();
    for (i, line) in new.lines.iter().enumerate() {
        if new.in_transit && line.to_location_id.is_some() {
            problem = problem.field(format!("lines[{i}].to_location_id"), "arrives_later");
        }
        if from.id != to.id {
            continue;
        }
        let source = line.from_location_id.unwrap_or(from.stock_location_id);
        let target = line.to_location_id.unwrap_or(from.stock_location_id);
        if new.in_transit || (line.from_location_id.is_none() && line.to_location_id.is_none()) {
            return Err(Problem::invalid().field("to_warehouse_id", "same_warehouse"));
        }
        if source == target {
            problem = problem.field(format!("lines[{i}].to_location_id"), "same_place");
        }
    }
    problem.or_ok()?;
    Ok((from, to))
}

/// Inside one warehouse the goods come from exactly one place; else they are picked.
fn source_of(line: &NewTransferLine, from: &Warehouse, to: &Warehouse) -> Place {
    match line.from_location_id {
        Some(place) => Place::Inside(place),
        None if from.id == to.id => Place::Inside(from.stock_location_id),
        None => Place::Within(from.id),
    }
}

fn asked(line: &NewTransferLine) -> Asked<'_> {
    let (variant_id, sku) = (line.variant_id, line.sku.as_deref());
    Asked { variant_id, sku, quantity: line.quantity }
}

fn said(line: &NewTransferLine) -> Said<'_> {
    Said {
        quantity: line.quantity,
        unit: line.unit.as_deref(),
        second: line.second_quantity,
        lot_id: line.lot_id,
        lot: line.lot.as_ref(),
        arrives: false,
    }
}
