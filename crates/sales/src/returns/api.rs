//! Returns as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Declined, GoodsReturn, NewReturn, ReceiveReturn, ReturnHead, ReturnQuery, Returnable};

const READ: Access = Access::Needs("returns.read");
const REQUEST: Access = Access::Needs("returns.request");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/returns", READ, list)
            .summary("Lists returns without their lines; `q` searches numbers and customers.")
            .query::<ReturnQuery>()
            .answers::<List<ReturnHead>>(200),
        Route::post("/api/v1/returns", REQUEST, request)
            .summary("Asks for a return of goods of one delivery, or of one sale at once.")
            .body::<NewReturn>()
            .answers::<GoodsReturn>(201),
        Route::get("/api/v1/returns/{id}", READ, show)
            .summary("Shows a return with its lines; the ETag is its version.")
            .answers::<GoodsReturn>(200),
        Route::post("/api/v1/returns/{id}/receipt", Access::Needs("returns.receive"), receive)
            .summary("Receives the goods: into stock or to scrap, credited at once with `credit`.")
            .body::<ReceiveReturn>()
            .answers::<GoodsReturn>(200),
        Route::post("/api/v1/returns/{id}/credit", Access::Needs("invoices.credit"), credit)
            .summary("Writes the credit notes for what came back and had been invoiced.")
            .body::<Version>()
            .answers::<GoodsReturn>(200),
        Route::post("/api/v1/returns/{id}/refusal", REQUEST, decline)
            .summary("Declines a return that has not been received.")
            .body::<Declined>()
            .answers::<GoodsReturn>(200),
        Route::get("/api/v1/deliveries/{id}/returnable", READ, returnable)
            .summary("Shows what can still come back of a delivery, line by line.")
            .answers::<List<Returnable>>(200),
        Route::get("/api/v1/invoices/{id}/returnable", READ, returnable_of_sale)
            .summary("Shows what can still come back of a sale at once, line by line.")
            .answers::<List<Returnable>>(200),
    ]
}

/// The version that a move was decided on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ReturnVersion)]
struct Version {
    /// The version that was read; the same as `If-Match`.
    version: Option<i32>,
}

async fn list(cx: Cx, Query(query): Query<ReturnQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn request(cx: Cx, Json(new): Json<NewReturn>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let back = super::request(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, back.head.version, &back).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let back = super::find(&mut tx, id).await?;
    cx.json_versioned(back.head.version, &back)
}

async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<ReceiveReturn>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let back = super::receive(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, back.head.version, &back).await
}

async fn credit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<Version>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let back = super::credit(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, back.head.version, &back).await
}

async fn decline(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Declined>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let back = super::decline(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, back.head.version, &back).await
}

async fn returnable(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    crate::orders::find_delivery(&mut tx, id).await?;
    let items = super::returnable(&mut tx, id).await?;
    cx.json(&List { items, next: None })
}

async fn returnable_of_sale(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = super::returnable_of_sale(&mut tx, id).await?;
    cx.json(&List { items, next: None })
}
