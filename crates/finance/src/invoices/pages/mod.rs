//! Invoices and credit notes as people see them.

mod cancel;
mod credit;
mod detail;
mod export;
mod index;
mod paper;
mod send;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Hit, ListQuery, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{InvoiceQuery, InvoiceRow, api, store};
use credit::CreditForm;

const READ: Access = Access::Needs("invoices.read");
const CREDIT: Access = Access::Needs("invoices.credit");
const SEND: Access = Access::Needs("invoices.send");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/invoices", READ, list),
        Route::get("/admin/invoices/export", READ, export::list),
        Route::get("/admin/invoices/{id}", READ, show),
        Route::get("/admin/invoices/{id}/print", READ, paper),
        Route::get("/admin/invoices/{id}/pdf", READ, api::pdf),
        Route::get("/admin/invoices/{id}/credit", CREDIT, ask_credit),
        Route::post("/admin/invoices/{id}/credit", CREDIT, credit_it),
        Route::get("/admin/invoices/{id}/cancel", CREDIT, cancel::ask),
        Route::post("/admin/invoices/{id}/cancel", CREDIT, cancel::submit),
        Route::get("/admin/invoices/{id}/send", SEND, send::ask),
        Route::post("/admin/invoices/{id}/send", SEND, send::submit),
    ]
}

/// The page of a document.
pub(super) fn address(id: Uuid) -> String {
    format!("/admin/invoices/{id}")
}

async fn list(cx: Cx, Query(query): Query<InvoiceQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let sums = super::list::sums(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("invoices-title"), index::page(&cx, &query, &found, sums.as_ref())))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = detail::gather(&cx, &mut tx, id).await?;
    Ok(cx.page(&seen.invoice.number, detail::page(&cx, &seen)))
}

async fn paper(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let invoice = super::find(&mut tx, id).await?;
    Ok(paper::page(&cx, &invoice))
}

async fn ask_credit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    asked(&cx, id, None, None).await
}

async fn credit_it(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = CreditForm::read(&data);
    match credited(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => asked(&cx, id, Some(&typed), Some(&problem)).await,
        answer => answer,
    }
}

async fn credited(cx: &Cx, id: Uuid, typed: &CreditForm) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let note = super::credit(&mut tx, id, new).await?;
    tx.redirect(&address(note.id), Flash::done("invoices-credited").name(note.number)).await
}

/// The form of a credit note, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    id: Uuid,
    typed: Option<&CreditForm>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let invoice = super::find(&mut tx, id).await?;
    let lines = store::creditable(&mut tx, id).await?;
    let fresh = CreditForm::of(&lines, tx.today());
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = credit::page(cx, &invoice, &lines, typed.unwrap_or(&fresh), problem);
    Ok(cx.page_with(status, &cx.l.t("invoices-credit"), body))
}

/// What the command palette finds: `#` in front asks for numbers.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim_start_matches('#').trim();
    if text.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(text.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = InvoiceQuery { list, ..InvoiceQuery::default() };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit =
        |row: InvoiceRow| Hit { href: address(row.id), label: row.number, detail: row.customer };
    Ok(found.items.into_iter().map(hit).collect())
}
