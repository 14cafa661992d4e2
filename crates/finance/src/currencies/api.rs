//! Currencies and rates as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Currency, Cx, Date, Json, List, Path, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ChangeCurrency, NewCurrency, NewRate, NewRevaluation, RateQuery, RateRow, Revaluation,
    RevaluationPreview, UsedCurrency,
};

pub(super) const READ: Access = Access::Needs("currencies.read");
pub(super) const MANAGE: Access = Access::Needs("currencies.manage");
pub(super) const REVALUE: Access = Access::Needs("currencies.revalue");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/currencies", READ, list)
            .summary("The currencies in use beside the company's own.")
            .answers::<Currencies>(200),
        Route::post("/api/v1/currencies", MANAGE, take_up)
            .summary("Takes a currency up, so that documents may have it.")
            .body::<NewCurrency>()
            .answers::<UsedCurrency>(201),
        Route::patch("/api/v1/currencies/{code}", MANAGE, change)
            .summary("Changes how long rates are good, or lays a currency down.")
            .body::<ChangeCurrency>()
            .answers::<UsedCurrency>(200),
        Route::get("/api/v1/exchange-rates", READ, rates)
            .summary("Lists rates, the newest first.")
            .query::<RateQuery>()
            .answers::<List<RateRow>>(200),
        Route::post("/api/v1/exchange-rates", MANAGE, enter)
            .summary("Enters rates, all or none; one of the same day is replaced.")
            .body::<NewRates>()
            .answers::<Entered>(200),
        Route::get("/api/v1/revaluations", REVALUE, revaluations)
            .summary("The revaluations of month ends that were posted.")
            .answers::<Revaluations>(200),
        Route::get("/api/v1/revaluations/preview", REVALUE, preview)
            .summary("What the revaluation of a month's end would post.")
            .query::<MonthEnd>()
            .answers::<RevaluationPreview>(200),
        Route::post("/api/v1/revaluations", REVALUE, revalue)
            .summary("Revalues what is open at a month's end; again, it posts what changed since.")
            .body::<NewRevaluation>()
            .answers::<Revalued>(200),
        Route::delete("/api/v1/exchange-rates/{currency}/{date}", MANAGE, remove)
            .summary("Takes a rate out that was entered by mistake.")
            .answers_empty(204),
    ]
}

/// The currencies of a company.
#[derive(Serialize, ToSchema)]
struct Currencies {
    /// The currency of its books.
    own: Currency,
    /// The others.
    items: Vec<UsedCurrency>,
}

/// Rates about to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRates {
    /// The rates, at most 5,000.
    rates: Vec<NewRate>,
}

/// What was entered.
#[derive(Serialize, ToSchema)]
struct Entered {
    /// So many rates.
    entered: usize,
}

/// The revaluations of a company.
#[derive(Serialize, ToSchema)]
struct Revaluations {
    /// The newest first.
    items: Vec<Revaluation>,
}

/// What a revaluation did.
#[derive(Serialize, ToSchema)]
struct Revalued {
    /// What was posted; none when nothing had to be.
    revaluation: Option<Revaluation>,
}

/// Which month.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MonthEnd {
    /// Its last day.
    #[param(value_type = String)]
    date: Date,
}

async fn revaluations(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Revaluations { items: super::revaluations(&mut tx).await? })
}

async fn preview(cx: Cx, Query(month): Query<MonthEnd>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::preview(&mut tx, month.date).await?)
}

async fn revalue(cx: Cx, Json(new): Json<NewRevaluation>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let revaluation = super::revalue(&mut tx, new).await?;
    tx.reply(StatusCode::OK, &Revalued { revaluation }).await
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = super::used(&mut tx).await?;
    cx.json(&Currencies { own: tx.currency(), items })
}

async fn take_up(cx: Cx, Json(new): Json<NewCurrency>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let taken = super::take_up(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, taken.version, &taken).await
}

async fn change(
    cx: Cx,
    Path(code): Path<Currency>,
    Json(change): Json<ChangeCurrency>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let changed = super::change(&mut tx, code, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn rates(cx: Cx, Query(query): Query<RateQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::rates(&mut tx, &query).await?)
}

async fn enter(cx: Cx, Json(new): Json<NewRates>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let entered = new.rates.len();
    super::enter(&mut tx, new.rates).await?;
    tx.reply(StatusCode::OK, &Entered { entered }).await
}

async fn remove(
    cx: Cx,
    Path((currency, date)): Path<(Currency, Date)>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, currency, date).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}
