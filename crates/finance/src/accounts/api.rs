//! The chart of accounts as JSON. Reading it is the ledger's.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Path, Problem, Route};
use uuid::Uuid;

use super::{ChangeAccount, ChartAccount, NewAccount};

const READ: Access = Access::Needs("ledger.read");
const EDIT: Access = Access::Needs("accounts.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/accounts", EDIT, create)
            .summary("Adds an account to the chart.")
            .body::<NewAccount>()
            .answers::<ChartAccount>(201),
        Route::get("/api/v1/accounts/{id}", READ, show)
            .summary("An account with its place in the tree.")
            .answers::<ChartAccount>(200),
        Route::patch("/api/v1/accounts/{id}", EDIT, change)
            .summary("Renames an account, moves it in the tree, retires it.")
            .body::<ChangeAccount>()
            .answers::<ChartAccount>(200),
    ]
}

async fn create(cx: Cx, Json(new): Json<NewAccount>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let account = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, account.version, &account).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::find(&mut tx, id).await?;
    cx.json_versioned(account.version, &account)
}

async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeAccount>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let account = super::change(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, account.version, &account).await
}
