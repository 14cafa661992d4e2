//! Goods leave for a customer, in the transaction of the delivery that asks for it.

use base::{Date, Problem, Tx};
use finance::ledger::Posted;
use uuid::Uuid;

use super::move_stock::move_stock;
use super::movement::{MoveLine, Movement, Place};
use super::reserve::{self, Demand, StockLine};
use super::store;
use super::warehouse::{self, Outside};

/// What leaves, for whom, from where. Take the number first: whoever holds levels and then
/// waits for a number may wait for somebody who waits for the levels.
#[derive(Debug, Clone)]
pub struct Shipment {
    /// The kind of document: `delivery`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// Its number, for the memo of the journal entry.
    pub number: String,
    /// Whose reservations are used up first.
    pub demand: Demand,
    /// Where the goods leave.
    pub warehouse_id: Uuid,
    /// The business day.
    pub effective_date: Date,
    /// What leaves; `line` is the line of the demand.
    pub lines: Vec<StockLine>,
}

/// Ships goods at the average cost: Dr cost of goods sold, Cr inventory. The demand's own
/// reservation is used up first; what is shipped beyond it must be free. No entry is posted
/// when the goods are worth nothing.
///
/// # Errors
/// `out_of_stock` with sku, wanted and left; `stock_missing_then` for a day gone by; 422 for a
/// date to come or in a closed period.
pub async fn ship(tx: &mut Tx, shipment: Shipment) -> Result<Option<Posted>, Problem> {
    reserve::check(&shipment.lines)?;
    if shipment.lines.is_empty() {
        return Ok(None);
    }
    let warehouse = warehouse::find_warehouse(tx, shipment.warehouse_id).await?;
    let customer = store::warehouses::outside(tx, Outside::Customer.code()).await?;
    let line = |line: &StockLine| MoveLine {
        line: line.line,
        variant_id: line.variant_id,
        from: Place::Inside(warehouse.stock_location_id),
        to: Place::Outside(customer),
        quantity: line.quantity,
        value: None,
        reason: String::new(),
    };
    let movement = Movement {
        source_type: shipment.source_type,
        source_id: shipment.source_id,
        number: shipment.number,
        effective_date: shipment.effective_date,
        contra: "cogs",
        demand: Some(shipment.demand),
        lines: shipment.lines.iter().map(line).collect(),
    };
    Ok(move_stock(tx, movement).await?.posted)
}
