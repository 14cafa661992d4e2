//! The context of a signed-in person's request.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use maud::Markup;
use serde::Serialize;

use super::{IdempotencyKey, SignIn, Visit, answer, chrome};
use crate::ui::{Flash as UiFlash, Theme};
use crate::{Actor, App, L, Problem, Tx};

/// Everything that a handler of the back office or the API needs: who, in which words, and
/// the way into a transaction.
pub struct Cx {
    /// The program.
    pub app: App,
    /// Who acts, for which company.
    pub actor: Actor,
    /// The words.
    pub l: L,
    /// How the person signed in.
    pub sign_in: SignIn,
    theme: Theme,
    path: String,
    query: String,
    key: Option<IdempotencyKey>,
    if_match: Option<String>,
    flash: Option<UiFlash>,
}

impl FromRequestParts<App> for Cx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Visit>().ok_or_else(Problem::unauthorized)?;
        let (actor, sign_in) = visit.actor.clone().ok_or_else(Problem::unauthorized)?;
        let flash = cookie(&parts.headers, super::flash::COOKIE)
            .and_then(|cookie| super::Flash::read(cookie, &visit.l));
        let if_match = parts.headers.get(header::IF_MATCH).and_then(|v| v.to_str().ok());
        Ok(Self {
            app: app.clone(),
            actor,
            l: visit.l.clone(),
            sign_in,
            theme: visit.theme,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            key: parts.extensions.get::<IdempotencyKey>().cloned(),
            if_match: if_match.map(str::to_owned),
            flash,
        })
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

impl Cx {
    /// Opens the transaction of a command; a repeated command leaves with its first answer.
    ///
    /// # Errors
    /// When the database is away or the command was already carried out.
    pub async fn begin(&self) -> Result<Tx, Problem> {
        Tx::command(&self.app, &self.actor, self.key.clone()).await
    }

    /// The same for a document of every day, of at most a few hundred lines: see
    /// [`Tx::document`].
    ///
    /// # Errors
    /// As [`Cx::begin`].
    pub async fn begin_document(&self) -> Result<Tx, Problem> {
        Tx::document(&self.app, &self.actor, self.key.clone()).await
    }

    /// Opens a transaction that only reads.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(&self) -> Result<Tx, Problem> {
        Tx::read(&self.app, &self.actor).await
    }

    /// Whether the person holds the permission.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.actor.may(permission)
    }

    /// The path of this request.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query of this request, as sent.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The version that the client says it has read (`If-Match: "v3"`).
    ///
    /// # Errors
    /// 400 when the header is no version of ours.
    pub fn if_match(&self) -> Result<Option<i32>, Problem> {
        let Some(tag) = &self.if_match else { return Ok(None) };
        let version = tag.trim().trim_start_matches("W/").trim_matches('"').strip_prefix('v');
        match version.and_then(|v| v.parse().ok()) {
            Some(version) => Ok(Some(version)),
            None => Err(Problem::bad_request("bad_if_match")),
        }
    }

    /// The hidden fields of a new form: a key, so that pressing the button twice acts once.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, String)> {
        vec![("_key".to_owned(), uuid::Uuid::now_v7().to_string())]
    }

    /// A page of the back office.
    #[must_use]
    pub fn page(&self, title: &str, body: Markup) -> Response {
        self.page_with(StatusCode::OK, title, body)
    }

    /// For a page that says what went wrong; none when nobody is signed in.
    pub(super) fn of_visit(app: &App, visit: &Visit, path: &str) -> Option<Self> {
        let (actor, sign_in) = visit.actor.clone()?;
        Some(Self {
            app: app.clone(),
            actor,
            l: visit.l.clone(),
            sign_in,
            theme: visit.theme,
            path: path.to_owned(),
            query: String::new(),
            key: None,
            if_match: None,
            flash: None,
        })
    }

    pub(super) fn shell(&self, title: &str, body: Markup) -> Markup {
        crate::ui::shell(&chrome::back_office(self, title), body)
    }

    /// A page of the back office with another status, e.g. 422 for a form with errors.
    #[must_use]
    pub fn page_with(&self, status: StatusCode, title: &str, body: Markup) -> Response {
        let mut response = (status, self.shell(title, body)).into_response();
        if self.flash.is_some() {
            let gone = http::HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly");
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
        response
    }

    /// A printable page.
    #[must_use]
    pub fn document(&self, title: &str, bar: Markup, body: Markup) -> Response {
        let chrome = chrome::back_office(self, title);
        crate::ui::document_shell(&chrome, bar, body).into_response()
    }

    /// JSON with status 200, for reads.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, which is our fault.
    pub fn json<T: Serialize>(&self, body: &T) -> Result<Response, Problem> {
        let body = serde_json::to_vec(body).map_err(Problem::internal)?;
        Ok(answer(StatusCode::OK, body))
    }

    /// JSON with status 200 and the version of the resource as its ETag.
    ///
    /// # Errors
    /// As [`Cx::json`].
    pub fn json_versioned<T: Serialize>(
        &self,
        version: i32,
        body: &T,
    ) -> Result<Response, Problem> {
        let mut response = self.json(body)?;
        if let Ok(tag) = http::HeaderValue::from_str(&format!("\"v{version}\"")) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        Ok(response)
    }

    pub(super) fn theme(&self) -> Theme {
        self.theme
    }

    pub(super) fn flash(&self) -> Option<UiFlash> {
        self.flash.clone()
    }
}
