//! The list of payments.

use base::ui::{Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi};
use base::{Cx, List};
use maud::{Markup, html};

use super::super::{Method, Payment, PaymentQuery};
use crate::forms::{days, texts};

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
    let mut view = ListView::new(&texts, "payments", &query, table(cx, &query, found), empty)
        .search(l.t("payments-search"))
        .filter("method", l.t("payments-method"), methods)
        .no_result(l.t("payments-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/payments/export?format=csv")
        .export("XLSX", "/admin/payments/export?format=xlsx");
    if asked.filter.customer.is_some() {
        let name = found.items.first().map(|row| row.customer.as_str()).unwrap_or_default();
        view = view.chip("customer", l.with("invoices-of", &[("name", name.into())]));
    }
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("payments-title")))
        (days(l, &query))
        (view)
    }
}

fn table(cx: &Cx, query: &Query, found: &List<Payment>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("payments-number")).title().sorts(query, "number"),
        Column::new(l.t("payments-party")),
        Column::new(l.t("payments-date")).sorts(query, "date"),
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
            bdi(&l.amount(payment.amount)),
        ];
        let href = format!("/admin/payments/{}", payment.id);
        Row::linked(payment.id.to_string(), &payment.number, href, cells)
    });
    Table::new(l.t("payments-title"), columns).rows(rows)
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
