//! A year, day by day: goods come in and go out, and a little goes wrong.

use base::{Date, Quantity};
use supply::inventory::Reason;

use super::super::dice::Dice;
use super::quotes;
use super::shelf::Shelf;
use super::trade::{self, Diary};
use super::{Deed, Event, Habits, House, Item, Much, Span};

/// How many usual orders' worth lies in the main warehouse after goods came in.
const FULL: i64 = 9;
/// When so little is left, more is ordered.
const LOW: i64 = 3;

/// Everything that happens to a company that sells these items, in order of time.
pub(in super::super) fn plan(items: &[Item], habits: &Habits, span: &Span) -> Vec<Event> {
    let dice = Dice::named(habits.seed);
    let offers = Dice::named(&format!("{}-quotes", habits.seed));
    let mut diary = Diary { habits, span, dice, offers, events: Vec::new() };
    let mut shelf = Shelf::new(items, habits);
    let mut best: Vec<usize> = (0..items.len()).collect();
    diary.dice.shuffle(&mut best);
    open(&mut diary, &mut shelf, &best);
    let mut met = 0;
    let mut waiting = 0;
    let (mut day, last) = (span.first, span.until.date_in(&span.zone));
    while day <= last && !items.is_empty() {
        shelf.open_day(day);
        met = meet(&mut diary, met, day);
        keep_stock(&mut diary, &mut shelf, &best, day, last);
        waiting += rate(&mut diary, day);
        while waiting >= 1000 {
            waiting -= 1000;
            trade::order(&mut diary, &mut shelf, &best, day);
        }
        quotes::alone(&mut diary, &shelf, &best, day, day.days_until(last));
        let Ok(next) = day.plus_days(1) else { break };
        day = next;
    }
    let mut events = diary.events;
    events.retain(|event| event.at < span.until);
    events.sort_by_key(|event| event.at);
    events
}

/// How many thousandths of an order come in on a day: more each month, fewer on days of rest.
fn rate(diary: &mut Diary<'_>, day: Date) -> i64 {
    let habits = diary.habits;
    let passed = i64::from(diary.span.first.days_until(day));
    let growth = 70 + passed * 60 / 365;
    let month = habits.months[usize::try_from(day.month() - 1).unwrap_or(0)];
    let weekday = day.civil().weekday().to_monday_zero_offset();
    let weekday = habits.weekdays[usize::try_from(weekday).unwrap_or(0)];
    let chance = diary.dice.between(55, 145);
    habits.orders * 1000 / 365 * growth / 100 * month / 100 * weekday / 100 * chance / 100
}

fn meet(diary: &mut Diary<'_>, met: usize, day: Date) -> usize {
    let known = trade::known_customers(diary, day);
    for customer in met..known {
        let minute = 7 * 60 + i64::try_from(customer).unwrap_or(0);
        diary.note(diary.at(day, minute), Deed::Meet { customer });
    }
    known
}

/// The books begin with stock on the shelf.
fn open(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize]) {
    let mut lines = Vec::new();
    for &item in best {
        let portions = diary.dice.between(LOW, FULL);
        let much = shelf.portions(item, portions);
        shelf.put(House::Main, much);
        lines.push((much, shelf.cost(item, 0, &mut diary.dice)));
    }
    let at = diary.at(diary.span.first, 6 * 60);
    let id = diary.dice.id(at);
    if !lines.is_empty() {
        diary.note(at, Deed::Open { id, lines });
    }
}

fn keep_stock(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize], day: Date, last: Date) {
    let passed = diary.span.first.days_until(day);
    // In the order of the day: a shelf is counted before the lorry comes.
    if day == day.last_of_month() {
        count(diary, shelf, best, day);
    }
    if passed % 7 == 3 {
        restock(diary, shelf, best, day, day.days_until(last));
    }
    if passed % 14 == 5 {
        fill_branch(diary, shelf, best, day);
    }
}

/// Once a week what runs low is bought, each item from its supplier. Towards the end a few
/// items are forgotten, so that there is something to see among what runs low.
fn restock(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize], day: Date, left: i32) {
    let passed = i64::from(diary.span.first.days_until(day));
    let suppliers = diary.habits.suppliers.max(1);
    for supplier in 0..suppliers {
        let mut lines = Vec::new();
        for (rank, &item) in best.iter().enumerate() {
            let forgotten = left < 42 && rank % 9 == 1;
            if item % suppliers != supplier || forgotten || !shelf.is_below(item, LOW) {
                continue;
            }
            let full = if rank < best.len() / 3 { FULL } else { FULL - LOW };
            let much = shelf.portions(item, full);
            shelf.put(House::Main, much);
            lines.push((much, shelf.cost(item, passed, &mut diary.dice)));
        }
        if lines.is_empty() {
            continue;
        }
        let minute = 7 * 60 + 30 + i64::try_from(supplier).unwrap_or(0) * 4;
        let at = diary.at(day, minute);
        let id = diary.dice.id(at);
        diary.note(at, Deed::Receive { id, supplier, lines });
    }
}

/// Every other week the branch gets a few of what sells best.
fn fill_branch(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize], day: Date) {
    let mut lines: Vec<Much> = Vec::new();
    for _ in 0..8 {
        let item = best[diary.dice.favoured_place(best.len())];
        let much = shelf.portions(item, 2);
        if lines.iter().any(|line| line.item == item) || !shelf.take(House::Main, much) {
            continue;
        }
        shelf.put(House::Branch, much);
        lines.push(much);
    }
    if lines.is_empty() {
        return;
    }
    let at = diary.at(day, 7 * 60 + 50);
    let id = diary.dice.id(at);
    diary.note(at, Deed::Transfer { id, lines });
}

/// At the end of a month some shelves are counted, and something is broken or missing.
fn count(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize], day: Date) {
    let reasons = [Reason::Damage, Reason::Count, Reason::Loss];
    let reason = reasons[diary.dice.place(reasons.len())];
    let mut lines: Vec<Much> = Vec::new();
    for _ in 0..diary.dice.between(2, 5) {
        let item = best[diary.dice.place(best.len())];
        let quantity = Quantity::whole(diary.dice.between(1, 2));
        let found = reason == Reason::Count && diary.dice.happens(350);
        if lines.iter().any(|line| line.item == item) {
            continue;
        }
        // What is on the shelf after a count of more has a cost only if some was there before.
        if !shelf.take(House::Main, Much { item, quantity }) {
            continue;
        }
        let signed = if found { quantity } else { Quantity::from_micros(-quantity.micros()) };
        if found {
            shelf.put(House::Main, Much { item, quantity });
            shelf.put(House::Main, Much { item, quantity });
        }
        lines.push(Much { item, quantity: signed });
    }
    if lines.is_empty() {
        return;
    }
    let at = diary.at(day, 7 * 60 + 20);
    let id = diary.dice.id(at);
    diary.note(at, Deed::Adjust { id, reason, lines });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::{HashMap, HashSet};

    use base::UnitPrice;
    use base::locale::time_zone;
    use uuid::Uuid;

    use super::*;

    const HABITS: Habits = Habits {
        seed: "test",
        orders: 500,
        line_value: (100, 900),
        months: [100; 12],
        weekdays: [100, 100, 100, 100, 20, 100, 100],
        customers: 25,
        suppliers: 4,
        reasons: 3,
    };

    fn year() -> Vec<Event> {
        let item = |n: i64| Item {
            variant_id: Uuid::from_u128(u128::try_from(n).unwrap()),
            price: UnitPrice::from_micros((8 + n * 3) * 1_000_000),
            divisible: n % 2 == 0,
        };
        let items: Vec<Item> = (1..=40).map(item).collect();
        let span = Span {
            first: Date::of(2025, 3, 16),
            until: "2026-03-15T12:00:00Z".parse().unwrap(),
            zone: time_zone("Asia/Riyadh").unwrap(),
        };
        plan(&items, &HABITS, &span)
    }

    #[test]
    fn a_year_is_the_same_whenever_it_is_planned() {
        assert_eq!(year(), year());
    }

    #[test]
    fn a_year_has_everything_that_happens_to_a_company() {
        let events = year();
        let count = |is: fn(&Deed) -> bool| events.iter().filter(|e| is(&e.deed)).count();
        let orders = count(|d| matches!(d, Deed::Order { .. }));
        assert!((400..=600).contains(&orders), "{orders} orders");
        assert_eq!(count(|d| matches!(d, Deed::Meet { .. })), 25);
        assert_eq!(count(|d| matches!(d, Deed::Open { .. })), 1);
        for (least, is) in [
            (40, (|d| matches!(d, Deed::Receive { .. })) as fn(&Deed) -> bool),
            (10, |d| matches!(d, Deed::Adjust { .. })),
            (20, |d| matches!(d, Deed::Transfer { .. })),
            (5, |d| matches!(d, Deed::Cancel { .. })),
            (20, |d| matches!(d, Deed::Confirm { .. })),
            (30, |d| matches!(d, Deed::Deliver { lines: Some(_), .. })),
            (400, |d| matches!(d, Deed::Deliver { lines: None, .. })),
            (400, |d| matches!(d, Deed::Invoice { .. })),
            (300, |d| matches!(d, Deed::Pay { .. })),
            (8, |d| matches!(d, Deed::Credit { .. })),
            (40, |d| matches!(d, Deed::Quote { .. })),
            (15, |d| matches!(d, Deed::OrderQuote { .. })),
            (5, |d| matches!(d, Deed::AnswerQuote { accepted: false, .. })),
        ] {
            assert!(count(is) >= least, "{} of at least {least}", count(is));
        }
    }

    #[test]
    fn events_follow_each_other_and_what_they_speak_of() {
        let mut orders = HashSet::new();
        let mut invoices = HashSet::new();
        let mut met = HashSet::new();
        let mut quotes: HashMap<Uuid, &str> = HashMap::new();
        let events = year();
        assert!(events.windows(2).all(|pair| pair[0].at <= pair[1].at));
        for event in &events {
            match &event.deed {
                Deed::Meet { customer } => assert!(met.insert(*customer)),
                Deed::Order { id, customer, .. } => {
                    assert!(met.contains(customer), "an order of a stranger");
                    assert!(orders.insert(*id));
                }
                Deed::Quote { id, customer, .. } => {
                    assert!(met.contains(customer), "a quote for a stranger");
                    assert_eq!(quotes.insert(*id, "draft"), None);
                }
                Deed::SendQuote { quote } => {
                    assert_eq!(quotes.insert(*quote, "sent"), Some("draft"));
                }
                Deed::AnswerQuote { quote, accepted, .. } => {
                    let answer = if *accepted { "accepted" } else { "declined" };
                    assert_eq!(quotes.insert(*quote, answer), Some("sent"));
                }
                Deed::OrderQuote { id, quote, .. } => {
                    assert_eq!(quotes.insert(*quote, "ordered"), Some("accepted"));
                    assert!(orders.insert(*id));
                }
                Deed::Deliver { order, .. }
                | Deed::Confirm { order }
                | Deed::Cancel { order, .. } => assert!(orders.contains(order)),
                Deed::Invoice { id, order } => {
                    assert!(orders.contains(order));
                    assert!(invoices.insert(*id));
                }
                Deed::Pay { invoice, .. } | Deed::Credit { invoice, .. } => {
                    assert!(invoices.contains(invoice), "{event:?}");
                }
                _ => {}
            }
        }
        let states: HashSet<&str> = quotes.into_values().collect();
        assert_eq!(states.len(), 5, "some are in each state at the end: {states:?}");
    }

    #[test]
    fn nobody_plans_to_sell_what_is_not_there() {
        let mut stock: HashMap<(bool, usize), i64> = HashMap::new();
        let mut orders: HashMap<Uuid, (House, Vec<Much>)> = HashMap::new();
        let mut quotes: HashMap<Uuid, Vec<Much>> = HashMap::new();
        for event in year() {
            let mut add = |branch: bool, much: &Much, sign: i64| {
                let left = stock.entry((branch, much.item)).or_default();
                *left += much.quantity.micros() * sign;
                assert!(*left >= 0, "item {} runs out", much.item);
            };
            match &event.deed {
                Deed::Open { lines, .. } | Deed::Receive { lines, .. } => {
                    lines.iter().for_each(|(much, _)| add(false, much, 1));
                }
                Deed::Adjust { lines, .. } => lines.iter().for_each(|m| add(false, m, 1)),
                Deed::Transfer { lines, .. } => lines.iter().for_each(|much| {
                    add(false, much, -1);
                    add(true, much, 1);
                }),
                Deed::Order { id, house, lines, .. } => {
                    lines.iter().for_each(|m| add(*house == House::Branch, m, -1));
                    orders.insert(*id, (*house, lines.clone()));
                }
                Deed::Quote { id, lines, .. } => {
                    quotes.insert(*id, lines.clone());
                }
                Deed::OrderQuote { id, quote, house } => {
                    let lines = quotes.remove(quote).unwrap();
                    lines.iter().for_each(|m| add(*house == House::Branch, m, -1));
                    orders.insert(*id, (*house, lines));
                }
                Deed::Cancel { order, .. } => {
                    let (house, lines) = orders.remove(order).unwrap();
                    lines.iter().for_each(|m| add(house == House::Branch, m, 1));
                }
                _ => {}
            }
        }
    }
}
