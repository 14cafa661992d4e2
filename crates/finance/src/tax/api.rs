//! Tax codes and returns as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    ChangeTaxCode, NewTaxCode, NewTaxPayment, NewTaxReturn, RateFrom, ReopenTaxReturn, TaxCode,
    TaxCodeDetail, TaxLine, TaxLineQuery, TaxPayment, TaxReport, TaxReportQuery, TaxReturn,
};

const READ: Access = Access::Needs("tax.read");
const MANAGE: Access = Access::Needs("tax.manage");
const REPORT: Access = Access::Needs("tax.report");
const FILE: Access = Access::Needs("tax.file");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/tax-codes", READ, list)
            .summary("The tax codes of the company, the default first.")
            .answers::<TaxCodes>(200),
        Route::post("/api/v1/tax-codes", MANAGE, add)
            .summary("Adds a tax code.")
            .body::<NewTaxCode>()
            .answers::<TaxCodeDetail>(201),
        Route::get("/api/v1/tax-codes/{id}", READ, show)
            .summary("Shows a tax code with its rates and parts, also a retired one.")
            .answers::<TaxCodeDetail>(200),
        Route::patch("/api/v1/tax-codes/{id}", MANAGE, change)
            .summary("Changes or retires a tax code; what was posted with it keeps its meaning.")
            .body::<ChangeTaxCode>()
            .answers::<TaxCodeDetail>(200),
        Route::post("/api/v1/tax-codes/{id}/rates", MANAGE, set_rate)
            .summary("Gives a tax code another rate from a day on.")
            .body::<RateFrom>()
            .answers::<TaxCodeDetail>(200),
        Route::get("/api/v1/reports/tax", REPORT, report)
            .summary("The tax return of a period, filed or not yet.")
            .query::<TaxReportQuery>()
            .answers::<TaxReport>(200),
        Route::get("/api/v1/reports/tax/lines", REPORT, lines)
            .summary("What stands in a box of a return, entry by entry.")
            .query::<TaxLineQuery>()
            .answers::<List<TaxLine>>(200),
        Route::get("/api/v1/tax-returns", REPORT, returns)
            .summary("The returns that were filed, the newest first.")
            .answers::<TaxReturns>(200),
        Route::post("/api/v1/tax-returns", FILE, file)
            .summary("Marks the return of a period as filed and keeps its figures.")
            .body::<NewTaxReturn>()
            .answers::<TaxReturn>(201),
        Route::post("/api/v1/tax-returns/{id}/reopening", FILE, reopen)
            .summary("Reopens a filed return, with a reason; file it again afterwards.")
            .body::<ReopenTaxReturn>()
            .answers::<TaxReturn>(200),
        Route::post("/api/v1/tax-returns/{id}/payment", FILE, pay)
            .summary("Posts the payment of a filed return, once.")
            .body::<NewTaxPayment>()
            .answers::<TaxPayment>(201),
    ]
}

/// The tax codes of the company.
#[derive(Serialize, ToSchema)]
struct TaxCodes {
    /// The codes.
    items: Vec<TaxCode>,
}

/// The filed returns.
#[derive(Serialize, ToSchema)]
struct TaxReturns {
    /// The returns, the newest first.
    items: Vec<TaxReturn>,
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&TaxCodes { items: super::codes(&mut tx).await? })
}

async fn add(cx: Cx, Json(new): Json<NewTaxCode>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let added = super::add(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, added.version, &added).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let code = super::find(&mut tx, id).await?;
    cx.json_versioned(code.version, &code)
}

async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut new): Json<ChangeTaxCode>,
) -> Result<Response, Problem> {
    new.version = cx.if_match()?.or(new.version);
    let mut tx = cx.begin().await?;
    let changed = super::change(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn set_rate(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<RateFrom>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let changed = super::set_rate(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn report(cx: Cx, Query(query): Query<TaxReportQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::report(&mut tx, &query).await?)
}

async fn lines(cx: Cx, Query(query): Query<TaxLineQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::lines(&mut tx, &query).await?)
}

async fn returns(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&TaxReturns { items: super::returns(&mut tx).await? })
}

async fn file(cx: Cx, Json(new): Json<NewTaxReturn>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let filed = super::file(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &filed).await
}

async fn reopen(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<ReopenTaxReturn>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let reopened = super::reopen(&mut tx, id, new).await?;
    tx.reply(StatusCode::OK, &reopened).await
}

async fn pay(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewTaxPayment>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let paid = super::pay(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &paid).await
}
