//! Goods come in: levels and cost rise, and the books owe the supplier's invoice.

use base::{Money, Problem, Rounding, Tx, UnitPrice};
use finance::numbers;
use serde_json::json;
use uuid::Uuid;

use super::document::{Kind, StockDocument, SupplierName};
use super::goods::{Said, check_places, goods_of};
use super::lines::{Asked, head_text, items_of, lines_of};
use super::move_stock::{Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::new_document::{NewReceipt, NewReceiptLine};
use super::store;
use super::warehouse::{self, Outside};
use crate::suppliers;

/// Receives goods at what they cost: Dr inventory, Cr goods received not invoiced.
///
/// # Errors
/// 422 for lines that cannot be, a date to come or a closed period; 409 for a used id.
pub async fn receive(tx: &mut Tx, new: NewReceipt) -> Result<StockDocument, Problem> {
    let asked: Vec<Asked> = new.lines.iter().map(asked).collect();
    let items = items_of(tx, &asked, false).await?;
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let from = supplier(tx, new.supplier_id).await?;
    let outside = store::warehouses::outside(tx, Outside::Supplier.code()).await?;
    let stock = warehouse.stock_location_id;
    let mut names = Names::default();
    names.places.insert(stock, warehouse.code.clone());
    let places = new.lines.iter().map(|line| line.location_id);
    check_places(tx, warehouse.id, places, "location_id", &mut names).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let reference = head_text("reference", &new.reference, 200)?;
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Receipt.series(), date).await?;
    let said: Vec<Said> = new.lines.iter().map(said).collect();
    let goods = goods_of(tx, &items, &said, &mut names).await?;
    let mut lines = Vec::with_capacity(items.len());
    for (((number, line), item), goods) in (1_i32..).zip(&new.lines).zip(&items).zip(&goods) {
        let to = Place::Inside(line.location_id.unwrap_or(stock));
        let value = line_value(tx, line, number)?;
        lines.push(MoveLine {
            lot_id: goods.lot_id,
            by_lot: goods.by_lot,
            second: goods.second,
            value: Some(value),
            ..MoveLine::new(number, item.id, Place::Outside(outside), to, goods.quantity)
        });
    }
    let movement = Movement {
        source_type: Kind::Receipt.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: "grni",
        demand: None,
        lines,
    };
    let mut moved = move_stock(tx, movement).await?;
    moved.names.absorb(names);
    let document = StockDocument {
        id,
        kind: Kind::Receipt,
        parent_id: None,
        supplier: from,
        number,
        warehouse: (&warehouse).into(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason: None,
        reference,
        note,
        in_transit: false,
        value: Money::new(moved.arrived, tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, None),
    };
    store::documents::insert(tx, &document, outside, stock).await?;
    store::received::insert(tx, &document, warehouse.id).await?;
    tell(tx, &document, warehouse.id);
    Ok(document)
}

/// Who delivered, where that is said.
async fn supplier(tx: &mut Tx, id: Option<Uuid>) -> Result<Option<SupplierName>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let found = suppliers::find(tx, id).await.map_err(|problem| match problem.code() {
        "not_found" => Problem::invalid().field("supplier_id", "unknown"),
        _ => problem,
    })?;
    Ok(Some(SupplierName { id, name: found.name }))
}

fn asked(line: &NewReceiptLine) -> Asked<'_> {
    let NewReceiptLine { variant_id, quantity, .. } = *line;
    Asked { variant_id, sku: line.sku.as_deref(), quantity }
}

fn said(line: &NewReceiptLine) -> Said<'_> {
    Said {
        quantity: line.quantity,
        unit: line.unit.as_deref(),
        second: line.second_quantity,
        lot_id: line.lot_id,
        lot: line.lot.as_ref(),
        arrives: true,
    }
}

/// What a line cost: as it was bought in another currency, or at its unit cost.
fn line_value(tx: &Tx, line: &NewReceiptLine, number: i32) -> Result<i64, Problem> {
    match line.value {
        Some(value) => Ok(value),
        None => value_of(tx, line.unit_cost, line.quantity, number),
    }
}

/// What a line is worth at its unit cost.
pub(super) fn value_of(
    tx: &Tx,
    unit_cost: UnitPrice,
    quantity: base::Quantity,
    line: i32,
) -> Result<i64, Problem> {
    let path = format!("lines[{}].unit_cost", line - 1);
    if unit_cost.is_negative() {
        return Err(Problem::invalid().field(path, "not_negative"));
    }
    let value = Money::of(unit_cost, quantity, tx.currency(), Rounding::HalfEven);
    // A tenth of what fits, so that sums of many lines still fit.
    match value {
        Ok(value) if value.minor <= i64::MAX / 10 => Ok(value.minor),
        _ => Err(Problem::invalid().field(path, "too_large")),
    }
}

/// Writes the document into the audit log and tells who waits for these items.
pub(super) fn tell(tx: &mut Tx, document: &StockDocument, warehouse_id: Uuid) {
    let (action, subject) = match document.kind {
        Kind::Receipt => ("stock.receive", "stock_receipt"),
        Kind::Adjustment => ("stock.adjust", "stock_adjustment"),
        Kind::Transfer => ("stock.transfer", "stock_transfer"),
        Kind::Arrival => ("stock.arrive", "stock_arrival"),
        Kind::Count => ("stock.count", "stock_count"),
        Kind::Processing => ("stock.process", "stock_processing"),
    };
    let facts = json!({"number": document.number, "lines": document.lines.len(),
        "value": document.value});
    tx.audit(action, subject, document.id, facts);
    let arrived = document.lines.iter().filter(|line| line.quantity.is_positive());
    let arrived: Vec<Uuid> = arrived.map(|line| line.variant_id).collect();
    if !arrived.is_empty() {
        let payload = json!({"document_id": document.id, "warehouse_id": warehouse_id,
            "variant_ids": arrived});
        tx.record("inventory.stock_arrived", document.id, payload);
    }
}
