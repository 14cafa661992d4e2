//! Banking as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Date, Json, List, Path, Problem, Query, Route, UploadForm};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::import::too_large;
use super::{
    BankAccount, BankEntry, BankFile, BankLine, BankLineQuery, BankMatch, BankRule, BankStatement,
    BookLine, ChangeBankAccount, Imported, NewBankAccount, NewBankEntry, NewBankPayment, NewImport,
    NewMatch, NewReconciliation, NewRule, OpenLine, Preview, Reconciliation, Reopening, Report,
    Standing,
};
use crate::payments::Payment;

const READ: Access = Access::Needs("banking.read");
const MANAGE: Access = Access::Needs("banking.manage");
const RECONCILE: Access = Access::Needs("banking.reconcile");

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/api/v1/bank-accounts", READ, list)
            .summary("Lists bank accounts; numbers are masked.")
            .answers::<List<BankAccount>>(200),
        Route::post("/api/v1/bank-accounts", MANAGE, take_up)
            .summary("Takes up a bank account on an account of the ledger.")
            .body::<NewBankAccount>()
            .answers::<BankAccount>(201),
        Route::get("/api/v1/bank-accounts/{id}", READ, show)
            .summary("Shows a bank account.")
            .answers::<BankAccount>(200),
        Route::patch("/api/v1/bank-accounts/{id}", MANAGE, change)
            .summary("Changes a bank account.")
            .body::<ChangeBankAccount>()
            .answers::<BankAccount>(200),
        Route::post("/api/v1/bank-accounts/{id}/files", RECONCILE, upload)
            .summary("Keeps a statement file to be looked at: CSV, OFX, CAMT.053 or MT940.")
            .upload::<StatementFile>()
            .answers::<BankFile>(201),
        Route::get("/api/v1/bank-files/{id}", READ, preview)
            .summary("Shows what a file holds and what of it is new.")
            .answers::<Preview>(200),
        Route::post("/api/v1/bank-files/{id}/import", RECONCILE, import)
            .summary("Takes a file in; lines that are known already are left out.")
            .body::<NewImport>()
            .answers::<Imported>(201),
        Route::get("/api/v1/bank-accounts/{id}/statements", READ, statements)
            .summary("Lists statements with the gaps between them.")
            .answers::<List<BankStatement>>(200),
    ];
    routes.extend(work());
    routes
}

fn work() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bank-accounts/{id}/lines", READ, lines)
            .summary("Lists lines of the bank; `q` searches words, reference and party.")
            .query::<BankLineQuery>()
            .answers::<List<BankLine>>(200),
        Route::get("/api/v1/bank-accounts/{id}/book-lines", READ, book_lines)
            .summary("Lists lines of the books that the bank does not have yet.")
            .answers::<List<BookLine>>(200),
        Route::get("/api/v1/bank-accounts/{id}/suggestions", READ, suggestions)
            .summary("Lists lines of the bank without a partner, with what each may be.")
            .answers::<List<OpenLine>>(200),
        Route::post("/api/v1/bank-accounts/{id}/matches", RECONCILE, accept)
            .summary("Matches lines of the bank with lines of the books.")
            .body::<NewMatch>()
            .answers::<BankMatch>(201),
        Route::delete("/api/v1/bank-matches/{id}", RECONCILE, unmatch)
            .summary("Takes a match apart.")
            .answers::<BankMatch>(200),
        Route::post("/api/v1/bank-lines/{id}/entry", RECONCILE, book)
            .summary("Books a line of the bank; without `confirm` it only shows the entry.")
            .body::<NewBankEntry>()
            .answers::<BankEntry>(200),
        Route::post("/api/v1/bank-lines/{id}/payment", RECONCILE, pay)
            .summary("Posts the payment of open items that a line of the bank is.")
            .body::<NewBankPayment>()
            .answers::<Payment>(201),
        Route::get("/api/v1/bank-rules", READ, rules)
            .summary("Lists the rules that fill in forms.")
            .answers::<List<BankRule>>(200),
        Route::post("/api/v1/bank-rules", RECONCILE, write_rule)
            .summary("Writes a rule.")
            .body::<NewRule>()
            .answers::<BankRule>(201),
        Route::delete("/api/v1/bank-rules/{id}", RECONCILE, forget_rule)
            .summary("Forgets a rule.")
            .answers_empty(204),
        Route::get("/api/v1/bank-accounts/{id}/standing", READ, standing)
            .summary("Shows how the bank and the books stand on a day.")
            .query::<On>()
            .answers::<Standing>(200),
        Route::get("/api/v1/bank-accounts/{id}/reconciliations", READ, reconciliations)
            .summary("Lists finished days.")
            .answers::<List<Reconciliation>>(200),
        Route::post("/api/v1/bank-accounts/{id}/reconciliations", RECONCILE, finish)
            .summary("Finishes a day on which both sides agree.")
            .body::<NewReconciliation>()
            .answers::<Reconciliation>(201),
        Route::get("/api/v1/bank-reconciliations/{id}", READ, report)
            .summary("Shows a finished day with what was outstanding.")
            .answers::<Report>(200),
        Route::post("/api/v1/bank-reconciliations/{id}/reopen", MANAGE, reopen)
            .summary("Opens the last finished day again.")
            .body::<Reopening>()
            .answers::<Reconciliation>(200),
    ]
}

/// A statement file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct StatementFile {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A day.
#[derive(Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct On {
    /// The day; the last of a statement when not said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

/// Everything there is, as a list of one page.
fn all<T>(items: Vec<T>) -> List<T> {
    List { items, next: None }
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::list(&mut tx).await?))
}

async fn take_up(cx: Cx, Json(new): Json<NewBankAccount>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let account = super::take_up(&mut tx, new).await?;
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
    Json(mut change): Json<ChangeBankAccount>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let account = super::change(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, account.version, &account).await
}

/// The file of a form: its name and its bytes.
pub(super) async fn sent(mut form: UploadForm) -> Result<(String, Vec<u8>), Problem> {
    let mut sent = None;
    while let Some(part) = form.next().await? {
        if part.name() == "file" {
            let name = part.file_name().to_owned();
            sent = Some((name, part.bytes(super::MOST_BYTES).await?));
        }
    }
    let (name, bytes) = sent.ok_or_else(|| Problem::invalid().field("file", "required"))?;
    Ok((name, bytes.ok_or_else(too_large)?.to_vec()))
}

async fn upload(cx: Cx, Path(id): Path<Uuid>, form: UploadForm) -> Result<Response, Problem> {
    let (name, bytes) = sent(form).await?;
    let mut tx = cx.begin().await?;
    let file = super::upload(&mut tx, id, &name, bytes).await?;
    tx.reply(StatusCode::CREATED, &file).await
}

async fn preview(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::preview(&mut tx, id, None).await?)
}

async fn import(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewImport>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let imported = super::import(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &imported).await
}

async fn statements(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::statements(&mut tx, id).await?))
}

async fn lines(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<BankLineQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::lines(&mut tx, id, &query).await?)
}

async fn book_lines(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::book_lines(&mut tx, id, None).await?))
}

async fn suggestions(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::suggestions(&mut tx, id).await?))
}

async fn accept(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewMatch>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let made = super::accept(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &made).await
}

async fn unmatch(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let apart = super::unmatch(&mut tx, id).await?;
    tx.reply(StatusCode::OK, &apart).await
}

async fn book(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewBankEntry>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let entry = super::book(&mut tx, id, new).await?;
    tx.reply(StatusCode::OK, &entry).await
}

async fn pay(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewBankPayment>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let payment = super::pay(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}

async fn rules(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::rules(&mut tx, None).await?))
}

async fn write_rule(cx: Cx, Json(new): Json<NewRule>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let rule = super::write_rule(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &rule).await
}

async fn forget_rule(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::forget_rule(&mut tx, id).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}

async fn standing(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(asked): Query<On>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::standing(&mut tx, id, asked.on).await?)
}

async fn reconciliations(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&all(super::reconciliations(&mut tx, id).await?))
}

async fn finish(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewReconciliation>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let done = super::finish(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &done).await
}

async fn report(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::report(&mut tx, id).await?)
}

async fn reopen(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(why): Json<Reopening>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let opened = super::reopen(&mut tx, id, why).await?;
    tx.reply(StatusCode::OK, &opened).await
}
