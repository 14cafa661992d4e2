//! The catalogue as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Path, Problem, Route};
use uuid::Uuid;

use super::{ChangeProduct, ChangeVariant, NewProduct, NewVariant, Product, ProductVariant};

const READ: Access = Access::Needs("catalog.read");
const EDIT: Access = Access::Needs("catalog.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/products", EDIT, create)
            .summary("Makes a product with its variants.")
            .body::<NewProduct>()
            .answers::<Product>(201),
        Route::get("/api/v1/products/{id}", READ, show)
            .summary("Shows a product with its variants and pictures; the ETag is its version.")
            .answers::<Product>(200),
        Route::patch("/api/v1/products/{id}", EDIT, update)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<ChangeProduct>()
            .answers::<Product>(200),
        Route::delete("/api/v1/products/{id}", EDIT, archive)
            .summary("Archives a product: it is no longer sold, its history stays.")
            .answers::<Product>(200),
        Route::post("/api/v1/products/{id}/variants", EDIT, add_variant)
            .summary("Adds a variant to a product.")
            .body::<NewVariant>()
            .answers::<Product>(201),
        Route::patch("/api/v1/variants/{id}", EDIT, change_variant)
            .summary("Changes the fields of a variant that are sent.")
            .body::<ChangeVariant>()
            .answers::<ProductVariant>(200),
    ]
}

async fn create(cx: Cx, Json(new): Json<NewProduct>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let product = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, product.version, &product).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let product = super::find(&mut tx, id).await?;
    cx.json_versioned(product.version, &product)
}

async fn update(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeProduct>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let product = super::update(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, product.version, &product).await
}

async fn archive(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let version = cx.if_match()?;
    let mut tx = cx.begin().await?;
    let product = super::archive(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, product.version, &product).await
}

async fn add_variant(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewVariant>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let product = super::add_variant(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::CREATED, product.version, &product).await
}

async fn change_variant(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeVariant>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let variant = super::change_variant(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, variant.version, &variant).await
}
