#![allow(clippy::unwrap_used)]

use base::Currency;

use super::*;

fn line(tracked: bool, quantity: i64, received: i64, billed: i64) -> PurchaseOrderLine {
    let money = Money::new(100, Currency::SAR);
    PurchaseOrderLine {
        n: 1,
        variant_id: Uuid::from_u128(7),
        sku: "NET-10".into(),
        description: "Net".into(),
        unit: "piece".into(),
        tracked,
        quantity: Quantity::whole(quantity),
        unit_price: UnitPrice::ZERO,
        tax_code_id: Uuid::nil(),
        net: money,
        tax: money,
        gross: money,
        received: Quantity::whole(received),
        billed: Quantity::whole(billed),
    }
}

fn order(state: PurchaseOrderState, lines: Vec<PurchaseOrderLine>) -> PurchaseOrder {
    let now = "2026-03-15T09:00:00Z".parse().unwrap();
    let money = Money::new(100, Currency::SAR);
    let id = Uuid::from_u128(3);
    let head = PurchaseOrderHead {
        id,
        number: None,
        supplier: PurchaseSupplier { id, code: "S-00001".into(), name: "Gulf Nets".into() },
        warehouse_id: id,
        request_id: None,
        state,
        order_date: Date::of(2026, 3, 15),
        expected_date: None,
        reference: String::new(),
        note: String::new(),
        net: money,
        tax: money,
        gross: money,
        exchange_rate: None,
        net_base: money,
        gross_base: money,
        version: 1,
        created_by: None,
        approved_by: None,
        created_at: now,
        updated_at: now,
        approved_at: None,
        sent_at: None,
    };
    PurchaseOrder { head, lines }
}

#[test]
fn only_the_moves_in_the_table_are_allowed() {
    let refused = |state: S, step: M| state.go(step).unwrap_err().code();
    assert_eq!(S::Draft.after(M::Approve), Some(S::Approved));
    assert_eq!(S::Approved.after(M::Send), Some(S::Sent));
    assert_eq!(S::Sent.after(M::ReceivePart), Some(S::PartiallyReceived));
    assert_eq!(refused(S::Draft, M::ReceivePart), "purchase_order_not_approved");
    assert_eq!(refused(S::Sent, M::Edit), "purchase_order_not_draft");
    assert_eq!(refused(S::Sent, M::Send), "purchase_order_sent");
    assert_eq!(refused(S::Received, M::Cancel), "purchase_order_begun");
    assert_eq!(refused(S::Closed, M::ReceivePart), "purchase_order_closed");
    for step in [M::Edit, M::Approve, M::Send, M::ReceivePart, M::Bill, M::Close, M::Cancel] {
        assert_eq!(refused(S::Cancelled, step), "purchase_order_cancelled");
    }
}

#[test]
fn no_state_has_two_ways_for_one_move() {
    for (i, (from, step, _)) in PURCHASE_MOVES.iter().enumerate() {
        let twice = PURCHASE_MOVES[i + 1..].iter().any(|(f, s, _)| f == from && s == step);
        assert!(!twice, "{from:?} {step:?} leads to two states");
    }
}

#[test]
fn goods_are_billed_when_received_and_services_at_once() {
    assert_eq!(line(true, 5, 3, 1).to_bill(), Quantity::whole(2));
    assert_eq!(line(true, 5, 3, 1).to_receive(), Quantity::whole(2));
    assert_eq!(line(true, 5, 6, 0).to_receive(), Quantity::ZERO);
    assert_eq!(line(false, 5, 0, 2).to_bill(), Quantity::whole(3));
}

#[test]
fn the_last_receipt_and_the_last_bill_go_another_way() {
    let part = order(S::Sent, vec![line(true, 5, 3, 0), line(false, 1, 0, 0)]);
    assert_eq!(part.step_after(M::ReceivePart), M::ReceivePart);
    let whole = order(S::Sent, vec![line(true, 5, 5, 5), line(false, 1, 0, 0)]);
    assert_eq!(whole.step_after(M::ReceivePart), M::ReceiveAll);
    assert_eq!(whole.step_after(M::Bill), M::Bill);
    let billed = order(S::Received, vec![line(true, 5, 5, 5), line(false, 1, 0, 1)]);
    assert_eq!(billed.step_after(M::Bill), M::BillAll);
}

#[test]
fn nothing_received_or_billed_can_be_cancelled_away() {
    let code = |line| order(S::Sent, vec![line]).cancellable().err().map(|p| p.code());
    assert_eq!(code(line(true, 2, 0, 0)), None);
    assert_eq!(code(line(false, 2, 0, 1)), Some("purchase_order_begun"));
}
