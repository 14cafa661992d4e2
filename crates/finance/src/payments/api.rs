//! Payments as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{NewPayment, Payment, PaymentQuery};

const READ: Access = Access::Needs("payments.read");
const RECEIVE: Access = Access::Needs("payments.receive");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/payments", READ, list)
            .summary("Lists payments; `q` searches number, reference, invoice and customer.")
            .query::<PaymentQuery>()
            .answers::<List<Payment>>(200),
        Route::get("/api/v1/payments/{id}", READ, show)
            .summary("Shows a payment with what it settled.")
            .answers::<Payment>(200),
        Route::post("/api/v1/invoices/{id}/payments", RECEIVE, receive)
            .summary("Receives money for an invoice, at most what is open.")
            .body::<NewPayment>()
            .answers::<Payment>(201),
    ]
}

async fn list(cx: Cx, Query(query): Query<PaymentQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find(&mut tx, id).await?)
}

async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewPayment>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let payment = super::receive(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}
