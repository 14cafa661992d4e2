//! Closing as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Date, Json, Path, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::month::parse;
use super::{CheckRow, CloseMonth, FiscalYear, Month, NewOpening, Opening, PastClose, ReopenMonth};
use crate::asked::filter;
use crate::book_settings::settings;
use crate::ledger::Module;

const READ: Access = Access::Needs("ledger.read");
const LOCK: Access = Access::Needs("periods.lock");
const CLOSE: Access = Access::Needs("periods.close");
const REOPEN: Access = Access::Needs("periods.reopen");
const OPEN: Access = Access::Needs("journals.post");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/periods", READ, months)
            .summary("The twelve months of a fiscal year: what is locked, what is closed.")
            .query::<YearQuery>()
            .answers::<Months>(200),
        Route::get("/api/v1/periods/{month}", READ, month)
            .summary("A month (`2026-02`) with its checklist and its history.")
            .query::<CheckQuery>()
            .answers::<MonthDetail>(200),
        Route::post("/api/v1/periods/{month}/lock", LOCK, lock)
            .summary("Locks parts of the business out of a month.")
            .body::<Modules>()
            .answers::<Month>(200),
        Route::post("/api/v1/periods/{month}/unlock", LOCK, unlock)
            .summary("Lets parts of the business into a month again.")
            .body::<Modules>()
            .answers::<Month>(200),
        Route::post("/api/v1/periods/{month}/close", CLOSE, close)
            .summary("Closes a month for good, when nothing on its checklist blocks.")
            .body::<CloseMonth>()
            .answers::<Month>(200),
        Route::post("/api/v1/periods/{month}/reopen", REOPEN, reopen)
            .summary("Opens a closed month again, with a reason.")
            .body::<ReopenMonth>()
            .answers::<Month>(200),
        Route::get("/api/v1/fiscal-years", READ, years)
            .summary("The fiscal years, the newest first.")
            .answers::<Years>(200),
        Route::post("/api/v1/fiscal-years/{starts}/close", CLOSE, close_year)
            .summary("Closes a fiscal year: one entry moves its result to retained earnings.")
            .answers::<FiscalYear>(200),
        Route::post("/api/v1/fiscal-years/{starts}/reopen", REOPEN, reopen_year)
            .summary("Opens the year that was closed last again.")
            .body::<Reason>()
            .answers::<FiscalYear>(200),
        Route::get("/api/v1/opening", READ, opening)
            .summary("How the opening balances stand.")
            .answers::<Opening>(200),
        Route::post("/api/v1/opening/accounts", OPEN, open_accounts)
            .summary("Brings accounts to the balances that the books began with.")
            .body::<NewOpening>()
            .answers::<Opening>(200),
    ]
}

/// Which fiscal year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct YearQuery {
    /// A day of the year; today when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    day: Option<Date>,
}

/// How fresh the checklist is to be.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct CheckQuery {
    /// Whether the books are read from end to end now; what the last verification found is said
    /// otherwise.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<bool>)]
    pub(super) check: Option<bool>,
}

/// The months of a year.
#[derive(Serialize, ToSchema)]
struct Months {
    /// In their order.
    items: Vec<Month>,
}

/// The fiscal years.
#[derive(Serialize, ToSchema)]
struct Years {
    /// The newest first.
    items: Vec<FiscalYear>,
}

/// A month with everything about it.
#[derive(Serialize, ToSchema)]
struct MonthDetail {
    /// The month.
    month: Month,
    /// What stands in the way of closing it; empty when it is closed.
    checklist: Vec<CheckRow>,
    /// Every close and reopening, the newest first.
    history: Vec<PastClose>,
}

/// Parts of the business.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Modules {
    /// The parts; all of them when not said.
    #[serde(default = "all")]
    modules: Vec<Module>,
}

fn all() -> Vec<Module> {
    Module::ALL.to_vec()
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// In a sentence.
    #[serde(default)]
    reason: String,
}

async fn months(cx: Cx, Query(query): Query<YearQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let day = query.day.unwrap_or_else(|| tx.today());
    let starts = settings(&mut tx).await?.year_of(day)?;
    cx.json(&Months { items: super::months(&mut tx, starts).await? })
}

async fn month(
    cx: Cx,
    Path(key): Path<String>,
    Query(query): Query<CheckQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let month = super::find(&mut tx, parse(&key)?).await?;
    let checklist = match (month.closed, query.check) {
        (true, _) => Vec::new(),
        (false, Some(true)) => super::checklist(&mut tx, month.days()).await?,
        (false, _) => super::glance(&mut tx, month.days()).await?,
    };
    let history = match month.id {
        Some(id) => super::history(&mut tx, id).await?,
        None => Vec::new(),
    };
    cx.json_versioned(month.version, &MonthDetail { month, checklist, history })
}

async fn lock(
    cx: Cx,
    Path(key): Path<String>,
    Json(asked): Json<Modules>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let month = super::lock(&mut tx, parse(&key)?, &asked.modules).await?;
    tx.reply_versioned(StatusCode::OK, month.version, &month).await
}

async fn unlock(
    cx: Cx,
    Path(key): Path<String>,
    Json(asked): Json<Modules>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let month = super::unlock(&mut tx, parse(&key)?, &asked.modules).await?;
    tx.reply_versioned(StatusCode::OK, month.version, &month).await
}

async fn close(
    cx: Cx,
    Path(key): Path<String>,
    Json(mut how): Json<CloseMonth>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let month = super::close(&mut tx, parse(&key)?, how).await?;
    tx.reply_versioned(StatusCode::OK, month.version, &month).await
}

async fn reopen(
    cx: Cx,
    Path(key): Path<String>,
    Json(how): Json<ReopenMonth>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let month = super::reopen(&mut tx, parse(&key)?, how).await?;
    tx.reply_versioned(StatusCode::OK, month.version, &month).await
}

async fn years(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Years { items: super::years(&mut tx).await? })
}

async fn close_year(cx: Cx, Path(starts): Path<Date>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let year = super::close_year(&mut tx, starts).await?;
    tx.reply(StatusCode::OK, &year).await
}

async fn reopen_year(
    cx: Cx,
    Path(starts): Path<Date>,
    Json(why): Json<Reason>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let year = super::reopen_year(&mut tx, starts, &why.reason).await?;
    tx.reply(StatusCode::OK, &year).await
}

async fn opening(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::opening(&mut tx).await?)
}

async fn open_accounts(cx: Cx, Json(new): Json<NewOpening>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let opened = super::open_accounts(&mut tx, new).await?;
    tx.reply(StatusCode::OK, &opened).await
}
