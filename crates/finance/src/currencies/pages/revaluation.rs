//! What a month's end would change, and what earlier ones did.

use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form,
    form_actions,
};
use base::{Cx, Date, Problem};
use maud::{Markup, html};

use super::super::{Revaluation, RevaluationPreview};
use crate::forms::{mistakes, texts};

pub(super) fn page(
    cx: &Cx,
    date: Date,
    found: Option<&RevaluationPreview>,
    past: &[Revaluation],
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("currencies-revaluation"))
            .crumb(l.t("currencies-title"), super::HOME)
            .subtitle(l.t("currencies-revaluation-text")))
        (mistakes(l, &texts, problem))
        form.form method="get" action="/admin/revaluation" {
            (fields(html! {
                (Field::date("date", l.t("currencies-month-end")).value(date.to_string()))
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
        @if let Some(found) = found {
            @if found.items.is_empty() {
                (Empty::new(Icon::Check, l.t("currencies-nothing"), l.t("currencies-nothing-text")))
            } @else {
                (Card::new(html! { (table(cx, found)) }).flush())
                (post(cx, date))
            }
        }
        @if !past.is_empty() {
            (Card::new(html! { (done(cx, past)) })
                .title(l.t("currencies-revaluations")).flush())
        }
    }
}

fn post(cx: &Cx, date: Date) -> Markup {
    let mut hidden = cx.hidden();
    hidden.push(("date".to_owned(), date.to_string()));
    let button = Button::submit(cx.l.t("currencies-revalue")).primary();
    form("/admin/revaluation", &hidden, html! { (form_actions(html! { (button) })) })
}

fn table(cx: &Cx, found: &RevaluationPreview) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("open-items-party")),
        Column::new(l.t("open-items-number")).title().unbroken(),
        Column::new(l.t("open-items-open")).numeric(),
        Column::new(l.t("currencies-book")).numeric(),
        Column::new(l.t("currencies-value")).numeric(),
        Column::new(l.t("currencies-posted")).numeric(),
        Column::new(l.t("currencies-difference")).numeric(),
    ];
    let rows = found.items.iter().map(|item| {
        let cells = vec![
            bdi(&item.party),
            bdi(&item.number),
            bdi(&l.money(item.open)),
            bdi(&l.amount(item.book)),
            bdi(&l.amount(item.value)),
            bdi(&l.amount(item.posted)),
            bdi(&l.amount(item.difference)),
        ];
        let href = format!("/admin/open-items/{}", item.item_id);
        Row::linked(item.item_id.to_string(), &item.number, href, cells)
    });
    let mut sums = vec![html! { (l.t("ledger-sum")) }];
    sums.extend((0..5).map(|_| html! {}));
    sums.push(bdi(&l.money(found.difference)));
    Table::new(l.t("currencies-revaluation"), columns).rows(rows).foot(sums)
}

fn done(cx: &Cx, past: &[Revaluation]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("currencies-month-end")).title(),
        Column::new(l.t("currencies-difference")).numeric(),
    ];
    let rows = past.iter().map(|past| {
        let (entry, day) = (past.entry_id, l.date(past.date));
        let cells = vec![bdi(&day), bdi(&l.money(past.difference))];
        Row::linked(past.id.to_string(), &day, format!("/admin/ledger/entries/{entry}"), cells)
    });
    Table::new(l.t("currencies-revaluations"), columns).rows(rows)
}
