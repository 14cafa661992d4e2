//! The ageing report: every party with what is open of it by how long it is overdue.

use base::Cx;
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Query, Row, Table, Tabs, bdi, fields,
};
use maud::{Markup, html};

use super::super::{Ageing, AgeingRow, Side};
use super::index::side_name;
use crate::forms::{amount, texts};

/// The message keys of the columns, the total last.
pub(super) const COLUMNS: [&str; 7] = [
    "open-items-not-due",
    "open-items-days-30",
    "open-items-days-60",
    "open-items-days-90",
    "open-items-older",
    "open-items-credit",
    "open-items-total",
];

pub(super) fn page(cx: &Cx, found: &Ageing) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let mut tabs = Tabs::new(l.t("open-items-side"));
    for side in Side::ALL {
        let href = query.with("side", side.name()).href();
        tabs = tabs.tab(side_name(l, side), href, side == found.side);
    }
    let file =
        |format: &str| query.at("/admin/reports/ageing/export").with("format", format).href();
    html! {
        (PageHeader::new(&texts, l.t("open-items-ageing"))
            .subtitle(l.with("ledger-as-of", &[("date", l.date(found.as_of).into())]))
            .actions(html! {
                (Button::link("CSV", file("csv")).icon(Icon::File))
                (Button::link("XLSX", file("xlsx")).icon(Icon::File))
            }))
        (tabs)
        (asked(cx, &query, found))
        @if found.rows.is_empty() {
            (Empty::new(Icon::Clock, l.t("open-items-none"), l.t("open-items-none-text")))
        } @else {
            (Card::new(html! {
                (table(cx, &query, found))
            }).flush())
        }
    }
}

fn asked(cx: &Cx, query: &Query, found: &Ageing) -> Markup {
    let l = &cx.l;
    html! {
        form.form method="get" action="/admin/reports/ageing" {
            input type="hidden" name="side" value=(found.side.name());
            (fields(html! {
                (Field::text("q", l.t("open-items-party"))
                    .value(query.get("q").unwrap_or_default()))
                (Field::date("as_of", l.t("open-items-as-of")).value(found.as_of.to_string()))
                (Field::date("known_on", l.t("open-items-known-on"))
                    .value(query.get("known_on").unwrap_or_default()))
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
    }
}

fn table(cx: &Cx, query: &Query, found: &Ageing) -> Table {
    let l = &cx.l;
    let mut columns = vec![Column::new(l.t("open-items-party")).title()];
    columns.extend(COLUMNS.map(|key| Column::new(l.t(key)).numeric()));
    let row = |row: &AgeingRow| {
        let mut cells = vec![bdi(&row.party_name)];
        cells.extend(row.ages.columns().map(|money| amount(l, money)));
        let items = Query::new("/admin/open-items")
            .with("side", found.side.name())
            .with("party", row.party_id.to_string())
            .with("as_of", found.as_of.to_string())
            .with("known_on", query.get("known_on").unwrap_or_default());
        Row::linked(row.party_id.to_string(), &row.party_name, items.href(), cells)
    };
    let mut sums = vec![html! { (l.t("ledger-sum")) }];
    sums.extend(found.total.columns().map(|money| bdi(&l.amount(money))));
    Table::new(l.t("open-items-ageing"), columns).rows(found.rows.iter().map(row)).foot(sums)
}
