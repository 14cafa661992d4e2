//! Invoices as JSON. They are posted from orders; here they are read and credited.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{
    Invoice, InvoiceMail, InvoiceQuery, InvoiceRow, NewCancellation, NewCreditNote, NewInvoiceMail,
    print,
};

const READ: Access = Access::Needs("invoices.read");
const CREDIT: Access = Access::Needs("invoices.credit");
const SEND: Access = Access::Needs("invoices.send");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/invoices", READ, list)
            .summary("Lists invoices and credit notes; `q` searches number and customer.")
            .query::<InvoiceQuery>()
            .answers::<List<InvoiceRow>>(200),
        Route::get("/api/v1/invoices/{id}", READ, show)
            .summary("Shows an invoice or credit note with its lines.")
            .answers::<Invoice>(200),
        Route::get("/api/v1/invoices/{id}/pdf", READ, pdf)
            .summary("The PDF (application/pdf), in the customer's language.")
            .answers_empty(200),
        Route::post("/api/v1/invoices/{id}/credit-notes", CREDIT, credit)
            .summary("Takes an invoice back, wholly or by line and quantity.")
            .body::<NewCreditNote>()
            .answers::<Invoice>(201),
        Route::post("/api/v1/invoices/{id}/cancellation", CREDIT, cancel)
            .summary("Takes back a credit note that was a mistake, by a debit note.")
            .body::<NewCancellation>()
            .answers::<Invoice>(201),
        Route::post("/api/v1/invoices/{id}/mails", SEND, send)
            .summary("Sends the PDF by e-mail, in the customer's language, as a job.")
            .body::<NewInvoiceMail>()
            .answers::<InvoiceMail>(202),
    ]
}

async fn list(cx: Cx, Query(query): Query<InvoiceQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find(&mut tx, id).await?)
}

/// The PDF, for the API and for the pages.
pub(super) async fn pdf(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let (number, bytes) = print::pdf(&cx, id).await?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let name = format!("inline; filename=\"{number}.pdf\"");
    let name = HeaderValue::from_str(&name).map_err(Problem::internal)?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

async fn credit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewCreditNote>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let note = super::credit(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &note).await
}

async fn cancel(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewCancellation>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let note = super::cancel(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &note).await
}

async fn send(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewInvoiceMail>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let mail = super::send(&mut tx, id, new).await?;
    tx.reply(StatusCode::ACCEPTED, &mail).await
}
