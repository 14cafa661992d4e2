//! A month's recost as people see it: what it would post, the button, what was posted.

use axum::http::StatusCode;
use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Banner, Button, Card, Column, Empty, Field, Icon, PageHeader, Query, Row, Stat, Table, Tone,
    bdi, fields, form, form_actions, stats,
};
use base::{Access, Cx, Flash, FormData, L, Money, Problem, Route};
use maud::{Markup, html};

use super::super::recost::{
    NewRecost, Recost, RecostEntry, RecostLine, RecostQuery, preview_recost, recost,
};
use crate::catalog::unit_name;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const PATH: &str = "/admin/stock/recosts";
/// Rows that a page shows; the file has more.
const SHOWN: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/recosts", READ, show),
        Route::get("/admin/stock/recosts/export", READ, export),
        Route::post("/admin/stock/recosts", Access::Needs("stock.recost"), post),
    ]
}

async fn show(cx: Cx, base::Query(query): base::Query<RecostQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let (found, problem) = match preview_recost(&mut tx, &query).await {
        // A month that there is not: the page says so, and shows this one.
        Err(problem) if problem.code() == "recost_month" => {
            (preview_recost(&mut tx, &RecostQuery::default()).await?, Some(problem))
        }
        found => (found?, None),
    };
    Ok(answer(&cx, &found, "", problem.as_ref()))
}

async fn post(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let month = data.text("month").to_owned();
    let reason = data.text("reason").to_owned();
    let new = NewRecost { id: None, month: month.clone(), reason: reason.clone() };
    let done = async {
        let mut tx = cx.begin().await?;
        let done = recost(&mut tx, new).await?;
        let flash = Flash::done("inventory-recosted").name(&done.month);
        tx.redirect(&format!("{PATH}?month={}", done.month), flash).await
    };
    match done.await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let asked = RecostQuery { month };
            let found = match preview_recost(&mut tx, &asked).await {
                Err(_) => preview_recost(&mut tx, &RecostQuery::default()).await?,
                found => found?,
            };
            Ok(answer(&cx, &found, &reason, Some(&problem)))
        }
        answer => answer,
    }
}

fn answer(cx: &Cx, found: &Recost, reason: &str, problem: Option<&Problem>) -> Response {
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, found, reason, problem);
    cx.page_with(status, &cx.l.t("inventory-recosts"), body)
}

fn page(cx: &Cx, found: &Recost, reason: &str, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let file = Query::parse(format!("{PATH}/export"), cx.query()).with("month", &found.month);
    html! {
        (PageHeader::new(&texts, l.t("inventory-recosts"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                (Button::link("CSV", file.with("format", "csv").href()).download())
                (Button::link("XLSX", file.with("format", "xlsx").href()).download())
            }))
        (super::tabs(cx, PATH))
        (forms::mistakes(l, &texts, problem))
        p.muted { (l.t("inventory-recost-text")) }
        (which(l, &found.month))
        @if found.lines.is_empty() {
            (Empty::new(Icon::Check, l.t("inventory-recost-none"),
                l.t("inventory-recost-none-text")))
        } @else {
            (stats(&[
                Stat::new(l.t("inventory-recost-value"), l.money(found.value)),
                Stat::new(l.t("inventory-recost-items"), l.int(count(found.items))),
                Stat::new(l.t("inventory-date"), l.date(found.date)),
            ]))
            (Card::new(html! { (lines(l, found)) }).flush())
            @if found.items > SHOWN { p.hint { (l.t("inventory-report-cut")) } }
            (button(cx, found, reason, problem))
        }
        @if !found.entries.is_empty() {
            (Card::new(html! { (entries(l, &found.entries)) })
                .title(l.t("inventory-recost-posted")).flush())
        }
    }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

/// Which month is looked at.
fn which(l: &L, month: &str) -> Markup {
    html! {
        form.form method="get" action=(PATH) {
            (fields(html! {
                (Field::text("month", l.t("inventory-month")).value(month.to_owned())
                    .placeholder("2026-03").maxlength(7))
            }))
            (form_actions(html! { (Button::submit(l.t("inventory-show-days"))) }))
        }
    }
}

fn lines(l: &L, found: &Recost) -> Table {
    let columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-value")).numeric(),
        Column::new(l.t("inventory-recost-difference")).numeric(),
        Column::new(l.t("inventory-recost-adjustment")).numeric(),
        Column::new(l.t("inventory-recost-sales")).numeric(),
        Column::new(l.t("inventory-recost-others")).numeric(),
    ];
    let amount = |money: Money| {
        if money.is_zero() { bdi("–") } else { bdi(&l.amount(money)) }
    };
    let row = |line: &RecostLine| {
        let id = line.variant_id;
        let cells = vec![
            bdi(&line.sku),
            bdi(l.text(&line.name)),
            bdi(&format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit))),
            bdi(&l.amount(line.worth)),
            amount(line.difference),
            amount(line.adjustment),
            amount(line.sales),
            amount(line.others),
        ];
        Row::linked(id.to_string(), &line.sku, format!("/admin/stock/moves?variant={id}"), cells)
    };
    Table::new(l.t("inventory-recosts"), columns).rows(found.lines.iter().take(SHOWN).map(row))
}

/// The button, or why there is none.
fn button(cx: &Cx, found: &Recost, reason: &str, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    if !found.open {
        return html! { (Banner::new(Tone::Warning, l.t("inventory-recost-closed"))) };
    }
    if !cx.may("stock.recost") {
        return html! {};
    }
    let mut hidden = cx.hidden();
    hidden.push(("month".to_owned(), found.month.clone()));
    let verb = l.t("inventory-recost-do");
    form(
        PATH,
        &hidden,
        html! {
            (fields(html! {
                (Field::text("reason", l.t("inventory-recost-reason")).value(reason.to_owned())
                    .maxlength(500).error(forms::error(l, problem, "reason")))
            }))
            (form_actions(html! {
                (Button::submit(&verb).primary().icon(Icon::Check))
            }))
        },
    )
}

fn entries(l: &L, found: &[RecostEntry]) -> Table {
    let columns = vec![
        Column::new(l.t("inventory-number")).title().unbroken(),
        Column::new(l.t("inventory-date")).unbroken(),
        Column::new(l.t("inventory-recost-when")),
        Column::new(l.t("inventory-recost-reason")),
        Column::new(l.t("inventory-recost-items")).numeric(),
        Column::new(l.t("inventory-recost-adjustment")).numeric(),
    ];
    let rows = found.iter().map(|entry| {
        let cells = vec![
            bdi(&entry.number),
            bdi(&l.date(entry.date)),
            bdi(&l.timestamp(entry.recorded_at)),
            bdi(&entry.memo),
            bdi(&l.int(entry.items)),
            bdi(&l.amount(entry.value)),
        ];
        let href = format!("/admin/ledger/entries/{}", entry.entry_id);
        Row::linked(entry.entry_id.to_string(), &entry.number, href, cells)
    });
    Table::new(l.t("inventory-recost-posted"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(query): base::Query<RecostQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-sku",
        "inventory-item",
        "inventory-unit",
        "inventory-quantity",
        "inventory-value",
        "inventory-recost-difference",
        "inventory-recost-adjustment",
        "inventory-recost-sales",
        "inventory-recost-others",
    ];
    let mut file = Export::new(wanted.format, "stock-recost", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    for line in preview_recost(&mut tx, &query).await?.lines {
        file.row([
            Cell::from(line.sku),
            l.text(&line.name).into(),
            line.unit.into(),
            line.quantity.into(),
            line.worth.into(),
            line.difference.into(),
            line.adjustment.into(),
            line.sales.into(),
            line.others.into(),
        ])?;
    }
    file.finish().await
}
