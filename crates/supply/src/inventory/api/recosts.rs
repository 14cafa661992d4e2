//! Recosts as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Problem, Query, Route};

use super::super::recost::{NewRecost, Recost, RecostQuery, preview_recost, recost};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/recosts", Access::Needs("stock.read"), preview)
            .summary("Says what the order of business days would make of a month's stock.")
            .query::<RecostQuery>()
            .answers::<Recost>(200),
        Route::post("/api/v1/stock/recosts", Access::Needs("stock.recost"), post)
            .summary("Posts what the order of business days makes of a month; repeated, nothing.")
            .body::<NewRecost>()
            .answers::<Recost>(201),
    ]
}

async fn preview(cx: Cx, Query(query): Query<RecostQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&preview_recost(&mut tx, &query).await?)
}

async fn post(cx: Cx, Json(new): Json<NewRecost>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let done = recost(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &done).await
}
