//! Journals as JSON.

mod recurring;
mod upload;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route, UploadForm};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use upload::Sent;

use super::{ChangeJournal, Journal, JournalQuery, NewJournal, NewReversal, SendBack};

const READ: Access = Access::Needs("journals.read");
const EDIT: Access = Access::Needs("journals.edit");
const APPROVE: Access = Access::Needs("journals.approve");

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/api/v1/journals", READ, list)
            .summary("Entries written by hand; `q` searches number, subject and reference.")
            .query::<JournalQuery>()
            .answers::<List<Journal>>(200),
        Route::post("/api/v1/journals", EDIT, draft)
            .summary("Writes a journal: a draft, or with `post` an entry.")
            .body::<NewJournal>()
            .answers::<Journal>(201),
        Route::get("/api/v1/journals/{id}", READ, show)
            .summary("A journal with its lines and papers.")
            .answers::<Journal>(200),
        Route::patch("/api/v1/journals/{id}", EDIT, edit)
            .summary("Changes a draft.")
            .body::<ChangeJournal>()
            .answers::<Journal>(200),
        Route::delete("/api/v1/journals/{id}", EDIT, discard)
            .summary("Throws a draft away.")
            .answers_empty(204),
        Route::post("/api/v1/journals/{id}/post", EDIT, post)
            .summary("Posts a draft, or hands it in where it needs approval.")
            .body::<Read>()
            .answers::<Journal>(200),
        Route::post("/api/v1/journals/{id}/approve", APPROVE, approve)
            .summary("Approves a journal that somebody else wrote, and posts it.")
            .body::<Read>()
            .answers::<Journal>(200),
        Route::post("/api/v1/journals/{id}/send-back", EDIT, send_back)
            .summary("Makes a draft again of a journal that waits for approval.")
            .body::<SendBack>()
            .answers::<Journal>(200),
        Route::post("/api/v1/journals/{id}/reverse", EDIT, reverse)
            .summary("Takes a posted journal back by another one.")
            .body::<NewReversal>()
            .answers::<Journal>(201),
        Route::post("/api/v1/journals/{id}/papers", EDIT, attach)
            .summary("Adds a paper to a journal, as `file`.")
            .upload::<upload::Form>()
            .answers::<Journal>(201),
        Route::delete("/api/v1/journals/{id}/papers/{file_id}", EDIT, detach)
            .summary("Takes a paper away from a draft.")
            .answers::<Journal>(200),
    ];
    routes.extend(recurring::routes());
    routes
}

/// What was read of something that is about to be changed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = JournalRead)]
pub(super) struct Read {
    /// The version that was read.
    version: Option<i32>,
}

async fn list(cx: Cx, Query(query): Query<JournalQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn draft(cx: Cx, Json(new): Json<NewJournal>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let journal = super::draft(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, journal.version, &journal).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let journal = super::find(&mut tx, id).await?;
    cx.json_versioned(journal.version, &journal)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeJournal>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let journal = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, journal.version, &journal).await
}

async fn discard(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let version = cx.if_match()?;
    let mut tx = cx.begin().await?;
    super::discard(&mut tx, id, version).await?;
    tx.reply(StatusCode::NO_CONTENT, &()).await
}

async fn post(cx: Cx, Path(id): Path<Uuid>, Json(read): Json<Read>) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let journal = super::post(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, journal.version, &journal).await
}

async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<Read>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin().await?;
    let journal = super::approve(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, journal.version, &journal).await
}

async fn send_back(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut back): Json<SendBack>,
) -> Result<Response, Problem> {
    back.version = cx.if_match()?.or(back.version);
    let mut tx = cx.begin().await?;
    let journal = super::send_back(&mut tx, id, back).await?;
    tx.reply_versioned(StatusCode::OK, journal.version, &journal).await
}

async fn reverse(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewReversal>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let journal = super::reverse(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::CREATED, journal.version, &journal).await
}

async fn attach(cx: Cx, Path(id): Path<Uuid>, form: UploadForm) -> Result<Response, Problem> {
    let sent = Sent::read(form).await?;
    let mut tx = cx.begin().await?;
    let journal = super::attach(&mut tx, id, sent.into_new()?).await?;
    tx.reply_versioned(StatusCode::CREATED, journal.version, &journal).await
}

async fn detach(cx: Cx, Path((id, file)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let journal = super::detach(&mut tx, id, file).await?;
    tx.reply_versioned(StatusCode::OK, journal.version, &journal).await
}
