//! Suppliers as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use finance::closing::{self, NewOpeningItems, OpeningItems};
use finance::open_items::Side;
use finance::payments::{self, Direction, NewMoney, Payer, Payment};
use uuid::Uuid;

use super::{ChangeSupplier, NewSupplier, Supplier, SupplierQuery, SupplierRating};

const READ: Access = Access::Needs("suppliers.read");
const EDIT: Access = Access::Needs("suppliers.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/suppliers", READ, list)
            .summary("Lists suppliers; `q` searches code, name, mail, telephone and tax number.")
            .query::<SupplierQuery>()
            .answers::<List<Supplier>>(200),
        Route::post("/api/v1/suppliers", EDIT, create)
            .summary("Makes a supplier; without a code it gets the next one, S-00001.")
            .body::<NewSupplier>()
            .answers::<Supplier>(201),
        Route::get("/api/v1/suppliers/{id}", READ, show)
            .summary("Shows a supplier; the ETag is its version.")
            .answers::<Supplier>(200),
        Route::patch("/api/v1/suppliers/{id}", EDIT, update)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<ChangeSupplier>()
            .answers::<Supplier>(200),
        Route::get("/api/v1/suppliers/{id}/rating", READ, rating)
            .summary("Rates a supplier by its last twelve months, with the numbers behind it.")
            .answers::<SupplierRating>(200),
        Route::post("/api/v1/suppliers/{id}/payments", Access::Needs("payments.pay"), pay)
            .summary("Pays a supplier; what settles no bill is paid ahead.")
            .body::<NewMoney>()
            .answers::<Payment>(201),
        Route::post(
            "/api/v1/suppliers/{id}/opening-items",
            Access::Needs("open_items.begin"),
            begin,
        )
        .summary("Enters what a supplier was owed when the books began, a document each.")
        .body::<NewOpeningItems>()
        .answers::<OpeningItems>(201),
        Route::delete("/api/v1/suppliers/{id}", EDIT, remove)
            .summary("Deletes a supplier that no order, receipt or bill names.")
            .answers_empty(204),
    ]
}

async fn list(cx: Cx, Query(query): Query<SupplierQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn create(cx: Cx, Json(new): Json<NewSupplier>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let supplier = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, supplier.version, &supplier).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let supplier = super::find(&mut tx, id).await?;
    cx.json_versioned(supplier.version, &supplier)
}

async fn rating(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let supplier = super::find(&mut tx, id).await?;
    cx.json(&super::rating(&mut tx, supplier.id).await?)
}

async fn update(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeSupplier>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let supplier = super::update(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, supplier.version, &supplier).await
}

async fn pay(cx: Cx, Path(id): Path<Uuid>, Json(new): Json<NewMoney>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let name = super::find(&mut tx, id).await?.name;
    let payer = Payer { side: Side::Payable, id, name };
    let payment = payments::settle(&mut tx, new.of(payer, Direction::Out)).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}

async fn begin(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewOpeningItems>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let name = super::find(&mut tx, id).await?.name;
    let opened = closing::open_documents(&mut tx, Side::Payable, id, &name, new).await?;
    tx.reply(StatusCode::CREATED, &opened).await
}

async fn remove(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let version = cx.if_match()?;
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, id, version).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}
