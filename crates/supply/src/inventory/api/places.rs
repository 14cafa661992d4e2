//! Places, lots, how items are kept, what is on its way, and processing, as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::super::arrive::{NewArrival, TransitLine, arrive, transit};
use super::super::document::StockDocument;
use super::super::genealogy::{Genealogy, GenealogyQuery, genealogy};
use super::super::in_transit::{OnTheWay, in_transit};
use super::super::item::{ItemChange, StockItem, change_item, stock_item};
use super::super::location::{
    Location, LocationChange, LocationQuery, NewLocation, change_location, create_location,
    find_location, locations,
};
use super::super::lot::{Lot, LotChange, LotQuery, change_lot, lot, lots};
use super::super::process::{NewProcessing, process};

const READ: Access = Access::Needs("stock.read");
const TRANSFER: Access = Access::Needs("stock.transfer");
const PROCESS: Access = Access::Needs("stock.process");
const EDIT: Access = Access::Needs("warehouses.edit");
const LOTS: Access = Access::Needs("lots.edit");
const CATALOG: Access = Access::Needs("catalog.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/locations", READ, all_locations)
            .summary("Lists places in the order of the tree.")
            .list_query::<LocationQuery>()
            .answers::<List<Location>>(200),
        Route::post("/api/v1/stock/locations", EDIT, new_location)
            .summary("Makes a zone, an aisle or a bin below another place.")
            .body::<NewLocation>()
            .answers::<Location>(201),
        Route::get("/api/v1/stock/locations/{id}", READ, show_location)
            .summary("Shows a place; the ETag is its version.")
            .answers::<Location>(200),
        Route::patch("/api/v1/stock/locations/{id}", EDIT, edit_location)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<LocationChange>()
            .answers::<Location>(200),
        Route::get("/api/v1/stock/lots", READ, all_lots)
            .summary("Lists lots with what there is of them.")
            .list_query::<LotQuery>()
            .answers::<List<Lot>>(200),
        Route::get("/api/v1/stock/lots/{id}", READ, show_lot)
            .summary("Shows a lot; the ETag is its version.")
            .answers::<Lot>(200),
        Route::patch("/api/v1/stock/lots/{id}", LOTS, edit_lot)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<LotChange>()
            .answers::<Lot>(200),
        Route::get("/api/v1/stock/lots/{id}/genealogy", READ, family)
            .summary("Shows what a lot was made of, or what was made of it.")
            .list_query::<GenealogyQuery>()
            .answers::<Genealogy>(200),
        Route::get("/api/v1/stock/items/{id}", READ, show_item)
            .summary("Shows how stock of an item is kept: by lot, in what units.")
            .answers::<StockItem>(200),
        Route::patch("/api/v1/stock/items/{id}", CATALOG, edit_item)
            .summary("Changes how stock of an item is kept.")
            .body::<ItemChange>()
            .answers::<StockItem>(200),
        Route::get("/api/v1/stock/transfers/{id}/transit", READ, show_transit)
            .summary("Shows what a transfer has sent and what came of it.")
            .answers::<List<TransitLine>>(200),
        Route::get("/api/v1/stock/transit", READ, all_transit)
            .summary("Lists what is on its way, with what it is worth.")
            .answers::<List<OnTheWay>>(200),
        Route::post("/api/v1/stock/transfers/{id}/arrivals", TRANSFER, new_arrival)
            .summary("Receives what a transfer has sent, or says that it was lost.")
            .body::<NewArrival>()
            .answers::<StockDocument>(201),
        Route::post("/api/v1/stock/processings", PROCESS, new_processing)
            .summary(
                "Makes goods of other goods; lots that come out are linked to those that went in.",
            )
            .body::<NewProcessing>()
            .answers::<StockDocument>(201),
    ]
}

async fn all_locations(cx: Cx, Query(query): Query<LocationQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&locations(&mut tx, &query).await?)
}

async fn new_location(cx: Cx, Json(new): Json<NewLocation>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let made = create_location(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, made.version, &made).await
}

async fn show_location(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = find_location(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn edit_location(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<LocationChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = change_location(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn all_lots(cx: Cx, Query(query): Query<LotQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&lots(&mut tx, &query).await?)
}

async fn show_lot(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = lot(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn edit_lot(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<LotChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = change_lot(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn family(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<GenealogyQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&genealogy(&mut tx, id, query.direction).await?)
}

async fn show_item(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = stock_item(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn edit_item(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ItemChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = change_item(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn show_transit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = transit(&mut tx, id).await?;
    cx.json(&List { items, next: None })
}

async fn all_transit(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = in_transit(&mut tx).await?;
    cx.json(&List { items, next: None })
}

async fn new_arrival(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewArrival>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let document = arrive(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &document).await
}

async fn new_processing(cx: Cx, Json(new): Json<NewProcessing>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let document = process(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &document).await
}
