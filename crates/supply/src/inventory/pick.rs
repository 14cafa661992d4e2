//! Where leaving goods are taken from: what the demand itself has reserved first, then what
//! expires first, then the lowest place. Pure; `store::picks` says what lies where.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Quantity, Rounding, round};
use uuid::Uuid;

use super::movement::{MoveLine, Place, Spot};

/// A level that goods could be taken from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Candidate {
    pub variant_id: Uuid,
    pub location_id: Uuid,
    pub lot_id: Option<Uuid>,
    pub warehouse_id: Uuid,
    /// The codes of the place, from the warehouse down.
    pub path: String,
    pub lot_code: Option<String>,
    pub expires_on: Option<Date>,
    /// Whether the lot has a cost of its own.
    pub by_lot: bool,
    pub on_hand: i64,
    pub reserved: i64,
    pub second: i64,
    /// What the company owns of the item, wherever it lies, and what that cost.
    pub owned: Quantity,
    pub worth: i64,
}

impl Candidate {
    fn spot(&self) -> Spot {
        Spot::new(self.variant_id, self.location_id, self.lot_id)
    }

    fn serves(&self, line: &MoveLine) -> bool {
        let here = match line.from {
            Place::Inside(id) => self.location_id == id,
            Place::Within(id) => self.warehouse_id == id,
            Place::Transit(_) | Place::Outside(_) => false,
        };
        here && self.variant_id == line.variant_id
            && (line.lot_id.is_none() || line.lot_id == self.lot_id)
    }

    fn expired(&self, day: Date) -> bool {
        self.expires_on.is_some_and(|end| end < day)
    }
}

/// What the demand holds.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Held {
    pub id: Uuid,
    pub demand_line: i32,
    pub variant_id: Uuid,
    pub location_id: Uuid,
    pub lot_id: Option<Uuid>,
    pub quantity: i64,
}

/// What becomes of lots that have expired on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    /// They are taken like others, which is first: goods are thrown away or put elsewhere.
    Taken,
    /// Only a lot that a line names, or that was reserved before it expired, is taken.
    Named,
    /// None is taken.
    Refused,
}

/// What was picked.
#[derive(Debug, Default)]
pub(super) struct Picked {
    /// The lines with exact places and lots, several for one line where it was split.
    pub lines: Vec<MoveLine>,
    /// What of each level was reserved for the demand itself.
    pub own: HashMap<Spot, i64>,
    /// The reservations that are used up, and how much of each.
    pub used: Vec<(Uuid, i64)>,
}

/// An item of which there is too little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lacking {
    pub variant_id: Uuid,
    pub wanted: Quantity,
    pub left: Quantity,
    /// What lies there and has expired.
    pub expired: Quantity,
}

/// Why goods cannot be taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Too little of these.
    Short(Vec<Lacking>),
    /// The lot that this line takes has expired.
    Expired { line: i32, lot: String, day: Date },
    /// The second quantity of this line is more than there is, or leaves some where no pieces
    /// are left.
    Second { line: i32, left: Quantity },
}

struct Left {
    on_hand: i64,
    free: i64,
    second: i64,
}

/// Picks every line that leaves a shelf; the others stay as they are.
pub(super) fn pick(
    lines: &[MoveLine],
    held: &[Held],
    candidates: &[Candidate],
    day: Date,
    expired: Expired,
) -> Result<Picked, Refused> {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut work = Work {
        left: HashMap::new(),
        held: held.to_vec(),
        sorted,
        day,
        expired,
        picked: Picked::default(),
        missing: BTreeMap::new(),
    };
    for candidate in candidates {
        let Candidate { on_hand, reserved, second, .. } = *candidate;
        let left = Left { on_hand, free: on_hand - reserved, second };
        work.left.insert(candidate.spot(), left);
    }
    for line in lines {
        match line.from {
            Place::Inside(_) | Place::Within(_) => work.take(line)?,
            Place::Transit(_) | Place::Outside(_) => work.picked.lines.push(line.clone()),
        }
    }
    if work.missing.is_empty() { Ok(work.picked) } else { Err(work.short(lines)) }
}

fn order(one: &Candidate) -> (Date, &str, Option<&str>) {
    let never = Date::of(9999, 12, 31);
    (one.expires_on.unwrap_or(never), &one.path, one.lot_code.as_deref())
}

struct Work<'a> {
    left: HashMap<Spot, Left>,
    held: Vec<Held>,
    /// What expires first, then the lowest place.
    sorted: Vec<&'a Candidate>,
    day: Date,
    expired: Expired,
    picked: Picked,
    missing: BTreeMap<Uuid, i64>,
}

impl Work<'_> {
    fn take(&mut self, line: &MoveLine) -> Result<(), Refused> {
        let wanted = line.quantity.micros();
        let mut taken: Vec<(usize, i64)> = Vec::new();
        let mut open = wanted;
        for at in 0..self.sorted.len() {
            let candidate = self.sorted[at];
            if !candidate.serves(line) {
                continue;
            }
            let own = self.own_of(line, candidate, open);
            open -= own;
            if own > 0 {
                self.refuse_expired(line, candidate)?;
                taken.push((at, own));
            }
        }
        for at in 0..self.sorted.len() {
            let candidate = self.sorted[at];
            if !candidate.serves(line) || (open == 0 && wanted != 0) {
                continue;
            }
            if line.lot_id.is_some() {
                self.refuse_expired(line, candidate)?;
            } else if self.expired != Expired::Taken && candidate.expired(self.day) {
                continue;
            }
            let Some(left) = self.left.get_mut(&candidate.spot()) else { continue };
            let some = left.free.clamp(0, open);
            left.free -= some;
            open -= some;
            if some > 0 || wanted == 0 {
                taken.push((at, some));
            }
            if wanted == 0 {
                break;
            }
        }
        if open > 0 || taken.is_empty() {
            *self.missing.entry(line.variant_id).or_default() += open.max(1);
            return Ok(());
        }
        self.carry(line, taken)
    }

    /// Uses what the demand holds at this level for this line.
    fn own_of(&mut self, line: &MoveLine, candidate: &Candidate, open: i64) -> i64 {
        let spot = candidate.spot();
        let mut sum = 0;
        for held in &mut self.held {
            let here = Spot::new(held.variant_id, held.location_id, held.lot_id) == spot;
            if here && held.demand_line == line.line {
                let some = held.quantity.min(open - sum);
                if some > 0 {
                    held.quantity -= some;
                    sum += some;
                    self.picked.used.push((held.id, some));
                    *self.picked.own.entry(spot).or_default() += some;
                }
            }
        }
        sum
    }

    fn refuse_expired(&self, line: &MoveLine, candidate: &Candidate) -> Result<(), Refused> {
        match (self.expired != Expired::Refused, candidate.expires_on.filter(|end| *end < self.day))
        {
            (false, Some(day)) => {
                let lot = candidate.lot_code.clone().unwrap_or_default();
                Err(Refused::Expired { line: line.line, lot, day })
            }
            _ => Ok(()),
        }
    }

    /// Writes the moves of one line, each with its part of the second quantity.
    fn carry(&mut self, line: &MoveLine, taken: Vec<(usize, i64)>) -> Result<(), Refused> {
        let mut merged: Vec<(usize, i64)> = Vec::new();
        for (at, some) in taken {
            match merged.iter_mut().find(|(known, _)| *known == at) {
                Some((_, sum)) => *sum += some,
                None => merged.push((at, some)),
            }
        }
        let shares: Vec<i64> = merged.iter().map(|(at, some)| self.share(*at, *some)).collect();
        let seconds = match line.second {
            Some(said) if merged.len() == 1 => vec![said.micros()],
            Some(said) => round::allocate(said.micros(), &shares),
            None => shares,
        };
        for ((at, some), second) in merged.into_iter().zip(seconds) {
            let candidate = self.sorted[at];
            let Some(left) = self.left.get_mut(&candidate.spot()) else { continue };
            let rest = (left.on_hand - some, left.second - second);
            if rest.1 < 0 || (rest.0 == 0 && rest.1 != 0) {
                let left = Quantity::from_micros(left.second);
                return Err(Refused::Second { line: line.line, left });
            }
            let dual = left.second > 0 || second > 0;
            (left.on_hand, left.second) = rest;
            self.picked.lines.push(MoveLine {
                from: Place::Inside(candidate.location_id),
                lot_id: candidate.lot_id,
                by_lot: candidate.by_lot,
                quantity: Quantity::from_micros(some),
                second: dual.then(|| Quantity::from_micros(second)),
                ..line.clone()
            });
        }
        Ok(())
    }

    /// The part of a level's second quantity that goes with `some` of its pieces.
    fn share(&self, at: usize, some: i64) -> i64 {
        let Some(left) = self.left.get(&self.sorted[at].spot()) else { return 0 };
        if left.on_hand <= 0 {
            return 0;
        }
        let product = i128::from(left.second) * i128::from(some);
        let share = round::div(product, i128::from(left.on_hand), Rounding::HalfEven);
        i64::try_from(share).unwrap_or(left.second)
    }

    /// What each item that was short lacks: all its lines together.
    fn short(&self, lines: &[MoveLine]) -> Refused {
        let lacking = self.missing.iter().map(|(variant, missing)| {
            let wanted: i128 = lines
                .iter()
                .filter(|l| l.variant_id == *variant && l.from.is_shelf())
                .map(|l| i128::from(l.quantity.micros()))
                .sum();
            let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
            let gone = |c: &&Candidate| c.variant_id == *variant && c.expired(self.day);
            let expired = match self.expired {
                Expired::Taken => 0,
                Expired::Named | Expired::Refused => self
                    .sorted
                    .iter()
                    .copied()
                    .filter(|c| gone(c) && lines.iter().any(|l| c.serves(l)))
                    .filter_map(|c| self.left.get(&c.spot()))
                    .map(|left| left.free)
                    .sum(),
            };
            Lacking {
                variant_id: *variant,
                wanted: Quantity::from_micros(wanted),
                left: Quantity::from_micros(wanted.saturating_sub(*missing)),
                expired: Quantity::from_micros(expired),
            }
        });
        Refused::Short(lacking.collect())
    }
}
