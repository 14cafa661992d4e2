//! Batches as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, ListQuery, Path, Problem, Query, Route, Tx};
use uuid::Uuid;

use super::{
    Batch, BatchEvent, BatchQuery, NewAppliedCost, NewBatch, NewClosing, NewDeaths, NewHarvest,
    NewStockCost, NewUndo, NewValuation, NewWeighing,
};

const READ: Access = Access::Needs("batches.read");
const RECORD: Access = Access::Needs("batches.record");
const VALUE: Access = Access::Needs("batches.value");
const KEEP: Access = Access::Needs("batches.keep");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/batches", READ, list)
            .summary("Lists batches; `q` searches code, name and species.")
            .query::<BatchQuery>()
            .answers::<List<Batch>>(200),
        Route::post("/api/v1/batches", KEEP, open)
            .summary("Opens a batch, at cost or at fair value.")
            .body::<NewBatch>()
            .answers::<Batch>(201),
        Route::get("/api/v1/batches/{id}", READ, show)
            .summary("Shows a batch: what is alive, and what it stands at.")
            .answers::<Batch>(200),
        Route::get("/api/v1/batches/{id}/events", READ, events)
            .summary("Lists what happened to a batch; `q` searches remarks and SKUs.")
            .query::<ListQuery>()
            .answers::<List<BatchEvent>>(200),
        Route::post("/api/v1/batches/{id}/stock-costs", RECORD, stock)
            .summary("Takes young animals or feed out of the stock, at their cost.")
            .body::<NewStockCost>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/applied-costs", VALUE, apply)
            .summary("Applies wages, energy or another cost to a batch.")
            .body::<NewAppliedCost>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/weighings", RECORD, weigh)
            .summary("States how many animals there are and what they weigh.")
            .body::<NewWeighing>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/deaths", RECORD, die)
            .summary("Counts animals out that died as some always do; posts nothing.")
            .body::<NewDeaths>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/losses", VALUE, lose)
            .summary("Counts animals out that should not have died; their cost is a loss.")
            .body::<NewDeaths>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/valuations", VALUE, revalue)
            .summary("Measures a batch at fair value less costs to sell.")
            .body::<NewValuation>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/harvests", VALUE, harvest)
            .summary("Puts a harvest into the stock.")
            .body::<NewHarvest>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/undo", VALUE, undo)
            .summary("Takes the last event back that still counts and moved no goods.")
            .body::<NewUndo>()
            .answers::<Batch>(201),
        Route::post("/api/v1/batches/{id}/closing", KEEP, close)
            .summary("Closes a batch of which nothing is left.")
            .body::<NewClosing>()
            .answers::<Batch>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<BatchQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let batch = super::find(&mut tx, id).await?;
    cx.json_versioned(batch.version, &batch)
}

async fn events(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::events(&mut tx, id, &query).await?)
}

async fn done(tx: Tx, status: StatusCode, batch: Batch) -> Result<Response, Problem> {
    tx.reply_versioned(status, batch.version, &batch).await
}

async fn open(cx: Cx, Json(new): Json<NewBatch>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::open(&mut tx, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn stock(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewStockCost>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::add_cost_from_stock(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn apply(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewAppliedCost>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::allocate(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn weigh(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewWeighing>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::weigh(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn die(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewDeaths>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::die(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn lose(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewDeaths>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::lose(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn revalue(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewValuation>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::revalue(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn harvest(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewHarvest>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::harvest(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn undo(cx: Cx, Path(id): Path<Uuid>, Json(new): Json<NewUndo>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::undo(&mut tx, id, new).await?;
    done(tx, StatusCode::CREATED, batch).await
}

async fn close(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewClosing>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let batch = super::close(&mut tx, id, new).await?;
    done(tx, StatusCode::OK, batch).await
}
