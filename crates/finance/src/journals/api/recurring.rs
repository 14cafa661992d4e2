//! Recurring journals as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Cx, Json, List, ListQuery, Path, Problem, Query, Route};
use uuid::Uuid;

use super::super::{ChangeRecurring, NewRecurring, Recurring};
use super::{EDIT, READ, Read};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/recurring-journals", READ, list)
            .summary("Recurring journals, the next to come first.")
            .query::<ListQuery>()
            .answers::<List<Recurring>>(200),
        Route::post("/api/v1/recurring-journals", EDIT, create)
            .summary("Keeps a journal that is written again and again.")
            .body::<NewRecurring>()
            .answers::<Recurring>(201),
        Route::get("/api/v1/recurring-journals/{id}", READ, show)
            .summary("A recurring journal with its lines.")
            .answers::<Recurring>(200),
        Route::patch("/api/v1/recurring-journals/{id}", EDIT, change)
            .summary("Changes what the occurrences to come will be.")
            .body::<ChangeRecurring>()
            .answers::<Recurring>(200),
        Route::post("/api/v1/recurring-journals/{id}/stop", EDIT, stop)
            .summary("Stops a recurring journal.")
            .body::<Read>()
            .answers::<Recurring>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<ListQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::super::recurring(&mut tx, &query).await?)
}

async fn create(cx: Cx, Json(new): Json<NewRecurring>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let kept = super::super::create_recurring(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, kept.version, &kept).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let kept = super::super::find_recurring(&mut tx, id).await?;
    cx.json_versioned(kept.version, &kept)
}

async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeRecurring>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let kept = super::super::change_recurring(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, kept.version, &kept).await
}

async fn stop(cx: Cx, Path(id): Path<Uuid>, Json(read): Json<Read>) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let kept = super::super::stop_recurring(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, kept.version, &kept).await
}
