//! Purchase returns as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{NewPurchaseReturn, PurchaseReturn, PurchaseReturnQuery};

const READ: Access = Access::Needs("purchasing.read");
const RETURN: Access = Access::Needs("purchasing.return");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/purchase-returns", READ, list)
            .summary("Lists returns without their lines, the newest first.")
            .list_query::<PurchaseReturnQuery>()
            .answers::<List<PurchaseReturn>>(200),
        Route::post("/api/v1/purchase-returns", RETURN, give)
            .summary("Gives goods back to their supplier at the price they were bought at.")
            .body::<NewPurchaseReturn>()
            .answers::<PurchaseReturn>(201),
        Route::get("/api/v1/purchase-returns/{id}", READ, show)
            .summary("Shows a return with its lines.")
            .answers::<PurchaseReturn>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<PurchaseReturnQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn give(cx: Cx, Json(new): Json<NewPurchaseReturn>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let returned = super::give_back(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &returned).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find(&mut tx, id).await?)
}
