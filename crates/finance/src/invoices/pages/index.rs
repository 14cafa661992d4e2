//! The list of invoices and credit notes.

use base::ui::{
    Badge, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, Tone, bdi,
};
use base::{Cx, List, Money};
use maud::{Markup, html};

use super::super::invoice::InvoiceSums;
use super::super::{InvoiceQuery, InvoiceRow, Kind, State};
use crate::forms::{days, texts};

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    asked: &InvoiceQuery,
    found: &List<InvoiceRow>,
    sums: Option<&InvoiceSums>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("invoices-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Invoice, l.t("invoices-none"), l.t("invoices-none-text"));
    let states = ["open", "overdue", "paid"].map(|s| (s, l.t(&format!("invoices-state-{s}"))));
    let kinds = [Kind::Invoice, Kind::CreditNote, Kind::SalesDebitNote];
    let kinds = kinds.map(|k| (k.name(), kind(cx, k)));
    let mut view = ListView::new(&texts, "invoices", &query, table(cx, &query, found, sums), empty)
        .views(views(cx, &query))
        .search(l.t("invoices-search"))
        .filter("state", l.t("invoices-state"), states)
        .filter("kind", l.t("invoices-kind"), kinds)
        .no_result(l.t("invoices-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/invoices/export?format=csv")
        .export("XLSX", "/admin/invoices/export?format=xlsx");
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
        (PageHeader::new(&texts, l.t("invoices-title")))
        (days(l, &query))
        (view)
    }
}

fn views(cx: &Cx, query: &Query) -> Tabs {
    let l = &cx.l;
    let views = [
        ("invoices-view-all", ""),
        ("invoices-view-open", "kind=invoice&state=open"),
        ("invoices-view-overdue", "kind=invoice&state=overdue"),
        ("invoices-view-notes", "kind=credit_note"),
    ];
    views.into_iter().fold(Tabs::new(l.t("invoices-views")), |tabs, (key, raw)| {
        let view = Query::parse(query.path(), raw);
        let current = ["state", "kind"].iter().all(|name| view.get(name) == query.get(name));
        tabs.tab(l.t(key), view.href(), current)
    })
}

fn table(cx: &Cx, query: &Query, found: &List<InvoiceRow>, sums: Option<&InvoiceSums>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("invoices-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("invoices-customer")),
        Column::new(l.t("invoices-issue-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("invoices-due-date")).unbroken().sorts(query, "due"),
        Column::new(l.t("invoices-state")),
        Column::new(l.t("invoices-net")).numeric(),
        Column::new(l.t("invoices-gross")).numeric().sorts(query, "total"),
        Column::new(l.t("invoices-open")).numeric(),
    ];
    let rows = found.items.iter().map(|row| {
        let due = if row.kind == Kind::Invoice { l.date(row.due_date) } else { "–".to_owned() };
        let cells = vec![
            bdi(&row.number),
            bdi(&row.customer),
            bdi(&l.date(row.issue_date)),
            bdi(&due),
            badge(cx, row.kind, row.state),
            bdi(&l.money(row.net_base)),
            bdi(&l.money(signed(row.kind, row.gross))),
            bdi(&l.money(signed(row.kind, row.open))),
        ];
        Row::linked(row.id.to_string(), &row.number, super::address(row.id), cells)
    });
    let table = Table::new(l.t("invoices-title"), columns).rows(rows);
    let Some(sums) = sums else { return table };
    let none = || html! {};
    let (net, gross) = (bdi(&l.money(sums.net)), bdi(&l.money(sums.gross)));
    let said = html! { (l.t("invoices-sum")) };
    table.foot(vec![said, none(), none(), none(), none(), net, gross, none()])
}

/// As it counts in a sum: a credit note takes off.
pub(super) fn signed(kind: Kind, amount: Money) -> Money {
    Money::new(kind.sign() * amount.minor, amount.currency)
}

/// What kind of document it is, in a word.
pub(super) fn kind(cx: &Cx, kind: Kind) -> String {
    cx.l.t(&format!("invoices-kind-{}", kind.name().replace('_', "-")))
}

/// How far it is settled, in a word.
pub(super) fn state(cx: &Cx, kind: Kind, state: State) -> String {
    match kind {
        Kind::Invoice => cx.l.t(&format!("invoices-state-{}", state.name())),
        Kind::CreditNote => cx.l.t(&format!("invoices-note-{}", state.name())),
        Kind::SalesDebitNote => cx.l.t(&format!("invoices-debit-{}", state.name())),
    }
}

/// How far it is settled, in colour.
pub(super) fn badge(cx: &Cx, kind: Kind, state: State) -> Markup {
    let tone = match state {
        State::Open => Tone::Info,
        State::Partial => Tone::Warning,
        State::Overdue => Tone::Danger,
        State::Paid => Tone::Success,
    };
    html! { (Badge::new(tone, self::state(cx, kind, state))) }
}
