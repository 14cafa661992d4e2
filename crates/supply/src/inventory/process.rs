//! Goods are made of other goods: packed anew, filleted, mixed. What goes in leaves at its cost;
//! what comes out carries exactly that cost. Lots that come out are linked to those that went in.

use base::{Date, Money, Problem, Quantity, Tx};
use finance::numbers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::{Kind, StockDocument};
use super::genealogy::{NewLotLink, link_lots};
use super::goods::{Goods, Said, check_places, goods_of};
use super::lines::{Asked, head_text, items_of, lines_of};
use super::move_stock::{Moved, Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::new_document::ReceivedLot;
use super::receive::tell;
use super::store;
use super::store::items::Item;
use super::warehouse::{self, Outside, Warehouse};

/// Goods to be made of other goods.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewProcessing {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// Where; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// The business day; today when not said.
    pub date: Option<Date>,
    /// A remark.
    pub note: String,
    /// What goes in.
    pub inputs: Vec<ProcessingLine>,
    /// What comes out.
    pub outputs: Vec<ProcessingLine>,
}

/// A line of what goes in or comes out; the item by id or by SKU.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProcessingLine {
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
    /// Where; what goes in comes from what expires first when not said.
    pub location_id: Option<Uuid>,
    /// The lot, of an item that has lots.
    pub lot_id: Option<Uuid>,
    /// Or the lot by its code; one that comes out and is not known yet is made.
    pub lot: Option<ReceivedLot>,
    /// Of what comes out: its part of the cost, in any measure; the quantity when not said.
    pub share: Option<Quantity>,
}

/// Makes goods of other goods. The stock is worth the same afterwards.
///
/// # Errors
/// `out_of_stock`; 422 for lines that cannot be, a date to come or a closed period; `lot_circle`.
pub async fn process(tx: &mut Tx, new: NewProcessing) -> Result<StockDocument, Problem> {
    for (field, lines) in [("inputs", &new.inputs), ("outputs", &new.outputs)] {
        if lines.is_empty() {
            return Err(Problem::invalid().field(field, "required"));
        }
    }
    let all: Vec<&ProcessingLine> = new.inputs.iter().chain(&new.outputs).collect();
    let asked: Vec<Asked> = all
        .iter()
        .map(|line| Asked {
            variant_id: line.variant_id,
            sku: line.sku.as_deref(),
            quantity: line.quantity,
        })
        .collect();
    let items = items_of(tx, &asked, false).await?;
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let made = store::warehouses::outside(tx, Outside::Production.code()).await?;
    let mut names = Names::default();
    names.places.insert(warehouse.stock_location_id, warehouse.code.clone());
    let places = all.iter().map(|line| line.location_id);
    check_places(tx, warehouse.id, places, "location_id", &mut names).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Processing.series(), date).await?;
    let count = new.inputs.len();
    let said: Vec<Said> = all.iter().enumerate().map(|(i, line)| said(line, i >= count)).collect();
    let goods = goods_of(tx, &items, &said, &mut names).await?;
    let shares = shares(&all[count..], &goods[count..])?;
    let lines =
        all.iter().zip(&items).zip(&goods).enumerate().map(|(at, ((line, item), goods))| {
            let number = i32::try_from(at + 1).unwrap_or(i32::MAX);
            let share = at.checked_sub(count).and_then(|at| shares.get(at)).copied();
            move_line(number, line, item, goods, share, &warehouse, made)
        });
    let movement = Movement {
        source_type: Kind::Processing.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: "inventory",
        demand: None,
        lines: lines.collect(),
    };
    let mut moved = move_stock(tx, movement).await?;
    moved.names.absorb(names);
    link_lots(tx, &links(&moved, made)).await?;
    let document = StockDocument {
        id,
        kind: Kind::Processing,
        parent_id: None,
        supplier: None,
        number,
        warehouse: (&warehouse).into(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason: None,
        reference: String::new(),
        note,
        in_transit: false,
        value: Money::zero(tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, Some(made)),
    };
    store::documents::insert(tx, &document, made, warehouse.stock_location_id).await?;
    tell(tx, &document, warehouse.id);
    Ok(document)
}

fn said(line: &ProcessingLine, arrives: bool) -> Said<'_> {
    Said {
        quantity: line.quantity,
        unit: line.unit.as_deref(),
        second: line.second_quantity,
        lot_id: line.lot_id,
        lot: line.lot.as_ref(),
        arrives,
    }
}

/// The parts of the cost that the outputs carry.
fn shares(outputs: &[&ProcessingLine], goods: &[Goods]) -> Result<Vec<i64>, Problem> {
    let said = outputs.iter().filter(|line| line.share.is_some()).count();
    let mut problem = Problem::invalid();
    for (i, line) in outputs.iter().enumerate() {
        let path = format!("outputs[{i}].share");
        match line.share {
            None if said > 0 => problem = problem.field(path, "required"),
            Some(share) if share.is_negative() => problem = problem.field(path, "not_negative"),
            _ => {}
        }
    }
    problem.or_ok()?;
    let share =
        |(line, goods): (&&ProcessingLine, &Goods)| line.share.unwrap_or(goods.quantity).micros();
    let shares: Vec<i64> = outputs.iter().zip(goods).map(share).collect();
    if shares.iter().all(|share| *share == 0) {
        return Err(Problem::invalid().field("outputs[0].share", "not_positive"));
    }
    Ok(shares)
}

fn move_line(
    number: i32,
    line: &ProcessingLine,
    item: &Item,
    goods: &Goods,
    share: Option<i64>,
    warehouse: &Warehouse,
    made: Uuid,
) -> MoveLine {
    let place = line.location_id.map(Place::Inside);
    let (from, to) = match share {
        None => (place.unwrap_or(Place::Within(warehouse.id)), Place::Outside(made)),
        Some(_) => {
            let main = Place::Inside(warehouse.stock_location_id);
            (Place::Outside(made), place.unwrap_or(main))
        }
    };
    MoveLine {
        lot_id: goods.lot_id,
        by_lot: goods.by_lot,
        second: goods.second,
        share,
        ..MoveLine::new(number, item.id, from, to, goods.quantity)
    }
}

/// Each lot that came out is linked to each that went in.
fn links(moved: &Moved, made: Uuid) -> Vec<NewLotLink> {
    let mut links = Vec::new();
    for child in moved.moves.iter().filter(|one| one.from_location_id == made) {
        let Some(child_id) = child.lot_id else { continue };
        for parent in moved.moves.iter().filter(|one| one.to_location_id == made) {
            let Some(parent_id) = parent.lot_id.filter(|parent| *parent != child_id) else {
                continue;
            };
            let quantity = parent.quantity;
            links.push(NewLotLink { parent_id, child_id, quantity, move_id: child.id });
        }
    }
    links
}
