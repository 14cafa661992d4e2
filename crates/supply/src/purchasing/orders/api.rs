//! Orders to suppliers and their receipts as JSON.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    ChangePurchaseOrder, Ending, NewPurchaseOrder, NewPurchaseReceipt, PurchaseOrder,
    PurchaseOrderHead, PurchaseOrderQuery, paper,
};
use crate::inventory::StockDocument;

const READ: Access = Access::Needs("purchasing.read");
const EDIT: Access = Access::Needs("purchasing.edit");
const APPROVE: Access = Access::Needs("purchasing.approve");
const RECEIVE: Access = Access::Needs("purchasing.receive");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/purchase-orders", READ, list)
            .summary("Lists orders to suppliers; `q` searches number, reference, supplier.")
            .query::<PurchaseOrderQuery>()
            .answers::<List<PurchaseOrderHead>>(200),
        Route::post("/api/v1/purchase-orders", EDIT, place)
            .summary("Places an order as a draft, or approved at once with `approve`.")
            .body::<NewPurchaseOrder>()
            .answers::<PurchaseOrder>(201),
        Route::get("/api/v1/purchase-orders/{id}", READ, show)
            .summary("Shows an order with its lines; the ETag is its version.")
            .answers::<PurchaseOrder>(200),
        Route::patch("/api/v1/purchase-orders/{id}", EDIT, edit)
            .summary("Changes a draft: the fields that are sent; lines are replaced as a whole.")
            .body::<ChangePurchaseOrder>()
            .answers::<PurchaseOrder>(200),
        Route::get("/api/v1/purchase-orders/{id}/pdf", READ, pdf)
            .summary("The PDF (application/pdf), in the supplier's language.")
            .answers_empty(200),
        Route::post("/api/v1/purchase-orders/{id}/approval", APPROVE, approve)
            .summary("Approves a draft: it takes its number.")
            .body::<PurchaseVersion>()
            .answers::<PurchaseOrder>(200),
        Route::post("/api/v1/purchase-orders/{id}/dispatch", EDIT, send)
            .summary("Gives an approved order to the supplier, by mail where it has an address.")
            .body::<PurchaseVersion>()
            .answers::<PurchaseOrder>(200),
        Route::post("/api/v1/purchase-orders/{id}/receipts", RECEIVE, receive)
            .summary("Receives lines of an order at its prices, or everything that is left.")
            .body::<NewPurchaseReceipt>()
            .answers::<StockDocument>(201),
        Route::post("/api/v1/purchase-orders/{id}/closure", EDIT, close)
            .summary("Closes an order: what has not come is not expected any more.")
            .body::<Ending>()
            .answers::<PurchaseOrder>(200),
        Route::post("/api/v1/purchase-orders/{id}/cancellation", EDIT, cancel)
            .summary("Cancels an order of which nothing has come and nothing was billed.")
            .body::<Ending>()
            .answers::<PurchaseOrder>(200),
    ]
}

/// The version that a move was decided on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::purchasing) struct PurchaseVersion {
    /// The version that was read; the same as `If-Match`.
    pub(in crate::purchasing) version: Option<i32>,
}

async fn list(cx: Cx, Query(query): Query<PurchaseOrderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn place(cx: Cx, Json(new): Json<NewPurchaseOrder>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let order = super::place(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, order.head.version, &order).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::find(&mut tx, id).await?;
    cx.json_versioned(order.head.version, &order)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangePurchaseOrder>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let order = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

/// The PDF, for the API and for the pages.
pub(super) async fn pdf(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let (name, bytes) = paper::pdf_of(&cx, id).await?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let name = HeaderValue::from_str(&format!("inline; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, name.map_err(Problem::internal)?);
    Ok(response)
}

async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<PurchaseVersion>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let order = super::approve(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn send(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<PurchaseVersion>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let order = super::send(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut new): Json<NewPurchaseReceipt>,
) -> Result<Response, Problem> {
    new.version = cx.if_match()?.or(new.version);
    let mut tx = cx.begin().await?;
    let receipt = super::receive(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &receipt).await
}

async fn close(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Ending>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let order = super::close(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn cancel(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Ending>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let order = super::cancel(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}
