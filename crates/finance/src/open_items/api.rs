//! Open items as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Date, Json, List, Path, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Ageing, AgeingQuery, ItemQuery, NewSettingOff, NewWriteOff, OpenItem, SetOff, Side, Statement,
    StatementQuery,
};

pub(super) const READ: Access = Access::Needs("open_items.read");
pub(super) const ALLOCATE: Access = Access::Needs("open_items.allocate");
pub(super) const WRITE_OFF: Access = Access::Needs("open_items.write_off");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/open-items", READ, list)
            .summary("Lists what is open, of customers and suppliers; also as of an earlier day.")
            .query::<ItemQuery>()
            .answers::<List<OpenItem>>(200),
        Route::get("/api/v1/open-items/{id}", READ, show)
            .summary("Shows an open item with what was set off against it.")
            .answers::<Detail>(200),
        Route::post("/api/v1/open-items/{id}/write-off", WRITE_OFF, write_off)
            .summary("Writes off what nobody will pay.")
            .body::<NewWriteOff>()
            .answers::<OpenItem>(200),
        Route::get("/api/v1/reports/ageing", READ, ageing)
            .summary("What is open of every party by how long it is overdue.")
            .query::<AgeingQuery>()
            .answers::<Ageing>(200),
        Route::get("/api/v1/statements/{side}/{party}", READ, statement)
            .summary("The statement of account of a customer or supplier.")
            .query::<StatementQuery>()
            .answers::<Statement>(200),
        Route::post("/api/v1/allocations", ALLOCATE, set_off)
            .summary("Sets an item off against others, all or none.")
            .body::<NewSettingOff>()
            .answers::<OpenItem>(201),
        Route::post("/api/v1/allocations/{id}/undo", ALLOCATE, undo)
            .summary("Takes a setting off back, with what it posted.")
            .body::<NewUndo>()
            .answers_empty(204),
    ]
}

/// An item and its history.
#[derive(Serialize, ToSchema)]
struct Detail {
    /// The item.
    #[serde(flatten)]
    item: OpenItem,
    /// What was set off against it.
    set_off: Vec<SetOff>,
}

/// The day of a taking back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUndo {
    /// Today when not said.
    #[serde(default)]
    date: Option<Date>,
}

async fn list(cx: Cx, Query(query): Query<ItemQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let item = super::find(&mut tx, id).await?;
    let set_off = super::of_item(&mut tx, &item).await?;
    cx.json(&Detail { item, set_off })
}

async fn ageing(cx: Cx, Query(query): Query<AgeingQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::ageing(&mut tx, &query).await?)
}

async fn statement(
    cx: Cx,
    Path((side, party)): Path<(Side, Uuid)>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::statement(&mut tx, side, party, query).await?)
}

async fn write_off(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewWriteOff>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let item = super::write_off(&mut tx, id, new).await?;
    tx.reply(StatusCode::OK, &item).await
}

async fn set_off(cx: Cx, Json(new): Json<NewSettingOff>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let item = super::set_off_by_hand(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &item).await
}

async fn undo(cx: Cx, Path(id): Path<Uuid>, Json(new): Json<NewUndo>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    super::undo(&mut tx, id, date).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}
