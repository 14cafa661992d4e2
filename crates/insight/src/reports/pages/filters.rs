//! The form above a report. Everything stands in the address, so a report is a link.

use base::ui::{Button, Field, Query, fields, hidden};
use base::{Cx, L, Problem, Tx};
use finance::{dimensions, ledger};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::query::{Asked, Compare, MarginBy};
use super::super::{ChangesQuery, Kind};

/// The questions that mean something to a report.
pub(super) async fn form(
    tx: &mut Tx,
    cx: &Cx,
    kind: Kind,
    asked: &Asked,
) -> Result<Markup, Problem> {
    let l = &cx.l;
    let query = Query::parse(cx.path(), cx.query());
    let known = asked.query.known_on.map(|known| known.to_string()).unwrap_or_default();
    // A moment cannot stand in a field for days; it stays as it is.
    let (known_day, kept) = match known.len() {
        0..=10 => (Some(known), None),
        _ => (None, Some(("known_on".to_owned(), known))),
    };
    let mut kept: Vec<(String, String)> = kept.into_iter().collect();
    let named = [asked.query.cost_centre_id, asked.query.project_id];
    let (narrowed, silent): (Markup, &[&str]) = match kind.has_dimensions() {
        true => (narrowed(tx, cx, named).await?, &["variant_id"]),
        false => (html! {}, &["variant_id", "cost_centre_id", "project_id"]),
    };
    for name in silent {
        if let Some(value) = query.get(name).filter(|value| !value.is_empty()) {
            kept.push(((*name).to_owned(), value.to_owned()));
        }
    }
    let accounts = match kind {
        Kind::GeneralLedger | Kind::Journal => Some(accounts(tx, l, asked).await?),
        _ => None,
    };
    let to = if kind.is_balance() { "reports-as-of" } else { "reports-to" };
    Ok(html! {
        form.form.no-print method="get" action=(cx.path()) {
            (hidden(&kept))
            (fields(html! {
                @if !kind.is_balance() {
                    (Field::date("from", l.t("reports-from")).value(asked.from.to_string()))
                }
                (Field::date("to", l.t(to)).value(asked.to.to_string()))
                @if let Some(day) = known_day {
                    (Field::date("known_on", l.t("reports-known-on")).value(day)
                        .hint(l.t("reports-known-on-hint")))
                }
                @if kind.compares() { (compared(l, asked)) }
                @if let Some(accounts) = accounts { (accounts) }
                (narrowed)
                @if kind == Kind::GrossMargin { (margin_by(l, asked)) }
                @if kind.has_dimensions() && (kind.compares() || kind == Kind::Budget) {
                    (Field::checkbox("zeros", l.t("reports-zeros"), asked.query.zeros))
                }
                div.field { (Button::submit(l.t("reports-show"))) }
            }))
        }
    })
}

fn compared(l: &L, asked: &Asked) -> Markup {
    let name = |compare: Option<Compare>| match compare {
        None => "",
        Some(Compare::PreviousPeriod) => "previous_period",
        Some(Compare::PreviousYear) => "previous_year",
        Some(Compare::Months) => "months",
    };
    let all =
        [None, Some(Compare::PreviousPeriod), Some(Compare::PreviousYear), Some(Compare::Months)];
    let options = all.map(|compare| {
        let key = match name(compare) {
            "" => "reports-compare-none".to_owned(),
            name => format!("reports-compare-{}", name.replace('_', "-")),
        };
        (name(compare), l.t(&key))
    });
    let columns = asked.query.columns.map(|n| n.to_string()).unwrap_or_default();
    html! {
        (Field::select("compare", l.t("reports-compare"), options).value(name(asked.query.compare)))
        (Field::integer("columns", l.t("reports-columns")).value(columns))
    }
}

fn margin_by(l: &L, asked: &Asked) -> Markup {
    let name = |by: MarginBy| match by {
        MarginBy::Product => "product",
        MarginBy::Customer => "customer",
        MarginBy::Order => "order",
    };
    let all = [MarginBy::Product, MarginBy::Customer, MarginBy::Order];
    let options = all.map(|by| (name(by), l.t(&format!("reports-{}", name(by)))));
    let now = name(asked.query.by.unwrap_or_default());
    html! { (Field::select("by", l.t("reports-by"), options).value(now)) }
}

async fn accounts(tx: &mut Tx, l: &L, asked: &Asked) -> Result<Markup, Problem> {
    let chart = ledger::accounts(tx).await?;
    let all = std::iter::once((String::new(), l.t("reports-all-accounts")));
    let options = all.chain(chart.iter().map(|account| {
        (account.id.to_string(), format!("{} {}", account.code, l.text(&account.name)))
    }));
    let now = asked.query.account_id.map(|id| id.to_string()).unwrap_or_default();
    Ok(html! { (Field::select("account_id", l.t("reports-account"), options).value(now)) })
}

/// The cost centres and projects that a report can be narrowed to.
async fn narrowed(tx: &mut Tx, cx: &Cx, now: [Option<Uuid>; 2]) -> Result<Markup, Problem> {
    let now = now.map(|id| id.map(|id| id.to_string()).unwrap_or_default());
    let offered = dimensions::Offered::gather(cx, tx, &[&now[0], &now[1]]).await?;
    Ok(html! {
        @for one in offered.fields(&cx.l) {
            @let chosen = if one.name == "project_id" { &now[1] } else { &now[0] };
            (Field::select(one.name, one.label, one.choices.to_vec()).value(chosen))
        }
    })
}

/// The two moments of a comparison. A moment that is no whole day is kept as it was asked.
pub(super) fn moments(cx: &Cx, query: &ChangesQuery, asked: &Asked) -> Markup {
    let l = &cx.l;
    let known = |name: &'static str, key: &str, value: String| match value.len() {
        0..=10 => html! { (Field::date(name, l.t(key)).value(value)) },
        _ => html! { (Field::text(name, l.t(key)).value(value).ltr()) },
    };
    let said = |known: Option<ledger::KnownOn>| known.map(|k| k.to_string()).unwrap_or_default();
    html! {
        form.form.no-print method="get" action=(cx.path()) {
            (fields(html! {
                (known("known_first", "reports-known-first", said(query.known_first)))
                (known("known_then", "reports-known-then", said(query.known_then)))
                (Field::date("from", l.t("reports-from")).value(asked.from.to_string()))
                (Field::date("to", l.t("reports-to")).value(asked.to.to_string()))
                div.field { (Button::submit(l.t("reports-show"))) }
            }))
        }
    }
}
