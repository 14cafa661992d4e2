//! The form of a receipt: how much of each line came now.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, Path, Problem, Quantity};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{NewPurchaseReceipt, PurchaseOrder, PurchaseOrderLine, PurchaseQuantity};
use super::{address, name};
use crate::catalog::unit_name;
use crate::forms;
use crate::purchasing::grid;

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::super::find(&mut tx, id).await?;
    Ok(cx.page(&cx.l.t("purchasing-receive"), page(&cx, &order, &FormData::default(), None)))
}

pub(super) async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match received(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let order = super::super::find(&mut tx, id).await?;
            let body = page(&cx, &order, &data, Some(&problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(cx.page_with(status, &cx.l.t("purchasing-receive"), body))
        }
        answer => answer,
    }
}

async fn received(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let new = read(data)?;
    let mut tx = cx.begin().await?;
    let receipt = super::super::receive(&mut tx, id, new).await?;
    tx.redirect(&address(id), Flash::done("purchasing-received").name(receipt.number)).await
}

/// Row `i` of the form is line `lines[i].line` of the order; an empty quantity is none of it.
fn read(data: &FormData) -> Result<NewPurchaseReceipt, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::new();
    for row in data.rows("lines") {
        let line = data.cell("lines", row, "line").parse::<i32>().unwrap_or_default();
        match data.cell("lines", row, "quantity") {
            "" => lines.push(PurchaseQuantity { line, ..PurchaseQuantity::default() }),
            text => match Quantity::parse_local(text) {
                Ok(quantity) => {
                    lines.push(PurchaseQuantity { line, quantity, ..PurchaseQuantity::default() })
                }
                Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
            },
        }
    }
    let (date, problem) = grid::date(data.text("date"), "date", problem);
    problem.or_ok()?;
    Ok(NewPurchaseReceipt {
        id: None,
        version: forms::version(data),
        date,
        reference: data.text("reference").to_owned(),
        note: data.text("note").to_owned(),
        lines: Some(lines),
    })
}

fn page(cx: &Cx, order: &PurchaseOrder, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let lines: Vec<_> = order.lines.iter().filter(|line| line.tracked).collect();
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let date = data.some("date").map_or(today, str::to_owned);
    let back = address(order.head.id);
    html! {
        (PageHeader::new(&texts, l.t("purchasing-receive"))
            .crumb(l.t("purchasing-orders"), "/admin/purchase-orders")
            .crumb(name(cx, &order.head), &back)
            .subtitle(&order.head.supplier.name))
        (forms::mistakes(l, &texts, problem))
        @if lines.is_empty() {
            (Empty::new(Icon::Truck, l.t("purchasing-nothing-left"), String::new())
                .actions(html! { (Button::link(l.t("purchasing-back"), &back).primary()) }))
        } @else {
            (form(&format!("{back}/receive"), &grid::hidden(cx, order.head.version), html! {
                div.table-room tabindex="0" { (table(cx, &lines, data, problem)) }
                (fields(html! {
                    (Field::date("date", l.t("purchasing-date")).value(date)
                        .error(forms::error(l, problem, "date")))
                    (Field::text("reference", l.t("purchasing-delivery-note"))
                        .value(data.text("reference")).maxlength(200)
                        .error(forms::error(l, problem, "reference")))
                    (Field::text("note", l.t("purchasing-note")).value(data.text("note"))
                        .maxlength(500).error(forms::error(l, problem, "note")))
                }))
                (form_actions(html! {
                    (Button::submit(l.t("purchasing-receive")).primary().icon(Icon::Truck))
                    (Button::link(&texts.cancel, &back))
                }))
            }))
        }
    }
}

fn table(
    cx: &Cx,
    lines: &[&PurchaseOrderLine],
    data: &FormData,
    problem: Option<&Problem>,
) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-product")),
        Column::new(l.t("purchasing-sku")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-left")).numeric(),
        Column::new(l.t("purchasing-came-now")).numeric(),
    ];
    let rows = lines.iter().enumerate().map(|(i, line)| {
        let ordered = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
        Row::new(vec![
            bdi(&line.description),
            bdi(&line.sku),
            bdi(&ordered),
            bdi(&l.quantity(line.to_receive())),
            quantity(cx, i, line, data, problem),
        ])
    });
    Table::new(l.t("purchasing-lines"), columns).rows(rows)
}

fn quantity(
    cx: &Cx,
    i: usize,
    line: &PurchaseOrderLine,
    data: &FormData,
    problem: Option<&Problem>,
) -> Markup {
    // Rows are counted as they are shown, so what was typed belongs to the same line only
    // while nothing else came; the version in the form sees to that.
    let typed = match problem {
        Some(_) => data.cell("lines", i, "quantity").to_owned(),
        None if line.to_receive().is_zero() => String::new(),
        None => line.to_receive().to_string(),
    };
    let label = format!("{}: {}", cx.l.t("purchasing-came-now"), line.description);
    grid::quantity(cx, i, &[("line", line.n.to_string())], &typed, &label, problem)
}
