//! The form of a return: first the receipt, then how much of each line goes back.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, Problem, Quantity, Query, Tx};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{NewPurchaseReturn, NewReturnLine, give_back};
use super::{LIST, address};
use crate::asked::filter;
use crate::forms;
use crate::purchasing::grid;
use crate::purchasing::received::{self, ReceivedLine};
use crate::suppliers;

/// What the form is opened for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct For {
    #[serde(deserialize_with = "filter")]
    receipt: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let title = cx.l.t("purchasing-return-new");
    let mut tx = cx.read().await?;
    let Some(receipt) = asked.receipt else {
        let link = |id: Uuid| format!("{LIST}/new?receipt={id}");
        let body = grid::receipts(&cx, &mut tx, &title, ("purchasing-returns", LIST), link).await?;
        return Ok(cx.page(&title, body));
    };
    let lines = lines_of(&mut tx, receipt).await?;
    Ok(cx.page(&title, page(&cx, &lines, &FormData::default(), None)))
}

async fn lines_of(tx: &mut Tx, receipt: Uuid) -> Result<Vec<ReceivedLine>, Problem> {
    let lines = received::of_receipt(tx, receipt, false).await?;
    if lines.is_empty() { Err(Problem::not_found()) } else { Ok(lines) }
}

pub(super) async fn give(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match given(&cx, &data).await {
        Err(problem) if problem.is_mendable() => {
            let receipt = data.text("receipt_id").parse().map_err(|_| Problem::not_found())?;
            let mut tx = cx.read().await?;
            let lines = lines_of(&mut tx, receipt).await?;
            let body = page(&cx, &lines, &data, Some(&problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(cx.page_with(status, &cx.l.t("purchasing-return-new"), body))
        }
        answer => answer,
    }
}

async fn given(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::new();
    for row in data.rows("lines") {
        let line = data.cell("lines", row, "line").parse::<i32>().unwrap_or_default();
        match data.cell("lines", row, "quantity") {
            "" => {}
            text => match Quantity::parse_local(text) {
                Ok(quantity) if quantity.is_zero() => {}
                Ok(quantity) => lines.push(NewReturnLine { line, quantity }),
                Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
            },
        }
    }
    let (date, problem) = grid::date(data.text("date"), "date", problem);
    problem.or_ok()?;
    let mut tx = cx.begin().await?;
    let mut supplier = data.text("supplier_id").to_owned();
    suppliers::find_typed(&mut tx, &mut supplier, data.text("supplier_id_text")).await?;
    let new = NewPurchaseReturn {
        id: None,
        receipt_id: data.text("receipt_id").parse().map_err(|_| Problem::not_found())?,
        supplier_id: supplier.parse().ok(),
        date,
        reason: data.text("reason").to_owned(),
        lines,
    };
    let one = give_back(&mut tx, new).await?;
    tx.redirect(&address(one.id), Flash::done("purchasing-gave-back").name(one.number)).await
}

fn page(cx: &Cx, lines: &[ReceivedLine], data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let Some(first) = lines.first() else { return html! {} };
    let wrong = |path: &str| forms::error(l, problem, path);
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let left = lines.iter().any(|line| line.returnable().is_positive());
    let mut hidden = cx.hidden();
    hidden.push(("receipt_id".to_owned(), first.receipt_id.to_string()));
    let (label, shown) = (l.t("purchasing-supplier"), data.text("supplier_id_text"));
    html! {
        (PageHeader::new(&texts, l.t("purchasing-return-new"))
            .crumb(l.t("purchasing-returns"), LIST)
            .subtitle(format!("{} {}", first.receipt_number, first.supplier)))
        (forms::mistakes(l, &texts, problem))
        @if !left {
            (Empty::new(Icon::Truck, l.t("purchasing-nothing-left"), String::new())
                .actions(html! { (Button::link(l.t("purchasing-back"), LIST).primary()) }))
        } @else {
            (form(&format!("{LIST}/new"), &hidden, html! {
                (table(cx, lines, data, problem))
                (fields(html! {
                    @if first.supplier_id.is_none() {
                        (Field::lookup("supplier_id", label, "/admin/suppliers/lookup", shown)
                            .value(data.text("supplier_id")).required(true)
                            .error(wrong("supplier_id")))
                    }
                    (Field::text("reason", l.t("purchasing-reason")).required(true)
                        .value(data.text("reason")).maxlength(500).span()
                        .error(wrong("reason")))
                    (Field::date("date", l.t("purchasing-date"))
                        .value(data.some("date").unwrap_or(&today)).error(wrong("date")))
                }))
                (form_actions(html! {
                    (Button::submit(l.t("purchasing-give-back")).primary().icon(Icon::Check))
                    (Button::link(&texts.cancel, LIST))
                }))
            }))
        }
    }
}

fn table(cx: &Cx, lines: &[ReceivedLine], data: &FormData, problem: Option<&Problem>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-left")).numeric(),
        Column::new(l.t("purchasing-goes-back")).numeric(),
    ];
    let rows = lines.iter().enumerate().map(|(i, line)| {
        let label = format!("{}: {}", l.t("purchasing-goes-back"), line.sku);
        let (about, typed) = ([("line", line.line.to_string())], data.cell("lines", i, "quantity"));
        Row::new(vec![
            html! { (bdi(&line.sku)) " " (l.text(&line.name)) },
            bdi(&l.quantity(line.quantity)),
            bdi(&l.quantity(line.returnable())),
            grid::quantity(cx, i, &about, typed, &label, problem),
        ])
    });
    Table::new(l.t("purchasing-lines"), columns).rows(rows)
}
