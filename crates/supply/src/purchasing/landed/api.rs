//! Landed costs as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route, Tx};
use uuid::Uuid;

use super::{LandedCost, LandedCostQuery, NewLandedCost};

const READ: Access = Access::Needs("purchasing.read");
const LAND: Access = Access::Needs("purchasing.land");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/landed-costs", READ, list)
            .summary("Lists landed costs without their lines, the newest first.")
            .list_query::<LandedCostQuery>()
            .answers::<List<LandedCost>>(200),
        Route::post("/api/v1/landed-costs", LAND, land)
            .summary("Shares costs out over receipts and revalues the goods.")
            .body::<NewLandedCost>()
            .answers::<LandedCost>(201),
        Route::post("/api/v1/landed-costs/preview", LAND, preview)
            .summary("Says what posting would do, without doing it.")
            .body::<NewLandedCost>()
            .answers::<LandedCost>(200),
        Route::get("/api/v1/landed-costs/{id}", READ, show)
            .summary("Shows a landed cost with its items and targets.")
            .answers::<LandedCost>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<LandedCostQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn land(cx: Cx, Json(new): Json<NewLandedCost>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let landed = super::land(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &landed).await
}

async fn preview(cx: Cx, Json(new): Json<NewLandedCost>) -> Result<Response, Problem> {
    let tx = Tx::begin(&cx.app, &cx.actor).await?;
    cx.json(&super::preview(tx, new).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find(&mut tx, id).await?)
}
