//! Currencies and rates as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Currency, Cx, Date, Json, List, Path, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ChangeCurrency, NewCurrency, NewRate, RateQuery, RateRow, UsedCurrency};

const READ: Access = Access::Needs("currencies.read");
const MANAGE: Access = Access::Needs("currencies.manage");

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
