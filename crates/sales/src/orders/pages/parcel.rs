//! The form of a delivery: how much of each line leaves now.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form,
    form_actions,
};
use base::{Cx, Flash, FormData, L, Path, Problem, Quantity};
use maud::{Markup, html};
use supply::inventory::LotToShip;
use uuid::Uuid;

use super::super::order::Line;
use super::super::{DeliverLine, NewDelivery, Order, PickedLot, deliverable_lots};
use super::{address, name};
use crate::forms;

/// As many lots of a line as the form shows: those that would leave first.
const SHOWN: usize = 40;

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::super::find(&mut tx, id).await?;
    let lots = deliverable_lots(&mut tx, &order).await?;
    let data = FormData::default();
    Ok(cx.page(&cx.l.t("orders-deliver"), page(&cx, &order, &lots, &data, None)))
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
            let lots = deliverable_lots(&mut tx, &order).await?;
            let body = page(&cx, &order, &lots, &data, Some(&problem));
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
        let quantity = match data.cell("lines", row, "quantity") {
            "" => Ok(Quantity::ZERO),
            text => Quantity::parse_local(text),
        };
        let (lots, wrong) = read_lots(data, row);
        for k in wrong {
            problem = problem.field(format!("lines[{row}].lots[{k}].quantity"), "not_a_number");
        }
        match quantity {
            Ok(quantity) => lines.push(DeliverLine { line, quantity, lots }),
            Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
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

/// The name of the field for so much of the lot that is shown as the `k`-th of a line.
fn lot_field(k: usize) -> String {
    format!("lot_{k}")
}

/// The lots of a row into which somebody wrote a quantity, and the places of those that are no
/// numbers. A lot keeps its place among those that were chosen, as refusals count them.
fn read_lots(data: &FormData, row: usize) -> (Vec<PickedLot>, Vec<usize>) {
    let (mut lots, mut wrong) = (Vec::new(), Vec::new());
    for k in 0..SHOWN {
        let text = data.cell("lines", row, &lot_field(k));
        if text.is_empty() {
            continue;
        }
        let lot_id = data.cell("lines", row, &format!("lot_id_{k}")).parse().ok();
        match Quantity::parse_local(text) {
            Ok(quantity) => lots.push(PickedLot { lot_id, code: None, quantity }),
            Err(_) => wrong.push(lots.len() + wrong.len()),
        }
    }
    (lots, wrong)
}

fn page(
    cx: &Cx,
    order: &Order,
    lots: &[LotToShip],
    data: &FormData,
    problem: Option<&Problem>,
) -> Markup {
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
        (mistakes(cx, data, problem))
        @if left.is_empty() {
            (Empty::new(Icon::Truck, l.t("orders-nothing-left"), String::new())
                .actions(html! { (Button::link(l.t("orders-back"), &back).primary()) }))
        } @else {
            (form(&format!("{back}/deliver"), &super::hidden(cx, order), html! {
                (Card::new(html! {
                    (table(cx, &left, lots, data, problem))
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

fn table(
    cx: &Cx,
    left: &[&Line],
    lots: &[LotToShip],
    data: &FormData,
    problem: Option<&Problem>,
) -> Table {
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
            html! {
                (quantity(cx, i, line, data, problem))
                (choice(cx, i, line, lots, data, problem))
            },
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

/// The lots that the line could come from; what is written here leaves in place of what expires
/// first.
fn choice(
    cx: &Cx,
    i: usize,
    line: &Line,
    lots: &[LotToShip],
    data: &FormData,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let ours = lots.iter().filter(|lot| lot.variant_id == line.variant_id).take(SHOWN);
    let ours: Vec<&LotToShip> = ours.collect();
    if ours.is_empty() {
        return html! {};
    }
    let places = places(data, i);
    html! {
        details open[places.iter().any(Option::is_some)] {
            summary { (l.t("orders-lots")) }
            p.small.muted { (l.t("orders-lots-hint")) }
            @for ((k, lot), place) in ours.into_iter().enumerate().zip(places) {
                (lot_input(cx, i, k, lot, data, lot_error(l, i, place, problem)))
            }
        }
    }
}

/// Which of the lots of a row were chosen, counted from the first that was: as refusals count.
fn places(data: &FormData, row: usize) -> Vec<Option<usize>> {
    let mut chosen = 0;
    let place = |k: usize| {
        let is_chosen = !data.cell("lines", row, &lot_field(k)).is_empty();
        let place = is_chosen.then_some(chosen);
        chosen += usize::from(is_chosen);
        place
    };
    (0..SHOWN).map(place).collect()
}

fn lot_error(l: &L, i: usize, place: Option<usize>, problem: Option<&Problem>) -> Option<String> {
    let path = |field: &str| Some(format!("lines[{i}].lots[{}].{field}", place?));
    ["quantity", "code"].into_iter().find_map(|field| forms::error(l, problem, &path(field)?))
}

/// The mistakes above the form; those in lots lead to the fields of their lots.
fn mistakes(cx: &Cx, data: &FormData, problem: Option<&Problem>) -> Markup {
    let name = |path: &str| {
        let (row, rest) = path.strip_prefix("lines[")?.split_once("].lots[")?;
        let (row, place) = (row.parse().ok()?, rest.split_once(']')?.0.parse().ok()?);
        let k = places(data, row).iter().position(|found| *found == Some(place))?;
        Some(format!("lines[{row}][{}]", lot_field(k)))
    };
    html! { (forms::mistakes_at(&cx.l, &forms::texts(cx), problem, name)) }
}

fn lot_input(
    cx: &Cx,
    i: usize,
    k: usize,
    lot: &LotToShip,
    data: &FormData,
    error: Option<String>,
) -> Markup {
    let l = &cx.l;
    let typed = data.cell("lines", i, &lot_field(k));
    let mut facts = vec![("lot", lot.code.as_str().into()), ("free", l.quantity(lot.free).into())];
    let key = match lot.expires_on {
        Some(day) => {
            facts.push(("date", l.date(day).into()));
            "orders-lot-expires"
        }
        None => "orders-lot",
    };
    html! {
        input type="hidden" name=(format!("lines[{i}][lot_id_{k}]")) value=(lot.lot_id);
        (Field::decimal(format!("lines[{i}][{}]", lot_field(k)), l.with(key, &facts))
            .value(typed).error(error))
    }
}
