//! A finished day: its report on the page and as a table.

use axum::http::StatusCode;
use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Button, Card, Column, Facts, Field, Icon, PageHeader, Row, Table, bdi, fields, form,
};
use base::{Cx, Flash, FormData, Money, Path, Problem, Query};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Reopening, Report};
use super::address;
use crate::forms::{error, mistakes, texts};

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    answer(&cx, id, None).await
}

async fn answer(cx: &Cx, id: Uuid, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let report = super::super::report(&mut tx, id).await?;
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(cx.page_with(status, &cx.l.t("banking-report"), page(cx, &report, problem)))
}

pub(super) async fn reopen(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        let why = Reopening { reason: data.text("reason").to_owned() };
        let done = super::super::reopen(&mut tx, id, why).await?;
        let flash = Flash::done("banking-reopened-done").name(cx.l.date(done.to_date));
        tx.redirect(&address(done.bank_account_id), flash).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() || problem.status() == StatusCode::CONFLICT => {
            answer(&cx, id, Some(&problem)).await
        }
        answered => answered,
    }
}

fn page(cx: &Cx, report: &Report, problem: Option<&Problem>) -> Markup {
    let (l, texts, done) = (&cx.l, texts(cx), &report.reconciliation);
    let here = format!("/admin/bank/reconciliations/{}", done.id);
    let money = |minor| l.money(Money::new(minor, report.account.currency));
    let facts = Facts::new()
        .text(l.t("banking-statement-balance"), &money(done.statement_balance))
        .text(l.t("banking-book-balance"), &money(done.book_balance))
        .text(l.t("banking-outstanding"), &money(done.outstanding))
        .text(l.t("banking-finished-by"), &done.finished_by)
        .text(l.t("banking-finished-at"), &l.timestamp(done.finished_at));
    let day = [("date", l.date(done.to_date).into())];
    html! {
        (PageHeader::new(&texts, l.with("banking-report-to", &day))
            .crumb(l.t("banking-title"), "/admin/bank")
            .crumb(super::named(l, &report.account), address(report.account.id))
            .actions(html! {
                (Button::link("PDF", format!("{here}/pdf")).icon(Icon::Download).download())
                (Button::link("CSV", format!("{here}/export?format=csv")).download())
                (Button::link("XLSX", format!("{here}/export?format=xlsx")).download())
            }))
        (mistakes(l, &texts, problem))
        (Card::new(html! { (facts) }).title(l.t("banking-stands")))
        (Card::new(html! { (outstanding(cx, report)) })
            .title(l.t("banking-outstanding")).flush())
        (Card::new(html! { (cleared(cx, report)) })
            .title(l.t("banking-cleared")).flush())
        @if done.reopened_at.is_some() {
            p.muted { (l.with("banking-reopened-why", &[("reason", done.reason.as_str().into())])) }
        } @else if cx.may("banking.manage") {
            (Card::new(form(&format!("{here}/reopen"), &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("reason", l.t("banking-reason")).required(true).maxlength(500)
                        .error(error(l, problem, "reason")))
                }))
                div.row { (Button::submit(l.t("banking-reopen"))) }
            })).title(l.t("banking-reopen")))
        }
    }
}

fn outstanding(cx: &Cx, report: &Report) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-date")).unbroken(),
        Column::new(l.t("ledger-entry")).title(),
        Column::new(l.t("banking-description")),
        Column::new(l.t("banking-amount")).numeric(),
    ];
    let rows = report.outstanding.iter().map(|line| {
        Row::new(vec![
            bdi(&l.date(line.date)),
            html! { a href={ "/admin/ledger/entries/" (line.entry_id) } { (bdi(&line.number)) } },
            bdi(&line.memo),
            bdi(&l.amount(Money::new(line.amount, report.account.currency))),
        ])
    });
    Table::new(l.t("banking-outstanding"), columns).rows(rows)
}

fn cleared(cx: &Cx, report: &Report) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-date")).unbroken(),
        Column::new(l.t("banking-description")).title(),
        Column::new(l.t("banking-counterparty")),
        Column::new(l.t("banking-amount")).numeric(),
    ];
    let rows = report.cleared.iter().take(500).map(|line| {
        Row::new(vec![
            bdi(&l.date(line.date)),
            bdi(&line.description),
            bdi(&line.counterparty),
            bdi(&l.amount(line.amount)),
        ])
    });
    Table::new(l.t("banking-cleared"), columns).rows(rows)
}

pub(super) async fn export(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(wanted): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "banking-state",
        "banking-date",
        "banking-number",
        "banking-description",
        "banking-amount",
    ];
    let mut tx = cx.read().await?;
    let report = super::super::report(&mut tx, id).await?;
    let name = format!("bank-{}", report.reconciliation.to_date);
    let mut file = Export::new(wanted.format, &name, headings.map(|key| cx.l.t(key)))?;
    let (cleared, open) = (cx.l.t("banking-cleared"), cx.l.t("banking-outstanding"));
    for line in &report.cleared {
        file.row([
            Cell::from(&cleared),
            line.date.into(),
            (&line.bank_reference).into(),
            (&line.description).into(),
            line.amount.into(),
        ])?;
    }
    for line in &report.outstanding {
        file.row([
            Cell::from(&open),
            line.date.into(),
            (&line.number).into(),
            (&line.memo).into(),
            Money::new(line.amount, report.account.currency).into(),
        ])?;
    }
    file.finish().await
}
