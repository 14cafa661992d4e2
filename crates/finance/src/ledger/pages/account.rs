//! The ledger of an account.

use base::ui::{
    Card, Column, Empty, Facts, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};

use super::super::{Account, AccountSums, KnownOn, LedgerLine, source_link};
use crate::forms::{amount, days, texts};

fn address(account: &Account) -> String {
    format!("/admin/ledger/accounts/{}", account.id)
}

pub(super) fn ledger(
    cx: &Cx,
    account: &Account,
    sums: Option<&AccountSums>,
    lines: &List<LedgerLine>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("ledger-lines-shown", &[("n", lines.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: lines.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Book, l.t("ledger-no-lines"), l.t("ledger-no-lines-text"));
    let mut view = ListView::new(&texts, "lines", &query, table(cx, &lines.items), empty)
        .no_result(l.t("ledger-no-lines"), l.t("ledger-other-days"))
        .pager(pager)
        .export("CSV", format!("{}/export?format=csv", address(account)))
        .export("XLSX", format!("{}/export?format=xlsx", address(account)));
    for name in ["from", "to"] {
        if let Some(day) = query.get(name).and_then(|day| day.parse().ok()) {
            let label = l.with(&format!("ledger-{name}-day"), &[("date", l.date(day).into())]);
            view = view.chip(name, label);
        }
    }
    if let Some(known) = query.get("known_on").and_then(|known| known.parse().ok()) {
        let date = match known {
            KnownOn::Day(day) => l.date(day),
            KnownOn::Moment(moment) => l.timestamp(moment),
        };
        view = view.chip("known_on", l.with("ledger-known-on", &[("date", date.into())]));
    }
    html! {
        (PageHeader::new(&texts, l.text(&account.name))
            .crumb(l.t("ledger-accounts"), "/admin/ledger/accounts")
            .subtitle(&account.code))
        (days(l, &query))
        @if let Some(sums) = sums { (Card::new(html! { (period(l, sums)) })) }
        (view)
    }
}

/// What the account came to in the days that are asked for, however many pages they fill.
fn period(l: &L, sums: &AccountSums) -> Facts {
    Facts::new()
        .text(l.t("ledger-opening"), &l.money(sums.opening))
        .text(l.t("ledger-debit"), &l.money(sums.debit))
        .text(l.t("ledger-credit"), &l.money(sums.credit))
        .text(l.t("ledger-movement"), &l.money(sums.movement))
        .text(l.t("ledger-closing"), &l.money(sums.closing))
}

fn table(cx: &Cx, lines: &[LedgerLine]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("ledger-date")).unbroken(),
        Column::new(l.t("ledger-entry")).title(),
        Column::new(l.t("ledger-document")),
        Column::new(l.t("ledger-memo")),
        Column::new(l.t("ledger-debit")).numeric(),
        Column::new(l.t("ledger-credit")).numeric(),
        Column::new(l.t("ledger-balance")).numeric(),
    ];
    let rows = lines.iter().map(|line| {
        let cells = vec![
            bdi(&l.date(line.date)),
            bdi(&line.number),
            source_link(cx, &line.source_type, line.source_id),
            bdi(&line.memo),
            amount(l, line.debit),
            amount(l, line.credit),
            bdi(&l.amount(line.balance)),
        ];
        let href = format!("/admin/ledger/entries/{}", line.entry_id);
        Row::linked(line.entry_id.to_string(), &line.number, href, cells)
    });
    Table::new(l.t("ledger-lines"), columns).rows(rows)
}
