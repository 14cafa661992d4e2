#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const ROPE: Uuid = Uuid::from_u128(10);
const SAIL: Uuid = Uuid::from_u128(11);

fn event(n: u128, day: i8, way: i32, other: &str, whole: i64, value: i64) -> Event {
    Event {
        variant_id: ROPE,
        effective_date: Date::of(2026, 3, day),
        id: Uuid::from_u128(n),
        source_id: Uuid::from_u128(n),
        way,
        other: other.to_owned(),
        word: String::new(),
        quantity: Quantity::whole(whole),
        value,
        gone: 0,
        origin: None,
        sent_back: false,
        fixed: false,
    }
}

fn came(n: u128, day: i8, whole: i64, value: i64) -> Event {
    event(n, day, 1, "supplier", whole, value)
}

fn sold(n: u128, day: i8, whole: i64, value: i64) -> Event {
    event(n, day, -1, "customer", whole, value)
}

fn replayed(before: Cost, events: Vec<Event>) -> BTreeMap<Uuid, Change> {
    let mut replay = Replay::begin(HashMap::from([(ROPE, before)]));
    events.into_iter().for_each(|event| replay.next(event).unwrap());
    replay.end().unwrap()
}

fn change(value: i64, roles: &[(&'static str, i64)]) -> Change {
    Change { value, roles: roles.iter().copied().collect() }
}

#[test]
fn a_receipt_that_came_late_changes_what_left_after_its_day() {
    // Posted: 5 of 10 worth 6000 left at 3000; then 10 worth 9000 of the first of the month.
    // By the days: 20 worth 15000, of which 5 are 3750.
    let events = vec![came(2, 1, 10, 9000), came(1, 4, 10, 6000), sold(3, 5, 5, 3000)];
    let found = replayed(Cost::default(), events);
    assert_eq!(found[&ROPE], change(-750, &[("cogs", 750)]));
}

#[test]
fn what_left_before_enough_had_come_on_its_day_waits_for_it() {
    let before = Cost { quantity: Quantity::whole(10), value: 1000 };
    let events = vec![sold(3, 9, 10, 1000), sold(1, 10, 10, 1000), came(2, 10, 10, 3000)];
    // By the days: all that was there leaves on the 9th; what leaves on the 10th came on it.
    let found = replayed(before, events);
    assert_eq!(found[&ROPE], change(-2000, &[("cogs", 2000)]));
}

#[test]
fn what_was_sent_back_is_worth_what_it_was_worth_when_it_left() {
    let mut left = sold(3, 5, 5, 3000);
    left.sent_back = true;
    let mut back = event(4, 6, 1, "customer", 2, 1200);
    back.origin = Some(left.id);
    let mut scrap = event(5, 7, 0, "customer", 1, 600);
    scrap.origin = Some(left.id);
    let events = vec![came(2, 1, 10, 9000), came(1, 4, 10, 6000), left, back, scrap];
    let found = replayed(Cost::default(), events);
    // 5 leave at 3750: 750 more; 2 come back at 1500: 300 less; 1 is lost at 750: 150 less.
    assert_eq!(found[&ROPE], change(-450, &[("cogs", 300), ("stock_adjustment", 150)]));
}

#[test]
fn what_is_made_of_other_goods_carries_what_they_cost() {
    let mut made = event(3, 5, 1, "production", 5, 3000);
    made.variant_id = SAIL;
    let used = event(3, 5, -1, "production", 5, 3000);
    let events = vec![came(2, 1, 10, 9000), came(1, 4, 10, 6000), used, made];
    let found = replayed(Cost::default(), events);
    assert_eq!(found, BTreeMap::from([(ROPE, change(-750, &[])), (SAIL, change(750, &[]))]));
}

#[test]
fn a_bill_belongs_to_what_was_there_on_its_day() {
    // Billed for 10 at 100 more on the 2nd, entered when 4 were left: 40 on hand, 60 gone.
    let mut bill = event(2, 2, 0, "revaluation", 10, 40);
    (bill.gone, bill.word) = (60, "bill".to_owned());
    let events = vec![came(1, 1, 10, 1000), bill, sold(3, 5, 6, 600)];
    let found = replayed(Cost::default(), events);
    let wanted = change(0, &[("cogs", 60), ("purchase_price_variance", -60)]);
    assert_eq!(found[&ROPE], wanted);
}

#[test]
fn a_rest_of_value_without_goods_is_sold() {
    let before = Cost { quantity: Quantity::ZERO, value: -470 };
    let found = replayed(before, vec![came(1, 1, 10, 1000)]);
    assert_eq!(found[&ROPE], change(470, &[("cogs", -470)]));
}

/// The books in the order of recording, with exact shares; a negative quantity leaves.
fn posted(steps: &[(i64, i64)]) -> Vec<Event> {
    let mut owned = Cost::default();
    let mut events = Vec::new();
    for (n, (micros, value)) in steps.iter().enumerate() {
        let mut event = came(n as u128 + 1, i8::try_from(n).unwrap() + 1, 0, *value);
        if *micros > 0 {
            event.quantity = Quantity::from_micros(*micros);
            owned = owned.plus(event.quantity, *value).unwrap();
        } else {
            event.quantity = Quantity::from_micros((-micros).min(owned.quantity.micros()));
            (event.way, event.other) = (-1, "customer".to_owned());
            (owned, event.value) = owned.minus(event.quantity).unwrap();
        }
        events.push(event);
    }
    events
}

proptest! {
    #[test]
    fn what_was_recorded_in_order_needs_no_change(
        steps in prop::collection::vec((-50_000_000..40_000_000_i64, 0..5_000_000_i64), 1..28),
    ) {
        let found = replayed(Cost::default(), posted(&steps));
        prop_assert_eq!(found, BTreeMap::new());
    }

    /// Whatever was posted for what left: afterwards the stock is worth what it is in order.
    #[test]
    fn whatever_was_posted_the_end_is_that_of_the_right_order(
        steps in prop::collection::vec((-50_000_000..40_000_000_i64, 0..5_000_000_i64), 1..28),
        wrong in prop::collection::vec(-9_000..9_000_i64, 28),
    ) {
        let right = posted(&steps);
        let mut events = right.clone();
        for (event, by) in events.iter_mut().zip(wrong).filter(|(event, _)| event.way < 0) {
            event.value += by;
        }
        let off: i64 = right.iter().zip(&events).map(|(right, posted)| {
            if right.way < 0 { posted.value - right.value } else { 0 }
        }).sum();
        let found = replayed(Cost::default(), events).remove(&ROPE).unwrap_or_default();
        prop_assert_eq!(found.value, off);
        prop_assert_eq!(found.roles.values().sum::<i64>(), -off);
    }
}
