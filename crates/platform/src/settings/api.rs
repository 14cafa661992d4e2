//! Settings as JSON.

use axum::response::Response;
use base::{Cx, Json, Problem};
use http::StatusCode;

use super::CompanyChange;

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::company(&mut tx).await?)
}

pub(super) async fn edit(cx: Cx, Json(change): Json<CompanyChange>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let profile = super::edit(&mut tx, change).await?;
    tx.reply(StatusCode::OK, &profile).await
}
