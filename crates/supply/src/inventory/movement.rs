//! One movement of stock as plain data: its lines, what they sum to at each place, what they
//! are worth. Pure; `pick.rs` says where leaving goods are taken, `move_stock.rs` carries it out.

use std::collections::BTreeMap;

use base::{Date, Problem, Quantity, round};
use uuid::Uuid;

use super::cost::{Cost, CostError};
use super::reserve::Demand;

/// Where a line comes from or goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A location of a warehouse: it has levels.
    Inside(Uuid),
    /// Somewhere in this warehouse: only to take from, until the goods are picked.
    Within(Uuid),
    /// On the way: the company's, but on no shelf.
    Transit(Uuid),
    /// A supplier, a customer, the adjustments: no levels are kept.
    Outside(Uuid),
}

impl Place {
    pub(super) fn id(self) -> Uuid {
        match self {
            Place::Inside(id) | Place::Within(id) | Place::Transit(id) | Place::Outside(id) => id,
        }
    }

    fn inside(self) -> Option<Uuid> {
        match self {
            Place::Inside(id) => Some(id),
            Place::Within(_) | Place::Transit(_) | Place::Outside(_) => None,
        }
    }

    /// Whether it is a shelf, which has levels.
    pub(super) fn is_shelf(self) -> bool {
        matches!(self, Place::Inside(_) | Place::Within(_))
    }

    /// Whether goods there belong to the company.
    fn is_owned(self) -> bool {
        !matches!(self, Place::Outside(_))
    }
}

/// One line of a movement.
#[derive(Debug, Clone)]
pub(super) struct MoveLine {
    /// The line of the source document, from 1.
    pub line: i32,
    pub variant_id: Uuid,
    /// The lot; of what leaves, the one to be taken, if only that will do.
    pub lot_id: Option<Uuid>,
    /// Whether the lot has a cost of its own.
    pub by_lot: bool,
    pub from: Place,
    pub to: Place,
    /// Never below zero: the direction is from and to.
    pub quantity: Quantity,
    /// The same goods in the item's second unit; of what leaves, its share when not said.
    pub second: Option<Quantity>,
    /// What an arriving line cost; without it, it is worth the average.
    pub value: Option<i64>,
    /// Its part of the value that the movement's other lines take out, where it is made of them.
    pub share: Option<i64>,
    pub reason: String,
}

impl MoveLine {
    /// So much of an item without lots, from one place to another.
    pub(super) fn new(
        line: i32,
        variant_id: Uuid,
        from: Place,
        to: Place,
        quantity: Quantity,
    ) -> Self {
        Self {
            line,
            variant_id,
            lot_id: None,
            by_lot: false,
            from,
            to,
            quantity,
            second: None,
            value: None,
            share: None,
            reason: String::new(),
        }
    }

    fn cost_key(&self) -> CostKey {
        (self.variant_id, self.lot_id.filter(|_| self.by_lot))
    }
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

/// An item, or one lot of it, at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub variant: Uuid,
    pub location: Uuid,
    /// The nil id where the item has no lots, as in the database.
    pub lot: Uuid,
}

impl Spot {
    pub(super) fn new(variant: Uuid, location: Uuid, lot: Option<Uuid>) -> Self {
        Self { variant, location, lot: lot.unwrap_or_default() }
    }
}

/// How a level changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub quantity: i64,
    pub second: i64,
}

impl Delta {
    /// Whether anything comes, as count or as weight.
    pub(super) fn rises(&self) -> bool {
        self.quantity > 0 || self.second > 0
    }

    /// Whether anything goes, as count or as weight.
    pub(super) fn falls(&self) -> bool {
        self.quantity < 0 || self.second < 0
    }
}

/// An item, or one lot of it where lots have costs of their own.
pub(super) type CostKey = (Uuid, Option<Uuid>);

impl Movement {
    /// Whether the goods are sold.
    pub(super) fn is_sale(&self) -> bool {
        self.contra == "cogs"
    }

    /// The net change of each item at each location, sorted by key. Two lines of one item are
    /// one change, so neither is checked against stock that the other takes.
    pub(super) fn deltas(&self) -> Result<BTreeMap<Spot, Delta>, Problem> {
        let mut wide: BTreeMap<Spot, (i128, i128)> = BTreeMap::new();
        for line in &self.lines {
            let quantity = i128::from(line.quantity.micros());
            let second = i128::from(line.second.map_or(0, Quantity::micros));
            let ends = [(line.from.inside(), -1), (line.to.inside(), 1)];
            for (location, sign) in ends {
                let Some(location) = location else { continue };
                let spot = Spot::new(line.variant_id, location, line.lot_id);
                let sum = wide.entry(spot).or_default();
                *sum = (sum.0 + sign * quantity, sum.1 + sign * second);
            }
        }
        let narrow = |(spot, (quantity, second))| {
            let quantity = i64::try_from(quantity).ok()?;
            Some((spot, Delta { quantity, second: i64::try_from(second).ok()? }))
        };
        let deltas: Option<BTreeMap<_, _>> = wide.into_iter().map(narrow).collect();
        let mut deltas = deltas.ok_or_else(|| Problem::refused("too_large"))?;
        deltas.retain(|_, delta| *delta != Delta::default());
        Ok(deltas)
    }

    /// The items whose owned quantity changes, and whether the average is needed to value any
    /// of their lines.
    pub(super) fn crossing(&self) -> BTreeMap<CostKey, bool> {
        let mut items = BTreeMap::new();
        for line in &self.lines {
            let needs_average = match (line.from.is_owned(), line.to.is_owned()) {
                (true, false) => true,
                (false, true) => line.value.is_none() && line.share.is_none(),
                _ => continue,
            };
            *items.entry(line.cost_key()).or_insert(false) |= needs_average;
        }
        items
    }

    /// What each line carries, and what the company owns afterwards. What arrives is counted
    /// before what leaves, so that a movement in both directions never dips below zero. A lot
    /// with a cost of its own changes its item's cost by the same value.
    pub(super) fn value(&self, owned: &BTreeMap<CostKey, Cost>) -> Result<Valued, Problem> {
        let mut after = owned.clone();
        let mut values = vec![0; self.lines.len()];
        let comes = |line: &MoveLine| !line.from.is_owned() && line.to.is_owned();
        for (line, value) in self.lines.iter().zip(&mut values) {
            if comes(line) && line.share.is_none() {
                let cost = after.entry(line.cost_key()).or_default();
                *value = line.value.or_else(|| cost.worth(line.quantity)).ok_or_else(|| {
                    let path = format!("lines[{}].unit_cost", line.line - 1);
                    Problem::invalid().field(path, "cost_needed")
                })?;
                arrive(&mut after, line, *value)?;
            }
        }
        let mut left = 0_i128;
        for (line, value) in self.lines.iter().zip(&mut values) {
            if line.from.is_owned() && !line.to.is_owned() {
                let cost = after.entry(line.cost_key()).or_default();
                (*cost, *value) = cost.minus(line.quantity).map_err(refuse)?;
                if line.cost_key().1.is_some() {
                    let item = after.entry((line.variant_id, None)).or_default();
                    *item = item.less(line.quantity, *value).map_err(refuse)?;
                }
                left += i128::from(*value);
            }
        }
        let narrow = |sum| i64::try_from(sum).map_err(|_| Problem::refused("too_large"));
        let left = narrow(left)?;
        let shares: Vec<i64> = self.lines.iter().filter_map(|line| line.share).collect();
        let mut parts = round::allocate(left, &shares).into_iter();
        for (line, value) in self.lines.iter().zip(&mut values) {
            if comes(line) && line.share.is_some() {
                *value = parts.next().unwrap_or_default();
                arrive(&mut after, line, *value)?;
            }
        }
        let arrived = self.lines.iter().zip(&values).filter(|(line, _)| comes(line));
        let arrived = narrow(arrived.map(|(_, value)| i128::from(*value)).sum())?;
        Ok(Valued { values, after, arrived, left })
    }
}

fn arrive(after: &mut BTreeMap<CostKey, Cost>, line: &MoveLine, value: i64) -> Result<(), Problem> {
    let key = line.cost_key();
    let item = (key.0, None);
    for key in [Some(key), key.1.map(|_| item)].into_iter().flatten() {
        let cost = after.entry(key).or_default();
        *cost = cost.plus(line.quantity, value).map_err(refuse)?;
    }
    Ok(())
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
    pub after: BTreeMap<CostKey, Cost>,
    /// The value that came in.
    pub arrived: i64,
    /// The value that went out.
    pub left: i64,
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
        MoveLine::new(1, variant_id, from, to, Quantity::whole(whole))
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
        let taken = Delta { quantity: -12_000_000, second: 0 };
        assert_eq!(deltas, BTreeMap::from([(Spot::new(ROPE, STOCK, None), taken)]));
    }

    #[test]
    fn what_arrives_is_valued_before_what_leaves() {
        let mut lines = vec![line(ROPE, INSIDE, OUTSIDE, 3), line(ROPE, OUTSIDE, INSIDE, 2)];
        lines[1].value = Some(500);
        let owned = Cost { quantity: Quantity::whole(2), value: 100 };
        let valued = movement(lines).value(&BTreeMap::from([((ROPE, None), owned)])).unwrap();
        assert_eq!(valued.values, [450, 500]);
        assert_eq!((valued.arrived, valued.left), (500, 450));
        let after = Cost { quantity: Quantity::whole(1), value: 150 };
        assert_eq!(valued.after, BTreeMap::from([((ROPE, None), after)]));
    }

    #[test]
    fn within_the_company_nothing_is_worth_anything() {
        let moved = movement(vec![line(ROPE, INSIDE, Place::Inside(OTHER), 3)]);
        assert!(moved.crossing().is_empty());
        let valued = moved.value(&BTreeMap::new()).unwrap();
        assert_eq!((valued.values, valued.arrived, valued.left), (vec![0], 0, 0));
    }

    #[test]
    fn a_lot_with_its_own_cost_leaves_at_it_and_its_item_follows() {
        let (old, new) = (Uuid::from_u128(20), Uuid::from_u128(21));
        let mut lines = vec![line(ROPE, INSIDE, OUTSIDE, 2)];
        (lines[0].lot_id, lines[0].by_lot) = (Some(new), true);
        let cost = |whole, value| Cost { quantity: Quantity::whole(whole), value };
        let owned = BTreeMap::from([
            ((ROPE, None), cost(10, 1700)),
            ((ROPE, Some(old)), cost(6, 600)),
            ((ROPE, Some(new)), cost(4, 1100)),
        ]);
        let valued = movement(lines).value(&owned).unwrap();
        assert_eq!((valued.values, valued.left), (vec![550], 550));
        assert_eq!(valued.after[&(ROPE, None)], cost(8, 1150));
        assert_eq!(valued.after[&(ROPE, Some(new))], cost(2, 550));
        assert_eq!(valued.after[&(ROPE, Some(old))], cost(6, 600));
    }

    #[test]
    fn on_the_way_the_goods_are_still_the_companys() {
        let moved = movement(vec![line(ROPE, INSIDE, Place::Transit(OTHER), 3)]);
        assert!(moved.crossing().is_empty());
        let lost = movement(vec![line(ROPE, Place::Transit(STOCK), OUTSIDE, 3)]);
        assert_eq!(lost.crossing(), BTreeMap::from([((ROPE, None), true)]));
        assert!(lost.deltas().unwrap().is_empty());
    }
}
