//! Customers as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{ChangeCustomer, Customer, CustomerQuery, NewCustomer};

const READ: Access = Access::Needs("customers.read");
const EDIT: Access = Access::Needs("customers.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/customers", READ, list)
            .summary("Lists customers; `q` searches code, name, mail, telephone and tax number.")
            .query::<CustomerQuery>()
            .answers::<List<Customer>>(200),
        Route::post("/api/v1/customers", EDIT, create)
            .summary("Makes a customer; without a code it gets the next one, C-00001.")
            .body::<NewCustomer>()
            .answers::<Customer>(201),
        Route::get("/api/v1/customers/{id}", READ, show)
            .summary("Shows a customer; the ETag is its version.")
            .answers::<Customer>(200),
        Route::patch("/api/v1/customers/{id}", EDIT, update)
            .summary("Changes the fields that are sent; If-Match guards against overwriting.")
            .body::<ChangeCustomer>()
            .answers::<Customer>(200),
        Route::delete("/api/v1/customers/{id}", EDIT, remove)
            .summary("Deletes a customer that no order, invoice or payment names.")
            .answers_empty(204),
    ]
}

async fn list(cx: Cx, Query(query): Query<CustomerQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn create(cx: Cx, Json(new): Json<NewCustomer>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let customer = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, customer.version, &customer).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let customer = super::find(&mut tx, id).await?;
    cx.json_versioned(customer.version, &customer)
}

async fn update(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeCustomer>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let customer = super::update(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, customer.version, &customer).await
}

async fn remove(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let version = cx.if_match()?;
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, id, version).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}
