//! A tax return and the lines behind a box as files.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Problem, Query};

use super::super::{TaxLineQuery, TaxReportQuery};
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn report(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(query): Query<TaxReportQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let mut tx = cx.read().await?;
    let found = super::super::report(&mut tx, &query).await?;
    let headings = [
        "tax-side",
        "tax-box",
        "tax-name",
        "tax-base",
        "tax-amount",
        "tax-corrected-base",
        "tax-corrected-tax",
    ];
    let name = format!("tax-return-{}-{}", found.from, found.to);
    let mut file = Export::new(wanted.format, &name, headings.map(|key| l.t(key)))?;
    for one in &found.boxes {
        file.row([
            Cell::from(l.t(&format!("tax-side-{}", one.side.name()))),
            (&one.code).into(),
            super::report::name(&cx, one).into(),
            one.base.into(),
            one.tax.into(),
            one.corrected_base.into(),
            one.corrected_tax.into(),
        ])?;
    }
    let net = if found.net.is_negative() { "tax-to-get-back" } else { "tax-to-pay" };
    for (key, amount) in [
        ("tax-side-sale", found.sale_tax),
        ("tax-side-purchase", found.purchase_tax),
        (net, found.net),
        ("tax-accounts", found.accounts),
        ("tax-difference", found.difference),
    ] {
        let label = Cell::from(l.t(key));
        file.row([
            Cell::Empty,
            Cell::Empty,
            label,
            Cell::Empty,
            amount.into(),
            Cell::Empty,
            Cell::Empty,
        ])?;
    }
    file.finish().await
}

pub(super) async fn lines(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<TaxLineQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "tax-date",
        "tax-entry",
        "tax-memo",
        "tax-code",
        "tax-base",
        "tax-amount",
        "tax-correction",
    ];
    let mut tx = cx.read().await?;
    let mut file = Export::new(wanted.format, "tax-lines", headings.map(|key| cx.l.t(key)))?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::lines(&mut tx, &query).await?;
        for line in &page.items {
            file.row([
                Cell::from(line.date),
                (&line.number).into(),
                (&line.memo).into(),
                (&line.code).into(),
                line.base.into(),
                line.tax.into(),
                line.is_correction.then(|| cx.l.t("tax-correction")).into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
