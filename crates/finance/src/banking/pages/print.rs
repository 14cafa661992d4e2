//! The report of a finished day on paper.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::{Cx, Money, Path, Problem};
use documents::{Cell, Column, Document, Field, Party, Total};
use uuid::Uuid;

use super::super::Report;
use crate::press;

pub(super) async fn pdf(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let report = super::super::report(&mut tx, id).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let name = format!("inline; filename=\"bank-{}.pdf\"", report.reconciliation.to_date);
    let bytes = press::print(&cx.app, document(&cx, &report)).await?;
    let kind = (header::CONTENT_TYPE, "application/pdf".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn document(cx: &Cx, report: &Report) -> Document {
    let (l, done, account) = (&cx.l, &report.reconciliation, &report.account);
    let money = |minor| Money::new(minor, account.currency);
    let open = l.t("banking-outstanding");
    let row = |day: String, words: &str, state: &str, amount: Money| {
        vec![Cell::from(day), Cell::from(words), Cell::from(state), Cell::from(l.amount(amount))]
    };
    let matched = l.t("banking-cleared");
    let cleared = report.cleared.iter();
    let cleared =
        cleared.map(|line| row(l.date(line.date), &line.description, &matched, line.amount));
    let outstanding = report.outstanding.iter().map(|line| {
        let words = format!("{} {}", line.number, line.memo);
        row(l.date(line.date), &words, &open, money(line.amount))
    });
    Document {
        language: press::language(l.lang()),
        digits: press::digits(l),
        kind: l.t("banking-report").into(),
        number: l.date(done.to_date),
        seller: Party { name: cx.actor.tenant.name.clone().into(), ..Party::default() },
        buyer: Party {
            title: l.t("banking-account").into(),
            name: super::named(l, account).into(),
            lines: vec![account.bank.clone(), account.number.clone()],
            fields: Vec::new(),
        },
        meta: vec![
            Field::new(l.t("banking-currency"), account.currency.code()),
            Field::new(l.t("banking-finished-by"), &done.finished_by),
            Field::new(l.t("banking-finished-at"), l.timestamp(done.finished_at)),
        ],
        columns: vec![
            Column::text(l.t("banking-date"), 2),
            Column::text(l.t("banking-description"), 6),
            Column::text(l.t("banking-state"), 2),
            Column::number(l.t("banking-amount")),
        ],
        rows: cleared.chain(outstanding).collect(),
        totals: vec![
            total(l.t("banking-statement-balance"), l.money(money(done.statement_balance))),
            total(l.t("banking-outstanding"), l.money(money(done.outstanding))),
            total(l.t("banking-book-balance"), l.money(money(done.book_balance))),
        ],
        ..Document::default()
    }
}

fn total(label: String, amount: String) -> Total {
    Total::new(label, amount)
}
