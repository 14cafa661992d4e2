//! Currencies, rates and revaluations as people see them.

mod export;
mod form;
mod index;
mod revaluation;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Currency, Cx, Date, Flash, FormData, Path, Problem, Query, Route};
use serde::Deserialize;

use super::api::{MANAGE, READ, REVALUE};
use super::{ChangeCurrency, NewRevaluation, RateQuery};
use crate::asked::filter;
use form::{CurrencyForm, RateForm};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/currencies", READ, list),
        Route::get("/admin/currencies/export", READ, export::rates),
        Route::post("/admin/currencies", MANAGE, take_up),
        Route::post("/admin/currencies/{code}", MANAGE, change),
        Route::post("/admin/exchange-rates", MANAGE, enter),
        Route::post("/admin/exchange-rates/{currency}/{date}/remove", MANAGE, remove),
        Route::get("/admin/revaluation", REVALUE, preview),
        Route::post("/admin/revaluation", REVALUE, revalue),
    ]
}

const HOME: &str = "/admin/currencies";

/// What was typed into one of the forms, and what is wrong with it.
#[derive(Default)]
struct Typed {
    currency: Option<CurrencyForm>,
    rate: Option<RateForm>,
    problem: Option<Problem>,
}

async fn list(cx: Cx, Query(query): Query<RateQuery>) -> Result<Response, Problem> {
    shown(&cx, &query, &Typed::default()).await
}

async fn shown(cx: &Cx, query: &RateQuery, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let used = super::used(&mut tx).await?;
    let found = super::rates(&mut tx, query).await?;
    let today = tx.today();
    let status =
        typed.problem.as_ref().map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = index::page(cx, &used, &found, typed, today);
    Ok(cx.page_with(status, &cx.l.t("currencies-title"), body))
}

async fn take_up(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let form = CurrencyForm::read(&data);
    match take_up_now(&cx, &form).await {
        Err(problem) if problem.is_mendable() => {
            let typed = Typed { currency: Some(form), problem: Some(problem), rate: None };
            shown(&cx, &RateQuery::default(), &typed).await
        }
        answer => answer,
    }
}

async fn take_up_now(cx: &Cx, form: &CurrencyForm) -> Result<Response, Problem> {
    let new = form.to_new()?;
    let mut tx = cx.begin().await?;
    let taken = super::take_up(&mut tx, new).await?;
    tx.redirect(HOME, Flash::done("currencies-taken-up").name(taken.code.code())).await
}

async fn change(cx: Cx, Path(code): Path<Currency>, data: FormData) -> Result<Response, Problem> {
    let change = ChangeCurrency {
        version: data.text("version").parse().ok(),
        active: data.some("active").map(|active| active == "yes"),
        good_days: None,
    };
    let mut tx = cx.begin().await?;
    super::change(&mut tx, code, change).await?;
    tx.redirect(HOME, Flash::done("currencies-changed").name(code.code())).await
}

async fn enter(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let form = RateForm::read(&data);
    match enter_now(&cx, &form).await {
        Err(problem) if problem.is_mendable() => {
            let typed = Typed { rate: Some(form), problem: Some(problem), currency: None };
            shown(&cx, &RateQuery::default(), &typed).await
        }
        answer => answer,
    }
}

async fn enter_now(cx: &Cx, form: &RateForm) -> Result<Response, Problem> {
    let new = form.to_new()?;
    let name = format!("{} · {}", new.currency, cx.l.date(new.date));
    let mut tx = cx.begin().await?;
    super::enter(&mut tx, vec![new]).await?;
    tx.redirect(HOME, Flash::done("currencies-entered").name(name)).await
}

async fn remove(
    cx: Cx,
    Path((currency, date)): Path<(Currency, Date)>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, currency, date).await?;
    let name = format!("{currency} · {}", cx.l.date(date));
    tx.redirect(HOME, Flash::done("currencies-removed").name(name)).await
}

/// The month that is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Month {
    #[serde(deserialize_with = "filter")]
    date: Option<Date>,
}

async fn preview(cx: Cx, Query(month): Query<Month>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let date = match month.date {
        Some(date) => date.last_of_month(),
        None => tx.today().first_of_month().plus_days(-1).map_err(Problem::internal)?,
    };
    let past = super::revaluations(&mut tx).await?;
    let (found, problem) = match super::preview(&mut tx, date).await {
        Ok(found) => (Some(found), None),
        Err(problem) if problem.is_mendable() => (None, Some(problem)),
        Err(problem) => return Err(problem),
    };
    let body = revaluation::page(&cx, date, found.as_ref(), &past, problem.as_ref());
    Ok(cx.page(&cx.l.t("currencies-revaluation"), body))
}

async fn revalue(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let date: Date =
        data.text("date").parse().map_err(|_| Problem::invalid().field("date", "not_a_date"))?;
    let mut tx = cx.begin().await?;
    let done = super::revalue(&mut tx, NewRevaluation { date }).await?;
    let flash = match done {
        Some(_) => Flash::done("currencies-revalued"),
        None => Flash::done("currencies-nothing-revalued"),
    };
    let home = format!("/admin/revaluation?date={date}");
    tx.redirect(&home, flash.name(cx.l.date(date))).await
}
