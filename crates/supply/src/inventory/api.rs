//! Stock as JSON.

mod counting;
mod places;
mod recosts;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::document::{Kind, StockDocument};
use super::documents::DocumentQuery;
use super::levels::{Level, LevelQuery};
use super::moves::{MoveQuery, StockMove};
use super::new_document::{NewAdjustment, NewReceipt, NewTransfer};
use super::warehouse::{self, NewWarehouse, Warehouse, WarehouseChange};

const READ: Access = Access::Needs("stock.read");
const RECEIVE: Access = Access::Needs("stock.receive");
const ADJUST: Access = Access::Needs("stock.adjust");
const TRANSFER: Access = Access::Needs("stock.transfer");
const EDIT: Access = Access::Needs("warehouses.edit");

pub(super) fn routes() -> Vec<Route> {
    stock()
        .into_iter()
        .chain(documents())
        .chain(warehouses())
        .chain(places::routes())
        .chain(counting::routes())
        .chain(recosts::routes())
        .collect()
}

fn stock() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/levels", READ, levels)
            .summary("Lists what there is of each item: on hand, reserved, available.")
            .list_query::<LevelQuery>()
            .answers::<List<Level>>(200),
        Route::get("/api/v1/stock/moves", READ, moves)
            .summary("Lists stock moves, the newest first.")
            .list_query::<MoveQuery>()
            .answers::<List<StockMove>>(200),
    ]
}

fn documents() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/receipts", READ, list::<RECEIPT>)
            .summary("Lists receipts without their lines, the newest first.")
            .list_query::<DocumentQuery>()
            .answers::<List<StockDocument>>(200),
        Route::post("/api/v1/stock/receipts", RECEIVE, receive)
            .summary("Receives goods at what they cost.")
            .body::<NewReceipt>()
            .answers::<StockDocument>(201),
        Route::get("/api/v1/stock/receipts/{id}", READ, show::<RECEIPT>)
            .summary("Shows a receipt with its lines.")
            .answers::<StockDocument>(200),
        Route::get("/api/v1/stock/adjustments", READ, list::<ADJUSTMENT>)
            .summary("Lists adjustments without their lines, the newest first.")
            .list_query::<DocumentQuery>()
            .answers::<List<StockDocument>>(200),
        Route::post("/api/v1/stock/adjustments", ADJUST, adjust)
            .summary("Brings the books in line with the shelf, for a reason.")
            .body::<NewAdjustment>()
            .answers::<StockDocument>(201),
        Route::get("/api/v1/stock/adjustments/{id}", READ, show::<ADJUSTMENT>)
            .summary("Shows an adjustment with its lines.")
            .answers::<StockDocument>(200),
        Route::get("/api/v1/stock/transfers", READ, list::<MOVED>)
            .summary("Lists transfers without their lines, the newest first.")
            .list_query::<DocumentQuery>()
            .answers::<List<StockDocument>>(200),
        Route::post("/api/v1/stock/transfers", TRANSFER, transfer)
            .summary("Sends goods from one warehouse or place to another.")
            .body::<NewTransfer>()
            .answers::<StockDocument>(201),
        Route::get("/api/v1/stock/transfers/{id}", READ, show::<MOVED>)
            .summary("Shows a transfer with its lines.")
            .answers::<StockDocument>(200),
        Route::get("/api/v1/stock/arrivals", READ, list::<ARRIVAL>)
            .summary("Lists what came of transfers, without lines, the newest first.")
            .list_query::<DocumentQuery>()
            .answers::<List<StockDocument>>(200),
        Route::get("/api/v1/stock/arrivals/{id}", READ, show::<ARRIVAL>)
            .summary("Shows an arrival with its lines.")
            .answers::<StockDocument>(200),
        Route::get("/api/v1/stock/counted/{id}", READ, show::<COUNTED>)
            .summary("Shows the differences that a count posted.")
            .answers::<StockDocument>(200),
        Route::get("/api/v1/stock/processings", READ, list::<PROCESSED>)
            .summary("Lists processings without their lines, the newest first.")
            .list_query::<DocumentQuery>()
            .answers::<List<StockDocument>>(200),
        Route::get("/api/v1/stock/processings/{id}", READ, show::<PROCESSED>)
            .summary("Shows a processing with what went in and came out.")
            .answers::<StockDocument>(200),
    ]
}

fn warehouses() -> Vec<Route> {
    vec![
        Route::get("/api/v1/warehouses", READ, all_warehouses)
            .summary("Lists every warehouse, the default first.")
            .answers::<List<Warehouse>>(200),
        Route::post("/api/v1/warehouses", EDIT, create_warehouse)
            .summary("Makes a warehouse with the location of its stock.")
            .body::<NewWarehouse>()
            .answers::<Warehouse>(201),
        Route::get("/api/v1/warehouses/{id}", READ, show_warehouse)
            .summary("Shows a warehouse; the ETag is its version.")
            .answers::<Warehouse>(200),
        Route::patch("/api/v1/warehouses/{id}", EDIT, change_warehouse)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<WarehouseChange>()
            .answers::<Warehouse>(200),
    ]
}

/// The kinds as numbers, since a handler that serves them all is made for each of them.
const RECEIPT: u8 = 0;
const ADJUSTMENT: u8 = 1;
const MOVED: u8 = 2;
const ARRIVAL: u8 = 3;
const COUNTED: u8 = 4;
const PROCESSED: u8 = 5;

fn kind(number: u8) -> Kind {
    match number {
        RECEIPT => Kind::Receipt,
        ADJUSTMENT => Kind::Adjustment,
        MOVED => Kind::Transfer,
        ARRIVAL => Kind::Arrival,
        COUNTED => Kind::Count,
        _ => Kind::Processing,
    }
}

async fn levels(cx: Cx, Query(query): Query<LevelQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::levels(&mut tx, &query).await?)
}

async fn moves(cx: Cx, Query(query): Query<MoveQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::moves(&mut tx, &query).await?)
}

async fn list<const KIND: u8>(
    cx: Cx,
    Query(query): Query<DocumentQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::documents(&mut tx, kind(KIND), &query).await?)
}

async fn show<const KIND: u8>(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::document(&mut tx, kind(KIND), id).await?)
}

async fn receive(cx: Cx, Json(new): Json<NewReceipt>) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let document = super::receive(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &document).await
}

async fn adjust(cx: Cx, Json(new): Json<NewAdjustment>) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let document = super::adjust(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &document).await
}

async fn transfer(cx: Cx, Json(new): Json<NewTransfer>) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let document = super::transfer(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &document).await
}

async fn all_warehouses(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = warehouse::warehouses(&mut tx).await?;
    cx.json(&List { items, next: None })
}

async fn create_warehouse(cx: Cx, Json(new): Json<NewWarehouse>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let warehouse = warehouse::create_warehouse(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, warehouse.version, &warehouse).await
}

async fn show_warehouse(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let warehouse = warehouse::find_warehouse(&mut tx, id).await?;
    cx.json_versioned(warehouse.version, &warehouse)
}

async fn change_warehouse(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<WarehouseChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let warehouse = warehouse::change_warehouse(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, warehouse.version, &warehouse).await
}
