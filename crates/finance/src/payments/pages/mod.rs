//! Payments as people see them.

mod detail;
mod export;
mod form;
mod index;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Path, Problem, Query, Route};
use platform::audit;
use uuid::Uuid;

use super::PaymentQuery;
use crate::{invoices, ledger};
use form::PaymentForm;

const READ: Access = Access::Needs("payments.read");
const RECEIVE: Access = Access::Needs("payments.receive");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/payments", READ, list),
        Route::get("/admin/payments/export", READ, export::list),
        Route::get("/admin/payments/{id}", READ, show),
        Route::get("/admin/invoices/{id}/payment", RECEIVE, ask),
        Route::post("/admin/invoices/{id}/payment", RECEIVE, receive),
    ]
}

async fn list(cx: Cx, Query(query): Query<PaymentQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("payments-title"), index::page(&cx, &query, &found)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let payment = super::find(&mut tx, id).await?;
    let entry = match cx.may("ledger.read") {
        true => Some(ledger::entry(&mut tx, payment.entry_id).await?),
        false => None,
    };
    let happened = audit::timeline(&mut tx, "payment", id).await?;
    let body = detail::page(&cx, &payment, entry.as_ref(), &happened);
    Ok(cx.page(&payment.number, body))
}

async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    asked(&cx, id, None, None).await
}

async fn receive(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = PaymentForm::read(&data);
    match received(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => asked(&cx, id, Some(&typed), Some(&problem)).await,
        answer => answer,
    }
}

async fn received(cx: &Cx, id: Uuid, typed: &PaymentForm) -> Result<Response, Problem> {
    let new = typed.to_new(cx)?;
    let mut tx = cx.begin().await?;
    let payment = super::receive(&mut tx, id, new).await?;
    let done = Flash::done("payments-received").name(payment.number);
    tx.redirect(&format!("/admin/invoices/{id}"), done).await
}

/// The form, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    id: Uuid,
    typed: Option<&PaymentForm>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let invoice = invoices::find(&mut tx, id).await?;
    let fresh = PaymentForm::of(&invoice, tx.today());
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = form::page(cx, &invoice, typed.unwrap_or(&fresh), problem);
    Ok(cx.page_with(status, &cx.l.t("payments-receive"), body))
}
