//! The balances that the books begin with, step by step.

use axum::response::Response;
use base::ui::{Badge, Button, Card, Column, Facts, Icon, PageHeader, Row, Table, Tone, bdi};
use base::{Cx, L, Problem};
use maud::{Markup, html};

use super::super::{Opening, OpeningRow, opening};
use crate::forms::texts;

/// What is brought in, in the order in which it is best done: what it is called, the kind of
/// import, and which documents it makes.
const STEPS: [(&str, &str, &[&str]); 4] = [
    ("accounts", "opening_accounts", &["opening"]),
    ("receivables", "opening_receivables", &["opening_receivable"]),
    ("payables", "opening_payables", &["opening_payable"]),
    ("stock", "opening_stock", &["stock_adjustment"]),
];

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = opening(&mut tx).await?;
    Ok(cx.page(&cx.l.t("closing-opening"), page(&cx, &found)))
}

fn page(cx: &Cx, found: &Opening) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let done = found.remaining.is_zero() && !found.rows.is_empty();
    let (tone, key) = match (done, found.rows.is_empty()) {
        (true, _) => (Tone::Success, "closing-opening-done"),
        (_, true) => (Tone::Neutral, "closing-opening-nothing"),
        _ => (Tone::Warning, "closing-opening-left"),
    };
    let account = html! {
        a href={ "/admin/ledger/accounts/" (found.account_id) } { bdi { (found.account) } }
    };
    let facts = Facts::new()
        .markup(l.t("closing-opening-day"), html! {
            @match found.day {
                Some(day) => { (bdi(&l.date(day))) }
                None => { (l.t("closing-opening-no-day")) }
            }
            @if cx.may("settings.edit") {
                " " (Button::link(l.t("closing-opening-choose"), "/admin/settings/books").small())
            }
        })
        .markup(l.t("closing-opening-account"), account)
        .text(l.t("closing-opening-remaining"), &l.money(found.remaining));
    html! {
        (PageHeader::new(&texts, l.t("closing-opening")).subtitle(l.t("closing-opening-text"))
            .beside(html! { (Badge::new(tone, l.t(key))) }))
        (Card::new(html! { (facts) }))
        (Card::new(html! { (steps(cx, found)) })
            .title(l.t("closing-opening-steps")).flush())
        (Card::new(html! { p { (l.t("closing-opening-help")) } }))
    }
}

fn steps(cx: &Cx, found: &Opening) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("closing-opening-step")).title(),
        Column::new(l.t("closing-opening-columns")),
        Column::new(l.t("closing-opening-entries")).numeric(),
        Column::new(l.t("closing-opening-amount")).numeric(),
        Column::new(l.t("closing-todo")),
    ];
    let rows = STEPS.iter().map(|(word, kind, sources)| {
        let mine: Vec<&OpeningRow> =
            found.rows.iter().filter(|row| sources.contains(&row.source_type.as_str())).collect();
        let entries: i64 = mine.iter().map(|row| row.entries).sum();
        let amounts = mine.iter().map(|row| row.amount);
        let amount = base::Money::sum(found.remaining.currency, amounts);
        Row::new(vec![
            html! { (l.t(&format!("closing-import-{word}"))) },
            html! { span.small { (l.t(&format!("closing-columns-{word}"))) } },
            bdi(&l.int(entries)),
            bdi(&amount.map(|amount| l.amount(amount)).unwrap_or_default()),
            html! {
                @if cx.may("imports.run") {
                    (Button::link(l.t("closing-opening-import"),
                        format!("/admin/imports/new?kind={kind}")).small().icon(Icon::Upload))
                }
            },
        ])
    });
    let rows: Vec<Row> = rows.chain(others(l, found)).collect();
    Table::new(l.t("closing-opening-steps"), columns).rows(rows)
}

/// Whatever else was posted against the account, such as an entry by hand.
fn others<'a>(l: &'a L, found: &'a Opening) -> impl Iterator<Item = Row> + 'a {
    let known = |source: &str| STEPS.iter().any(|(_, _, sources)| sources.contains(&source));
    found.rows.iter().filter(move |row| !known(&row.source_type)).map(|row| {
        Row::new(vec![
            html! { (l.t("closing-opening-other")) },
            html! {},
            bdi(&l.int(row.entries)),
            bdi(&l.amount(row.amount)),
            html! {},
        ])
    })
}
