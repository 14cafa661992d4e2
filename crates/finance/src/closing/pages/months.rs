//! The months of a fiscal year: what is locked, what is closed, what is next.

use axum::response::Response;
use base::ui::{Badge, Button, Card, Column, Icon, PageHeader, Row, Table, Tone};
use base::{Cx, Date, L, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Month, months};
use crate::asked::filter;
use crate::book_settings::settings;
use crate::forms::texts;
use crate::ledger::Module;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A day of the year.
    #[serde(deserialize_with = "filter")]
    day: Option<Date>,
}

pub(super) async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let today = tx.today();
    let starts = settings(&mut tx).await?.year_of(asked.day.unwrap_or(today))?;
    let found = months(&mut tx, starts).await?;
    Ok(cx.page(&cx.l.t("closing-months"), page(&cx, &found, today)))
}

fn page(cx: &Cx, found: &[Month], today: Date) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let (first, last) = (found.first(), found.last());
    let before = first.and_then(|month| month.starts.plus_days(-1).ok());
    let after = last.and_then(|month| month.ends.plus_days(1).ok());
    let year = match (first, last) {
        (Some(first), Some(last)) => format!("{} – {}", said(l, first), said(l, last)),
        _ => String::new(),
    };
    // The next to close: the first month that is over and open.
    let next = found.iter().find(|month| !month.closed && month.ends < today);
    html! {
        (PageHeader::new(&texts, l.t("closing-months")).subtitle(&year).actions(html! {
            (Button::link(l.t("closing-years"), "/admin/periods/years").icon(Icon::Calendar))
            @if let Some(next) = next {
                (Button::link(l.with("closing-next", &[("month", said(l, next).into())]),
                    address(next)).primary())
            }
        }))
        (Card::new(html! { (table(cx, found, today)) }).flush())
        nav.row aria-label=(l.t("closing-other-years")) {
            @if let Some(day) = before {
                (Button::link(l.t("closing-year-before"), format!("/admin/periods?day={day}"))
                    .small())
            }
            @if let Some(day) = after {
                (Button::link(l.t("closing-year-after"), format!("/admin/periods?day={day}"))
                    .small())
            }
        }
    }
}

pub(super) fn address(month: &Month) -> String {
    format!("/admin/periods/{}", month.key())
}

/// A month in words.
pub(super) fn said(l: &L, month: &Month) -> String {
    let year = i64::from(month.starts.year());
    // A year is a name and not a number, so it is not grouped.
    format!("{} {}", l.month(month.starts), l.int(year).replace([',', '٬', '.'], ""))
}

/// How a month stands.
pub(super) fn badge(l: &L, month: &Month, today: Date) -> Markup {
    let (tone, key) = match month {
        month if month.closed => (Tone::Success, "closing-closed"),
        month if month.locks.len() == Module::ALL.len() => (Tone::Info, "closing-all-locked"),
        month if month.ends < today => (Tone::Warning, "closing-to-close"),
        _ => (Tone::Neutral, "closing-open"),
    };
    html! { (Badge::new(tone, l.t(key))) }
}

fn table(cx: &Cx, found: &[Month], today: Date) -> Table {
    let l = &cx.l;
    let mut columns = vec![Column::new(l.t("closing-month")).title()];
    let module = |module: &Module| Column::new(l.t(&format!("closing-module-{}", module.name())));
    columns.extend(Module::ALL.iter().map(module));
    columns.push(Column::new(l.t("closing-state")));
    columns.push(Column::new(l.t("closing-who")));
    let rows = found.iter().map(|month| {
        let name = said(l, month);
        let mut cells = vec![html! { bdi { (name) } }];
        cells.extend(Module::ALL.iter().map(|module| lock(cx, month, *module)));
        cells.push(badge(l, month, today));
        cells.push(html! {
            @if let Some(at) = month.closed_at {
                bdi { (month.closed_by) } " " span.small.muted { (l.timestamp(at)) }
            }
        });
        Row::linked(month.key(), name, address(month), cells)
    });
    Table::new(l.t("closing-months"), columns).rows(rows)
}

/// Whether a part is locked, and the button that turns it.
fn lock(cx: &Cx, month: &Month, module: Module) -> Markup {
    let l = &cx.l;
    if month.closed {
        return html! { span.muted { (l.t("closing-locked")) } };
    }
    let lock = month.lock(module);
    let (what, key, named) = match lock {
        Some(_) => ("unlock", "closing-unlock", "closing-unlock-one"),
        None => ("lock", "closing-lock", "closing-lock-one"),
    };
    let word = l.t(&format!("closing-module-{}", module.name()));
    let said = [("module", word.into()), ("month", said(l, month).into())];
    let label = l.with(named, &said);
    html! {
        @if lock.is_some() { span { (l.t("closing-locked")) } " " }
        @if cx.may("periods.lock") {
            form method="post" action=(format!("{}/{what}", address(month))) {
                (base::ui::hidden(&cx.hidden()))
                input type="hidden" name="back" value="year";
                button.button.small.quiet type="submit" name="module" value=(module.name())
                    aria-label=(label) { (l.t(key)) }
            }
        }
    }
}
