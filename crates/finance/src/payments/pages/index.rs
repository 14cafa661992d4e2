//! The list of payments.

use base::ui::{Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi};
use base::{Cx, List, Money};
use maud::{Markup, html};

use super::super::{Direction, Method, Payment, PaymentQuery};
use crate::forms::{days, texts};
use crate::open_items::Side;

/// The page of the list.
pub(super) fn page(cx: &Cx, asked: &PaymentQuery, found: &List<Payment>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("payments-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Money, l.t("payments-none"), l.t("payments-none-text"));
    let methods = Method::ALL.map(|m| (m.name(), method(cx, m)));
    let sides = Side::ALL.map(|s| (s.name(), l.t(&format!("open-items-side-{}", s.name()))));
    let directions =
        Direction::ALL.map(|d| (d.name(), l.t(&format!("payments-direction-{}", d.name()))));
    let mut view = ListView::new(&texts, "payments", &query, table(cx, &query, found), empty)
        .search(l.t("payments-search"))
        .filter("method", l.t("payments-method"), methods)
        .filter("side", l.t("open-items-side"), sides)
        .filter("direction", l.t("payments-direction"), directions)
        .no_result(l.t("payments-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/payments/export?format=csv")
        .export("XLSX", "/admin/payments/export?format=xlsx");
    if asked.filter.customer.is_some() || asked.filter.party.is_some() {
        let name = found.items.first().map(|row| row.party.as_str()).unwrap_or_default();
        let chip = if asked.filter.customer.is_some() { "customer" } else { "party" };
        view = view.chip(chip, l.with("invoices-of", &[("name", name.into())]));
    }
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("payments-title")).actions(actions(cx)))
        (days(l, &query))
        (view)
    }
}

/// The four ways in which money moves.
fn actions(cx: &Cx) -> Markup {
    let l = &cx.l;
    let new = |side: Side, direction: Direction| {
        format!("{}?side={}", super::folder(direction), side.name())
    };
    html! {
        @if cx.may("payments.pay") {
            (Button::link(l.t("payments-refund-customer"), new(Side::Receivable, Direction::Out)))
            (Button::link(l.t("payments-pay"), new(Side::Payable, Direction::Out)))
        }
        @if cx.may("payments.receive") {
            (Button::link(l.t("payments-refund-supplier"), new(Side::Payable, Direction::In)))
            (Button::link(l.t("payments-receive"), new(Side::Receivable, Direction::In)).primary())
        }
    }
}

fn table(cx: &Cx, query: &Query, found: &List<Payment>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("payments-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("payments-party")),
        Column::new(l.t("payments-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("payments-method")),
        Column::new(l.t("payments-invoices")),
        Column::new(l.t("payments-reference")),
        Column::new(l.t("payments-amount")).numeric().sorts(query, "amount"),
    ];
    let rows = found.items.iter().map(|payment| {
        let cells = vec![
            bdi(&payment.number),
            bdi(&payment.party),
            bdi(&l.date(payment.date)),
            html! { (method(cx, payment.method)) },
            bdi(&invoice_numbers(payment)),
            bdi(&payment.reference),
            bdi(&signed(cx, payment)),
        ];
        let href = format!("/admin/payments/{}", payment.id);
        Row::linked(payment.id.to_string(), &payment.number, href, cells)
    });
    Table::new(l.t("payments-title"), columns).rows(rows)
}

/// The amount; what went out is below zero.
fn signed(cx: &Cx, payment: &Payment) -> String {
    let amount =
        Money::new(payment.direction.sign() * payment.amount.minor, payment.amount.currency);
    cx.l.money(amount)
}

/// The invoices that it settled.
pub(super) fn invoice_numbers(payment: &Payment) -> String {
    let numbers: Vec<&str> =
        payment.allocations.iter().map(|a| a.invoice_number.as_str()).collect();
    numbers.join(", ")
}

/// Where the money went, in a word.
pub(super) fn method(cx: &Cx, method: Method) -> String {
    cx.l.t(&format!("payments-method-{}", method.name()))
}
