//! Tax codes and returns as people see them.

mod codes;
mod export;
mod print;
mod report;
mod typed;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Path, Problem, Query, Route, Tx};
use platform::audit;
use uuid::Uuid;

use super::{ReopenTaxReturn, TaxLineQuery, TaxReportQuery, store};
use typed::{Typed, TypedRate, TypedReturn};

const READ: Access = Access::Needs("tax.read");
const MANAGE: Access = Access::Needs("tax.manage");
const REPORT: Access = Access::Needs("tax.report");
const FILE: Access = Access::Needs("tax.file");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/taxes", READ, list),
        Route::get("/admin/taxes/new", MANAGE, new),
        Route::post("/admin/taxes/new", MANAGE, create),
        Route::get("/admin/taxes/{id}", READ, show),
        Route::get("/admin/taxes/{id}/edit", MANAGE, edit),
        Route::post("/admin/taxes/{id}/edit", MANAGE, change),
        Route::post("/admin/taxes/{id}/rates", MANAGE, set_rate),
        Route::get("/admin/reports/tax", REPORT, shown),
        Route::get("/admin/reports/tax/export", REPORT, export::report),
        Route::get("/admin/reports/tax/pdf", REPORT, print::pdf),
        Route::get("/admin/reports/tax/lines", REPORT, lines),
        Route::get("/admin/reports/tax/lines/export", REPORT, export::lines),
        Route::post("/admin/reports/tax/file", FILE, file),
        Route::post("/admin/reports/tax/returns/{id}/payment", FILE, pay),
        Route::post("/admin/reports/tax/returns/{id}/reopen", FILE, reopen),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/taxes/{id}")
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let codes = super::all(&mut tx).await?;
    Ok(cx.page(&cx.l.t("tax-title"), codes::list(&cx, &codes)))
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    asked(&cx, None, None, None).await
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match created(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => {
            asked(&cx, None, Some(&typed), Some(&problem)).await
        }
        answer => answer,
    }
}

async fn created(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let added = super::add(&mut tx, new).await?;
    let flash = Flash::done("tax-added").name(added.code.code);
    tx.redirect(&address(added.code.id), flash).await
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    asked(&cx, Some(id), None, None).await
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            asked(&cx, Some(id), Some(&typed), Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let old = super::find(&mut tx, id).await?;
    let changed = super::change(&mut tx, id, typed.to_change(&old)?).await?;
    tx.redirect(&address(id), Flash::done("tax-changed").name(changed.code.code)).await
}

/// The form, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    id: Option<Uuid>,
    typed: Option<&Typed>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let codes = super::all(&mut tx).await?;
    let code = match id {
        Some(id) => Some(codes.iter().find(|c| c.code.id == id).ok_or_else(Problem::not_found)?),
        None => None,
    };
    let accounts = store::tax_accounts(&mut tx).await?;
    let fresh = code.map_or_else(Typed::default, Typed::of);
    let title = code.map_or_else(|| cx.l.t("tax-new"), |code| code.code.code.clone());
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let choices = codes::Choices { codes: &codes, accounts: &accounts };
    let body = codes::form(cx, code, typed.unwrap_or(&fresh), problem, &choices);
    Ok(cx.page_with(status, &title, body))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    seen(&cx, id, &TypedRate::default(), None).await
}

async fn set_rate(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = TypedRate::read(&data);
    match rate_set(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => seen(&cx, id, &typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn rate_set(cx: &Cx, id: Uuid, typed: &TypedRate) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let changed = super::set_rate(&mut tx, id, new).await?;
    tx.redirect(&address(id), Flash::done("tax-rate-set").name(changed.code.code)).await
}

async fn seen(
    cx: &Cx,
    id: Uuid,
    typed: &TypedRate,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let codes = super::all(&mut tx).await?;
    let code = codes.iter().find(|c| c.code.id == id).ok_or_else(Problem::not_found)?;
    let accounts = store::tax_accounts(&mut tx).await?;
    let happened = audit::timeline(&mut tx, "tax_code", id).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let choices = codes::Choices { codes: &codes, accounts: &accounts };
    let body = codes::page(cx, code, &choices, &happened, typed, problem);
    Ok(cx.page_with(status, &code.code.code, body))
}

async fn shown(cx: Cx, Query(query): Query<TaxReportQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let typed = TypedReturn::default();
    reported(&cx, &mut tx, &query, &typed, None).await
}

async fn reported(
    cx: &Cx,
    tx: &mut Tx,
    query: &TaxReportQuery,
    typed: &TypedReturn,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let report = super::report(tx, query).await?;
    let returns = super::returns(tx).await?;
    let happened = match &report.filed {
        Some(filed) => audit::timeline(tx, "tax_return", filed.id).await?,
        None => Vec::new(),
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = report::page(cx, &report, &returns, &happened, typed, problem);
    Ok(cx.page_with(status, &cx.l.t("tax-report"), body))
}

async fn file(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = TypedReturn::read(&data);
    let answer = filed(&cx, &typed).await;
    again(&cx, &typed, answer).await
}

async fn pay(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = TypedReturn::read(&data);
    let answer = paid(&cx, id, &typed).await;
    again(&cx, &typed, answer).await
}

/// The return with what was typed and what is wrong with it, where that can be mended.
async fn again(
    cx: &Cx,
    typed: &TypedReturn,
    answer: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match answer {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let query = TaxReportQuery { from: typed.from(), to: typed.to() };
            reported(cx, &mut tx, &query, typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn paid(cx: &Cx, id: Uuid, typed: &TypedReturn) -> Result<Response, Problem> {
    let new = typed.to_payment()?;
    let mut tx = cx.begin().await?;
    let paid = super::pay(&mut tx, id, new).await?;
    let mut to = "/admin/reports/tax".to_owned();
    if let (Some(from), Some(until)) = (typed.from(), typed.to()) {
        to = format!("{to}?from={from}&to={until}");
    }
    tx.redirect(&to, Flash::done("tax-paid-flash").name(paid.number)).await
}

async fn reopen(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = TypedReturn::read(&data);
    let answer = reopened(&cx, id, data.text("reason")).await;
    again(&cx, &typed, answer).await
}

async fn reopened(cx: &Cx, id: Uuid, reason: &str) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let new = ReopenTaxReturn { reason: reason.to_owned() };
    let open = super::reopen(&mut tx, id, new).await?;
    let to = format!("/admin/reports/tax?from={}&to={}", open.from, open.to);
    tx.redirect(&to, Flash::done("tax-reopened")).await
}

async fn filed(cx: &Cx, typed: &TypedReturn) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let filed = super::file(&mut tx, new).await?;
    let to = format!("/admin/reports/tax?from={}&to={}", filed.from, filed.to);
    tx.redirect(&to, Flash::done("tax-filed")).await
}

async fn lines(cx: Cx, Query(query): Query<TaxLineQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::lines(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("tax-lines"), report::lines(&cx, &query, &found)))
}
