//! A planned year is one that a company can live through.
#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};

use base::UnitPrice;
use base::locale::time_zone;
use uuid::Uuid;

use super::super::{Cost, Costs};
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
    costs: Costs {
        bank: 100_000,
        cash: 1_000,
        wages: 5_000,
        rent: 2_000,
        branch_rent: 1_000,
        power: (300, 500),
        freight: (100, 200),
    },
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
    assert_eq!(count(|d| matches!(d, Deed::Engage { .. })), 4);
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
        (8, |d| matches!(d, Deed::Buy { .. })),
        (40, |d| matches!(d, Deed::Bill { .. })),
        (20, |d| matches!(d, Deed::PayBills { .. })),
        (11, |d| matches!(d, Deed::Spend { cost: Cost::Wages, .. })),
        (11, |d| matches!(d, Deed::Spend { cost: Cost::Rent, .. })),
        (20, |d| matches!(d, Deed::Spend { cost: Cost::Freight, .. })),
        (2, |d| matches!(d, Deed::Budget { .. })),
        (11, |d| matches!(d, Deed::Deposit { .. })),
        (8, |d| matches!(d, Deed::Close { .. })),
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
            Deed::Deliver { order, .. } | Deed::Confirm { order } | Deed::Cancel { order, .. } => {
                assert!(orders.contains(order))
            }
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
fn every_bill_follows_its_receipt_and_every_payment_its_bills() {
    let mut suppliers = HashSet::new();
    let mut orders = HashMap::new();
    let mut receipts = HashMap::new();
    let mut billed = HashSet::new();
    let mut bills = HashMap::new();
    let mut paid = HashSet::new();
    let mut numbers = HashSet::new();
    for event in year() {
        match event.deed {
            Deed::Engage { supplier } => assert!(suppliers.insert(supplier)),
            Deed::Buy { id, supplier, lines, .. } => {
                assert!(suppliers.contains(&supplier), "an order to a stranger");
                assert_eq!(orders.insert(id, (supplier, lines)), None);
            }
            Deed::Receive { id, supplier, order, lines, .. } => {
                assert!(suppliers.contains(&supplier), "goods of a stranger");
                if let Some(order) = order {
                    assert_eq!(orders.remove(&order), Some((supplier, lines.clone())));
                }
                assert_eq!(receipts.insert(id, (supplier, lines.len())), None);
            }
            Deed::Bill { id, supplier, receipt, number, prices } => {
                assert_eq!(receipts.get(&receipt), Some(&(supplier, prices.len())));
                assert!(billed.insert(receipt), "billed twice");
                assert!(numbers.insert((supplier, number)), "a number twice");
                bills.insert(id, supplier);
            }
            Deed::PayBills { supplier, bills: some, .. } => {
                for bill in some {
                    assert_eq!(bills.get(&bill), Some(&supplier));
                    assert!(paid.insert(bill), "paid twice");
                }
            }
            _ => {}
        }
    }
    assert_eq!(orders.len(), 2, "one is on its way and one is still being written");
    let unbilled = receipts.len() - billed.len();
    assert!((1..=4).contains(&unbilled), "{unbilled} receipts are not billed");
    assert!(bills.len() - paid.len() >= 4, "some bills are open");
    assert!(paid.len() * 2 > bills.len(), "most bills are paid");
}

#[test]
fn months_are_closed_one_after_the_other_and_nothing_is_done_in_a_closed_one() {
    let zone = time_zone("Asia/Riyadh").unwrap();
    let mut next = Date::of(2025, 3, 1);
    for event in year() {
        let day = event.at.date_in(&zone);
        assert!(day >= next, "{event:?} in a closed month");
        if let Deed::Close { month } = event.deed {
            assert_eq!(month, next);
            next = month.plus_months(1).unwrap();
        }
    }
    assert_eq!(next, Date::of(2025, 12, 1), "the last months are open");
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
