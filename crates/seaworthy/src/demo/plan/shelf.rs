//! What lies where in the plan, so that nothing is planned that the stock would refuse.

use std::collections::BTreeMap;

use base::{Date, Quantity, UnitPrice};

use super::super::dice::Dice;
use super::{Habits, House, Item, Much};

const WHOLE: i64 = 1_000_000;
const HALF: i64 = 500_000;

/// The planned stock of every item, in millionths of its unit.
pub(super) struct Shelf<'a> {
    items: &'a [Item],
    /// What one usual order takes of each item; stock is kept in these.
    portions: Vec<i64>,
    main: Vec<i64>,
    branch: Vec<i64>,
    /// What cancelled orders give back, and when.
    coming_back: BTreeMap<Date, Vec<(House, Vec<Much>)>>,
}

impl<'a> Shelf<'a> {
    pub fn new(items: &'a [Item], habits: &Habits) -> Self {
        let (low, high) = habits.line_value;
        let usual = (low + high) / 2;
        let portions = items.iter().map(|item| worth(item, usual).max(step(item))).collect();
        let empty = vec![0; items.len()];
        let (main, coming_back) = (empty.clone(), BTreeMap::new());
        Self { items, portions, main, branch: empty, coming_back }
    }

    fn of(&mut self, house: House) -> &mut Vec<i64> {
        match house {
            House::Main => &mut self.main,
            House::Branch => &mut self.branch,
        }
    }

    /// So many usual orders' worth of an item, in steps that it is sold in.
    pub fn portions(&self, item: usize, count: i64) -> Much {
        let step = step(&self.items[item]);
        let micros = (self.portions[item] * count).div_euclid(step) * step;
        Much { item, quantity: Quantity::from_micros(micros.max(step)) }
    }

    /// Whether less than so many usual orders' worth is left in the main warehouse.
    pub fn is_below(&self, item: usize, count: i64) -> bool {
        self.main[item] < self.portions[item] * count
    }

    /// Puts goods down.
    pub fn put(&mut self, house: House, much: Much) {
        self.of(house)[much.item] += much.quantity.micros();
    }

    /// Takes goods away if they are there.
    pub fn take(&mut self, house: House, much: Much) -> bool {
        let left = &mut self.of(house)[much.item];
        let enough = *left >= much.quantity.micros();
        if enough {
            *left -= much.quantity.micros();
        }
        enough
    }

    /// As much of an item as comes to about `value`, as far as it is there; taken at once.
    pub fn take_worth(&mut self, house: House, item: usize, value: i64) -> Option<Much> {
        let step = step(&self.items[item]);
        let wanted = worth(&self.items[item], value).max(step);
        let left = self.of(house)[item];
        let taken = wanted.min(left).div_euclid(step) * step;
        let much = Much { item, quantity: Quantity::from_micros(taken) };
        (taken >= step && self.take(house, much)).then_some(much)
    }

    /// Notes that an order will be called off, and its goods are free from the day after.
    pub fn give_back(&mut self, day: Date, house: House, lines: Vec<Much>) {
        self.coming_back.entry(day).or_default().push((house, lines));
    }

    /// What was given back before this day.
    pub fn open_day(&mut self, day: Date) {
        let later = self.coming_back.split_off(&day);
        let back = std::mem::replace(&mut self.coming_back, later);
        for (house, lines) in back.into_values().flatten() {
            for much in lines {
                self.put(house, much);
            }
        }
    }

    /// What an item costs when it comes in: a part of its price, dearer by the day, never the
    /// same twice, in whole minor units.
    pub fn cost(&self, item: usize, day: i64, dice: &mut Dice) -> UnitPrice {
        let share = 640 + i64::try_from(item % 7).unwrap_or(0) * 12;
        let dearer = 1000 + day * 45 / 365;
        let noise = dice.between(970, 1030);
        let price = i128::from(self.items[item].price.micros());
        let cost = price * i128::from(share) * i128::from(dearer) * i128::from(noise);
        let micros = i64::try_from(cost / 1_000_000_000).unwrap_or(i64::MAX / WHOLE);
        UnitPrice::from_micros((micros / 10_000).max(1) * 10_000)
    }
}

/// The smallest part of an item that is sold.
fn step(item: &Item) -> i64 {
    if item.divisible { HALF } else { WHOLE }
}

/// How much of an item comes to a value in whole units of the currency.
fn worth(item: &Item, value: i64) -> i64 {
    let price = item.price.micros().max(1);
    let step = step(item);
    let micros = i128::from(value) * i128::from(WHOLE) * i128::from(WHOLE) / i128::from(price);
    // Nobody orders ten thousand of anything here.
    let micros = i64::try_from(micros).unwrap_or(i64::MAX).min(10_000 * WHOLE);
    micros.div_euclid(step) * step
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::Costs;
    use super::*;

    const HABITS: Habits = Habits {
        seed: "test",
        orders: 10,
        line_value: (100, 300),
        months: [100; 12],
        weekdays: [100; 7],
        customers: 3,
        suppliers: 2,
        reasons: 2,
        costs: Costs {
            bank: 0,
            cash: 0,
            wages: 0,
            rent: 0,
            branch_rent: 0,
            power: (0, 0),
            freight: (0, 0),
        },
    };

    fn items() -> Vec<Item> {
        let item = |price: i64, divisible| Item {
            variant_id: Uuid::nil(),
            price: UnitPrice::from_micros(price * WHOLE),
            divisible,
        };
        vec![item(40, true), item(90, false)]
    }

    #[test]
    fn no_more_is_taken_than_is_there() {
        let items = items();
        let mut shelf = Shelf::new(&items, &HABITS);
        assert_eq!(shelf.take_worth(House::Main, 0, 200), None);
        shelf.put(House::Main, Much { item: 0, quantity: Quantity::from_micros(3_700_000) });
        let taken = shelf.take_worth(House::Main, 0, 200).map(|much| much.quantity.micros());
        assert_eq!(taken, Some(3_500_000));
        assert_eq!(shelf.take_worth(House::Main, 0, 200), None);
    }

    #[test]
    fn pieces_are_whole_and_kilograms_are_halves() {
        let items = items();
        let shelf = Shelf::new(&items, &HABITS);
        assert_eq!(shelf.portions(0, 1).quantity, Quantity::from_micros(5_000_000));
        assert_eq!(shelf.portions(1, 1).quantity, Quantity::from_micros(2_000_000));
    }

    #[test]
    fn what_is_given_back_is_free_the_day_after() {
        let items = items();
        let mut shelf = Shelf::new(&items, &HABITS);
        let much = Much { item: 1, quantity: Quantity::whole(2) };
        shelf.give_back(Date::of(2026, 3, 1), House::Main, vec![much]);
        shelf.open_day(Date::of(2026, 3, 1));
        assert!(!shelf.take(House::Main, much));
        shelf.open_day(Date::of(2026, 3, 2));
        assert!(shelf.take(House::Main, much));
    }
}
