//! Reports as people see them.

mod file;
mod filters;
mod landing;
mod paper;
mod sheet;

use std::future::Future;
use std::pin::Pin;

use axum::response::Response;
use base::{Access, Cx, Problem, Query, Route};

use super::{ChangesQuery, Kind, ON_A_PAGE, ReportQuery, changes};
use file::{FileQuery, MOST_LINES};

/// Where each report is, and its files.
const PATHS: [(&str, &str, Kind); 11] = [
    ("/admin/reports/trial-balance", "/admin/reports/trial-balance/export", Kind::TrialBalance),
    (
        "/admin/reports/profit-and-loss",
        "/admin/reports/profit-and-loss/export",
        Kind::ProfitAndLoss,
    ),
    ("/admin/reports/balance-sheet", "/admin/reports/balance-sheet/export", Kind::BalanceSheet),
    ("/admin/reports/cash-flow", "/admin/reports/cash-flow/export", Kind::CashFlow),
    ("/admin/reports/budget", "/admin/reports/budget/export", Kind::Budget),
    ("/admin/reports/general-ledger", "/admin/reports/general-ledger/export", Kind::GeneralLedger),
    ("/admin/reports/journal", "/admin/reports/journal/export", Kind::Journal),
    ("/admin/reports/stock-balance", "/admin/reports/stock-balance/export", Kind::StockBalance),
    ("/admin/reports/stock-ledger", "/admin/reports/stock-ledger/export", Kind::StockLedger),
    (
        "/admin/reports/stock-valuation",
        "/admin/reports/stock-valuation/export",
        Kind::StockValuation,
    ),
    ("/admin/reports/gross-margin", "/admin/reports/gross-margin/export", Kind::GrossMargin),
];

const READ: Access = Access::Needs("ledger.read");

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/admin/reports", Access::Needs("reports.read"), landing),
        Route::get("/admin/reports/changes", READ, differ),
        Route::get("/admin/reports/changes/export", READ, differ_file),
    ];
    for (page, export, kind) in PATHS {
        let access = || Access::Needs(kind.permission());
        routes.push(Route::get(page, access(), show(kind)));
        routes.push(Route::get(export, access(), save(kind)));
    }
    routes
}

type Answer = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

async fn landing(cx: Cx) -> Result<Response, Problem> {
    Ok(cx.page(&cx.l.t("reports-title"), landing::page(&cx)))
}

fn show(kind: Kind) -> impl Fn(Cx, Query<ReportQuery>) -> Answer + Clone + Send + Sync + 'static {
    move |cx, Query(query)| {
        Box::pin(async move {
            let mut tx = cx.read().await?;
            let (asked, sheet) = kind.sheet(&mut tx, &cx.l, query, ON_A_PAGE).await?;
            let form = filters::form(&mut tx, &cx, kind, &asked).await?;
            let title = cx.l.t(&format!("reports-{}", kind.slug()));
            Ok(cx.page(&title, sheet::page(&cx, &title, &asked, &sheet, form)))
        })
    }
}

fn save(
    kind: Kind,
) -> impl Fn(Cx, Query<FileQuery>, Query<ReportQuery>) -> Answer + Clone + Send + Sync + 'static {
    move |cx, Query(wanted), Query(query)| {
        Box::pin(async move {
            let mut tx = cx.read().await?;
            let (asked, sheet) = kind.sheet(&mut tx, &cx.l, query, MOST_LINES).await?;
            let title = cx.l.t(&format!("reports-{}", kind.slug()));
            file::answer(&cx, tx, wanted, &title, &asked, &sheet).await
        })
    }
}

async fn differ(cx: Cx, Query(query): Query<ChangesQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let (asked, sheet) = changes::changes(&mut tx, &cx.l, &query, ON_A_PAGE).await?;
    let form = filters::moments(&cx, &query, &asked);
    let title = cx.l.t("reports-changes");
    Ok(cx.page(&title, sheet::page(&cx, &title, &asked, &sheet, form)))
}

async fn differ_file(
    cx: Cx,
    Query(wanted): Query<FileQuery>,
    Query(query): Query<ChangesQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let (asked, sheet) = changes::changes(&mut tx, &cx.l, &query, MOST_LINES).await?;
    let title = cx.l.t("reports-changes");
    file::answer(&cx, tx, wanted, &title, &asked, &sheet).await
}
