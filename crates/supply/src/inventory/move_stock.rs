//! The one posting path of stock: levels, cost, journal entry and moves in one transaction.
//!
//! Locks are taken in one order by everybody: reservations, levels by (item, location), costs by
//! item. Whoever takes a number first (every document does) holds the ledger's head before, so
//! nobody else holds costs while levels that only rise are written last.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Problem, Tx, Writes};
use finance::ledger::{self, Module, Posted, Posting, PostingLine};
use uuid::Uuid;

use super::cost::Cost;
use super::lot::LotName;
use super::moved::{Move, details_hash};
use super::movement::{CostKey, Delta, Movement, Place, Spot, Valued};
use super::pick::{self, Expired, Picked, Refused};
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
    /// What the places and lots that were picked are called.
    pub names: Names,
}

/// What places and lots are called, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The codes of places, from the warehouse down.
    pub places: HashMap<Uuid, String>,
    pub lots: HashMap<Uuid, LotName>,
}

impl Names {
    /// Knows what the other one knew.
    pub(super) fn absorb(&mut self, other: Names) {
        self.places.extend(other.places);
        self.lots.extend(other.lots);
    }
}

/// Carries out a movement. On a refusal the transaction must be given up.
///
/// # Errors
/// `out_of_stock`; a date that is to come, in a closed period, or on which stock would have
/// been missing; what the ledger refuses.
pub(super) async fn move_stock(tx: &mut Tx, movement: Movement) -> Result<Moved, Problem> {
    let mut writes = Writes::default();
    let taken = take(tx, movement, &mut writes).await?;
    let posted = post(tx, &taken, &mut writes).await?;
    let entry = posted.as_ref().map(|posted| posted.entry_id);
    taken.record(tx, entry, &mut writes);
    writes.run(tx).await?;
    let Taken { valued, moves, names, .. } = taken;
    Ok(Moved { posted, moves, arrived: valued.arrived, left: valued.left, names })
}

/// A movement whose levels and costs are changed and whose entry is not posted yet: with it, or
/// with the entry of a greater document, it is complete.
#[derive(Debug)]
pub(super) struct Taken {
    movement: Movement,
    valued: Valued,
    moves: Vec<Move>,
    names: Names,
}

/// Changes costs, and levels as far as nobody must see the change first: the rest is left to
/// `writes`.
///
/// # Errors
/// As [`move_stock`].
pub(super) async fn take(
    tx: &mut Tx,
    mut movement: Movement,
    writes: &mut Writes,
) -> Result<Taken, Problem> {
    if movement.lines.is_empty() {
        return Err(Problem::invalid().field("lines", "required"));
    }
    if movement.effective_date > tx.today() {
        return Err(Problem::invalid().field("date", "date_to_come"));
    }
    let Found { picked, names, mut owned } = pick_lines(tx, &mut movement).await?;
    let deltas = movement.deltas()?;
    // Of what was picked the costs are known and locked: they change with the levels.
    let crossing = movement.crossing();
    owned.retain(|key, _| crossing.contains_key(key));
    let all_known = owned.len() == crossing.len() && takes_away(&deltas, &picked);
    let valued = if all_known { Some(movement.value(&owned)?) } else { None };
    change_levels(tx, &deltas, &picked, valued.as_ref(), movement.effective_date, writes).await?;
    if movement.effective_date < tx.today() {
        std::mem::take(writes).run(tx).await?;
        refuse_a_dip(tx, &movement, deltas).await?;
    }
    let valued = match valued {
        Some(valued) => valued,
        None => change_costs(tx, &movement).await?,
    };
    let moves = moves_of(tx, &movement, &valued);
    Ok(Taken { movement, valued, moves, names })
}

impl Taken {
    /// Debits and credits the inventory account with exactly what the moves carry.
    pub(super) fn lines(&self) -> Vec<PostingLine> {
        let Valued { arrived, left, .. } = self.valued;
        let contra = self.movement.contra;
        let mut lines = Vec::new();
        // What is made of other goods: the value stays in the stock.
        if contra == "inventory" {
            if arrived > 0 {
                lines.push(PostingLine::debit("inventory", arrived));
                lines.push(PostingLine::credit("inventory", left));
            }
            return lines;
        }
        if arrived > 0 {
            lines.push(PostingLine::debit("inventory", arrived));
            lines.push(PostingLine::credit(contra, arrived));
        }
        if left > 0 {
            lines.push(PostingLine::debit(contra, left));
            lines.push(PostingLine::credit("inventory", left));
        }
        lines
    }

    /// The value that went out.
    pub(super) fn left(&self) -> i64 {
        self.valued.left
    }

    /// The seal of its moves.
    pub(super) fn details_hash(&self) -> [u8; 32] {
        details_hash(&self.moves)
    }

    /// Adds the moves, below the entry that carries their value.
    pub(super) fn record(&self, tx: &Tx, entry: Option<Uuid>, writes: &mut Writes) {
        store::moves::insert(tx, entry, &self.moves, writes);
    }
}

/// What was found where goods leave shelves.
#[derive(Default)]
struct Found {
    picked: Picked,
    names: Names,
    /// What is owned of these items, locked.
    owned: BTreeMap<CostKey, Cost>,
}

/// Says of every line that leaves a shelf which shelf and which lot, and uses up what the
/// movement's own demand has reserved.
async fn pick_lines(tx: &mut Tx, movement: &mut Movement) -> Result<Found, Problem> {
    let leaving = || movement.lines.iter().filter(|line| line.from.is_shelf());
    let variants: Vec<Uuid> = leaving().map(|line| line.variant_id).collect();
    if variants.is_empty() {
        return Ok(Found::default());
    }
    let (mut warehouses, mut locations) = (Vec::new(), Vec::new());
    for line in leaving() {
        match line.from {
            Place::Within(id) => warehouses.push(id),
            from => locations.push(from.id()),
        }
    }
    warehouses.dedup();
    locations.dedup();
    let held = match &movement.demand {
        Some(demand) => store::picks::held(tx, demand, &variants).await?,
        None => Vec::new(),
    };
    let found = store::picks::candidates(tx, &variants, &warehouses, &locations).await?;
    // Only what goes to a customer must not be past its day.
    let expired = match movement.is_sale() {
        false => Expired::Taken,
        true if tx.demand("lots.edit").is_ok() => Expired::Named,
        true => Expired::Refused,
    };
    let day = movement.effective_date;
    let mut picked = match pick::pick(&movement.lines, &held, &found, day, expired) {
        Ok(picked) => picked,
        Err(refused) => return Err(refusal(tx, movement, refused).await?),
    };
    movement.lines = std::mem::take(&mut picked.lines);
    let (mut names, mut owned) = (Names::default(), BTreeMap::new());
    for one in found {
        owned.insert((one.variant_id, None), Cost { quantity: one.owned, value: one.worth });
        names.places.insert(one.location_id, one.path);
        if let (Some(id), Some(code)) = (one.lot_id, one.lot_code) {
            names.lots.insert(id, LotName { id, code, expires_on: one.expires_on });
        }
    }
    Ok(Found { picked, names, owned })
}

async fn refusal(tx: &mut Tx, movement: &Movement, refused: Refused) -> Result<Problem, Problem> {
    let lines: Vec<_> = movement.lines.iter().map(|line| (line.line, line.variant_id)).collect();
    match refused {
        Refused::Short(lacking) => out_of_stock(tx, &lacking, &lines).await,
        Refused::Expired { line, lot, day } => {
            Ok(Problem::refused("lot_expired").fact("lot", &lot).fact("date", day).field_with(
                format!("lines[{}].quantity", line - 1),
                "lot_expired",
                &[("lot", &lot), ("date", &day)],
            ))
        }
        Refused::Second { line, left } => Ok(Problem::invalid().field_with(
            format!("lines[{}].second_quantity", line - 1),
            "second_left",
            &[("left", &left)],
        )),
    }
}

/// Whether any level loses something, or a promise.
fn takes_away(deltas: &BTreeMap<Spot, Delta>, picked: &Picked) -> bool {
    deltas.values().any(Delta::falls) || !picked.used.is_empty()
}

async fn change_levels(
    tx: &mut Tx,
    deltas: &BTreeMap<Spot, Delta>,
    picked: &Picked,
    valued: Option<&Valued>,
    date: Date,
    writes: &mut Writes,
) -> Result<(), Problem> {
    if deltas.is_empty() {
        return Ok(());
    }
    if !takes_away(deltas, picked) {
        store::levels::raise(tx, deltas, date, writes);
        return Ok(());
    }
    if deltas.values().any(Delta::rises) {
        store::levels::prepare(tx, deltas).await?;
    }
    let none = BTreeMap::new();
    let owned = valued.map_or(&none, |valued| &valued.after);
    store::levels::change(tx, deltas, picked, date, owned, writes);
    Ok(())
}

/// History never becomes negative: an issue of the past is refused where the stock of any day
/// since then would not have sufficed.
async fn refuse_a_dip(
    tx: &mut Tx,
    movement: &Movement,
    mut deltas: BTreeMap<Spot, Delta>,
) -> Result<(), Problem> {
    deltas.retain(|_, delta| delta.quantity < 0);
    if deltas.is_empty() {
        return Ok(());
    }
    match store::levels::dip(tx, &deltas, movement.effective_date).await? {
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
    let keys: Vec<CostKey> = crossing.into_keys().collect();
    let owned = store::costs::lock(tx, &keys).await?;
    let valued = movement.value(&owned)?;
    let (known, new): (BTreeMap<CostKey, Cost>, BTreeMap<CostKey, Cost>) =
        valued.after.clone().into_iter().partition(|(key, _)| owned.contains_key(key));
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
        lot_id: line.lot_id,
        from_location_id: line.from.id(),
        to_location_id: line.to.id(),
        quantity: line.quantity,
        second: line.second,
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

/// Posts the entry; none where no value moves.
async fn post(tx: &mut Tx, taken: &Taken, writes: &mut Writes) -> Result<Option<Posted>, Problem> {
    let (movement, lines) = (&taken.movement, taken.lines());
    if lines.is_empty() {
        // The ledger asks this itself, but it is not asked where no value moves.
        ledger::admit(tx, Module::Stock, movement.effective_date).await?;
        return Ok(None);
    }
    let posting = Posting::new(
        Module::Stock,
        movement.effective_date,
        movement.source_type,
        movement.source_id,
        &movement.number,
        lines,
    );
    let posting = Posting { details_hash: taken.details_hash(), ..posting };
    ledger::post_with(tx, posting, writes).await.map(Some)
}
