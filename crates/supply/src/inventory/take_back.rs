//! Goods that a customer sends back, in the transaction of the return that asks for it. They
//! come back at the value at which they left, whatever the average is today: of a move of `Q`
//! worth `V`, after `q` has come back exactly `V·q/Q` has, so the last of it takes the rest.

use std::collections::HashMap;

use base::round::{self, Rounding};
use base::{Date, Problem, Quantity, Tx};
use finance::ledger::{self, Module, Posting, PostingLine};
use uuid::Uuid;

use super::move_stock::move_stock;
use super::movement::{MoveLine, Movement, Place};
use super::store;
use super::store::taken_back::{Origin, Written};
use super::warehouse::{self, Outside};

/// What comes back, of which shipment, and where to. Take the number first, as for a shipment:
/// it holds the ledger's head, so two returns of one shipment follow each other.
#[derive(Debug, Clone)]
pub struct TakeBack {
    /// The kind of document: `return`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// Its number, for the memo of the journal entry.
    pub number: String,
    /// The kind of document that the goods left with: `delivery`, `invoice`.
    pub shipped_type: &'static str,
    /// That document.
    pub shipped_id: Uuid,
    /// Where the goods arrive.
    pub warehouse_id: Uuid,
    /// The business day.
    pub effective_date: Date,
    /// What comes back.
    pub lines: Vec<TakenBack>,
}

/// One line of what comes back.
#[derive(Debug, Clone, Copy)]
pub struct TakenBack {
    /// The line of the return, from 1.
    pub line: i32,
    /// The line that it left with.
    pub shipped_line: i32,
    /// The item.
    pub variant_id: Uuid,
    /// How much.
    pub quantity: Quantity,
    /// Whether it is of no use any more: then it never enters the stock, and its cost is a loss.
    pub scrap: bool,
}

/// So much of an item that left with a line of a document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LeftWith {
    /// The line of the document.
    pub line: i32,
    /// The item.
    pub variant_id: Uuid,
    /// What it is counted in.
    pub unit: String,
    /// How much left.
    pub quantity: Quantity,
    /// The warehouse that it left.
    pub warehouse_id: Option<Uuid>,
}

/// So much of a lot that left with a line of a document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LotLeft {
    /// The line of the document.
    pub line: i32,
    /// The lot's code.
    pub code: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
    /// How much left.
    pub quantity: Quantity,
}

/// Which lots left with a document, line by line, what expires first before the others.
///
/// # Errors
/// When the database is away.
pub async fn lots_left_with(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<LotLeft>, Problem> {
    store::taken_back::lots_left_with(tx, source_type, source_id).await
}

/// What left with a document, line by line; nothing when no stock moved for it.
///
/// # Errors
/// When the database is away.
pub async fn left_with(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<LeftWith>, Problem> {
    store::taken_back::left_with(tx, source_type, source_id).await
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TookBack {
    /// What came into stock, in minor units.
    pub value: i64,
    /// What was lost, in minor units.
    pub loss: i64,
    /// The journal entry of what came into stock.
    pub entry_id: Option<Uuid>,
    /// The journal entry of the loss.
    pub loss_entry_id: Option<Uuid>,
}

/// Takes goods back: Dr inventory, Cr cost of goods sold for what is of use; Dr stock
/// adjustment, Cr cost of goods sold for scrap.
///
/// # Errors
/// `more_than_shipped` for more than left and has not come back; 422 for a date to come or in a
/// closed period.
pub async fn take_back(tx: &mut Tx, back: TakeBack) -> Result<TookBack, Problem> {
    let origins = store::taken_back::origins(tx, back.shipped_type, back.shipped_id).await?;
    let pieces = pieces(origins, &back.lines)?;
    let warehouse = warehouse::find_warehouse(tx, back.warehouse_id).await?;
    let customer = Place::Outside(outside(tx, Outside::Customer).await?);
    let stock = Place::Inside(warehouse.stock_location_id);
    let lost = Place::Outside(outside(tx, Outside::Adjustment).await?);
    let line = |piece: &Piece| {
        let to = if piece.scrap { lost } else { stock };
        MoveLine {
            lot_id: piece.lot_id,
            by_lot: piece.by_lot,
            second: piece.second,
            value: Some(piece.value),
            ..MoveLine::new(piece.line, piece.variant_id, customer, to, piece.quantity)
        }
    };
    let movement = Movement {
        source_type: back.source_type,
        source_id: back.source_id,
        number: back.number.clone(),
        effective_date: back.effective_date,
        contra: "cogs",
        demand: None,
        lines: pieces.iter().map(line).collect(),
    };
    let moved = move_stock(tx, movement).await?;
    let written: Vec<Written> = moved.moves.iter().zip(&pieces).map(written).collect();
    store::taken_back::insert(tx, &written).await?;
    let loss = pieces.iter().filter(|piece| piece.scrap).map(|piece| piece.value);
    let loss = loss.fold(0_i64, i64::saturating_add);
    Ok(TookBack {
        value: moved.arrived,
        loss,
        entry_id: moved.posted.map(|posted| posted.entry_id),
        loss_entry_id: post_loss(tx, &back, loss).await?,
    })
}

fn written((one, piece): (&super::moved::Move, &Piece)) -> Written {
    let (quantity, value) = (piece.quantity, piece.value);
    Written { move_id: one.id, original_move_id: piece.origin, quantity, value }
}

async fn outside(tx: &mut Tx, place: Outside) -> Result<Uuid, Problem> {
    store::warehouses::outside(tx, place.code()).await
}

/// Scrap never was stock again, so its moves carry no value: the cost of the sale becomes a
/// loss without passing through the inventory account.
async fn post_loss(tx: &mut Tx, back: &TakeBack, loss: i64) -> Result<Option<Uuid>, Problem> {
    if loss == 0 {
        return Ok(None);
    }
    let lines =
        vec![PostingLine::debit("stock_adjustment", loss), PostingLine::credit("cogs", loss)];
    let (day, source, id) = (back.effective_date, back.source_type, back.source_id);
    let posting = Posting::new(Module::Stock, day, source, id, &back.number, lines);
    Ok(Some(ledger::post(tx, posting).await?.entry_id))
}

/// So much of one move that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    line: i32,
    origin: Uuid,
    variant_id: Uuid,
    quantity: Quantity,
    value: i64,
    scrap: bool,
    lot_id: Option<Uuid>,
    by_lot: bool,
    second: Option<Quantity>,
}

/// Shares what comes back out to the moves with which it left, the first of them first.
fn pieces(mut origins: Vec<Origin>, lines: &[TakenBack]) -> Result<Vec<Piece>, Problem> {
    let mut left: HashMap<(i32, Uuid), Vec<usize>> = HashMap::new();
    for (at, origin) in origins.iter().enumerate() {
        left.entry((origin.line, origin.variant_id)).or_default().push(at);
    }
    let mut pieces = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        if !line.quantity.is_positive() {
            return Err(Problem::invalid().field(format!("lines[{i}].quantity"), "not_positive"));
        }
        let mut wanted = line.quantity.micros();
        let mut available = 0_i64;
        for at in left.get(&(line.shipped_line, line.variant_id)).into_iter().flatten() {
            let origin = &mut origins[*at];
            let rest = origin.quantity.micros() - origin.back.micros();
            available = available.saturating_add(rest);
            let part = wanted.min(rest);
            if part > 0 {
                let (variant_id, scrap) = (line.variant_id, line.scrap);
                let second = origin.second_of(part);
                let (quantity, value) = (Quantity::from_micros(part), origin.give(part));
                let (lot_id, by_lot) = (origin.lot_id, origin.by_lot);
                let (line, origin) = (line.line, origin.id);
                pieces.push(Piece {
                    line,
                    origin,
                    variant_id,
                    quantity,
                    value,
                    scrap,
                    lot_id,
                    by_lot,
                    second,
                });
                wanted -= part;
            }
        }
        if wanted > 0 {
            let sku = origins.iter().find(|o| o.variant_id == line.variant_id).map(|o| &*o.sku);
            return Err(too_much(i, sku.unwrap_or_default(), line.quantity, available));
        }
    }
    Ok(pieces)
}

fn too_much(i: usize, sku: &str, wanted: Quantity, left: i64) -> Problem {
    let left = Quantity::from_micros(left);
    let facts: &[(&'static str, &dyn std::fmt::Display)] =
        &[("sku", &sku), ("wanted", &wanted), ("left", &left)];
    Problem::refused("more_than_shipped")
        .fact("sku", sku)
        .fact("wanted", wanted)
        .fact("left", left)
        .field_with(format!("lines[{i}].quantity"), "more_than_shipped", facts)
}

impl Origin {
    /// The share of the second unit that so many millionths more bring back; with the last of
    /// them comes all that is left of it.
    fn second_of(&self, micros: i64) -> Option<Quantity> {
        let whole = i128::from(self.quantity.micros()).max(1);
        let share = |back: i64| {
            i128::from(self.second.map_or(0, Quantity::micros)) * i128::from(back) / whole
        };
        let before = self.back.micros();
        let part = share(before.saturating_add(micros)) - share(before);
        self.second.and_then(|_| i64::try_from(part).ok()).map(Quantity::from_micros)
    }

    /// Lets so many millionths come back, and says what they are worth.
    fn give(&mut self, micros: i64) -> i64 {
        let after = self.back.micros().saturating_add(micros);
        let whole = i128::from(self.quantity.micros()).max(1);
        let due = round::div(i128::from(self.value) * i128::from(after), whole, Rounding::HalfEven);
        let due = i64::try_from(due).unwrap_or(self.value).min(self.value);
        let value = due.saturating_sub(self.back_value).max(0);
        self.back = Quantity::from_micros(after);
        self.back_value = self.back_value.saturating_add(value);
        value
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    const NET: Uuid = Uuid::from_u128(7);

    fn origin(id: u128, quantity: i64, value: i64) -> Origin {
        Origin {
            id: Uuid::from_u128(id),
            variant_id: NET,
            sku: "NET".to_owned(),
            line: 1,
            quantity: Quantity::from_micros(quantity),
            value,
            lot_id: None,
            by_lot: false,
            second: None,
            back: Quantity::ZERO,
            back_value: 0,
        }
    }

    fn back(quantity: i64) -> TakenBack {
        let quantity = Quantity::from_micros(quantity);
        TakenBack { line: 1, shipped_line: 1, variant_id: NET, quantity, scrap: false }
    }

    #[test]
    fn a_share_comes_back_with_its_value_and_the_last_takes_the_rest() {
        let parts = pieces(vec![origin(1, 3, 100)], &[back(1), back(1), back(1)]).unwrap();
        assert_eq!(parts.iter().map(|part| part.value).collect::<Vec<_>>(), [33, 34, 33]);
    }

    #[test]
    fn goods_that_left_in_two_moves_come_back_of_the_first_first() {
        let origins = vec![origin(1, 2, 50), origin(2, 2, 70)];
        let parts = pieces(origins, &[back(3)]).unwrap();
        let found: Vec<_> = parts.iter().map(|p| (p.origin.as_u128(), p.value)).collect();
        assert_eq!(found, [(1, 50), (2, 35)]);
    }

    #[test]
    fn more_than_left_does_not_come_back() {
        let refused = pieces(vec![origin(1, 3, 100)], &[back(2), back(2)]).unwrap_err();
        assert_eq!(refused.code(), "more_than_shipped");
        assert_eq!(refused.facts()["left"], Quantity::from_micros(1).to_string());
        let other = TakenBack { shipped_line: 2, ..back(1) };
        assert!(pieces(vec![origin(1, 3, 100)], &[other]).is_err());
    }

    proptest! {
        #[test]
        fn however_it_comes_back_all_of_it_is_worth_what_left(
            value in 0..10_000_000_000_i64,
            parts in prop::collection::vec(1..1_000_000_000_i64, 1..20),
        ) {
            let quantity = parts.iter().sum();
            let lines: Vec<_> = parts.iter().map(|part| back(*part)).collect();
            let given = pieces(vec![origin(1, quantity, value)], &lines).unwrap();
            prop_assert_eq!(given.iter().map(|part| part.value).sum::<i64>(), value);
            for (part, given) in parts.iter().zip(&given) {
                let exact = i128::from(value) * i128::from(*part);
                let off = (i128::from(given.value) * i128::from(quantity) - exact).abs();
                prop_assert!(off <= i128::from(quantity), "off by more than one minor unit");
            }
        }
    }
}
