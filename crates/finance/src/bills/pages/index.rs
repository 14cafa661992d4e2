//! The list of bills and debit notes.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, Tone,
    bdi,
};
use base::{Cx, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::{BillKind, BillQuery, BillRow, BillState};
use crate::forms::{days, texts};

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    asked: &BillQuery,
    found: &List<BillRow>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("bills-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let new = Button::link(l.t("bills-new"), "/admin/bills/new").primary();
    let may_enter = cx.may("bills.enter");
    let empty = Empty::new(Icon::Invoice, l.t("bills-none"), l.t("bills-none-text"))
        .actions(html! { @if may_enter { (new) } });
    let states = BillState::ALL.map(|s| (s.name(), state(cx, s)));
    let kinds = [BillKind::Bill, BillKind::DebitNote].map(|k| (k.name(), kind(cx, k)));
    let mut view = ListView::new(&texts, "bills", &query, table(cx, &query, found), empty)
        .views(saved_views::tabs(cx, views(cx, &query), saved))
        .search(l.t("bills-search"))
        .filter("state", l.t("bills-state"), states)
        .filter("kind", l.t("bills-kind"), kinds)
        .no_result(l.t("bills-not-found"), l.t("bills-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/bills/export?format=csv")
        .export("XLSX", "/admin/bills/export?format=xlsx");
    if asked.filter.supplier.is_some() {
        let name = found.items.first().map(|row| row.supplier.as_str()).unwrap_or_default();
        view = view.chip("supplier", l.with("bills-of", &[("name", name.into())]));
    }
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("bills-title")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_enter { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (days(l, &query))
        (view)
    }
}

fn views(cx: &Cx, query: &Query) -> Tabs {
    let l = &cx.l;
    let views = [
        ("bills-view-all", ""),
        ("bills-view-waiting", "state=waiting"),
        ("bills-view-posted", "kind=bill&state=posted"),
        ("bills-view-notes", "kind=debit_note"),
    ];
    views.into_iter().fold(Tabs::new(l.t("bills-views")), |tabs, (key, raw)| {
        let view = Query::parse(query.path(), raw);
        let current = ["state", "kind"].iter().all(|name| view.get(name) == query.get(name));
        tabs.tab(l.t(key), view.href(), current)
    })
}

fn table(cx: &Cx, query: &Query, found: &List<BillRow>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("bills-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("bills-supplier-number")).unbroken(),
        Column::new(l.t("bills-supplier")),
        Column::new(l.t("bills-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("bills-due")).unbroken().sorts(query, "due"),
        Column::new(l.t("bills-state")),
        Column::new(l.t("bills-gross")).numeric().sorts(query, "total"),
    ];
    let rows = found.items.iter().map(|row| {
        let due = if row.kind == BillKind::Bill { l.date(row.due_date) } else { "–".to_owned() };
        // A bill that waits has no number of ours yet; its link must say something.
        let name = row.number.as_deref().unwrap_or(&row.supplier_number);
        let cells = vec![
            bdi(name),
            bdi(&row.supplier_number),
            bdi(&row.supplier),
            bdi(&l.date(row.bill_date)),
            bdi(&due),
            badge(cx, row.state),
            bdi(&l.money(row.gross)),
        ];
        Row::linked(row.id.to_string(), name, super::address(row.id), cells)
    });
    Table::new(l.t("bills-title"), columns).rows(rows)
}

/// What kind of document it is, in a word.
pub(super) fn kind(cx: &Cx, kind: BillKind) -> String {
    cx.l.t(&format!("bills-kind-{}", kind.name().replace('_', "-")))
}

/// How far it is, in a word.
pub(super) fn state(cx: &Cx, state: BillState) -> String {
    cx.l.t(&format!("bills-state-{}", state.name()))
}

/// How far it is, in colour.
pub(super) fn badge(cx: &Cx, state: BillState) -> Markup {
    let tone = match state {
        BillState::Waiting => Tone::Warning,
        BillState::Posted => Tone::Success,
        BillState::Rejected => Tone::Danger,
    };
    html! { (Badge::new(tone, self::state(cx, state))) }
}
