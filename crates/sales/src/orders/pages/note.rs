//! The delivery note, to be printed: in the customer's language.

use axum::response::Response;
use base::ui::{Button, Column, Facts, Row, Table, bdi};
use base::{Cx, L};
use maud::{Markup, html};
use supply::catalog::unit_name;
use supply::inventory::LotLeft;

use super::super::{Delivery, Order};
use super::address;
use crate::customers::Customer;

/// The page.
pub(super) fn page(
    cx: &Cx,
    delivery: &Delivery,
    lots: &[LotLeft],
    order: &Order,
    customer: &Customer,
) -> Response {
    // The bar speaks to whoever prints it, the paper to whoever receives it.
    let l = cx.app.l(&cx.actor.tenant, customer.lang);
    let bar = html! { (Button::link(cx.l.t("orders-back"), address(order.head.id))) };
    let body = html! {
        div lang=(l.lang().code()) dir=(l.dir()) {
            (paper(cx, &l, delivery, lots, order, customer))
        }
    };
    cx.document(&delivery.number, bar, body)
}

fn paper(
    cx: &Cx,
    l: &L,
    delivery: &Delivery,
    lots: &[LotLeft],
    order: &Order,
    customer: &Customer,
) -> Markup {
    let facts = Facts::new()
        .text(l.t("orders-number"), &delivery.order_number)
        .text(l.t("orders-date"), &l.date(delivery.date))
        .text(l.t("orders-reference"), &order.head.reference);
    let columns = vec![
        Column::new(l.t("orders-product")).title(),
        Column::new(l.t("orders-sku")),
        Column::new(l.t("orders-quantity")).numeric(),
    ];
    let rows = delivery.lines.iter().map(|line| {
        let quantity = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
        let product = html! {
            (bdi(&line.description))
            // A delivery moves its stock under the numbers of the order's lines.
            @for lot in lots.iter().filter(|lot| lot.line == line.order_line) {
                br; span.small.muted { (lot_said(l, lot)) }
            }
        };
        Row::new(vec![product, bdi(&line.sku), bdi(&quantity)])
    });
    html! {
        header.row {
            h1 { (l.t("orders-delivery-paper")) " " (bdi(&delivery.number)) }
        }
        p { strong { (bdi(&cx.actor.tenant.name)) } }
        div.columns {
            div {
                h2 { (l.t("orders-deliver-to")) }
                p { strong { (bdi(&customer.name)) } }
                @for line in [&customer.address, &customer.city, &customer.phone] {
                    @if !line.is_empty() { p { (bdi(line)) } }
                }
            }
            (facts)
        }
        (Table::new(l.t("orders-lines"), columns).rows(rows))
        @if !delivery.note.is_empty() { p { (delivery.note) } }
        p.muted { (l.t("orders-received-by")) " ______________________________" }
    }
}

/// Which lot, how much of it, and until when it is good.
fn lot_said(l: &L, lot: &LotLeft) -> String {
    let (code, quantity) = (lot.code.as_str(), l.quantity(lot.quantity));
    let said = [("lot", code.into()), ("quantity", quantity.into())];
    match lot.expires_on {
        None => l.with("orders-note-lot", &said),
        Some(day) => {
            let [lot, quantity] = said;
            l.with("orders-note-lot-expires", &[lot, quantity, ("date", l.date(day).into())])
        }
    }
}
