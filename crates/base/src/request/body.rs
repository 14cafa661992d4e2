//! Reading what was sent, with refusals that name the field.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{App, Problem};

/// A JSON body.
pub struct Json<T>(pub T);

/// An urlencoded form body.
pub struct Form<T>(pub T);

/// The query of the address.
pub struct Query<T>(pub T);

/// The parameters in the path.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let bytes = axum::body::Bytes::from_request(request, app)
            .await
            .map_err(|_| Problem::bad_request("body_unreadable"))?;
        let read = serde_json::from_slice(if bytes.is_empty() { b"{}" } else { &bytes });
        read.map(Json).map_err(|e| Problem::bad_request("json_unreadable").fact("reason", e))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let axum::extract::Form(form) = axum::extract::Form::from_request(request, app)
            .await
            .map_err(|e| Problem::bad_request("form_unreadable").fact("reason", e))?;
        Ok(Form(form))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let axum::extract::Query(query) =
            axum::extract::Query::from_request_parts(parts, app).await.map_err(|e| {
                let name = name_in(&e);
                Problem::bad_request("query_unreadable").fact("name", name).fact("reason", e)
            })?;
        Ok(Query(query))
    }
}

/// The parameter that could not be read: "…: columns: invalid digit found in string".
fn name_in(error: &impl std::fmt::Display) -> String {
    let said = error.to_string();
    said.split(": ").nth(1).unwrap_or_default().to_owned()
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Problem;

    /// An id that is none belongs to nobody: 404, like any other unknown id.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let axum::extract::Path(path) = axum::extract::Path::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::not_found())?;
        Ok(Path(path))
    }
}

/// A form with repeated groups, e.g. `lines[0][sku]`: read by name.
#[derive(Debug, Clone, Default)]
pub struct FormData(Vec<(String, String)>);

impl FormData {
    /// The trimmed value of a field; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }

    /// The trimmed value, or none when it is empty or was not sent.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// Whether a checkbox is ticked or a button was the one pressed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Every value of a repeated field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.trim())
    }

    /// The numbers that occur in `group[N][...]`, in ascending order.
    #[must_use]
    pub fn rows(&self, group: &str) -> Vec<usize> {
        let number = |name: &str| -> Option<usize> {
            name.strip_prefix(group)?.strip_prefix('[')?.split(']').next()?.parse().ok()
        };
        let mut rows: Vec<usize> = self.0.iter().filter_map(|(name, _)| number(name)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The trimmed value of `group[row][field]`.
    #[must_use]
    pub fn cell(&self, group: &str, row: usize, field: &str) -> &str {
        self.text(&format!("{group}[{row}][{field}]"))
    }
}

impl FromRequest<App> for FormData {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        Form::<Vec<(String, String)>>::from_request(request, app)
            .await
            .map(|Form(pairs)| FormData(pairs))
    }
}

impl From<Vec<(String, String)>> for FormData {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}
