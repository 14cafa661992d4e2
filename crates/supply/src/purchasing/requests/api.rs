//! Purchase requests as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{
    ChangePurchaseRequest, Decision, NewPurchaseRequest, PurchaseRequest, PurchaseRequestHead,
    PurchaseRequestQuery,
};

const READ: Access = Access::Needs("purchasing.read");
const ASK: Access = Access::Needs("purchasing.request");
const APPROVE: Access = Access::Needs("purchasing.approve");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/purchase-requests", READ, list)
            .summary("Lists requests; `q` searches number, reason and who asked.")
            .query::<PurchaseRequestQuery>()
            .answers::<List<PurchaseRequestHead>>(200),
        Route::post("/api/v1/purchase-requests", ASK, ask)
            .summary("Asks for something to be bought; it waits for approval.")
            .body::<NewPurchaseRequest>()
            .answers::<PurchaseRequest>(201),
        Route::get("/api/v1/purchase-requests/{id}", READ, show)
            .summary("Shows a request with its lines; the ETag is its version.")
            .answers::<PurchaseRequest>(200),
        Route::patch("/api/v1/purchase-requests/{id}", ASK, edit)
            .summary("Changes a request that waits: the fields that are sent.")
            .body::<ChangePurchaseRequest>()
            .answers::<PurchaseRequest>(200),
        Route::post("/api/v1/purchase-requests/{id}/approval", APPROVE, approve)
            .summary("Approves a request.")
            .body::<Decision>()
            .answers::<PurchaseRequest>(200),
        Route::post("/api/v1/purchase-requests/{id}/rejection", APPROVE, reject)
            .summary("Rejects a request, with a reason.")
            .body::<Decision>()
            .answers::<PurchaseRequest>(200),
        Route::post("/api/v1/purchase-requests/{id}/cancellation", ASK, cancel)
            .summary("Gives a request up that was not ordered.")
            .body::<Decision>()
            .answers::<PurchaseRequest>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<PurchaseRequestQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn ask(cx: Cx, Json(new): Json<NewPurchaseRequest>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let request = super::ask(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, request.head.version, &request).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let request = super::find(&mut tx, id).await?;
    cx.json_versioned(request.head.version, &request)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangePurchaseRequest>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let request = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, request.head.version, &request).await
}

async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let request = super::approve(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, request.head.version, &request).await
}

async fn reject(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let request = super::reject(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, request.head.version, &request).await
}

async fn cancel(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let request = super::cancel(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, request.head.version, &request).await
}
