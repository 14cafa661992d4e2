//! Price lists, groups and terms as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    ChangeGroup, ChangePriceList, Group, NewGroup, NewPrice, NewPriceList, Price, PriceList,
    PriceQuery, Terms,
};

const READ: Access = Access::Needs("price_lists.read");
const EDIT: Access = Access::Needs("price_lists.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/price-lists", READ, list)
            .summary("Lists the price lists, without their prices.")
            .answers::<List<PriceList>>(200),
        Route::post("/api/v1/price-lists", EDIT, create)
            .summary("Makes a price list.")
            .body::<NewPriceList>()
            .answers::<PriceList>(201),
        Route::get("/api/v1/price-lists/{id}", READ, show)
            .summary("Shows a price list; the ETag is its version.")
            .answers::<PriceList>(200),
        Route::patch("/api/v1/price-lists/{id}", EDIT, change)
            .summary("Changes the fields that are sent.")
            .body::<ChangePriceList>()
            .answers::<PriceList>(200),
        Route::get("/api/v1/price-lists/{id}/prices", READ, prices)
            .summary("Lists the prices of a list; `q` searches SKU and name.")
            .query::<PriceQuery>()
            .answers::<List<Price>>(200),
        Route::post("/api/v1/price-lists/{id}/prices", EDIT, set_prices)
            .summary("Sets prices, by least quantity, or takes them away with null.")
            .body::<NewPrices>()
            .answers::<Changed>(200),
        Route::get("/api/v1/customer-groups", READ, groups)
            .summary("Lists the groups of customers.")
            .answers::<List<Group>>(200),
        Route::post("/api/v1/customer-groups", EDIT, create_group)
            .summary("Makes a group of customers that share a price list.")
            .body::<NewGroup>()
            .answers::<Group>(201),
        Route::patch("/api/v1/customer-groups/{id}", EDIT, change_group)
            .summary("Changes the fields that are sent.")
            .body::<ChangeGroup>()
            .answers::<Group>(200),
        Route::get("/api/v1/customers/{id}/prices", READ, terms)
            .summary("Shows the group of a customer and its own price list.")
            .answers::<Terms>(200),
        Route::post("/api/v1/customers/{id}/prices", EDIT, set_terms)
            .summary("Says which prices a customer pays.")
            .body::<Terms>()
            .answers::<Terms>(200),
    ]
}

/// Prices to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPrices {
    /// The prices; others stay as they are.
    lines: Vec<NewPrice>,
}

/// What setting prices did.
#[derive(Debug, Serialize, ToSchema)]
struct Changed {
    /// So many prices are new, other or gone.
    changed: u64,
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&List { items: super::lists(&mut tx).await?, next: None })
}

async fn create(cx: Cx, Json(new): Json<NewPriceList>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let list = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, list.version, &list).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let list = super::find(&mut tx, id).await?;
    cx.json_versioned(list.version, &list)
}

async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangePriceList>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let list = super::change(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, list.version, &list).await
}

async fn prices(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<PriceQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::prices(&mut tx, id, &query).await?)
}

async fn set_prices(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewPrices>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let changed = super::set_prices(&mut tx, id, &new.lines).await?;
    tx.reply(StatusCode::OK, &Changed { changed }).await
}

async fn groups(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&List { items: super::groups(&mut tx).await?, next: None })
}

async fn create_group(cx: Cx, Json(new): Json<NewGroup>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let group = super::create_group(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, group.version, &group).await
}

async fn change_group(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeGroup>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let group = super::change_group(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, group.version, &group).await
}

async fn terms(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::terms(&mut tx, id).await?)
}

async fn set_terms(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(terms): Json<Terms>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let terms = super::set_terms(&mut tx, id, terms).await?;
    tx.reply(StatusCode::OK, &terms).await
}
