//! The one posting path of stock: levels, cost, journal entry and moves in one transaction.
//!
//! Locks are taken in one order by everybody: reservations, levels by (item, location), costs by
//! item. Whoever takes a number first (every document does) holds the ledger's head before.

use std::collections::{BTreeMap, HashMap};

use base::{Problem, Tx};
use finance::ledger::{self, Module, Posted, Posting, PostingLine};
use uuid::Uuid;

use super::cost::Cost;
use super::movement::{Move, Movement, Place, Spot, Valued, details_hash};
use super::reserve::out_of_stock;
use super::store;

/// What a movement did.
#[derive(Debug)]
pub(super) struct Moved {
    /// Its journal entry; none when no value came or went.
    pub posted: Option<Posted>,
    /// The moves, in the order of the lines.
    pub moves: Vec<Move>,
    /// The value that came in.
    pub arrived: i64,
    /// The value that went out.
    pub left: i64,
}

/// Carries out a movement. On a refusal the transaction must be given up.
///
/// # Errors
/// `out_of_stock`; a date that is to come, in a closed period, or on which stock would have
/// been missing; what the ledger refuses.
pub(super) async fn move_stock(tx: &mut Tx, movement: Movement) -> Result<Moved, Problem> {
    if movement.lines.is_empty() {
        return Err(Problem::invalid().field("lines", "required"));
    }
    if movement.effective_date > tx.today() {
        return Err(Problem::invalid().field("date", "date_to_come"));
    }
    let deltas = movement.deltas()?;
    let own = consume_own(tx, &movement).await?;
    change_levels(tx, &movement, &deltas, &own).await?;
    if movement.effective_date < tx.today() {
        refuse_a_dip(tx, &movement, deltas).await?;
    }
    let valued = change_costs(tx, &movement).await?;
    let moves = moves_of(tx, &movement, &valued);
    let posted = post(tx, &movement, &valued, details_hash(&moves)).await?;
    store::moves::insert(tx, posted.as_ref().map(|posted| posted.entry_id), &moves).await?;
    Ok(Moved { posted, moves, arrived: valued.arrived, left: valued.left })
}

/// Uses up what the movement's own demand has reserved where the goods leave.
async fn consume_own(tx: &mut Tx, movement: &Movement) -> Result<HashMap<Spot, i64>, Problem> {
    let mut own = HashMap::new();
    let Some(demand) = &movement.demand else { return Ok(own) };
    let mut wanted: BTreeMap<Uuid, BTreeMap<(i32, Uuid), i64>> = BTreeMap::new();
    for line in &movement.lines {
        if let Place::Inside(from) = line.from {
            let lines = wanted.entry(from).or_default();
            let sum = lines.entry((line.line, line.variant_id)).or_default();
            *sum = sum.saturating_add(line.quantity.micros());
        }
    }
    // One location in practice: a shipment leaves one warehouse.
    for (location, lines) in wanted {
        own.extend(store::reservations::consume(tx, demand, location, &lines).await?);
    }
    Ok(own)
}

async fn change_levels(
    tx: &mut Tx,
    movement: &Movement,
    deltas: &BTreeMap<Spot, i64>,
    own: &HashMap<Spot, i64>,
) -> Result<(), Problem> {
    let (arrives, leaves) =
        (deltas.values().any(|delta| *delta > 0), deltas.values().any(|delta| *delta < 0));
    if !leaves {
        return store::levels::raise(tx, deltas).await;
    }
    if arrives {
        store::levels::prepare(tx, deltas).await?;
    }
    if store::levels::change(tx, deltas, own).await? {
        return Ok(());
    }
    let lines: Vec<_> = movement.lines.iter().map(|line| (line.line, line.variant_id)).collect();
    Err(out_of_stock(tx, &leaving(deltas), own, &lines).await?)
}

/// What leaves each spot, as a number above zero.
fn leaving(deltas: &BTreeMap<Spot, i64>) -> BTreeMap<Spot, i64> {
    let leaving = deltas.iter().filter(|(_, delta)| **delta < 0);
    leaving.map(|(spot, delta)| (*spot, delta.saturating_neg())).collect()
}

/// History never becomes negative: an issue of the past is refused where the stock of any day
/// since then would not have sufficed.
async fn refuse_a_dip(
    tx: &mut Tx,
    movement: &Movement,
    deltas: BTreeMap<Spot, i64>,
) -> Result<(), Problem> {
    let leaving = leaving(&deltas);
    if leaving.is_empty() {
        return Ok(());
    }
    match store::levels::dip(tx, &leaving, movement.effective_date).await? {
        None => Ok(()),
        Some(dip) => Err(Problem::refused("stock_missing_then")
            .fact("sku", dip.sku)
            .fact("date", dip.date)
            .fact("missing", dip.missing)),
    }
}

/// Values the lines and writes what the company owns afterwards.
async fn change_costs(tx: &mut Tx, movement: &Movement) -> Result<Valued, Problem> {
    let crossing = movement.crossing();
    if crossing.values().all(|needs_average| !needs_average) {
        let valued = movement.value(&BTreeMap::new())?;
        if !valued.after.is_empty() {
            store::costs::add(tx, &valued.after).await?;
        }
        return Ok(valued);
    }
    let items: Vec<Uuid> = crossing.into_keys().collect();
    let owned = store::costs::lock(tx, &items).await?;
    let valued = movement.value(&owned)?;
    let (known, new): (BTreeMap<Uuid, Cost>, BTreeMap<Uuid, Cost>) =
        valued.after.clone().into_iter().partition(|(item, _)| owned.contains_key(item));
    if !known.is_empty() {
        store::costs::set(tx, &known).await?;
    }
    if !new.is_empty() {
        store::costs::add(tx, &new).await?;
    }
    Ok(valued)
}

fn moves_of(tx: &Tx, movement: &Movement, valued: &Valued) -> Vec<Move> {
    let one = |(line, value): (&super::movement::MoveLine, &i64)| Move {
        id: tx.new_id::<Move>().uuid(),
        variant_id: line.variant_id,
        from_location_id: line.from.id(),
        to_location_id: line.to.id(),
        quantity: line.quantity,
        value: *value,
        effective_date: movement.effective_date,
        recorded_at: tx.now(),
        source_type: movement.source_type.to_owned(),
        source_id: movement.source_id,
        source_line: line.line,
        reason: line.reason.clone(),
    };
    movement.lines.iter().zip(&valued.values).map(one).collect()
}

/// Debits and credits the inventory account with exactly what the moves carry.
async fn post(
    tx: &mut Tx,
    movement: &Movement,
    valued: &Valued,
    details_hash: [u8; 32],
) -> Result<Option<Posted>, Problem> {
    let mut lines = Vec::new();
    if valued.arrived > 0 {
        lines.push(PostingLine::debit("inventory", valued.arrived));
        lines.push(PostingLine::credit(movement.contra, valued.arrived));
    }
    if valued.left > 0 {
        lines.push(PostingLine::debit(movement.contra, valued.left));
        lines.push(PostingLine::credit("inventory", valued.left));
    }
    if lines.is_empty() {
        // The ledger asks this itself, but it is not asked where no value moves.
        ledger::admit(tx, Module::Stock, movement.effective_date).await?;
        return Ok(None);
    }
    let posting = Posting {
        module: Module::Stock,
        series: "JE",
        effective_date: movement.effective_date,
        source_type: movement.source_type,
        source_id: movement.source_id,
        memo: movement.number.clone(),
        lines,
        details_hash,
        reverses: None,
    };
    ledger::post(tx, posting).await.map(Some)
}
