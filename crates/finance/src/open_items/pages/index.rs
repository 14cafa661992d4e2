//! The list of open items.

use base::ui::{
    Button, Column, Empty, Field, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi, fields,
};
use base::{Cx, L, List};
use maud::{Markup, html};

use super::super::{ItemQuery, OpenItem, Side};
use crate::forms::texts;
use crate::ledger::document_name;

/// The page of the list.
pub(super) fn page(cx: &Cx, asked: &ItemQuery, found: &List<OpenItem>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("open-items-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Filter, l.t("open-items-none"), l.t("open-items-none-text"));
    let shows =
        ["open", "overdue", "all"].map(|show| (show, l.t(&format!("open-items-show-{show}"))));
    let mut view = ListView::new(&texts, "open-items", &query, table(cx, &query, found), empty)
        .search(l.t("open-items-search"))
        .filter(
            "side",
            l.t("open-items-side"),
            Side::ALL.map(|side| (side.name(), side_name(l, side))),
        )
        .filter("show", l.t("open-items-show"), shows)
        .no_result(l.t("open-items-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/open-items/export?format=csv")
        .export("XLSX", "/admin/open-items/export?format=xlsx");
    if asked.filter.party.is_some() {
        let name = found.items.first().map(|item| item.party_name.as_str()).unwrap_or_default();
        view = view.chip("party", l.with("invoices-of", &[("name", name.into())]));
    }
    html! {
        (PageHeader::new(&texts, l.t("open-items-title")).subtitle(l.t("open-items-text")))
        (as_of(cx, &query))
        (view)
    }
}

/// The form that asks for another day and keeps the other filters.
pub(super) fn as_of(cx: &Cx, query: &Query) -> Markup {
    let l = &cx.l;
    let kept = |name: &str| !matches!(name, "as_of" | "known_on" | "after");
    let day = |name: &str, key: &str| {
        Field::date(name, l.t(key)).value(query.get(name).unwrap_or_default())
    };
    html! {
        form.form method="get" action=(query.path()) {
            @for (name, value) in query.pairs().iter().filter(|(name, _)| kept(name)) {
                input type="hidden" name=(name) value=(value);
            }
            (fields(html! {
                (day("as_of", "open-items-as-of"))
                (day("known_on", "open-items-known-on"))
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
    }
}

/// What a side is called.
pub(super) fn side_name(l: &L, side: Side) -> String {
    l.t(&format!("open-items-side-{}", side.name()))
}

fn table(cx: &Cx, query: &Query, found: &List<OpenItem>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("open-items-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("open-items-document")),
        Column::new(l.t("open-items-party")).sorts(query, "party"),
        Column::new(l.t("open-items-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("open-items-due")).unbroken().sorts(query, "due"),
        Column::new(l.t("open-items-amount")).numeric().sorts(query, "amount"),
        Column::new(l.t("open-items-open")).numeric(),
    ];
    let rows = found.items.iter().map(|item| {
        let cells = vec![
            bdi(&item.number),
            html! { (document_name(l, &item.document_type)) },
            bdi(&item.party_name),
            bdi(&l.date(item.date)),
            bdi(&l.date(item.due_date)),
            bdi(&l.money(item.amount)),
            bdi(&l.money(item.open)),
        ];
        Row::linked(item.id.to_string(), &item.number, super::address(item.id), cells)
    });
    Table::new(l.t("open-items-title"), columns).rows(rows)
}
