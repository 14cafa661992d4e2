//! Quotes as JSON.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use finance::{invoices, press};
use uuid::Uuid;

use super::{
    Acceptance, ChangeQuote, Decline, NewQuote, NewQuoteOrder, Quote, QuoteHead, QuoteQuery,
    Sending, paper,
};
use crate::customers;
use crate::orders::Order;

const READ: Access = Access::Needs("quotes.read");
const EDIT: Access = Access::Needs("quotes.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/quotes", READ, list)
            .summary("Lists quotes without their lines; `q` searches number, reference, customer.")
            .query::<QuoteQuery>()
            .answers::<List<QuoteHead>>(200),
        Route::post("/api/v1/quotes", EDIT, create)
            .summary("Writes a quote as a draft.")
            .body::<NewQuote>()
            .answers::<Quote>(201),
        Route::get("/api/v1/quotes/{id}", READ, show)
            .summary("Shows a quote with its lines; the ETag is its version.")
            .answers::<Quote>(200),
        Route::patch("/api/v1/quotes/{id}", EDIT, edit)
            .summary("Changes a quote: the fields that are sent. What was sent is a draft again.")
            .body::<ChangeQuote>()
            .answers::<Quote>(200),
        Route::get("/api/v1/quotes/{id}/pdf", READ, pdf)
            .summary("The PDF (application/pdf), in the customer's language.")
            .answers_empty(200),
        Route::post("/api/v1/quotes/{id}/sending", Access::Needs("quotes.send"), send)
            .summary("Sends a quote by mail, or says with `mail: false` that it was handed over.")
            .body::<Sending>()
            .answers::<Quote>(200),
        Route::post("/api/v1/quotes/{id}/acceptance", EDIT, accept)
            .summary("Notes that the customer accepted a quote.")
            .body::<Acceptance>()
            .answers::<Quote>(200),
        Route::post("/api/v1/quotes/{id}/decline", EDIT, decline)
            .summary("Notes that a quote came to nothing.")
            .body::<Decline>()
            .answers::<Quote>(200),
        Route::post("/api/v1/quotes/{id}/order", Access::Needs("orders.edit"), order)
            .summary("Makes the one order of an accepted quote, confirmed at once with `confirm`.")
            .body::<NewQuoteOrder>()
            .answers::<Order>(201),
    ]
}

async fn list(cx: Cx, Query(query): Query<QuoteQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn create(cx: Cx, Json(new): Json<NewQuote>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let quote = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, quote.head.version, &quote).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = super::find(&mut tx, id).await?;
    cx.json_versioned(quote.head.version, &quote)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeQuote>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let quote = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, quote.head.version, &quote).await
}

/// The PDF, for the API and for the pages.
pub(super) async fn pdf(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = super::find(&mut tx, id).await?;
    let customer = customers::find(&mut tx, quote.head.customer.id).await?;
    let seller = invoices::seller(&mut tx).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let l = cx.app.l(&cx.actor.tenant, customer.lang);
    let document = paper::document(&l, &seller, &customer, &quote);
    let mut response = Response::new(Body::from(press::print(&cx.app, document).await?));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let name = quote.head.number.as_deref().unwrap_or("quote");
    let name = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\""));
    headers.insert(header::CONTENT_DISPOSITION, name.map_err(Problem::internal)?);
    Ok(response)
}

async fn send(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Sending>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let quote = super::send(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, quote.head.version, &quote).await
}

async fn accept(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Acceptance>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let quote = super::accept(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, quote.head.version, &quote).await
}

async fn decline(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Decline>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let quote = super::decline(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, quote.head.version, &quote).await
}

async fn order(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut new): Json<NewQuoteOrder>,
) -> Result<Response, Problem> {
    new.version = cx.if_match()?.or(new.version);
    let mut tx = cx.begin().await?;
    let order = super::order(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::CREATED, order.head.version, &order).await
}
