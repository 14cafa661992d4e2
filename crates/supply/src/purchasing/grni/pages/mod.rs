//! Goods received and not billed: the page and the file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Banner, Button, Card, Column, Empty, Icon, PageHeader, Row, Stat, Table, Tone, bdi, stats,
};
use base::{Access, Cx, L, Money, Problem, Query, Route, ui};
use maud::{Markup, html};

use super::{UnbilledQuery, UnbilledReport, unbilled};
use crate::forms;

const READ: Access = Access::Needs("purchasing.read");
const PATH: &str = "/admin/goods-received-not-billed";

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, READ, show),
        Route::get("/admin/goods-received-not-billed/export", READ, export),
    ]
}

async fn show(cx: Cx, Query(query): Query<UnbilledQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    if let Some(supplier) = query.supplier {
        crate::suppliers::find(&mut tx, supplier).await?;
    }
    let report = unbilled(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("purchasing-unbilled"), page(&cx, &query, &report)))
}

fn supplier_name(l: &L, name: &str) -> String {
    if name.is_empty() { l.t("purchasing-without-supplier") } else { name.to_owned() }
}

/// The headings of the ages.
fn ages(l: &L) -> [String; 4] {
    let upto = |n: i64| l.with("purchasing-age-upto", &[("n", n.into())]);
    [upto(30), upto(60), upto(90), l.with("purchasing-age-above", &[("n", 90.into())])]
}

fn page(cx: &Cx, query: &UnbilledQuery, report: &UnbilledReport) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let narrowed = query.supplier.is_some() || query.without == Some(true) || query.until.is_some();
    let exact = report.received == report.account;
    let file = |format: &str| {
        ui::Query::parse(format!("{PATH}/export"), cx.query()).with("format", format).href()
    };
    html! {
        (PageHeader::new(&texts, l.t("purchasing-unbilled"))
            .subtitle(subtitle(l, query, report))
            .actions(html! {
                @if narrowed { (Button::link(l.t("purchasing-view-all"), PATH)) }
                (Button::link("CSV", file("csv")).icon(Icon::Download).download())
                (Button::link("XLSX", file("xlsx")).icon(Icon::Download).download())
            }))
        @if !exact {
            (Banner::new(Tone::Danger, l.with("purchasing-unbilled-off", &[
                ("received", l.money(report.received).into()),
                ("account", l.money(report.account).into()),
            ])))
        }
        (stats(&[
            Stat::new(l.t("purchasing-unbilled"), l.money(report.total)),
            Stat::new(l.t("purchasing-in-books"), l.money(report.account)),
        ]))
        @if report.lines.is_empty() {
            (Empty::new(Icon::Check, l.t("purchasing-unbilled-none"),
                l.t("purchasing-unbilled-none-text")))
        } @else {
            (Card::new(html! { (by_supplier(l, report)) })
                .title(l.t("purchasing-by-supplier")).flush())
            (Card::new(html! { (lines(cx, report)) })
                .title(l.t("purchasing-lines")).flush())
        }
    }
}

/// The day of the report, and up to when goods came that it shows.
fn subtitle(l: &L, query: &UnbilledQuery, report: &UnbilledReport) -> String {
    let today = l.with("purchasing-as-of", &[("date", l.date(report.date).into())]);
    let Some(day) = query.until else { return today };
    let until = l.with("purchasing-unbilled-until", &[("date", l.date(day).into())]);
    format!("{today} · {until}")
}

fn by_supplier(l: &L, report: &UnbilledReport) -> Table {
    let mut columns = vec![Column::new(l.t("purchasing-supplier")).title()];
    columns.extend(ages(l).map(|age| Column::new(age).numeric()));
    columns.push(Column::new(l.t("purchasing-value")).numeric());
    let amount = |money: &Money| {
        if money.is_zero() {
            html! { "–" }
        } else {
            bdi(&l.amount(*money))
        }
    };
    let rows = report.suppliers.iter().map(|one| {
        let name = supplier_name(l, &one.supplier);
        let mut cells = vec![bdi(&name)];
        cells.extend(one.ages.iter().map(amount));
        cells.push(bdi(&l.amount(one.total)));
        let (id, href) = match one.supplier_id {
            Some(id) => (id.to_string(), format!("{PATH}?supplier={id}")),
            None => ("without".to_owned(), format!("{PATH}?without=true")),
        };
        Row::linked(id, &name, href, cells)
    });
    Table::new(l.t("purchasing-by-supplier"), columns).rows(rows)
}

fn lines(cx: &Cx, report: &UnbilledReport) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")).title(),
        Column::new(l.t("purchasing-date")).unbroken(),
        Column::new(l.t("purchasing-supplier")),
        Column::new(l.t("purchasing-order")),
        Column::new(l.t("purchasing-product")),
        Column::new(l.t("purchasing-not-billed")).numeric(),
        Column::new(l.t("purchasing-value")).numeric(),
    ];
    let rows = report.lines.iter().map(|line| {
        let order = line.order_id.zip(line.order_number.as_ref());
        let cells = vec![
            bdi(&line.receipt_number),
            bdi(&l.date(line.date)),
            bdi(&supplier_name(l, &line.supplier)),
            html! {
                @if let Some((id, number)) = order {
                    a href=(format!("/admin/purchase-orders/{id}")) { (bdi(number)) }
                }
            },
            html! { (bdi(&line.sku)) " " (l.text(&line.name)) },
            bdi(&l.quantity(line.open_quantity())),
            bdi(&l.amount(line.open_value())),
        ];
        let href = format!("/admin/stock/receipts/{}", line.receipt_id);
        let id = format!("{}-{}", line.receipt_id, line.line);
        Row::linked(id, &line.receipt_number, href, cells)
    });
    Table::new(l.t("purchasing-lines"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(query): Query<UnbilledQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "purchasing-receipt",
        "purchasing-date",
        "purchasing-supplier",
        "purchasing-order",
        "purchasing-sku",
        "purchasing-not-billed",
        "purchasing-value",
    ];
    let name = "goods-received-not-billed";
    let mut file = Export::new(wanted.format, name, headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    for line in &unbilled(&mut tx, &query).await?.lines {
        file.row([
            Cell::from(&line.receipt_number),
            line.date.into(),
            supplier_name(l, &line.supplier).into(),
            Cell::from(line.order_number.as_ref()),
            (&line.sku).into(),
            line.open_quantity().into(),
            line.open_value().into(),
        ])?;
    }
    file.finish().await
}
