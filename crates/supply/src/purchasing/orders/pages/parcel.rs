//! The form of a receipt: how much of each line came now.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form, form_actions,
};
use base::{Cx, Date, Flash, FormData, Path, Problem, Quantity};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{NewPurchaseReceipt, PurchaseOrder, PurchaseOrderLine, PurchaseQuantity};
use super::{address, name};
use crate::catalog::unit_name;
use crate::forms;
use crate::inventory::{self, ReceivedLot, Shape};
use crate::purchasing::grid;

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    shown(&cx, id, &FormData::default(), None).await
}

pub(super) async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match received(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => shown(&cx, id, &data, Some(&problem)).await,
        answer => answer,
    }
}

/// The form, anew or with what was typed and what is wrong with it.
async fn shown(
    cx: &Cx,
    id: Uuid,
    data: &FormData,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = &super::super::find(&mut tx, id).await?;
    let shape = inventory::shape(&mut tx).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &Asked { order, shape, data, problem });
    Ok(cx.page_with(status, &cx.l.t("purchasing-receive"), body))
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
        let cell = |field: &str| data.cell("lines", row, field).trim();
        let mut number = |field: &str| match cell(field) {
            "" => None,
            text => Quantity::parse_local(text).map(Some).unwrap_or_else(|_| {
                let kept = std::mem::replace(&mut problem, Problem::invalid());
                problem = kept.field(format!("lines[{row}].{field}"), "not_a_number");
                None
            }),
        };
        let quantity = number("quantity").unwrap_or_default();
        let second_quantity = number("second_quantity");
        let expires_on = match cell("expires_on") {
            "" => None,
            text => text.parse::<Date>().map(Some).unwrap_or_else(|_| {
                let kept = std::mem::replace(&mut problem, Problem::invalid());
                problem = kept.field(format!("lines[{row}].expires_on"), "not_a_date");
                None
            }),
        };
        let code = cell("lot").to_owned();
        if code.is_empty() && expires_on.is_some() {
            problem = problem.field(format!("lines[{row}].lot"), "required");
        }
        let lot =
            (!code.is_empty()).then(|| ReceivedLot { code, expires_on, ..ReceivedLot::default() });
        let line = cell("line").parse::<i32>().unwrap_or_default();
        lines.push(PurchaseQuantity { line, quantity, second_quantity, lot });
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

/// What the page shows: the order, what was typed and what is wrong with it.
struct Asked<'a> {
    order: &'a PurchaseOrder,
    shape: Shape,
    data: &'a FormData,
    problem: Option<&'a Problem>,
}

fn page(cx: &Cx, asked: &Asked<'_>) -> Markup {
    let Asked { order, data, problem, .. } = *asked;
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
                (table(cx, &lines, asked))
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

fn table(cx: &Cx, lines: &[&PurchaseOrderLine], asked: &Asked<'_>) -> Table {
    let (l, shape) = (&cx.l, asked.shape);
    let mut columns = vec![
        Column::new(l.t("purchasing-product")),
        Column::new(l.t("purchasing-sku")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-left")).numeric(),
        Column::new(l.t("purchasing-came-now")).numeric(),
    ];
    if shape.seconds {
        columns.push(Column::new(l.t("inventory-second")).numeric());
    }
    if shape.lots {
        columns.push(Column::new(l.t("inventory-lot")));
        columns.push(Column::new(l.t("inventory-expires")));
    }
    let rows = lines.iter().enumerate().map(|(i, line)| {
        let ordered = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
        let mut cells = vec![
            bdi(&line.description),
            bdi(&line.sku),
            bdi(&ordered),
            bdi(&l.quantity(line.to_receive())),
            quantity(cx, i, line, asked),
        ];
        let cell = |column, key, kind| one_more(cx, asked, (i, line), (column, key), kind);
        if shape.seconds {
            cells.push(cell("second_quantity", "inventory-second", Kind::Number));
        }
        if shape.lots {
            cells.push(cell("lot", "inventory-lot", Kind::Text));
            cells.push(cell("expires_on", "inventory-expires", Kind::Day));
        }
        Row::new(cells)
    });
    Table::new(l.t("purchasing-lines"), columns).rows(rows)
}

fn quantity(cx: &Cx, i: usize, line: &PurchaseOrderLine, asked: &Asked<'_>) -> Markup {
    // Rows are counted as they are shown, so what was typed belongs to the same line only
    // while nothing else came; the version in the form sees to that.
    let typed = match asked.problem {
        Some(_) => asked.data.cell("lines", i, "quantity").to_owned(),
        None if line.to_receive().is_zero() => String::new(),
        None => line.to_receive().to_string(),
    };
    let label = format!("{}: {}", cx.l.t("purchasing-came-now"), line.description);
    grid::quantity(cx, i, &[("line", line.n.to_string())], &typed, &label, asked.problem)
}

/// What is typed into a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Day,
}

/// A cell that only some goods need.
fn one_more(
    cx: &Cx,
    asked: &Asked<'_>,
    (i, line): (usize, &PurchaseOrderLine),
    (column, key): (&str, &str),
    kind: Kind,
) -> Markup {
    let l = &cx.l;
    let name = format!("lines[{i}][{column}]");
    let id = Field::id_of(&name);
    let error = forms::error(l, asked.problem, &format!("lines[{i}].{column}"));
    let described = error.as_ref().map(|_| format!("{id}-error"));
    let number = kind == Kind::Number;
    html! {
        input.input.numeric[number] type=(if kind == Kind::Day { "date" } else { "text" })
            inputmode=[number.then_some("decimal")] dir=[(kind != Kind::Day).then_some("ltr")]
            autocomplete="off" id=(id) name=(name) value=(asked.data.cell("lines", i, column))
            aria-label=(format!("{}: {}", l.t(key), line.description))
            aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[&described];
        @if let Some(error) = &error {
            p.error id={ (id) "-error" } { (Icon::Stop) span { (error) } }
        }
    }
}
