//! The page of currencies: those in use, and their rates.

use base::ui::{
    Badge, Button, Card, Column, Empty, Field, Icon, ListView, Mistakes, PageHeader, Pager, Query,
    Row, Table, Tone, bdi, fields, form, form_actions,
};
use base::{Cx, Date, List};
use maud::{Markup, html};

use super::super::{RateRow, UsedCurrency};
use super::Typed;
use super::form::{CurrencyForm, RateForm};
use crate::forms::{days, error, texts};

/// Where files of rates are taken in.
const IMPORT: &str = "/admin/imports/new?kind=exchange_rates";

pub(super) fn page(
    cx: &Cx,
    used: &[UsedCurrency],
    found: &List<RateRow>,
    typed: &Typed,
    today: Date,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let own = cx.actor.tenant.currency;
    let manages = cx.may("currencies.manage");
    html! {
        (PageHeader::new(&texts, l.t("currencies-title"))
            .subtitle(l.with("currencies-text", &[("currency", own.code().into())]))
            .actions(html! {
                @if cx.may("imports.run") && manages {
                    (Button::link(l.t("currencies-import"), IMPORT).icon(Icon::Upload))
                }
                @if cx.may("currencies.revalue") {
                    (Button::link(l.t("currencies-revaluation"), "/admin/revaluation"))
                }
            }))
        (mistakes(cx, typed))
        div.split {
            div.stack {
                @if manages && !used.is_empty() {
                    (Card::new(enter(cx, used, typed, today)).title(l.t("currencies-enter")))
                }
                (rates(cx, found))
            }
            div.stack {
                (Card::new(html! { (table(cx, used, manages)) })
                    .title(l.t("currencies-used")).flush())
                @if manages {
                    (Card::new(take_up(cx, typed)).title(l.t("currencies-take-up")))
                }
            }
        }
    }
}

fn mistakes(cx: &Cx, typed: &Typed) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let Some(problem) = &typed.problem else { return html! {} };
    let mut mistakes = Mistakes::new(&texts);
    if problem.fields().is_empty() {
        mistakes = mistakes.general(problem.sentence(l));
    }
    for field in problem.fields() {
        let name = field.path.rsplit('.').next().unwrap_or_default();
        mistakes = mistakes.field(name, field.sentence(l));
    }
    html! { (mistakes) }
}

fn table(cx: &Cx, used: &[UsedCurrency], manages: bool) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("currencies-currency")).title(),
        Column::new(l.t("currencies-good-days")).numeric(),
        Column::new(""),
    ];
    let rows = used.iter().map(|used| {
        Row::new(vec![
            html! {
                (bdi(used.code.code())) " "
                @if !used.active { (Badge::new(Tone::Neutral, l.t("currencies-laid-down"))) }
            },
            bdi(&l.int(i64::from(used.good_days))),
            html! { @if manages { (change(cx, used)) } },
        ])
    });
    Table::new(l.t("currencies-used"), columns).rows(rows)
}

fn change(cx: &Cx, used: &UsedCurrency) -> Markup {
    let (active, key) = match used.active {
        true => ("no", "currencies-lay-down"),
        false => ("yes", "currencies-take-up-again"),
    };
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), used.version.to_string()));
    hidden.push(("active".to_owned(), active.to_owned()));
    let button = Button::submit(cx.l.t(key)).small();
    form(&format!("/admin/currencies/{}", used.code), &hidden, html! { (button) })
}

fn take_up(cx: &Cx, typed: &Typed) -> Markup {
    let l = &cx.l;
    let fresh = CurrencyForm::default();
    let written = typed.currency.as_ref().unwrap_or(&fresh);
    let problem = typed.problem.as_ref().filter(|_| typed.currency.is_some());
    form(
        "/admin/currencies",
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::text("code", l.t("currencies-currency")).value(&written.code).required(true)
                    .maxlength(3).placeholder("USD").ltr().error(error(l, problem, "code")))
                (Field::integer("good_days", l.t("currencies-good-days")).value(&written.good_days)
                    .hint(l.t("currencies-good-days-hint")).error(error(l, problem, "good_days")))
            }))
            (form_actions(html! { (Button::submit(l.t("currencies-take-up"))) }))
        },
    )
}

fn enter(cx: &Cx, used: &[UsedCurrency], typed: &Typed, today: Date) -> Markup {
    let l = &cx.l;
    let own = cx.actor.tenant.currency;
    let fresh = RateForm::of(today);
    let written = typed.rate.as_ref().unwrap_or(&fresh);
    let problem = typed.problem.as_ref().filter(|_| typed.rate.is_some());
    let wrong = |name: &str| error(l, problem, &format!("rates[0].{name}"));
    let codes = used.iter().map(|used| (used.code.code(), used.code.code()));
    let units = (0..=6).map(|power| {
        let units = 10_i64.pow(power);
        (units.to_string(), l.int(units))
    });
    form(
        "/admin/exchange-rates",
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::select("currency", l.t("currencies-currency"), codes)
                    .value(&written.currency).error(wrong("currency")))
                (Field::date("date", l.t("currencies-date")).value(&written.date).required(true)
                    .error(wrong("date")))
                (Field::select("units", l.t("currencies-units"), units).value(&written.units)
                    .error(wrong("units")))
                (Field::decimal("rate", l.t("currencies-rate")).value(&written.rate).required(true)
                    .after(own.code()).error(wrong("rate")))
                (Field::text("source", l.t("currencies-source")).value(&written.source)
                .maxlength(60)
                    .error(wrong("source")))
            }))
            (form_actions(html! { (Button::submit(l.t("currencies-enter")).primary()) }))
        },
    )
}

fn rates(cx: &Cx, found: &List<RateRow>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse("/admin/currencies", cx.query());
    let pager = Pager {
        count: l.with("currencies-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Globe, l.t("currencies-none"), l.t("currencies-none-text"));
    let view = ListView::new(&texts, "rates", &query, rate_table(cx, &query, found), empty)
        .search(l.t("currencies-search"))
        .no_result(l.t("currencies-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/currencies/export?format=csv")
        .export("XLSX", "/admin/currencies/export?format=xlsx");
    html! { (days(l, &query)) (view) }
}

fn rate_table(cx: &Cx, query: &Query, found: &List<RateRow>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("currencies-currency")).title().sorts(query, "currency"),
        Column::new(l.t("currencies-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("currencies-units")).numeric(),
        Column::new(l.t("currencies-rate")).numeric(),
        Column::new(l.t("currencies-source")),
        Column::new(""),
    ];
    let own = cx.actor.tenant.currency;
    let rows = found.items.iter().map(|rate| {
        let path = format!("/admin/exchange-rates/{}/{}/remove", rate.currency, rate.date);
        Row::new(vec![
            bdi(rate.currency.code()),
            bdi(&l.date(rate.date)),
            bdi(&l.int(i64::from(rate.units))),
            bdi(&l.unit_price(rate.rate, own)),
            bdi(&rate.source),
            html! {
                @if cx.may("currencies.manage") {
                    (form(&path, &cx.hidden(),
                        html! { (Button::submit(l.t("currencies-remove")).small()) }))
                }
            },
        ])
    });
    Table::new(l.t("currencies-rates"), columns).rows(rows)
}
