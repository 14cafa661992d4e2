//! Goods go from one warehouse to another. Stock is valued for the whole company, so a transfer
//! carries no value and has no journal entry.

use base::{Money, Problem, Tx};
use finance::numbers;

use super::document::{Asked, Kind, NewTransfer, StockDocument, head_text, items_of, lines_of};
use super::move_stock::move_stock;
use super::movement::{MoveLine, Movement, Place};
use super::receive::tell;
use super::store;
use super::warehouse;

/// Transfers stock between warehouses.
///
/// # Errors
/// `out_of_stock` where less is free than is sent; 422 for lines or warehouses that cannot be,
/// a date to come or a closed period; 409 for a used id.
pub async fn transfer(tx: &mut Tx, new: NewTransfer) -> Result<StockDocument, Problem> {
    let asked: Vec<Asked> = new
        .lines
        .iter()
        .map(|line| Asked {
            variant_id: line.variant_id,
            sku: line.sku.as_deref(),
            quantity: line.quantity,
        })
        .collect();
    let items = items_of(tx, &asked, false).await?;
    let Some(to_id) = new.to_warehouse_id else {
        return Err(Problem::invalid().field("to_warehouse_id", "required"));
    };
    let from = warehouse::in_use(tx, new.from_warehouse_id, "from_warehouse_id").await?;
    let to = warehouse::in_use(tx, Some(to_id), "to_warehouse_id").await?;
    if from.id == to.id {
        return Err(Problem::invalid().field("to_warehouse_id", "same_warehouse"));
    }
    let (source, target) = (from.stock_location_id, to.stock_location_id);
    let line = |((number, line), item): ((i32, &super::document::NewTransferLine), &_)| {
        let item: &store::items::Item = item;
        MoveLine {
            line: number,
            variant_id: item.id,
            from: Place::Inside(source),
            to: Place::Inside(target),
            quantity: line.quantity,
            value: None,
            reason: String::new(),
        }
    };
    let lines = (1_i32..).zip(&new.lines).zip(&items).map(line).collect();
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Transfer.series(), date).await?;
    let movement = Movement {
        source_type: Kind::Transfer.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: "",
        demand: None,
        lines,
    };
    let moved = move_stock(tx, movement).await?;
    let document = StockDocument {
        id,
        kind: Kind::Transfer,
        number,
        warehouse: (&from).into(),
        to_warehouse: Some((&to).into()),
        date,
        recorded_at: tx.now(),
        reason: None,
        reference: String::new(),
        note,
        value: Money::zero(tx.currency()),
        entry_id: None,
        // Seen from where the goods arrive, quantities are above zero.
        lines: lines_of(tx, &items, &moved, target),
    };
    store::documents::insert(tx, &document, source, target).await?;
    tell(tx, &document, to.id);
    Ok(document)
}
