//! The settings of the books as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Problem, Route};

use super::{BookSettings, BookSettingsChange};

const EDIT: Access = Access::Needs("settings.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/settings/books", EDIT, show)
            .summary("How the company keeps its books.")
            .answers::<BookSettings>(200),
        Route::patch("/api/v1/settings/books", EDIT, edit)
            .summary("Changes how the company keeps its books.")
            .body::<BookSettingsChange>()
            .answers::<BookSettings>(200),
    ]
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::settings(&mut tx).await?;
    cx.json_versioned(found.version, &found)
}

async fn edit(cx: Cx, Json(mut change): Json<BookSettingsChange>) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let new = super::change_settings(&mut tx, change).await?;
    tx.reply_versioned(StatusCode::OK, new.version, &new).await
}
