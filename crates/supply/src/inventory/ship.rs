//! Goods leave for a customer, in the transaction of the delivery that asks for it.

use base::{Date, Problem, Quantity, Tx, Writes};
use finance::ledger::{Posted, PostingLine};
use uuid::Uuid;

use super::move_stock::{Taken, move_stock, take};
use super::movement::{MoveLine, Movement, Place};
use super::reserve::{self, Demand, StockLine};
use super::store;
use super::warehouse::Outside;

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

/// A part of a shipment's line that must come from a certain lot or place.
#[derive(Debug, Clone, Copy)]
pub struct Pick {
    /// The line of the demand.
    pub line: i32,
    /// How much of it; the rest of the line is picked as always.
    pub quantity: Quantity,
    /// From this lot.
    pub lot_id: Option<Uuid>,
    /// From this place.
    pub location_id: Option<Uuid>,
}

/// A lot that could be shipped.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LotToShip {
    /// The item.
    pub variant_id: Uuid,
    /// The lot.
    pub lot_id: Uuid,
    /// Its code.
    pub code: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
    /// What nobody else holds of it.
    pub free: Quantity,
}

/// The lots of these items in a warehouse that could be shipped for a demand, in the order in
/// which they would leave.
///
/// # Errors
/// When the database is away.
pub async fn lots_to_ship(
    tx: &mut Tx,
    demand: Demand,
    warehouse_id: Uuid,
    variants: &[Uuid],
) -> Result<Vec<LotToShip>, Problem> {
    store::picks::lots_to_ship(tx, &demand, warehouse_id, variants).await
}

/// Ships goods of which some come from lots that somebody chose, whatever was held for the
/// demand. What is left of the demand is held anew: other lots of it may be the first to go now.
///
/// # Errors
/// As [`ship_picked`], and as [`reserve::reserve`] for what is left.
pub async fn ship_choosing(
    tx: &mut Tx,
    shipment: Shipment,
    picks: &[Pick],
    left: &[StockLine],
) -> Result<Option<Posted>, Problem> {
    let (demand, warehouse) = (shipment.demand, shipment.warehouse_id);
    let lines = shipment.lines.iter().chain(left);
    let mut variants: Vec<Uuid> = lines.map(|line| line.variant_id).collect();
    variants.sort_unstable();
    variants.dedup();
    // Everything that the three steps touch is locked at once, in the order that everybody keeps.
    let _ = store::picks::held(tx, &demand, &variants).await?;
    let _ = store::picks::candidates(tx, &variants, &[warehouse], &[]).await?;
    reserve::release(tx, demand).await?;
    let posted = ship_picked(tx, shipment, picks).await?;
    reserve::reserve(tx, demand, warehouse, left, None).await?;
    Ok(posted)
}

/// Ships goods at their cost: Dr cost of goods sold, Cr inventory. The demand's own reservation
/// is used up first; what is shipped beyond it must be free, and comes from what expires first,
/// then from the lowest place. No entry is posted when the goods are worth nothing.
///
/// # Errors
/// `out_of_stock` with sku, wanted and left; `stock_expired` and `lot_expired` for what is past
/// its day; `stock_missing_then` for a day gone by; 422 for a date to come or in a closed period.
pub async fn ship(tx: &mut Tx, shipment: Shipment) -> Result<Option<Posted>, Problem> {
    ship_picked(tx, shipment, &[]).await
}

/// Ships goods of which some must come from certain lots or places. A lot that has expired is
/// refused unless the person may ship such lots.
///
/// # Errors
/// As [`ship`]; 422 where more of a line is picked than is shipped.
pub async fn ship_picked(
    tx: &mut Tx,
    shipment: Shipment,
    picks: &[Pick],
) -> Result<Option<Posted>, Problem> {
    if shipment.lines.is_empty() {
        return Ok(None);
    }
    let (warehouse, outside) = (shipment.warehouse_id, Outside::Customer.code());
    let customers = store::warehouses::way_out(tx, warehouse, outside).await?;
    let movement = movement(shipment, customers.ok_or_else(Problem::not_found)?, picks)?;
    Ok(move_stock(tx, movement).await?.posted)
}

/// Goods about to leave for a document that posts their cost in its own entry: where they are
/// and where they go is known, and nothing is held yet.
#[derive(Debug)]
pub struct Leaving(Movement);

/// Such goods that have left the shelves and wait for their entry.
#[derive(Debug)]
pub struct Withdrawn(Taken);

/// Goods that nothing was reserved for; the number comes later. `customers` is the place outside
/// where they go.
///
/// # Errors
/// 422 for lines that cannot be.
pub fn leaving(shipment: Shipment, customers: Uuid) -> Result<Leaving, Problem> {
    let movement = movement(shipment, customers, &[])?;
    Ok(Leaving(Movement { demand: None, ..movement }))
}

impl Leaving {
    /// Takes the goods off the shelves as [`ship`] does. The caller posts an entry with the
    /// lines and the seal of what was taken, and records the moves, all in these writes.
    ///
    /// # Errors
    /// As [`ship`].
    pub async fn withdraw(
        self,
        tx: &mut Tx,
        number: &str,
        writes: &mut Writes,
    ) -> Result<Withdrawn, Problem> {
        let movement = Movement { number: number.to_owned(), ..self.0 };
        take(tx, movement, writes).await.map(Withdrawn)
    }
}

impl Withdrawn {
    /// Dr cost of goods sold, Cr inventory; empty when the goods are worth nothing.
    #[must_use]
    pub fn lines(&self) -> Vec<PostingLine> {
        self.0.lines()
    }

    /// What the entry seals of the moves.
    #[must_use]
    pub fn details_hash(&self) -> [u8; 32] {
        self.0.details_hash()
    }

    /// Adds the moves, below the entry.
    pub fn record(&self, tx: &Tx, entry: Option<Uuid>, writes: &mut Writes) {
        self.0.record(tx, entry, writes);
    }
}

fn movement(shipment: Shipment, customers: Uuid, picks: &[Pick]) -> Result<Movement, Problem> {
    reserve::check(&shipment.lines)?;
    let lines = lines(&shipment.lines, picks, shipment.warehouse_id, customers)?;
    Ok(Movement {
        source_type: shipment.source_type,
        source_id: shipment.source_id,
        number: shipment.number,
        effective_date: shipment.effective_date,
        contra: "cogs",
        demand: Some(shipment.demand),
        lines,
    })
}

/// What is picked by name first, so that nothing else takes it.
fn lines(
    wanted: &[StockLine],
    picks: &[Pick],
    warehouse: Uuid,
    customer: Uuid,
) -> Result<Vec<MoveLine>, Problem> {
    let (mut named, mut rest) = (Vec::new(), Vec::new());
    for line in wanted {
        let part = |from: Place, quantity: Quantity| {
            let to = Place::Outside(customer);
            MoveLine::new(line.line, line.variant_id, from, to, quantity)
        };
        let mut open = line.quantity;
        for pick in picks.iter().filter(|pick| pick.line == line.line) {
            let from = pick.location_id.map_or(Place::Within(warehouse), Place::Inside);
            let left = open.checked_sub(pick.quantity).filter(|left| !left.is_negative());
            open = match left {
                Some(left) if pick.quantity.is_positive() => left,
                _ => {
                    let path = format!("lines[{}].quantity", line.line - 1);
                    return Err(Problem::invalid().field(path, "picked_more"));
                }
            };
            named.push(MoveLine { lot_id: pick.lot_id, ..part(from, pick.quantity) });
        }
        if open.is_positive() {
            rest.push(part(Place::Within(warehouse), open));
        }
    }
    named.extend(rest);
    Ok(named)
}
