//! The form of a debit note: how much less each line should have been, or the whole bill.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields, form, form_actions,
};
use base::{Currency, Cx, Flash, FormData, Money, Path, Problem, Tx};
use finance::bills::{self, Bill};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{NewBillDebit, NewDebitLine};
use super::address;
use crate::forms;
use crate::purchasing::grid::{self, Number};

/// A bill and what is left of each line, in minor units.
struct Left {
    bill: Bill,
    left: Vec<(i32, i64)>,
}

async fn left(tx: &mut Tx, id: Uuid) -> Result<Left, Problem> {
    let bill = bills::find(tx, id).await?;
    let before = bills::debited(tx, id).await?;
    let left = |line: &bills::BillLine| {
        (line.n, line.net.minor - before.get(&line.n).copied().unwrap_or_default().net)
    };
    Ok(Left { left: bill.lines.iter().map(left).filter(|(_, left)| *left != 0).collect(), bill })
}

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = left(&mut tx, id).await?;
    Ok(cx.page(&cx.l.t("purchasing-debit-new"), page(&cx, &seen, &FormData::default(), None)))
}

pub(super) async fn debit(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match debited(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let seen = left(&mut tx, id).await?;
            let body = page(&cx, &seen, &data, Some(&problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(cx.page_with(status, &cx.l.t("purchasing-debit-new"), body))
        }
        answer => answer,
    }
}

async fn debited(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let bill = bills::find(&mut tx, id).await?;
    let new = read(data, bill.gross.currency)?;
    let note = super::super::correct(&mut tx, id, new).await?;
    let flash = Flash::done("purchasing-debit-posted").name(note.name());
    tx.redirect(&address(note.id), flash).await
}

fn read(data: &FormData, currency: Currency) -> Result<NewBillDebit, Problem> {
    let (cancel, mut problem) = (data.has("cancel"), Problem::invalid());
    let mut lines = Vec::new();
    for row in data.rows("lines").into_iter().filter(|_| !cancel) {
        let n = data.cell("lines", row, "n").parse::<i32>().unwrap_or_default();
        match data.cell("lines", row, "net") {
            "" => {}
            text => match Money::parse_local(text, currency) {
                Ok(net) => lines.push(NewDebitLine { n, net }),
                Err(_) => problem = problem.field(format!("lines[{row}].net"), "not_a_number"),
            },
        }
    }
    if !cancel && lines.is_empty() && problem.fields().is_empty() {
        problem = problem.field("lines", "lines_required");
    }
    let (date, problem) = grid::date(data.text("date"), "date", problem);
    problem.or_ok()?;
    let reason = data.text("reason").to_owned();
    Ok(NewBillDebit { id: None, date, reason, lines: Some(lines), cancel })
}

fn page(cx: &Cx, seen: &Left, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts, bill) = (&cx.l, forms::texts(cx), &seen.bill);
    let back = address(bill.id);
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let wrong = |path: &str| forms::error(l, problem, path);
    html! {
        (PageHeader::new(&texts, l.t("purchasing-debit-new"))
            .crumb(l.t("bills-title"), "/admin/bills")
            .crumb(bill.name(), &back)
            .subtitle(&bill.supplier.name))
        (forms::mistakes(l, &texts, problem))
        @if seen.left.is_empty() {
            (Empty::new(Icon::Invoice, l.t("purchasing-nothing-left"), String::new())
                .actions(html! { (Button::link(l.t("purchasing-back"), &back).primary()) }))
        } @else {
            (form(&format!("{back}/debit"), &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("reason", l.t("purchasing-reason")).required(true)
                        .value(data.text("reason")).maxlength(500).span()
                        .error(wrong("reason")))
                    (Field::date("date", l.t("purchasing-date"))
                        .value(data.some("date").unwrap_or(&today)).error(wrong("date")))
                }))
                p.hint { (l.t("purchasing-debit-hint")) }
                (table(cx, seen, data, problem))
                (fields(html! {
                    (Field::checkbox("cancel", l.t("purchasing-debit-cancel"),
                        data.has("cancel")).hint(l.t("purchasing-debit-cancel-hint")).span())
                }))
                (form_actions(html! {
                    (Button::submit(l.t("purchasing-debit-post")).primary().icon(Icon::Check))
                    (Button::link(&texts.cancel, &back))
                }))
            }))
        }
    }
}

fn table(cx: &Cx, seen: &Left, data: &FormData, problem: Option<&Problem>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-description")),
        Column::new(l.t("purchasing-net")).numeric(),
        Column::new(l.t("purchasing-left")).numeric(),
        Column::new(l.t("purchasing-less")).numeric(),
    ];
    let rows = seen.left.iter().enumerate().filter_map(|(i, (n, left))| {
        let line = seen.bill.lines.iter().find(|line| line.n == *n)?;
        let number = Number {
            row: i,
            column: "net",
            typed: data.cell("lines", i, "net"),
            label: &format!("{}: {}", l.t("purchasing-less"), line.description),
        };
        Some(Row::new(vec![
            bdi(&line.description),
            bdi(&l.amount(line.net)),
            bdi(&l.amount(Money::new(*left, line.net.currency))),
            html! {
                input type="hidden" name=(format!("lines[{i}][n]")) value=(n);
                (grid::number_cell(cx, &number, problem))
            },
        ]))
    });
    Table::new(l.t("purchasing-lines"), columns).rows(rows)
}
