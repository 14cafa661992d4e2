//! Entries: the list, one of them, and the card that documents show of theirs.

use base::ui::{
    Card, Column, Empty, Facts, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi,
};
use base::{Cx, List};
use maud::{Markup, html};

use super::super::{Entry, source_link, sources};
use crate::forms::{amount, days, texts};

pub(super) fn list(cx: &Cx, found: &List<Entry>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("ledger-entries-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let kinds = sources(&cx.app).map(|source| (source.kind, l.t(source.label)));
    let empty = Empty::new(Icon::Book, l.t("ledger-none"), l.t("ledger-none-text"));
    html! {
        (PageHeader::new(&texts, l.t("ledger-entries")))
        (days(l, &query))
        (ListView::new(&texts, "entries", &query, table(cx, &query, &found.items), empty)
            .search(l.t("ledger-search"))
            .filter(
                "source",
                l.t("ledger-document"),
                kinds,
            )
            .pager(pager))
    }
}

fn table(cx: &Cx, query: &Query, entries: &[Entry]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("ledger-entry")).title().sorts(query, "number"),
        Column::new(l.t("ledger-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("ledger-document")),
        Column::new(l.t("ledger-memo")),
        Column::new(l.t("ledger-amount")).numeric(),
    ];
    let rows = entries.iter().map(|entry| {
        let cells = vec![
            bdi(&entry.number),
            bdi(&l.date(entry.date)),
            source_link(cx, &entry.source_type, entry.source_id),
            bdi(&entry.memo),
            bdi(&l.amount(entry.amount)),
        ];
        let href = format!("/admin/ledger/entries/{}", entry.id);
        Row::linked(entry.id.to_string(), &entry.number, href, cells)
    });
    Table::new(l.t("ledger-entries"), columns).rows(rows)
}

pub(super) fn page(cx: &Cx, entry: &Entry) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let facts = Facts::new()
        .text(l.t("ledger-date"), &l.date(entry.date))
        .text(l.t("ledger-recorded"), &l.timestamp(entry.recorded_at))
        .markup(l.t("ledger-document"), source_link(cx, &entry.source_type, entry.source_id))
        .text(l.t("ledger-memo"), &entry.memo)
        .text(l.t("ledger-place"), &l.int(entry.seq))
        .markup(l.t("ledger-hash"), html! { code dir="ltr" { (short(&entry.hash)) } });
    html! {
        (PageHeader::new(&texts, &entry.number)
            .crumb(l.t("ledger-entries"), "/admin/ledger/entries")
            .subtitle(l.money(entry.amount)))
        div.split {
            div.stack { (Card::new(html! { (lines(cx, entry)) })
                .title(l.t("ledger-lines")).flush()) }
            div.stack { (Card::new(html! { (facts) }).title(l.t("ledger-about"))) }
        }
    }
}

/// Enough of a hash to compare by eye.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}

fn lines(cx: &Cx, entry: &Entry) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("ledger-code")),
        Column::new(l.t("ledger-account")).title(),
        Column::new(l.t("ledger-memo")),
        Column::new(l.t("ledger-debit")).numeric(),
        Column::new(l.t("ledger-credit")).numeric(),
    ];
    let rows = entry.lines.iter().map(|line| {
        let name = l.text(&line.name);
        let cells = vec![
            bdi(&line.code),
            bdi(name),
            bdi(&line.memo),
            amount(l, line.debit),
            amount(l, line.credit),
        ];
        let href = format!("/admin/ledger/accounts/{}", line.account_id);
        Row::linked(line.n.to_string(), name, href, cells)
    });
    let sums = vec![
        html! { (l.t("ledger-sum")) },
        html! {},
        html! {},
        bdi(&l.money(entry.amount)),
        bdi(&l.money(entry.amount)),
    ];
    Table::new(l.t("ledger-lines"), columns).rows(rows).foot(sums)
}

/// The entry of a document, on the document's page.
pub(crate) fn card(cx: &Cx, entry: &Entry) -> Markup {
    let l = &cx.l;
    let link = html! {
        a href={ "/admin/ledger/entries/" (entry.id) } { bdi { (entry.number) } }
    };
    html! {
        (Card::new(html! { (lines(cx, entry)) })
            .title(l.t("ledger-entry")).actions(link).flush())
    }
}
