//! The catalogue as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Category, ChangeCategory, ChangeProduct, ChangeProductType, ChangeVariant, NewCategory,
    NewProduct, NewProductType, NewVariant, Product, ProductFilter, ProductQuery, ProductSummary,
    ProductType, ProductVariant,
};

const READ: Access = Access::Needs("catalog.read");
const EDIT: Access = Access::Needs("catalog.edit");

/// Everything at once: what a list without pages answers.
#[derive(Serialize, ToSchema)]
struct All<T> {
    /// The rows.
    items: Vec<T>,
    /// Always null, since this is all.
    next: Option<String>,
}

impl<T> From<Vec<T>> for All<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

pub(super) fn routes() -> Vec<Route> {
    product_routes().into_iter().chain(order_routes()).collect()
}

fn product_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/products", READ, list)
            .summary("Lists products; `q` finds names, SKUs and barcodes, also mistyped ones.")
            .list_query::<ProductFilter>()
            .answers::<List<ProductSummary>>(200),
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
        Route::delete("/api/v1/variants/{id}", EDIT, remove_variant)
            .summary("Deletes a variant that no order, invoice or stock move names.")
            .answers::<Product>(200),
    ]
}

/// What brings order into products: categories and types.
fn order_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/categories", READ, categories)
            .summary("Lists all categories; each names the one that it stands below.")
            .answers::<All<Category>>(200),
        Route::post("/api/v1/categories", EDIT, create_category)
            .summary("Makes a category.")
            .body::<NewCategory>()
            .answers::<Category>(201),
        Route::get("/api/v1/categories/{id}", READ, show_category)
            .summary("Shows a category; the ETag is its version.")
            .answers::<Category>(200),
        Route::patch("/api/v1/categories/{id}", EDIT, change_category)
            .summary("Changes or moves a category; never below itself.")
            .body::<ChangeCategory>()
            .answers::<Category>(200),
        Route::delete("/api/v1/categories/{id}", EDIT, delete_category)
            .summary("Deletes a category in which nothing stands.")
            .answers_empty(204),
        Route::get("/api/v1/product-types", READ, types)
            .summary("Lists all product types with their attributes.")
            .answers::<All<ProductType>>(200),
        Route::post("/api/v1/product-types", EDIT, create_type)
            .summary("Makes a product type.")
            .body::<NewProductType>()
            .answers::<ProductType>(201),
        Route::get("/api/v1/product-types/{id}", READ, show_type)
            .summary("Shows a product type; the ETag is its version.")
            .answers::<ProductType>(200),
        Route::patch("/api/v1/product-types/{id}", EDIT, change_type)
            .summary("Changes a product type; attributes are replaced as a whole.")
            .body::<ChangeProductType>()
            .answers::<ProductType>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<ProductQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
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

async fn remove_variant(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let product = super::remove_variant(&mut tx, id).await?;
    tx.reply_versioned(StatusCode::OK, product.version, &product).await
}

async fn categories(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&All::from(super::categories(&mut tx).await?))
}

async fn create_category(cx: Cx, Json(new): Json<NewCategory>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let category = super::create_category(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, category.version, &category).await
}

async fn show_category(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let category = super::category(&mut tx, id).await?;
    cx.json_versioned(category.version, &category)
}

async fn change_category(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeCategory>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let category = super::change_category(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, category.version, &category).await
}

async fn delete_category(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::delete_category(&mut tx, id).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}

async fn types(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&All::from(super::product_types(&mut tx).await?))
}

async fn create_type(cx: Cx, Json(new): Json<NewProductType>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let made = super::create_type(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, made.version, &made).await
}

async fn show_type(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::product_type(&mut tx, id).await?;
    cx.json_versioned(found.version, &found)
}

async fn change_type(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeProductType>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let changed = super::change_type(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, changed.version, &changed).await
}
