#![allow(clippy::unwrap_used)]

use base::{Rate, UnitPrice};
use proptest::prelude::*;

use super::*;
use crate::tax::Category;

fn line(n: i32, quantity: Quantity, net: i64, tax: i64) -> Creditable {
    Creditable {
        n,
        variant_id: None,
        sku: String::new(),
        description: "Rice".to_owned(),
        unit: "kg".to_owned(),
        quantity,
        unit_price: UnitPrice::ZERO,
        discount: Rate::ZERO,
        tax_code_id: Uuid::nil(),
        category: Category::Standard,
        rate: Rate::from_micros(150_000),
        net,
        tax,
        net_base: net,
        tax_base: tax,
        order_line: None,
        credited_quantity: Quantity::ZERO,
        credited_net: 0,
        credited_tax: 0,
        credited_net_base: 0,
        credited_tax_base: 0,
    }
}

fn credited(line: &mut Creditable, part: &Back) {
    line.credited_quantity = line.credited_quantity.checked_add(part.quantity).unwrap();
    line.credited_net += part.net;
    line.credited_tax += part.tax;
    line.credited_net_base += part.net_base;
    line.credited_tax_base += part.tax_base;
}

fn want(n: i32, quantity: i64) -> CreditLine {
    CreditLine { n, quantity: Quantity::whole(quantity) }
}

#[test]
fn three_thirds_make_the_whole() {
    let mut lines = vec![line(1, Quantity::whole(3), 1000, 150)];
    let mut parts = Vec::new();
    for _ in 0..3 {
        let back = take_back(&lines, Some(&[want(1, 1)])).unwrap();
        credited(&mut lines[0], &back[0]);
        parts.push((back[0].net, back[0].tax));
    }
    assert_eq!(parts, [(333, 50), (334, 50), (333, 50)]);
    let nothing = take_back(&lines, None).unwrap_err();
    assert_eq!(nothing.code(), "nothing_left_to_credit");
}

#[test]
fn everything_left_is_exactly_the_rest() {
    let mut lines = vec![line(1, Quantity::whole(7), 999, 151), line(2, Quantity::ONE, 5, 0)];
    let back = take_back(&lines, Some(&[want(1, 2)])).unwrap();
    credited(&mut lines[0], &back[0]);
    let rest = take_back(&lines, None).unwrap();
    assert_eq!(back[0].net + rest[0].net, 999);
    assert_eq!(back[0].tax + rest[0].tax, 151);
    assert_eq!((rest[1].net, rest[1].tax), (5, 0));
}

#[test]
fn more_than_is_left_is_refused_with_the_field() {
    let lines = vec![line(1, Quantity::whole(3), 1000, 150)];
    let refused = |wanted: &[CreditLine]| take_back(&lines, Some(wanted)).unwrap_err();
    let field =
        |problem: &Problem| (problem.fields()[0].path.to_string(), problem.fields()[0].code);
    assert_eq!(field(&refused(&[want(1, 4)])), ("lines[0].quantity".into(), "more_than_left"));
    assert_eq!(field(&refused(&[want(1, 0)])), ("lines[0].quantity".into(), "not_positive"));
    assert_eq!(field(&refused(&[want(2, 1)])), ("lines[0].n".into(), "unknown"));
    let twice = refused(&[want(1, 1), want(1, 2)]);
    assert_eq!(field(&twice), ("lines[1].n".into(), "line_named_twice"));
    assert_eq!(refused(&[]).code(), "nothing_left_to_credit");
}

proptest! {
    #[test]
    fn any_sequence_of_notes_sums_to_the_line(
        quantity in 1..50_000_000_i64, net in 0..10_000_000_i64, tax in 0..2_000_000_i64,
        cuts in prop::collection::vec(1..10_000_000_i64, 0..8),
    ) {
        let mut lines = vec![line(1, Quantity::from_micros(quantity), net, tax)];
        for cut in cuts {
            let left = quantity - lines[0].credited_quantity.micros();
            if cut > left {
                continue;
            }
            let quantity = Quantity::from_micros(cut);
            let back = take_back(&lines, Some(&[CreditLine { n: 1, quantity }])).unwrap();
            prop_assert!(back[0].net >= 0 && back[0].tax >= 0);
            credited(&mut lines[0], &back[0]);
            prop_assert!(lines[0].credited_net <= net && lines[0].credited_tax <= tax);
        }
        if let Ok(rest) = take_back(&lines, None) {
            credited(&mut lines[0], &rest[0]);
        }
        prop_assert_eq!((lines[0].credited_net, lines[0].credited_tax), (net, tax));
    }
}
