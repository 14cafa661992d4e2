//! The tax return on paper: its boxes, what is to be paid, and how far it is.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::{Cx, Problem, Query};
use documents::{Cell, Column, Document, Field, Party, Total};
use platform::settings::{self, CompanyProfile};

use super::super::{TaxReport, TaxReportQuery};
use crate::press;

pub(super) async fn pdf(cx: Cx, Query(query): Query<TaxReportQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let report = super::super::report(&mut tx, &query).await?;
    let company = settings::company(&mut tx).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let name = format!("inline; filename=\"tax-{}-{}.pdf\"", report.from, report.to);
    let bytes = press::print(&cx.app, document(&cx, &report, &company)).await?;
    let kind = (header::CONTENT_TYPE, "application/pdf".to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn document(cx: &Cx, report: &TaxReport, company: &CompanyProfile) -> Document {
    let l = &cx.l;
    let rows = report.boxes.iter().map(|one| {
        vec![
            Cell::from(l.t(&format!("tax-side-{}", one.side.name()))),
            Cell::from(one.code.as_str()),
            Cell::from(super::report::name(cx, one)),
            Cell::from(l.amount(one.base)),
            Cell::from(l.amount(one.tax)),
        ]
    });
    let numbered = !company.tax_number.is_empty();
    let number = numbered.then(|| Field::new(l.t("tax-number"), &company.tax_number));
    let net = if report.net.is_negative() { "tax-to-get-back" } else { "tax-to-pay" };
    // What is no longer what was filed, or was never filed, must not be taken for a return.
    let final_one = report.filed.as_ref().is_some_and(|filed| filed.reopened_at.is_none());
    Document {
        language: press::language(l.lang()),
        digits: press::digits(l),
        kind: l.t("tax-report").into(),
        number: format!("{} – {}", l.date(report.from), l.date(report.to)),
        seller: Party {
            name: company.name.as_str().into(),
            fields: number.into_iter().collect(),
            ..Party::default()
        },
        meta: meta(cx, report),
        columns: vec![
            Column::text(l.t("tax-side"), 2),
            Column::text(l.t("tax-box"), 1),
            Column::text(l.t("tax-name"), 6),
            Column::number(l.t("tax-base")),
            Column::number(l.t("tax-amount")),
        ],
        rows: rows.collect(),
        totals: vec![
            Total::new(l.t("tax-side-sale"), l.money(report.sale_tax)),
            Total::new(l.t("tax-side-purchase"), l.money(report.purchase_tax)),
            Total::emphasised(l.t(net), l.money(report.net)),
        ],
        watermark: (!final_one).then(|| l.t("tax-state-open")),
        ..Document::default()
    }
}

fn meta(cx: &Cx, report: &TaxReport) -> Vec<Field> {
    let l = &cx.l;
    let mut meta = vec![Field::new(l.t("tax-currency"), report.net.currency.code())];
    if let Some(filed) = &report.filed {
        meta.push(Field::new(l.t("tax-filed-at"), l.timestamp(filed.filed_at)));
        if !filed.reference.is_empty() {
            meta.push(Field::new(l.t("tax-reference"), &filed.reference));
        }
    }
    if let Some(paid) = &report.payment {
        meta.push(Field::new(l.t("tax-paid"), l.money(paid.amount)));
    }
    meta
}
