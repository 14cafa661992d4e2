//! Expenses as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route, UploadForm};
use utoipa::ToSchema;
use uuid::Uuid;

use super::enter::{MOST_BYTES, too_large};
use super::{Expense, ExpenseQuery, NewExpense, NewExpenseReversal};

const READ: Access = Access::Needs("expenses.read");
const ENTER: Access = Access::Needs("expenses.enter");
const APPROVE: Access = Access::Needs("expenses.approve");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/expenses", READ, list)
            .summary("Lists expenses; `q` searches words, number and document.")
            .query::<ExpenseQuery>()
            .answers::<List<Expense>>(200),
        Route::post("/api/v1/expenses", ENTER, enter)
            .summary("Enters an expense; it is posted, or waits above the company's limit.")
            .body::<NewExpense>()
            .answers::<Expense>(201),
        Route::get("/api/v1/expenses/{id}", READ, show)
            .summary("Shows an expense.")
            .answers::<Expense>(200),
        Route::delete("/api/v1/expenses/{id}", ENTER, discard)
            .summary("Throws away an expense that waits.")
            .answers_empty(204),
        Route::post("/api/v1/expenses/{id}/approve", APPROVE, approve)
            .summary("Approves and posts an expense that somebody else entered.")
            .answers::<Expense>(200),
        Route::post("/api/v1/expenses/{id}/reverse", ENTER, reverse)
            .summary("Takes a posted expense back.")
            .body::<NewExpenseReversal>()
            .answers::<Expense>(200),
        Route::post("/api/v1/expenses/{id}/paper", ENTER, attach)
            .summary("Keeps the paper of an expense.")
            .upload::<ExpensePaper>()
            .answers::<Expense>(200),
    ]
}

/// The paper of an expense.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ExpensePaper {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The file of a form: its name and its bytes.
pub(super) async fn sent(mut form: UploadForm) -> Result<(String, Vec<u8>), Problem> {
    let mut sent = None;
    while let Some(part) = form.next().await? {
        if part.name() == "file" {
            let name = part.file_name().to_owned();
            sent = Some((name, part.bytes(MOST_BYTES).await?));
        }
    }
    let (name, bytes) = sent.ok_or_else(|| Problem::invalid().field("file", "required"))?;
    Ok((name, bytes.ok_or_else(too_large)?.to_vec()))
}

/// The kind of a paper, by its name: what a browser says of it is not to be trusted.
pub(super) fn kind_of(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    }
}

async fn list(cx: Cx, Query(query): Query<ExpenseQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn enter(cx: Cx, Json(new): Json<NewExpense>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let expense = super::enter(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, expense.version, &expense).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let expense = super::find(&mut tx, id).await?;
    cx.json_versioned(expense.version, &expense)
}

async fn discard(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::discard(&mut tx, id).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}

async fn approve(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let expense = super::approve(&mut tx, id).await?;
    tx.reply_versioned(StatusCode::OK, expense.version, &expense).await
}

async fn reverse(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewExpenseReversal>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let expense = super::reverse(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::OK, expense.version, &expense).await
}

async fn attach(cx: Cx, Path(id): Path<Uuid>, form: UploadForm) -> Result<Response, Problem> {
    let (name, bytes) = sent(form).await?;
    let mut tx = cx.begin().await?;
    let expense = super::attach(&mut tx, id, (&name, kind_of(&name)), bytes).await?;
    tx.reply(StatusCode::OK, &expense).await
}
