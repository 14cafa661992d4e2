//! One movement of stock as plain data: its lines, what they sum to at each place, what they
//! are worth, and the bytes that its journal entry seals. Pure; `move_stock.rs` carries it out.

use std::collections::BTreeMap;

use base::{Date, Problem, Quantity, Timestamp};
use uuid::Uuid;

use super::cost::{Cost, CostError};
use super::reserve::Demand;

/// Where a line comes from or goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A location of a warehouse: it has levels.
    Inside(Uuid),
    /// A supplier, a customer, the adjustments: no levels are kept.
    Outside(Uuid),
}

impl Place {
    pub(super) fn id(self) -> Uuid {
        match self {
            Place::Inside(id) | Place::Outside(id) => id,
        }
    }

    fn inside(self) -> Option<Uuid> {
        match self {
            Place::Inside(id) => Some(id),
            Place::Outside(_) => None,
        }
    }
}

/// One line of a movement.
#[derive(Debug, Clone)]
pub(super) struct MoveLine {
    /// The line of the source document, from 1.
    pub line: i32,
    pub variant_id: Uuid,
    pub from: Place,
    pub to: Place,
    /// Always above zero: the direction is from and to.
    pub quantity: Quantity,
    /// What an arriving line cost; without it, it is worth the average.
    pub value: Option<i64>,
    pub reason: String,
}

/// A movement: every stock posting of the company is one of these.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    pub source_type: &'static str,
    pub source_id: Uuid,
    /// The number of the source document, as the memo of the journal entry.
    pub number: String,
    pub effective_date: Date,
    /// The role of the account against which stock value comes and goes.
    pub contra: &'static str,
    /// Whose reservations are consumed first.
    pub demand: Option<Demand>,
    pub lines: Vec<MoveLine>,
}

/// An item at a location.
pub(super) type Spot = (Uuid, Uuid);

impl Movement {
    /// The net change of each item at each location, sorted by key. Two lines of one item are
    /// one change, so neither is checked against stock that the other takes.
    pub(super) fn deltas(&self) -> Result<BTreeMap<Spot, i64>, Problem> {
        let mut wide: BTreeMap<Spot, i128> = BTreeMap::new();
        for line in &self.lines {
            let quantity = i128::from(line.quantity.micros());
            if let Some(from) = line.from.inside() {
                *wide.entry((line.variant_id, from)).or_default() -= quantity;
            }
            if let Some(to) = line.to.inside() {
                *wide.entry((line.variant_id, to)).or_default() += quantity;
            }
        }
        let narrow = |(spot, delta)| Some((spot, i64::try_from(delta).ok()?));
        let deltas: Option<BTreeMap<_, _>> = wide.into_iter().map(narrow).collect();
        let mut deltas = deltas.ok_or_else(|| Problem::refused("too_large"))?;
        deltas.retain(|_, delta| *delta != 0);
        Ok(deltas)
    }

    /// The items whose owned quantity changes, and whether the average is needed to value any
    /// of their lines.
    pub(super) fn crossing(&self) -> BTreeMap<Uuid, bool> {
        let mut items = BTreeMap::new();
        for line in &self.lines {
            let needs_average = match (line.from, line.to) {
                (Place::Inside(_), Place::Outside(_)) => true,
                (Place::Outside(_), Place::Inside(_)) => line.value.is_none(),
                _ => continue,
            };
            *items.entry(line.variant_id).or_insert(false) |= needs_average;
        }
        items
    }

    /// What each line carries, and what the company owns afterwards. What arrives is counted
    /// before what leaves, so that a movement in both directions never dips below zero.
    pub(super) fn value(&self, owned: &BTreeMap<Uuid, Cost>) -> Result<Valued, Problem> {
        let mut after = owned.clone();
        let mut values = vec![0; self.lines.len()];
        let (mut arrived, mut left) = (0_i128, 0_i128);
        for (line, value) in self.lines.iter().zip(&mut values) {
            if let (Place::Outside(_), Place::Inside(_)) = (line.from, line.to) {
                let cost = after.entry(line.variant_id).or_default();
                *value = line.value.or_else(|| cost.worth(line.quantity)).ok_or_else(|| {
                    let path = format!("lines[{}].unit_cost", line.line - 1);
                    Problem::invalid().field(path, "cost_needed")
                })?;
                *cost = cost.plus(line.quantity, *value).map_err(refuse)?;
                arrived += i128::from(*value);
            }
        }
        for (line, value) in self.lines.iter().zip(&mut values) {
            if let (Place::Inside(_), Place::Outside(_)) = (line.from, line.to) {
                let cost = after.entry(line.variant_id).or_default();
                (*cost, *value) = cost.minus(line.quantity).map_err(refuse)?;
                left += i128::from(*value);
            }
        }
        let narrow = |sum| i64::try_from(sum).map_err(|_| Problem::refused("too_large"));
        Ok(Valued { values, after, arrived: narrow(arrived)?, left: narrow(left)? })
    }
}

fn refuse(error: CostError) -> Problem {
    match error {
        // Levels were checked before: then the cost and the levels disagree.
        CostError::NotOwned { .. } => Problem::internal(error),
        CostError::TooLarge => Problem::refused("too_large"),
    }
}

/// A movement with its values.
#[derive(Debug)]
pub(super) struct Valued {
    /// What each line carries, in the order of the lines.
    pub values: Vec<i64>,
    /// What is owned of each item afterwards.
    pub after: BTreeMap<Uuid, Cost>,
    /// The value that came in.
    pub arrived: i64,
    /// The value that went out.
    pub left: i64,
}

/// A move as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Move {
    pub id: Uuid,
    pub variant_id: Uuid,
    pub from_location_id: Uuid,
    pub to_location_id: Uuid,
    pub quantity: Quantity,
    pub value: i64,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub source_type: String,
    pub source_id: Uuid,
    pub source_line: i32,
    pub reason: String,
}

/// BLAKE3 of the canonical form of the moves of one entry; zeros when there are none.
///
/// The form is `"seaworthy moves 1\n"`, then the number of moves, then each move in the order
/// of its id: the ids of move, item, from, to and source as 16 bytes; quantity, value and the
/// moment of recording in microseconds as 64-bit, the source line as 32-bit numbers; the
/// effective date, source type and reason as texts. Numbers are big-endian; a text is its
/// length in bytes as a 32-bit number and then its UTF-8.
pub(super) fn details_hash(moves: &[Move]) -> [u8; 32] {
    if moves.is_empty() {
        return [0; 32];
    }
    let mut sorted: Vec<&Move> = moves.iter().collect();
    sorted.sort_by_key(|one| one.id);
    let mut hash = blake3::Hasher::new();
    hash.update(b"seaworthy moves 1\n");
    hash.update(&(sorted.len() as u64).to_be_bytes());
    for one in sorted {
        for id in [one.id, one.variant_id, one.from_location_id, one.to_location_id, one.source_id]
        {
            hash.update(id.as_bytes());
        }
        for number in [one.quantity.micros(), one.value, one.recorded_at.micros()] {
            hash.update(&number.to_be_bytes());
        }
        hash.update(&one.source_line.to_be_bytes());
        for text in [&one.effective_date.to_string(), &one.source_type, &one.reason] {
            hash.update(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
    *hash.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const STOCK: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    const ROPE: Uuid = Uuid::from_u128(10);
    const SAIL: Uuid = Uuid::from_u128(11);

    fn line(variant_id: Uuid, from: Place, to: Place, whole: i64) -> MoveLine {
        let (quantity, reason) = (Quantity::whole(whole), String::new());
        MoveLine { line: 1, variant_id, from, to, quantity, value: None, reason }
    }

    fn movement(lines: Vec<MoveLine>) -> Movement {
        Movement {
            source_type: "test",
            source_id: Uuid::nil(),
            number: String::new(),
            effective_date: Date::of(2026, 3, 15),
            contra: "cogs",
            demand: None,
            lines,
        }
    }

    const INSIDE: Place = Place::Inside(STOCK);
    const OUTSIDE: Place = Place::Outside(OTHER);

    #[test]
    fn lines_of_one_item_are_one_change() {
        let lines = vec![
            line(ROPE, INSIDE, OUTSIDE, 6),
            line(SAIL, INSIDE, OUTSIDE, 1),
            line(ROPE, INSIDE, OUTSIDE, 6),
            line(SAIL, OUTSIDE, INSIDE, 1),
        ];
        let deltas = movement(lines).deltas().unwrap();
        assert_eq!(deltas, BTreeMap::from([((ROPE, STOCK), -12_000_000)]));
    }

    #[test]
    fn what_arrives_is_valued_before_what_leaves() {
        let mut lines = vec![line(ROPE, INSIDE, OUTSIDE, 3), line(ROPE, OUTSIDE, INSIDE, 2)];
        lines[1].value = Some(500);
        let owned = Cost { quantity: Quantity::whole(2), value: 100 };
        let valued = movement(lines).value(&BTreeMap::from([(ROPE, owned)])).unwrap();
        assert_eq!(valued.values, [450, 500]);
        assert_eq!((valued.arrived, valued.left), (500, 450));
        let after = Cost { quantity: Quantity::whole(1), value: 150 };
        assert_eq!(valued.after, BTreeMap::from([(ROPE, after)]));
    }

    #[test]
    fn within_the_company_nothing_is_worth_anything() {
        let moved = movement(vec![line(ROPE, INSIDE, Place::Inside(OTHER), 3)]);
        assert!(moved.crossing().is_empty());
        let valued = moved.value(&BTreeMap::new()).unwrap();
        assert_eq!((valued.values, valued.arrived, valued.left), (vec![0], 0, 0));
    }

    fn sealed() -> Move {
        Move {
            id: Uuid::from_u128(100),
            variant_id: ROPE,
            from_location_id: STOCK,
            to_location_id: OTHER,
            quantity: Quantity::whole(3),
            value: 450,
            effective_date: Date::of(2026, 3, 15),
            recorded_at: Timestamp::from_micros(1_700_000_000_000_000).unwrap(),
            source_type: "delivery".to_owned(),
            source_id: Uuid::from_u128(7),
            source_line: 1,
            reason: String::new(),
        }
    }

    /// Entries of years ago must still be verified: this value may never change.
    #[test]
    fn the_canonical_form_stays_as_it_is() {
        let second = Move { id: Uuid::from_u128(99), ..sealed() };
        let both = [sealed(), second.clone()];
        let hex = |hash: [u8; 32]| hash.map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            hex(details_hash(&[sealed()])),
            "0c40efbd27a83688d27b3b23df43315870a32aaa82a20cf2509058a3965483c8"
        );
        assert_eq!(details_hash(&both), details_hash(&[second, sealed()]));
        assert_eq!(details_hash(&[]), [0; 32]);
    }

    #[test]
    fn any_change_of_a_move_breaks_its_seal() {
        let changed = [
            Move { quantity: Quantity::whole(4), ..sealed() },
            Move { value: 451, ..sealed() },
            Move { reason: "loss".to_owned(), ..sealed() },
            Move { source_line: 2, ..sealed() },
            Move { effective_date: Date::of(2026, 3, 14), ..sealed() },
            Move { from_location_id: OTHER, to_location_id: STOCK, ..sealed() },
        ];
        for one in changed {
            assert_ne!(details_hash(&[one]), details_hash(&[sealed()]));
        }
    }
}
