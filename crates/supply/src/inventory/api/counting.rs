//! Counts, reorder rules, previews and reports as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::count::{
    CountLine, CountQuery, NewCount, NewSheetLine, StockCount, begin_count, cancel_count, count,
    count_lines, counts, enter_count, recount,
};
use super::super::post_count::{PostCount, post_count};
use super::super::preview::{Preview, PreviewOf, preview};
use super::super::reorder::{
    NewReorderRule, ReorderChange, ReorderQuery, ReorderRule, change_rule, create_rule,
    delete_rule, reorder_rule, reorder_rules,
};
use super::super::reports::{
    AbcRow, AgeRow, DeadQuery, DeadRow, ReportQuery, abc, ageing, dead_stock,
};

const READ: Access = Access::Needs("stock.read");
const COUNT: Access = Access::Needs("stock.count");
const ADJUST: Access = Access::Needs("stock.adjust");

/// Which line of a count is to be counted anew.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Spot {
    /// The item.
    variant_id: Uuid,
    /// The place.
    location_id: Uuid,
    /// The lot, if it has lots.
    #[serde(default)]
    lot_id: Option<Uuid>,
}

pub(super) fn routes() -> Vec<Route> {
    count_routes().into_iter().chain(other_routes()).collect()
}

fn count_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/counts", READ, all)
            .summary("Lists counts, the newest first.")
            .list_query::<CountQuery>()
            .answers::<List<StockCount>>(200),
        Route::post("/api/v1/stock/counts", ADJUST, begin)
            .summary("Begins a count of a warehouse or a part of it.")
            .body::<NewCount>()
            .answers::<StockCount>(201),
        Route::get("/api/v1/stock/counts/{id}", READ, show)
            .summary("Shows a count.")
            .answers::<StockCount>(200),
        Route::get("/api/v1/stock/counts/{id}/lines", READ, lines)
            .summary("Shows what was counted, and what the books said where that may be seen.")
            .answers::<List<CountLine>>(200),
        Route::post("/api/v1/stock/counts/{id}/lines", COUNT, enter)
            .summary("Writes down what was counted; scans of one thing add up.")
            .body::<NewSheetLine>()
            .answers::<StockCount>(200),
        Route::post("/api/v1/stock/counts/{id}/recount", COUNT, again)
            .summary("Forgets what was counted of an item at a place.")
            .body::<Spot>()
            .answers::<StockCount>(200),
        Route::post("/api/v1/stock/counts/{id}/post", ADJUST, post)
            .summary("Posts what differs and ends the count.")
            .body::<PostCount>()
            .answers::<StockCount>(200),
        Route::post("/api/v1/stock/counts/{id}/cancel", ADJUST, cancel)
            .summary("Gives a count up; nothing is posted.")
            .answers::<StockCount>(200),
    ]
}

fn other_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/stock/reorder-rules", READ, rules)
            .summary("Lists reorder rules with what is to be ordered.")
            .list_query::<ReorderQuery>()
            .answers::<List<ReorderRule>>(200),
        Route::post("/api/v1/stock/reorder-rules", ADJUST, new_rule)
            .summary("Makes a reorder rule of an item in a warehouse.")
            .body::<NewReorderRule>()
            .answers::<ReorderRule>(201),
        Route::get("/api/v1/stock/reorder-rules/{id}", READ, show_rule)
            .summary("Shows a reorder rule; the ETag is its version.")
            .answers::<ReorderRule>(200),
        Route::patch("/api/v1/stock/reorder-rules/{id}", ADJUST, edit_rule)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<ReorderChange>()
            .answers::<ReorderRule>(200),
        Route::delete("/api/v1/stock/reorder-rules/{id}", ADJUST, remove_rule)
            .summary("Takes a reorder rule away.")
            .answers::<ReorderRule>(200),
        Route::post("/api/v1/stock/previews", ADJUST, look)
            .summary("Says what a document would change, most of all a back-dated one.")
            .body::<PreviewOf>()
            .answers::<Preview>(200),
        Route::get("/api/v1/stock/reports/ageing", READ, ages)
            .summary("Says how old the stock is, by layers.")
            .answers::<List<AgeRow>>(200),
        Route::get("/api/v1/stock/reports/abc", READ, classes)
            .summary("Classes items by what left of them.")
            .list_query::<ReportQuery>()
            .answers::<List<AbcRow>>(200),
        Route::get("/api/v1/stock/reports/dead", READ, dead)
            .summary("Lists what is there and does not leave.")
            .list_query::<DeadQuery>()
            .answers::<List<DeadRow>>(200),
    ]
}

async fn all(cx: Cx, Query(query): Query<CountQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&counts(&mut tx, &query).await?)
}

async fn begin(cx: Cx, Json(new): Json<NewCount>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let made = begin_count(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, made.version, &made).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = count(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn lines(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = count_lines(&mut tx, id).await?;
    cx.json(&List { items, next: None })
}

async fn enter(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewSheetLine>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    enter_count(&mut tx, id, new).await?;
    let found = count(&mut tx, id).await?;
    tx.reply_versioned(StatusCode::OK, found.version, &found).await
}

async fn again(cx: Cx, Path(id): Path<Uuid>, Json(spot): Json<Spot>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    recount(&mut tx, id, spot.variant_id, spot.location_id, spot.lot_id).await?;
    let found = count(&mut tx, id).await?;
    tx.reply_versioned(StatusCode::OK, found.version, &found).await
}

async fn post(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(how): Json<PostCount>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let posted = post_count(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, posted.version, &posted).await
}

async fn cancel(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let ended = cancel_count(&mut tx, id).await?;
    tx.reply_versioned(StatusCode::OK, ended.version, &ended).await
}

async fn rules(cx: Cx, Query(query): Query<ReorderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&reorder_rules(&mut tx, &query).await?)
}

async fn new_rule(cx: Cx, Json(new): Json<NewReorderRule>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let made = create_rule(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, made.version, &made).await
}

async fn show_rule(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = reorder_rule(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn edit_rule(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ReorderChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = change_rule(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}

async fn remove_rule(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let gone = delete_rule(&mut tx, id).await?;
    tx.reply(StatusCode::OK, &gone).await
}

async fn look(cx: Cx, Json(what): Json<PreviewOf>) -> Result<Response, Problem> {
    let tx = cx.begin().await?;
    cx.json(&preview(tx, what).await?)
}

async fn ages(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&List { items: ageing(&mut tx).await?, next: None })
}

async fn classes(cx: Cx, Query(query): Query<ReportQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&List { items: abc(&mut tx, query).await?, next: None })
}

async fn dead(cx: Cx, Query(query): Query<DeadQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&List { items: dead_stock(&mut tx, query).await?, next: None })
}
