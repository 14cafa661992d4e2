//! The form that asks for a return: how much of each line that left, in what condition.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form,
    form_actions,
};
use base::{Cx, Date, Flash, FormData, Problem, Quantity, Query, Tx};
use finance::invoices;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{NewReturn, NewReturnLine, Returnable, returnable, returnable_of_sale};
use super::{address, conditions};
use crate::forms;
use crate::orders;

#[derive(Deserialize)]
pub(super) struct Of {
    /// Of which order.
    order: Option<Uuid>,
    /// Of which delivery; the only one with something left when not said.
    delivery: Option<Uuid>,
    /// Of which sale at once.
    invoice: Option<Uuid>,
}

/// What goods can come back of: a delivery, or a sale at once.
struct Origin {
    /// The field that names it: `delivery` or `invoice`.
    field: &'static str,
    id: Uuid,
    number: String,
    date: Date,
    /// The number and the page of the document that it is seen from.
    seen_from: (String, String),
    left: Vec<Returnable>,
}

/// What has something left.
async fn candidates(tx: &mut Tx, of: &Of) -> Result<Vec<Origin>, Problem> {
    if let Some(id) = of.invoice {
        let invoice = invoices::find(tx, id).await?;
        let left = returnable_of_sale(tx, id).await?;
        let seen_from = (invoice.number.clone(), format!("/admin/invoices/{id}"));
        let (number, date) = (invoice.number, invoice.issue_date);
        let sale = Origin { field: "invoice", id, number, date, seen_from, left };
        return Ok(with_something_left(vec![sale]));
    }
    let deliveries = match (of.delivery, of.order) {
        (Some(id), _) => vec![orders::find_delivery(tx, id).await?],
        (None, Some(id)) => orders::deliveries(tx, id).await?,
        (None, None) => return Err(Problem::not_found()),
    };
    let mut found = Vec::with_capacity(deliveries.len());
    // An order has few deliveries, for each takes something of it.
    for delivery in deliveries {
        let left = returnable(tx, delivery.id).await?;
        let page = format!("/admin/orders/{}", delivery.order_id);
        found.push(Origin {
            field: "delivery",
            id: delivery.id,
            number: delivery.number,
            date: delivery.date,
            seen_from: (delivery.order_number, page),
            left,
        });
    }
    Ok(with_something_left(found))
}

fn with_something_left(mut found: Vec<Origin>) -> Vec<Origin> {
    for origin in &mut found {
        origin.left.retain(|line| line.left().is_positive());
    }
    found.retain(|origin| !origin.left.is_empty());
    found
}

pub(super) async fn ask(cx: Cx, Query(of): Query<Of>) -> Result<Response, Problem> {
    if of.order.is_none() && of.delivery.is_none() && of.invoice.is_none() {
        // Goods come back of something: the list of deliveries' orders is where to begin.
        return Ok(Redirect::to("/admin/orders").into_response());
    }
    let mut tx = cx.read().await?;
    let found = candidates(&mut tx, &of).await?;
    let body = match found.as_slice() {
        [origin] => page(&cx, origin, &FormData::default(), None),
        several => choice(&cx, several),
    };
    Ok(cx.page(&cx.l.t("returns-new"), body))
}

/// Several deliveries, or none: which one is meant?
fn choice(cx: &Cx, found: &[Origin]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let columns = vec![
        Column::new(l.t("returns-delivery")).title(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("orders-lines")),
    ];
    let rows = found.iter().map(|origin| {
        let what = origin.left.iter().map(|x| format!("{} × {}", l.quantity(x.left()), x.sku));
        let what: Vec<String> = what.collect();
        let href = format!("/admin/returns/new?{}={}", origin.field, origin.id);
        let cells = vec![bdi(&origin.number), bdi(&l.date(origin.date)), bdi(&what.join(", "))];
        Row::linked(origin.id.to_string(), &origin.number, href, cells)
    });
    let title = l.t("returns-which");
    html! {
        (PageHeader::new(&texts, l.t("returns-new")).crumb(l.t("returns-title"), "/admin/returns"))
        @if found.is_empty() {
            (Empty::new(Icon::Box, l.t("returns-nothing"), l.t("returns-nothing-text")))
        } @else {
            (Card::new(html! { (Table::new(title.clone(), columns).rows(rows)) })
                .title(title).flush())
        }
    }
}

pub(super) async fn request(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let named = |field: &str| -> Result<Option<Uuid>, Problem> {
        data.some(field).map(str::parse).transpose().map_err(|_| Problem::not_found())
    };
    let of = Of { order: None, delivery: named("delivery_id")?, invoice: named("invoice_id")? };
    match requested(&cx, &of, &data).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let found = candidates(&mut tx, &of).await?;
            let body = match found.as_slice() {
                [origin] => page(&cx, origin, &data, Some(&problem)),
                several => choice(&cx, several),
            };
            Ok(cx.page_with(StatusCode::UNPROCESSABLE_ENTITY, &cx.l.t("returns-new"), body))
        }
        answer => answer,
    }
}

async fn requested(cx: &Cx, of: &Of, data: &FormData) -> Result<Response, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::new();
    for row in data.rows("lines") {
        let line = data.cell("lines", row, "line").parse().unwrap_or_default();
        let condition = data.cell("lines", row, "condition").parse().ok();
        let quantity = match data.cell("lines", row, "quantity") {
            "" => Ok(Quantity::ZERO),
            text => Quantity::parse_local(text),
        };
        match quantity {
            Ok(quantity) => lines.push(NewReturnLine { line, quantity, condition }),
            Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
        }
    }
    problem.or_ok()?;
    let new = NewReturn {
        id: None,
        delivery_id: of.delivery,
        invoice_id: of.invoice,
        reason: data.text("reason").to_owned(),
        note: data.text("note").to_owned(),
        warehouse_id: None,
        lines: Some(lines),
    };
    let mut tx = cx.begin().await?;
    let back = super::super::request(&mut tx, new).await?;
    let name = back.head.came_with().to_owned();
    tx.redirect(&address(back.head.id), Flash::done("returns-requested").name(name)).await
}

fn page(cx: &Cx, origin: &Origin, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut hidden = cx.hidden();
    hidden.push((format!("{}_id", origin.field), origin.id.to_string()));
    let (from, back) = &origin.seen_from;
    let columns = vec![
        Column::new(l.t("orders-product")),
        Column::new(l.t("orders-delivery-delivered")).numeric(),
        Column::new(l.t("orders-left")).numeric(),
        Column::new(l.t("returns-quantity")).numeric(),
        Column::new(l.t("returns-condition")),
    ];
    let rows = origin.left.iter().enumerate().map(|(i, line)| {
        Row::new(vec![
            html! { (bdi(&line.description)) br; span.small.muted { (bdi(&line.sku)) } },
            bdi(&l.quantity(line.delivered)),
            bdi(&l.quantity(line.left())),
            quantity(cx, i, line, data, problem),
            condition(cx, i, line, data),
        ])
    });
    html! {
        (PageHeader::new(&texts, l.t("returns-new"))
            .crumb(l.t("returns-title"), "/admin/returns")
            .crumb(from, back)
            .subtitle(&origin.number))
        (forms::mistakes(l, &texts, problem))
        (form("/admin/returns/new", &hidden, html! {
            (Card::new(html! {
                (Table::new(l.t("orders-lines"), columns).rows(rows))
            }).flush())
            (fields(html! {
                (Field::text("reason", l.t("returns-reason")).value(data.text("reason"))
                    .required(true).maxlength(500).hint(l.t("returns-reason-hint"))
                    .error(forms::error(l, problem, "reason")))
                (Field::text("note", l.t("orders-note")).value(data.text("note"))
                    .maxlength(2000).hint(l.t("orders-note-hint"))
                    .error(forms::error(l, problem, "note")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("returns-request")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

/// Nothing is filled in: what comes back is said, not assumed.
fn quantity(
    cx: &Cx,
    i: usize,
    line: &Returnable,
    data: &FormData,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let field = format!("lines[{i}][quantity]");
    let id = Field::id_of(&field);
    let error = forms::error(l, problem, &format!("lines[{i}].quantity"));
    let described = error.as_ref().map(|_| format!("{id}-error"));
    html! {
        input type="hidden" name=(format!("lines[{i}][line]")) value=(line.line);
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(field) value=(data.text(&field))
            aria-label=(format!("{}: {}", l.t("returns-quantity"), line.description))
            aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[&described];
        @if let Some(error) = &error {
            p.error id={ (id) "-error" } { (Icon::Stop) span { (error) } }
        }
    }
}

fn condition(cx: &Cx, i: usize, line: &Returnable, data: &FormData) -> Markup {
    let l = &cx.l;
    let field = format!("lines[{i}][condition]");
    let chosen = data.some(&field).unwrap_or("good");
    html! {
        select.input name=(field)
            aria-label=(format!("{}: {}", l.t("returns-condition"), line.description)) {
            @for (value, label) in conditions(l) {
                option value=(value) selected[value == chosen] { (label) }
            }
        }
    }
}
