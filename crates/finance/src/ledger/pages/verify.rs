//! Whether the books are right: the last run in words, those before it, and the daily roots.

use base::ui::{
    Badge, Banner, Button, Card, Column, Empty, Icon, PageHeader, Progress, Row, Table, Tone, bdi,
    form,
};
use base::{Cx, L};
use maud::{Markup, html};

use super::super::{Root, Verification, source_href};
use crate::forms::texts;

pub(super) fn page(cx: &Cx, runs: &[Verification], roots: &[Root]) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let ask = form(
        "/admin/ledger/verify",
        &cx.hidden(),
        html! { (Button::submit(l.t("ledger-verify-now")).primary().icon(Icon::Check)) },
    );
    html! {
        (PageHeader::new(&texts, l.t("ledger-verify"))
            .subtitle(l.t("ledger-verify-text"))
            .actions(html! { @if cx.may("ledger.verify") { (ask) } }))
        @match runs.first() {
            None => {
                (Empty::new(Icon::Check, l.t("ledger-verify-none"), l.t("ledger-verify-none-text")))
            }
            Some(run) => { (newest(cx, run)) }
        }
        @if !runs.is_empty() {
            (Card::new(html! { (table(l, runs)) })
                .title(l.t("ledger-verify-runs")).flush())
        }
        @if !roots.is_empty() {
            (Card::new(html! {
                (days(l, roots))
            })
                .title(l.t("ledger-roots")).flush())
        }
    }
}

fn newest(cx: &Cx, run: &Verification) -> Markup {
    let l = &cx.l;
    match run.ok {
        None => {
            let number = |n: i32| u64::try_from(n).unwrap_or_default();
            let said =
                [("n", l.int(run.done.into()).into()), ("of", l.int(run.checks.into()).into())];
            html! {
                (Progress::new(l.t("ledger-verify-running"), number(run.done), number(run.checks))
                    .detail(l.with("ledger-verify-done", &said)))
            }
        }
        Some(true) => {
            let text = l.with("ledger-verify-right", &[("n", run.checks.into())]);
            html! { (Banner::new(Tone::Success, text).title(l.t("ledger-verify-ok"))) }
        }
        Some(false) => {
            html! {
                (Banner::new(Tone::Danger, sentence(l, run)).title(l.t("ledger-verify-wrong"))
                    .links(place(cx, run)))
                p.muted { bdi { (run.detail) } }
            }
        }
    }
}

/// What the check that failed found, in words that need no knowledge of the program.
pub(in super::super) fn sentence(l: &L, run: &Verification) -> String {
    let check = run.check.clone().unwrap_or_default();
    let key = format!("ledger-check-{}", check.replace('_', "-"));
    if l.has(&key) {
        return l.t(&key);
    }
    l.with("ledger-check-other", &[("check", check.into())])
}

/// A link to what is wrong, where it has a page.
fn place(cx: &Cx, run: &Verification) -> Vec<(String, String)> {
    let (Some(kind), Some(id)) = (&run.offender_kind, &run.offender_id) else { return Vec::new() };
    let Ok(id) = id.parse() else { return Vec::new() };
    let href = match kind.as_str() {
        "entry" => Some(format!("/admin/ledger/entries/{id}")),
        other => source_href(&cx.app, other, id),
    };
    href.map(|href| (cx.l.t("ledger-verify-look"), href)).into_iter().collect()
}

fn table(l: &L, runs: &[Verification]) -> Table {
    let columns = vec![
        Column::new(l.t("ledger-verify-started")).title(),
        Column::new(l.t("ledger-verify-by")),
        Column::new(l.t("ledger-verify-result")),
        Column::new(l.t("ledger-verify-found")),
    ];
    let rows = runs.iter().map(|run| {
        let (tone, key) = match run.ok {
            None => (Tone::Neutral, "ledger-verify-running"),
            Some(true) => (Tone::Success, "ledger-verify-ok"),
            Some(false) => (Tone::Danger, "ledger-verify-wrong"),
        };
        let by = run.actor_name.clone().unwrap_or_else(|| l.t("ledger-verify-night"));
        Row::new(vec![
            bdi(&l.timestamp(run.started_at)),
            bdi(&by),
            html! { (Badge::new(tone, l.t(key))) },
            html! { @if run.ok == Some(false) { (sentence(l, run)) } @else { "–" } },
        ])
    });
    Table::new(l.t("ledger-verify-runs"), columns).rows(rows)
}

fn days(l: &L, roots: &[Root]) -> Table {
    let columns = vec![
        Column::new(l.t("ledger-date")).title().unbroken(),
        Column::new(l.t("ledger-place")).numeric(),
        Column::new(l.t("ledger-hash")),
    ];
    let rows = roots.iter().map(|root| {
        Row::new(vec![
            bdi(&l.date(root.day)),
            bdi(&l.int(root.seq)),
            html! { code dir="ltr" { (root.hash.get(..32).unwrap_or(&root.hash)) } },
        ])
    });
    Table::new(l.t("ledger-roots"), columns).rows(rows)
}
