//! The reports about the stock as pages and as files.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Query, Row, Table, Tabs, bdi, fields,
    form_actions,
};
use base::{Access, Cx, Problem, Route};
use maud::{Markup, html};

use super::super::reports::{
    AbcRow, AgeRow, DeadQuery, DeadRow, ReportQuery, abc, ageing, dead_stock,
};
use crate::catalog::unit_name;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const PATH: &str = "/admin/stock/reports";
/// Rows that a page shows; the file has them all.
const SHOWN: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/reports/ageing", READ, ages),
        Route::get("/admin/stock/reports/ageing/export", READ, export_ages),
        Route::get("/admin/stock/reports/abc", READ, classes),
        Route::get("/admin/stock/reports/abc/export", READ, export_classes),
        Route::get("/admin/stock/reports/dead", READ, dead),
        Route::get("/admin/stock/reports/dead/export", READ, export_dead),
    ]
}

fn page(cx: &Cx, report: &str, ask: Markup, table: Table, count: usize) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let title = l.t(&format!("inventory-report-{report}"));
    let query = Query::parse(format!("{PATH}/{report}/export"), cx.query());
    let parts = ["ageing", "abc", "dead"];
    let tabs = parts.iter().fold(Tabs::new(l.t("inventory-reports")), |tabs, part| {
        let label = l.t(&format!("inventory-report-{part}"));
        tabs.tab(label, format!("{PATH}/{part}"), *part == report)
    });
    html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                (Button::link("CSV", query.with("format", "csv").href()).download())
                (Button::link("XLSX", query.with("format", "xlsx").href()).download())
            }))
        (super::tabs(cx, "/admin/stock/reports/ageing"))
        (tabs)
        (ask)
        @if count == 0 {
            (Empty::new(Icon::Box, l.t("inventory-report-empty"),
                l.t("inventory-report-empty-text")))
        } @else {
            (Card::new(html! { (table) }).flush())
            @if count > SHOWN { p.hint { (l.t("inventory-report-cut")) } }
        }
    }
}

fn linked(id: uuid::Uuid, sku: &str, cells: Vec<Markup>) -> Row {
    Row::linked(id.to_string(), sku, format!("/admin/stock/moves?variant={id}"), cells)
}

const AGES: [&str; 5] = ["30", "60", "90", "180", "older"];

async fn ages(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = ageing(&mut tx).await?;
    let l = &cx.l;
    let mut columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
    ];
    let age = |age: &&str| Column::new(l.t(&format!("inventory-age-{age}"))).numeric();
    columns.extend(AGES.iter().map(age));
    columns.push(Column::new(l.t("inventory-value")).numeric());
    columns.push(Column::new(l.t("inventory-old-value")).numeric());
    let row = |row: &AgeRow| {
        let quantity = format!("{} {}", l.quantity(row.quantity), unit_name(l, &row.unit));
        let mut cells = vec![bdi(&row.sku), bdi(l.text(&row.name)), bdi(&quantity)];
        cells.extend(
            row.ages
                .iter()
                .map(|age| bdi(&if age.is_zero() { "–".to_owned() } else { l.quantity(*age) })),
        );
        cells.push(bdi(&l.money(row.value)));
        cells.push(bdi(&l.money(row.old_value)));
        linked(row.variant_id, &row.sku, cells)
    };
    let table =
        Table::new(l.t("inventory-report-ageing"), columns).rows(found.iter().take(SHOWN).map(row));
    let body = page(&cx, "ageing", html! {}, table, found.len());
    Ok(cx.page(&l.t("inventory-report-ageing"), body))
}

async fn export_ages(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let mut headings: Vec<String> =
        ["inventory-sku", "inventory-item", "inventory-unit", "inventory-quantity"]
            .map(|key| l.t(key))
            .to_vec();
    headings.extend(AGES.iter().map(|age| l.t(&format!("inventory-age-{age}"))));
    headings.extend(["inventory-value", "inventory-old-value"].map(|key| l.t(key)));
    let mut file = Export::new(wanted.format, "stock-ageing", headings)?;
    let mut tx = cx.read().await?;
    for row in ageing(&mut tx).await? {
        let mut cells: Vec<Cell<'_>> =
            vec![row.sku.into(), l.text(&row.name).into(), row.unit.into(), row.quantity.into()];
        cells.extend(row.ages.map(Cell::from));
        cells.extend([row.value.into(), row.old_value.into()]);
        file.row(cells)?;
    }
    file.finish().await
}

fn days(cx: &Cx, names: &[(&str, &str)], action: &str) -> Markup {
    let l = &cx.l;
    let query = Query::parse(cx.path(), cx.query());
    let value = |name: &str| query.get(name).unwrap_or_default().to_owned();
    html! {
        form.form method="get" action=(action) {
            (fields(html! {
                @for (name, key) in names {
                    @if *name == "days" {
                        (Field::integer(*name, l.t(key)).value(value(name)).placeholder("90"))
                    } @else {
                        (Field::date(*name, l.t(key)).value(value(name)))
                    }
                }
            }))
            (form_actions(html! { (Button::submit(l.t("inventory-show-days"))) }))
        }
    }
}

async fn classes(
    cx: Cx,
    base::Query(query): base::Query<ReportQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = abc(&mut tx, query).await?;
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-class")),
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-value")).numeric(),
        Column::new(l.t("inventory-cumulative")).numeric(),
    ];
    let row = |row: &AbcRow| {
        let cells = vec![
            bdi(&row.class.to_string()),
            bdi(&row.sku),
            bdi(l.text(&row.name)),
            bdi(&format!("{} {}", l.quantity(row.quantity), unit_name(l, &row.unit))),
            bdi(&l.money(row.value)),
            bdi(&format!("{} %", row.cumulative.to_percent_string())),
        ];
        linked(row.variant_id, &row.sku, cells)
    };
    let table =
        Table::new(l.t("inventory-report-abc"), columns).rows(found.iter().take(SHOWN).map(row));
    let ask = [("from", "inventory-from-day"), ("to", "inventory-to-day")];
    let ask = days(&cx, &ask, &format!("{PATH}/abc"));
    Ok(cx.page(&l.t("inventory-report-abc"), page(&cx, "abc", ask, table, found.len())))
}

async fn export_classes(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(query): base::Query<ReportQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-class",
        "inventory-sku",
        "inventory-item",
        "inventory-quantity",
        "inventory-unit",
        "inventory-value",
        "inventory-cumulative",
    ];
    let mut file = Export::new(wanted.format, "stock-abc", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    for row in abc(&mut tx, query).await? {
        file.row([
            Cell::from(row.class.to_string()),
            row.sku.into(),
            l.text(&row.name).into(),
            row.quantity.into(),
            row.unit.into(),
            row.value.into(),
            row.cumulative.to_percent_string().into(),
        ])?;
    }
    file.finish().await
}

async fn dead(cx: Cx, base::Query(query): base::Query<DeadQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = dead_stock(&mut tx, query).await?;
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-value")).numeric(),
        Column::new(l.t("inventory-last-issue")),
        Column::new(l.t("inventory-last-receipt")),
    ];
    let day = |day: Option<base::Date>| day.map_or("–".to_owned(), |day| l.date(day));
    let row = |row: &DeadRow| {
        let cells = vec![
            bdi(&row.sku),
            bdi(l.text(&row.name)),
            bdi(&format!("{} {}", l.quantity(row.quantity), unit_name(l, &row.unit))),
            bdi(&l.money(row.value)),
            bdi(&day(row.last_issue)),
            bdi(&day(row.last_receipt)),
        ];
        linked(row.variant_id, &row.sku, cells)
    };
    let table =
        Table::new(l.t("inventory-report-dead"), columns).rows(found.iter().take(SHOWN).map(row));
    let ask = days(&cx, &[("days", "inventory-dead-days")], &format!("{PATH}/dead"));
    Ok(cx.page(&l.t("inventory-report-dead"), page(&cx, "dead", ask, table, found.len())))
}

async fn export_dead(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(query): base::Query<DeadQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-sku",
        "inventory-item",
        "inventory-quantity",
        "inventory-unit",
        "inventory-value",
        "inventory-last-issue",
        "inventory-last-receipt",
    ];
    let mut file = Export::new(wanted.format, "dead-stock", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    for row in dead_stock(&mut tx, query).await? {
        file.row([
            Cell::from(row.sku),
            l.text(&row.name).into(),
            row.quantity.into(),
            row.unit.into(),
            row.value.into(),
            row.last_issue.into(),
            row.last_receipt.into(),
        ])?;
    }
    file.finish().await
}
