//! Cost centres and projects as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Route};
use uuid::Uuid;

use super::{ChangeDimension, Dimension, Kind, NewDimension};

const READ: Access = Access::Needs("dimensions.read");
const MANAGE: Access = Access::Needs("dimensions.manage");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/cost-centres", READ, |cx| list(cx, Kind::CostCentre))
            .summary("Lists cost centres.")
            .answers::<List<Dimension>>(200),
        Route::post("/api/v1/cost-centres", MANAGE, |cx, new| add(cx, Kind::CostCentre, new))
            .summary("Adds a cost centre.")
            .body::<NewDimension>()
            .answers::<Dimension>(201),
        Route::patch("/api/v1/cost-centres/{id}", MANAGE, |cx, id, new| {
            change(cx, Kind::CostCentre, id, new)
        })
        .summary("Changes a cost centre.")
        .body::<ChangeDimension>()
        .answers::<Dimension>(200),
        Route::get("/api/v1/projects", READ, |cx| list(cx, Kind::Project))
            .summary("Lists projects.")
            .answers::<List<Dimension>>(200),
        Route::post("/api/v1/projects", MANAGE, |cx, new| add(cx, Kind::Project, new))
            .summary("Adds a project.")
            .body::<NewDimension>()
            .answers::<Dimension>(201),
        Route::patch("/api/v1/projects/{id}", MANAGE, |cx, id, new| {
            change(cx, Kind::Project, id, new)
        })
        .summary("Changes a project.")
        .body::<ChangeDimension>()
        .answers::<Dimension>(200),
    ]
}

async fn list(cx: Cx, kind: Kind) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = super::all(&mut tx, kind).await?;
    cx.json(&List { items, next: None })
}

async fn add(cx: Cx, kind: Kind, Json(new): Json<NewDimension>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let added = super::add(&mut tx, kind, new).await?;
    tx.reply_versioned(StatusCode::CREATED, added.version, &added).await
}

async fn change(
    cx: Cx,
    kind: Kind,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeDimension>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = super::change(&mut tx, kind, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}
