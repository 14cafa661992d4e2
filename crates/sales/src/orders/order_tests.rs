#![allow(clippy::unwrap_used)]

use base::{Currency, Rate, UnitPrice};

use super::*;

fn money(minor: i64) -> Money {
    Money::new(minor, Currency::SAR)
}

fn line(n: i32, tracked: bool, quantity: i64, delivered: i64, invoiced: i64) -> Line {
    Line {
        n,
        variant_id: Uuid::from_u128(7),
        sku: "NET-10".into(),
        description: "Net".into(),
        unit: "piece".into(),
        tracked,
        quantity: Quantity::whole(quantity),
        unit_price: UnitPrice::ZERO,
        price_rule: None,
        discount: Rate::ZERO,
        tax_code_id: Uuid::nil(),
        net: money(100),
        tax: money(15),
        gross: money(115),
        delivered: Quantity::whole(delivered),
        invoiced: Quantity::whole(invoiced),
        returned: Quantity::ZERO,
        credited: Quantity::ZERO,
        given_up: Quantity::ZERO,
        needs: None,
    }
}

fn order(state: State, lines: Vec<Line>) -> Order {
    let now = "2026-03-15T09:00:00Z".parse().unwrap();
    let customer =
        OrderCustomer { id: Uuid::from_u128(3), code: "C-00001".into(), name: "Noor".into() };
    let head = OrderHead {
        id: Uuid::from_u128(1),
        number: None,
        customer,
        quote: None,
        warehouse_id: Uuid::from_u128(2),
        state,
        delivery_state: DeliveryState::None,
        invoice_state: InvoiceState::None,
        payment_state: PaymentState::None,
        order_date: Date::of(2026, 3, 15),
        reference: String::new(),
        note: String::new(),
        prices_include_tax: false,
        net: money(100),
        tax: money(15),
        gross: money(115),
        exchange_rate: None,
        gross_base: money(115),
        version: 1,
        created_at: now,
        updated_at: now,
        confirmed_at: None,
        cancelled_at: None,
        credit_allowed: None,
        approval: Approval::None,
        approval_asked_by: None,
        approval_note: String::new(),
    };
    let mut order = Order { head, lines };
    order.head.delivery_state = order.delivered();
    order
}

#[test]
fn only_the_moves_in_the_table_are_allowed() {
    use Move::{Cancel, Confirm, CutShort, Deliver, Edit, Invoice};
    let refused = |state: State, step: Move| state.go(step).unwrap_err().code();
    assert_eq!(State::Draft.after(Confirm), Some(State::Confirmed));
    assert_eq!(State::Confirmed.after(Deliver), Some(State::Confirmed));
    assert_eq!(refused(State::Confirmed, Edit), "order_not_draft");
    assert_eq!(refused(State::Confirmed, Confirm), "order_not_draft");
    assert_eq!(refused(State::Draft, Deliver), "order_not_confirmed");
    assert_eq!(refused(State::Draft, Invoice), "order_not_confirmed");
    assert_eq!(refused(State::Draft, CutShort), "order_not_confirmed");
    for step in [Edit, Confirm, Cancel, Deliver, Invoice, CutShort] {
        assert_eq!(refused(State::Cancelled, step), "order_cancelled");
    }
}

#[test]
fn no_state_has_two_ways_for_one_move() {
    for (i, (from, step, _)) in MOVES.iter().enumerate() {
        let twice = MOVES[i + 1..].iter().any(|(f, s, _)| f == from && s == step);
        assert!(!twice, "{from:?} {step:?} leads to two states");
    }
}

#[test]
fn delivery_counts_only_what_stock_is_kept_of() {
    let state = |lines: Vec<Line>| order(State::Confirmed, lines).delivered();
    assert_eq!(state(vec![line(1, true, 2, 0, 0)]), DeliveryState::None);
    assert_eq!(state(vec![line(1, true, 2, 1, 0)]), DeliveryState::Partial);
    assert_eq!(state(vec![line(1, true, 2, 2, 0)]), DeliveryState::Delivered);
    assert_eq!(state(vec![line(1, true, 2, 2, 0), line(2, true, 1, 0, 0)]), DeliveryState::Partial);
    assert_eq!(
        state(vec![line(1, true, 2, 2, 0), line(2, false, 1, 0, 0)]),
        DeliveryState::Delivered
    );
    assert_eq!(state(vec![line(1, false, 1, 0, 0)]), DeliveryState::Delivered);
}

#[test]
fn goods_are_invoiced_when_delivered_and_services_at_once() {
    assert_eq!(line(1, true, 5, 3, 1).to_invoice(), Quantity::whole(2));
    assert_eq!(line(1, true, 5, 0, 0).to_invoice(), Quantity::ZERO);
    assert_eq!(line(1, false, 5, 0, 2).to_invoice(), Quantity::whole(3));
    assert_eq!(line(1, true, 5, 3, 0).to_deliver(), Quantity::whole(2));
}

#[test]
fn an_order_is_paid_when_all_is_invoiced_and_settled() {
    let half = order(State::Confirmed, vec![line(1, true, 2, 1, 1)]);
    assert_eq!(half.paid(100, 0), PaymentState::None);
    assert_eq!(half.paid(100, 100), PaymentState::Partial);
    let whole = order(State::Confirmed, vec![line(1, true, 2, 2, 2)]);
    assert_eq!(whole.paid(200, 150), PaymentState::Partial);
    assert_eq!(whole.paid(200, 200), PaymentState::Paid);
}

#[test]
fn nothing_delivered_or_invoiced_can_be_cancelled_away() {
    let code =
        |lines: Vec<Line>| order(State::Confirmed, lines).cancellable().err().map(|p| p.code());
    assert_eq!(code(vec![line(1, true, 2, 0, 0)]), None);
    assert_eq!(code(vec![line(1, true, 2, 1, 0)]), Some("order_has_deliveries"));
    assert_eq!(code(vec![line(1, false, 2, 0, 1)]), Some("order_has_invoices"));
}

#[test]
fn there_is_one_next_step() {
    let step = |state, lines| order(state, lines).next_step();
    assert_eq!(step(State::Draft, vec![line(1, true, 2, 0, 0)]), Some(Next::Confirm));
    assert_eq!(step(State::Confirmed, vec![line(1, true, 2, 1, 0)]), Some(Next::Deliver));
    assert_eq!(step(State::Confirmed, vec![line(1, true, 2, 2, 0)]), Some(Next::Invoice));
    assert_eq!(step(State::Confirmed, vec![line(1, false, 2, 0, 0)]), Some(Next::Invoice));
    assert_eq!(step(State::Confirmed, vec![line(1, true, 2, 2, 2)]), Some(Next::Pay));
    assert_eq!(step(State::Cancelled, vec![line(1, true, 2, 0, 0)]), None);
}

#[test]
fn an_old_version_is_stale() {
    let order = order(State::Draft, Vec::new());
    assert!(order.expect(None).is_ok());
    assert!(order.expect(Some(1)).is_ok());
    assert_eq!(order.expect(Some(2)).unwrap_err().code(), "stale");
}

#[test]
fn what_came_back_is_credited_as_far_as_it_was_invoiced_and_else_never_invoiced() {
    let back = |invoiced: i64, returned: i64, credited: i64| {
        let (returned, credited) = (Quantity::whole(returned), Quantity::whole(credited));
        let line = Line { returned, credited, ..line(1, true, 10, 10, invoiced) };
        let invoiced = order(State::Confirmed, vec![line.clone()]).invoiced();
        (line.to_invoice(), line.to_credit(), invoiced)
    };
    let whole = Quantity::whole;
    // Nothing was invoiced: the invoice will be smaller, and nothing is credited.
    assert_eq!(back(0, 4, 0), (whole(6), whole(0), InvoiceState::None));
    // All of it was: what came back is credited, and nothing is invoiced again.
    assert_eq!(back(10, 4, 0), (whole(0), whole(4), InvoiceState::Invoiced));
    assert_eq!(back(10, 4, 4), (whole(0), whole(0), InvoiceState::Invoiced));
    // A part of it: what was invoiced beyond what the customer keeps.
    assert_eq!(back(7, 4, 0), (whole(0), whole(1), InvoiceState::Invoiced));
    assert_eq!(back(7, 4, 1), (whole(0), whole(0), InvoiceState::Invoiced));
    assert_eq!(back(5, 4, 0), (whole(1), whole(0), InvoiceState::Partial));
}

#[test]
fn an_order_that_has_begun_is_cut_short_to_what_was_delivered_or_invoiced() {
    let cut = |lines: Vec<Line>| {
        let order = order(State::Confirmed, lines);
        order.rest().map_err(|problem| problem.code())
    };
    let begun = vec![line(1, true, 10, 4, 4), line(2, true, 5, 0, 0), line(3, false, 3, 0, 1)];
    let rest = [6, 5, 2].map(Quantity::whole);
    assert_eq!(cut(begun.clone()), Ok(vec![(1, rest[0]), (2, rest[1]), (3, rest[2])]));
    assert_eq!(cut(vec![line(1, true, 10, 0, 0)]), Err("order_not_begun"));
    assert_eq!(cut(vec![line(1, true, 10, 10, 0)]), Err("order_nothing_left"));
    let cut = begun.into_iter().zip(rest).map(|(line, given_up)| Line { given_up, ..line });
    let cut = order(State::Confirmed, cut.collect());
    assert_eq!(cut.delivered(), DeliveryState::Delivered);
    assert_eq!(cut.invoiced(), InvoiceState::Invoiced);
    assert!(cut.lines.iter().all(|line| line.to_invoice().is_zero()));
    assert_eq!(cut.rest().unwrap_err().code(), "order_nothing_left");
}
