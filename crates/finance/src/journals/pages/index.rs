//! The list of journals.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, Tone,
    bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::{Journal, JournalQuery, JournalState};
use super::address;
use crate::forms::{days, texts};

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    asked: &JournalQuery,
    found: &List<Journal>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let may_edit = cx.may("journals.edit");
    let new = Button::link(l.t("journals-new"), "/admin/journals/new").primary();
    let empty = Empty::new(Icon::Book, l.t("journals-none"), l.t("journals-none-text"))
        .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("journals-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let states = JournalState::ALL.map(|state| (state.name(), state_word(l, state)));
    let mut view = ListView::new(&texts, "journals", &query, table(cx, &query, found), empty)
        .views(saved_views::tabs(cx, views(l, &query), saved))
        .search(l.t("journals-search"))
        .filter("state", l.t("journals-state"), states)
        .no_result(l.t("journals-not-found"), l.t("journals-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/journals/export?format=csv")
        .export("XLSX", "/admin/journals/export?format=xlsx");
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    if asked.filter.recurring.is_some() {
        view = view.chip("recurring", l.t("journals-of-recurring"));
    }
    html! {
        (PageHeader::new(&texts, l.t("journals-title")).actions(html! {
            (saved_views::tools(cx, saved))
            (Button::link(l.t("journals-recurring"), "/admin/journals/recurring")
                .icon(Icon::Clock))
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (days(l, &query))
        (view)
    }
}

fn views(l: &L, query: &Query) -> Tabs {
    let all = Query::new("/admin/journals");
    let now = (query.get("open"), query.get("state"));
    Tabs::new(l.t("journals-views"))
        .tab(l.t("journals-view-all"), all.href(), now == (None, None))
        .tab(l.t("journals-view-open"), all.with("open", "true").href(), now.0 == Some("true"))
        .tab(
            l.t("journals-view-waiting"),
            all.with("state", "waiting").href(),
            now.1 == Some("waiting"),
        )
}

fn table(cx: &Cx, query: &Query, found: &List<Journal>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("journals-memo")).title(),
        Column::new(l.t("journals-number")).unbroken().sorts(query, "number"),
        Column::new(l.t("journals-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("journals-reference")),
        Column::new(l.t("journals-state")),
        Column::new(l.t("journals-amount")).numeric().sorts(query, "amount"),
    ];
    let rows = found.items.iter().map(|journal| {
        let cells = vec![
            bdi(&journal.memo),
            bdi(journal.number.as_deref().unwrap_or("–")),
            bdi(&l.date(journal.date)),
            bdi(&journal.reference),
            badges(l, journal),
            bdi(&l.amount(journal.amount)),
        ];
        Row::linked(journal.id.to_string(), journal.name(), address(journal.id), cells)
    });
    Table::new(l.t("journals-title"), columns).rows(rows)
}

/// A state in a word.
pub(super) fn state_word(l: &L, state: JournalState) -> String {
    l.t(&format!("journals-state-{}", state.name()))
}

/// How a journal stands.
pub(super) fn badges(l: &L, journal: &Journal) -> Markup {
    let tone = match journal.state {
        JournalState::Draft => Tone::Neutral,
        JournalState::Waiting => Tone::Warning,
        JournalState::Posted => Tone::Success,
    };
    let reversed = journal.reversed_by.as_ref().is_some_and(|by| by.number.is_some());
    html! {
        (Badge::new(tone, state_word(l, journal.state)))
        @if reversed { " " (Badge::new(Tone::Info, l.t("journals-reversed"))) }
        @if !journal.sent_back.is_empty() {
            " " (Badge::new(Tone::Danger, l.t("journals-sent-back")))
        }
    }
}
