//! The choice of a language, kept in a cookie.

use axum::extract::State;
use axum::response::Response;
use base::request::redirect;
use base::{App, Lang, Path, Problem, Query};
use http::{HeaderValue, header};
use serde::Deserialize;

use super::client::LANG_COOKIE;
use crate::local_path::local_path;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Next {
    next: String,
}

const YEAR_S: u32 = 365 * 24 * 3600;

pub(super) async fn choose_language(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<Next>,
) -> Result<Response, Problem> {
    let lang: Lang = code.parse().map_err(|_| Problem::not_found())?;
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    let cookie = format!("{LANG_COOKIE}={lang}; Path=/; Max-Age={YEAR_S}; SameSite=Lax{secure}");
    let mut response = redirect(local_path(&query.next).unwrap_or("/"), None);
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
