//! Budgets as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Budget, BudgetQuery, ChangeBudget, NewBudget, NewBudgetCopy};

const READ: Access = Access::Needs("budgets.read");
const EDIT: Access = Access::Needs("budgets.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/budgets", READ, list)
            .summary("Budgets without their lines; `q` searches names.")
            .query::<BudgetQuery>()
            .answers::<List<Budget>>(200),
        Route::post("/api/v1/budgets", EDIT, create)
            .summary("Writes a budget, a draft; a yearly amount is spread over the months.")
            .body::<NewBudget>()
            .answers::<Budget>(201),
        Route::post("/api/v1/budgets/copies", EDIT, copy)
            .summary("Writes a draft of what was earned and spent the year before.")
            .body::<NewBudgetCopy>()
            .answers::<Budget>(201),
        Route::get("/api/v1/budgets/{id}", READ, show)
            .summary("A budget with its lines.")
            .answers::<Budget>(200),
        Route::patch("/api/v1/budgets/{id}", EDIT, edit)
            .summary("Changes a budget that is not archived.")
            .body::<ChangeBudget>()
            .answers::<Budget>(200),
        Route::post("/api/v1/budgets/{id}/activation", EDIT, activate)
            .summary("Makes a budget the one that the books are compared with.")
            .body::<Read>()
            .answers::<Budget>(200),
        Route::post("/api/v1/budgets/{id}/archive", EDIT, archive)
            .summary("Puts a budget away.")
            .body::<Read>()
            .answers::<Budget>(200),
    ]
}

/// What was read of a budget that is about to be changed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = BudgetRead)]
struct Read {
    /// The version that was read.
    version: Option<i32>,
}

async fn list(cx: Cx, Query(query): Query<BudgetQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn create(cx: Cx, Json(new): Json<NewBudget>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let budget = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, budget.version, &budget).await
}

async fn copy(cx: Cx, Json(new): Json<NewBudgetCopy>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let budget = super::copy_actuals(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, budget.version, &budget).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let budget = super::find(&mut tx, id).await?;
    cx.json_versioned(budget.version, &budget)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeBudget>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let budget = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, budget.version, &budget).await
}

async fn activate(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<Read>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let budget = super::activate(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, budget.version, &budget).await
}

async fn archive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<Read>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let budget = super::archive(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, budget.version, &budget).await
}
