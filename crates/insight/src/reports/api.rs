//! Reports as JSON: the sheet that the page shows, with amounts as amounts.

use axum::response::Response;
use base::export::MOST_ROWS;
use base::{Access, Cx, Problem, Query, Route};
use std::future::Future;

use super::{ChangesQuery, Kind, ReportQuery, Sheet, changes};

/// The addresses; the trial balance of one day is the ledger's own.
const PATHS: [(&str, &str, Kind); 11] = [
    (
        "/api/v1/reports/movements",
        "Opening, movement and closing of every account.",
        Kind::TrialBalance,
    ),
    ("/api/v1/reports/profit-and-loss", "Income less expenses.", Kind::ProfitAndLoss),
    (
        "/api/v1/reports/balance-sheet",
        "What the company has, owes and is worth.",
        Kind::BalanceSheet,
    ),
    ("/api/v1/reports/cash-flow", "Why the cash changed.", Kind::CashFlow),
    (
        "/api/v1/reports/budget",
        "The active budget beside what came of it, for whole months and the year so far.",
        Kind::Budget,
    ),
    ("/api/v1/reports/general-ledger", "Account by account, line by line.", Kind::GeneralLedger),
    ("/api/v1/reports/journal", "Entry by entry, line by line.", Kind::Journal),
    ("/api/v1/reports/stock-balance", "How much of each item lies where.", Kind::StockBalance),
    ("/api/v1/reports/stock-ledger", "Every move of goods.", Kind::StockLedger),
    ("/api/v1/reports/stock-valuation", "What the stock is worth.", Kind::StockValuation),
    (
        "/api/v1/reports/gross-margin",
        "What products, customers or orders earned.",
        Kind::GrossMargin,
    ),
];

pub(super) fn routes() -> Vec<Route> {
    let route = |(path, summary, kind): (&'static str, &'static str, Kind)| {
        Route::get(path, Access::Needs(kind.permission()), show(kind))
            .summary(summary)
            .query::<ReportQuery>()
            .answers::<Sheet>(200)
    };
    let mut routes: Vec<Route> = PATHS.into_iter().map(route).collect();
    routes.push(
        Route::get("/api/v1/reports/changes", Access::Needs("ledger.read"), differ)
            .summary("What changed between two moments, with the lines that made it.")
            .query::<ChangesQuery>()
            .answers::<Sheet>(200),
    );
    routes
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

fn show(kind: Kind) -> impl Fn(Cx, Query<ReportQuery>) -> Answer + Clone + Send + Sync + 'static {
    move |cx, Query(query)| {
        Box::pin(async move {
            let mut tx = cx.read().await?;
            let (_, sheet) = kind.sheet(&mut tx, &cx.l, query, MOST_ROWS).await?;
            cx.json(&sheet)
        })
    }
}

async fn differ(cx: Cx, Query(query): Query<ChangesQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let (_, sheet) = changes::changes(&mut tx, &cx.l, &query, MOST_ROWS).await?;
    cx.json(&sheet)
}
