#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const ROPE: Uuid = Uuid::from_u128(10);

fn line(line: i32, whole: i64, amount: i64) -> RevaluedLine {
    RevaluedLine { line, variant_id: ROPE, quantity: Quantity::whole(whole), amount }
}

fn owned(whole: i64, value: i64) -> BTreeMap<Uuid, Cost> {
    BTreeMap::from([(ROPE, Cost { quantity: Quantity::whole(whole), value })])
}

fn split(lines: &[RevaluedLine], owned: BTreeMap<Uuid, Cost>) -> Vec<(i64, i64)> {
    let (shares, _) = shared(lines, &owned);
    shares.iter().map(|share| (share.on_hand, share.gone)).collect()
}

#[test]
fn what_is_there_takes_its_share_and_what_is_gone_the_rest() {
    assert_eq!(split(&[line(1, 10, 1000)], owned(10, 500)), [(1000, 0)]);
    assert_eq!(split(&[line(1, 10, 1000)], owned(5, 250)), [(500, 500)]);
    assert_eq!(split(&[line(1, 10, 1000)], BTreeMap::new()), [(0, 1000)]);
    assert_eq!(split(&[line(1, 10, -1000)], owned(5, 600)), [(-500, -500)]);
    // More is there than the amount belongs to: all of it stays.
    assert_eq!(split(&[line(1, 10, 1000)], owned(25, 250)), [(1000, 0)]);
    // A tie goes to the even neighbour.
    assert_eq!(split(&[line(1, 2, 5)], owned(1, 10)), [(2, 3)]);
}

#[test]
fn two_lines_of_one_item_share_what_is_there() {
    let lines = [line(1, 10, 1000), line(2, 10, 1000)];
    assert_eq!(split(&lines, owned(15, 100)), [(1000, 0), (500, 500)]);
}

#[test]
fn stock_is_never_worth_less_than_nothing() {
    let (shares, after) = shared(&[line(1, 10, -1000)], &owned(10, 300));
    assert_eq!((shares[0].on_hand, shares[0].gone), (-300, -700));
    assert_eq!(after[&ROPE].value, 0);
}

fn sealed() -> RevaluedRow {
    RevaluedRow {
        id: Uuid::from_u128(100),
        variant_id: ROPE,
        quantity: Quantity::whole(3),
        held: Quantity::whole(2),
        value: 40,
        gone: 20,
        effective_date: Date::of(2026, 3, 15),
        recorded_at: Timestamp::from_micros(1_700_000_000_000_000).unwrap(),
        source_type: "bill".to_owned(),
        source_id: Uuid::from_u128(7),
        source_line: 1,
    }
}

/// Entries of years ago must still be verified: this value may never change.
#[test]
fn the_canonical_form_stays_as_it_is() {
    let hex = seal(&[], &[sealed()]).map(|byte| format!("{byte:02x}")).concat();
    assert_eq!(hex, "54adaf9a34a076afa95b56d8408f96c96a2c1086fa10f2ae84846a8655c2e413");
    let second = RevaluedRow { id: Uuid::from_u128(99), ..sealed() };
    assert_eq!(seal(&[], &[sealed(), second.clone()]), seal(&[], &[second, sealed()]));
    assert_eq!(seal(&[], &[]), [0; 32]);
}

#[test]
fn any_change_of_a_revaluation_breaks_its_seal() {
    let changed = [
        RevaluedRow { value: 41, ..sealed() },
        RevaluedRow { gone: 21, ..sealed() },
        RevaluedRow { held: Quantity::whole(3), ..sealed() },
        RevaluedRow { variant_id: Uuid::from_u128(11), ..sealed() },
        RevaluedRow { source_line: 2, ..sealed() },
        RevaluedRow { effective_date: Date::of(2026, 3, 14), ..sealed() },
    ];
    for row in changed {
        assert_ne!(seal(&[], &[row]), seal(&[], &[sealed()]));
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_and_stock_stays_at_zero_or_above(
        lines in prop::collection::vec((1..1_000_i64, -1_000_000..1_000_000_i64), 1..10),
        quantity in 0..5_000_i64, value in 0..10_000_000_i64,
    ) {
        let value = if quantity == 0 { 0 } else { value };
        let lines: Vec<_> = lines.iter().map(|(whole, amount)| line(1, *whole, *amount)).collect();
        let (shares, after) = shared(&lines, &owned(quantity, value));
        for (line, share) in lines.iter().zip(&shares) {
            prop_assert_eq!(share.on_hand + share.gone, line.amount);
        }
        let moved: i64 = shares.iter().map(|share| share.on_hand).sum();
        prop_assert_eq!(after[&ROPE].value, value + moved);
        prop_assert!(after[&ROPE].value >= 0);
        if quantity == 0 {
            prop_assert_eq!(after[&ROPE].value, 0);
        }
    }
}
