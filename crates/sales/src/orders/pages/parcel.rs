//! The form of a delivery: how much of each line leaves now.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form,
    form_actions,
};
use base::{Cx, Flash, FormData, Path, Problem, Quantity};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::order::Line;
use super::super::{LineQuantity, NewDelivery, Order};
use super::{address, name};
use crate::forms;

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::super::find(&mut tx, id).await?;
    let data = FormData::default();
    Ok(cx.page(&cx.l.t("orders-deliver"), page(&cx, &order, &data, None)))
}

pub(super) async fn deliver(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match delivered(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let order = super::super::find(&mut tx, id).await?;
            let body = page(&cx, &order, &data, Some(&problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(cx.page_with(status, &cx.l.t("orders-deliver"), body))
        }
        answer => answer,
    }
}

async fn delivered(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let new = read(data)?;
    let mut tx = cx.begin().await?;
    let delivery = super::super::deliver(&mut tx, id, new).await?;
    tx.redirect(&address(id), Flash::done("orders-delivered").name(delivery.number)).await
}

/// Row `i` of the form is line `lines[i].line` of the order; an empty quantity is none of it.
fn read(data: &FormData) -> Result<NewDelivery, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::new();
    for row in data.rows("lines") {
        let line = data.cell("lines", row, "line").parse::<i32>().unwrap_or_default();
        match data.cell("lines", row, "quantity") {
            "" => lines.push(LineQuantity { line, quantity: Quantity::ZERO }),
            text => match Quantity::parse_local(text) {
                Ok(quantity) => lines.push(LineQuantity { line, quantity }),
                Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
            },
        }
    }
    let date = match data.some("date").map(str::parse) {
        None => None,
        Some(Ok(date)) => Some(date),
        Some(Err(_)) => {
            problem = problem.field("date", "not_a_date");
            None
        }
    };
    problem.or_ok()?;
    let (version, note) = (forms::version(data), data.text("note").to_owned());
    Ok(NewDelivery { id: None, version, date, note, lines: Some(lines) })
}

fn page(cx: &Cx, order: &Order, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let left: Vec<&Line> = order.lines.iter().filter(|l| l.to_deliver().is_positive()).collect();
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let date = data.some("date").map_or(today, str::to_owned);
    let back = address(order.head.id);
    html! {
        (PageHeader::new(&texts, l.t("orders-deliver"))
            .crumb(l.t("orders-title"), "/admin/orders")
            .crumb(name(cx, &order.head), &back)
            .subtitle(&order.head.customer.name))
        (forms::mistakes(l, &texts, problem))
        @if left.is_empty() {
            (Empty::new(Icon::Truck, l.t("orders-nothing-left"), String::new())
                .actions(html! { (Button::link(l.t("orders-back"), &back).primary()) }))
        } @else {
            (form(&format!("{back}/deliver"), &super::hidden(cx, order), html! {
                (Card::new(html! {
                    div.table-room tabindex="0" { (table(cx, &left, data, problem)) }
                }).flush())
                (fields(html! {
                    (Field::date("date", l.t("orders-date")).value(date)
                        .error(forms::error(l, problem, "date")))
                    (Field::text("note", l.t("orders-delivery-note")).value(data.text("note"))
                        .maxlength(500).hint(l.t("orders-delivery-note-hint"))
                        .error(forms::error(l, problem, "note")))
                }))
                (form_actions(html! {
                    (Button::submit(l.t("orders-deliver")).primary().icon(Icon::Truck))
                    (Button::link(&texts.cancel, &back))
                }))
            }))
        }
    }
}

fn table(cx: &Cx, left: &[&Line], data: &FormData, problem: Option<&Problem>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-product")),
        Column::new(l.t("orders-sku")),
        Column::new(l.t("orders-quantity")).numeric(),
        Column::new(l.t("orders-left")).numeric(),
        Column::new(l.t("orders-deliver-now")).numeric(),
    ];
    let rows = left.iter().enumerate().map(|(i, line)| {
        Row::new(vec![
            bdi(&line.description),
            bdi(&line.sku),
            bdi(&l.quantity(line.quantity)),
            bdi(&l.quantity(line.to_deliver())),
            quantity(cx, i, line, data, problem),
        ])
    });
    Table::new(l.t("orders-lines"), columns).rows(rows)
}

fn quantity(cx: &Cx, i: usize, line: &Line, data: &FormData, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let field = format!("lines[{i}][quantity]");
    let id = Field::id_of(&field);
    // Rows are counted as they are shown, so what was typed belongs to the same line only
    // while nothing else was delivered; the version in the form sees to that.
    let typed = match problem {
        Some(_) => data.text(&field).to_owned(),
        None => line.to_deliver().to_string(),
    };
    let error = forms::error(l, problem, &format!("lines[{i}].quantity"));
    let described = error.as_ref().map(|_| format!("{id}-error"));
    html! {
        input type="hidden" name=(format!("lines[{i}][line]")) value=(line.n);
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(field) value=(typed)
            aria-label=(format!("{}: {}", l.t("orders-deliver-now"), line.description))
            aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[&described];
        @if let Some(error) = &error {
            p.error id={ (id) "-error" } { (Icon::Stop) span { (error) } }
        }
    }
}
