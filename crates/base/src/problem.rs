//! What a caller is told when something cannot be done: a stable code, the facts, and a
//! sentence in the caller's language. Rendered at the edge as RFC 9457 JSON or as a page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::L;

/// A refusal or a failure. The sentence is the message `problem-<code>` (dashes for
/// underscores) of some capability's catalogue, with the facts as its variables.
#[derive(Debug, thiserror::Error)]
#[error("{code} ({status}) {facts:?} {cause}")]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    facts: BTreeMap<&'static str, String>,
    fields: Vec<FieldProblem>,
    /// Logged, never shown.
    cause: Cause,
    /// A stored answer to a repeated command: not a problem at all, but the same way out.
    replay: Option<Box<Replay>>,
}

/// The stored answer of a command that was repeated.
#[derive(Debug)]
pub(crate) struct Replay {
    pub status: StatusCode,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

#[derive(Debug, Default)]
struct Cause(Option<Box<dyn std::error::Error + Send + Sync>>);

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Some(cause) => write!(f, "because {cause}"),
            None => Ok(()),
        }
    }
}

/// One field that cannot be accepted, e.g. `lines[2].quantity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The path of the field in the body or form.
    pub path: Cow<'static, str>,
    /// A stable code; the sentence is the message `problem-<code>`.
    pub code: &'static str,
    /// The facts in the sentence.
    pub facts: BTreeMap<&'static str, String>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str) -> Self {
        let (facts, fields) = (BTreeMap::new(), Vec::new());
        Self { status, code, facts, fields, cause: Cause::default(), replay: None }
    }

    /// 422: a rule of the business refuses; `code` names the rule.
    #[must_use]
    pub fn refused(code: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// 409: the state of things refuses, e.g. a taken SKU or an edit of something posted.
    #[must_use]
    pub fn conflict(code: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 400: what was sent cannot be read.
    #[must_use]
    pub fn bad_request(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 404: no such thing here, or not yours: the answer is the same on purpose.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 401: nobody is signed in.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "sign_in_required")
    }

    /// 401: what was shown to prove who somebody is, is not good; `code` says what.
    #[must_use]
    pub fn not_recognised(code: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code)
    }

    /// 403: signed in, but without the permission named.
    #[must_use]
    pub fn forbidden(permission: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_permitted").fact("permission", permission)
    }

    /// 412: somebody changed it since it was read.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale")
    }

    /// 429: too many tries.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many").fact("seconds", seconds)
    }

    /// 422 with fields; see [`Problem::field`].
    #[must_use]
    pub fn invalid() -> Self {
        Self::refused("invalid")
    }

    /// 500: our fault. The cause is logged and never shown.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");
        problem.cause = Cause(Some(cause.into()));
        problem
    }

    /// Any other status and code.
    #[must_use]
    pub fn with_status(status: StatusCode, code: &'static str) -> Self {
        Self::new(status, code)
    }

    pub(crate) fn replay(answer: Replay) -> Self {
        let mut problem = Self::new(answer.status, "replay");
        problem.replay = Some(Box::new(answer));
        problem
    }

    /// Adds a fact to the sentence and to the document.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.insert(name, value.to_string());
        self
    }

    /// Adds a field that cannot be accepted.
    #[must_use]
    pub fn field(mut self, path: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        let (path, facts) = (path.into(), BTreeMap::new());
        self.fields.push(FieldProblem { path, code, facts });
        self
    }

    /// Adds a field with facts for its sentence.
    #[must_use]
    pub fn field_with(
        mut self,
        path: impl Into<Cow<'static, str>>,
        code: &'static str,
        facts: &[(&'static str, &dyn std::fmt::Display)],
    ) -> Self {
        let facts = facts.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.fields.push(FieldProblem { path: path.into(), code, facts });
        self
    }

    /// The same with other paths for its fields, where a verb counts lines otherwise than whoever
    /// asked: what is answered for a path takes its place.
    #[must_use]
    pub fn renamed(mut self, other: impl Fn(&str) -> Option<String>) -> Self {
        for field in &mut self.fields {
            if let Some(path) = other(&field.path) {
                field.path = path.into();
            }
        }
        self
    }

    /// Fails with this problem if it has fields: `check.or_ok()?` ends a validation.
    ///
    /// # Errors
    /// The problem itself when a field was added.
    pub fn or_ok(self) -> Result<(), Problem> {
        if self.fields.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &BTreeMap<&'static str, String> {
        &self.facts
    }

    /// The fields that cannot be accepted.
    #[must_use]
    pub fn fields(&self) -> &[FieldProblem] {
        &self.fields
    }

    /// The sentence for a person.
    #[must_use]
    pub fn sentence(&self, l: &L) -> String {
        sentence(l, self.code, &self.facts)
    }

    /// Whether a form should be shown again with this problem (a person can mend it).
    #[must_use]
    pub fn is_mendable(&self) -> bool {
        self.replay.is_none() && matches!(self.status.as_u16(), 400 | 409 | 412 | 422)
    }

    /// The RFC 9457 document in the caller's language.
    #[must_use]
    pub fn document(&self, l: &L) -> serde_json::Value {
        let mut document = serde_json::json!({
            "type": format!("about:blank#{}", self.code),
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.sentence(l),
        });
        if !self.facts.is_empty() {
            document["facts"] = serde_json::json!(self.facts);
        }
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|field| {
                serde_json::json!({"path": field.path, "code": field.code,
                    "detail": sentence(l, field.code, &field.facts)})
            });
            document["fields"] = fields.collect();
        }
        document
    }
}

impl FieldProblem {
    /// The sentence for a person.
    #[must_use]
    pub fn sentence(&self, l: &L) -> String {
        sentence(l, self.code, &self.facts)
    }
}

fn sentence(l: &L, code: &str, facts: &BTreeMap<&'static str, String>) -> String {
    let key = format!("problem-{}", code.replace('_', "-"));
    let args: Vec<_> = facts.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    l.with(&key, &args)
}

/// The response carries the problem; the edge, which knows the language and whether a page or
/// a document is wanted, writes the body.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if let Some(replay) = self.replay {
            let Replay { status, location, body } = *replay;
            return crate::request::stored_answer(status, location.as_deref(), body);
        }
        let mut response = self.status.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

/// A constraint that refuses is a conflict named after the constraint's table; a lock that
/// could not be had may be tried again; everything else is our fault.
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::RowNotFound = error {
            return Problem::not_found();
        }
        let state = error.as_database_error().and_then(|e| e.code().map(|c| c.to_string()));
        let mut problem = match state.as_deref() {
            Some("23505") => Problem::conflict("already_exists"),
            Some("23503") => Problem::conflict("still_referenced"),
            // A NUL: PostgreSQL keeps every other character.
            Some("22021" | "22P05") => Problem::bad_request("text_unreadable"),
            Some("40001" | "40P01" | "55P03" | "57014") => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
            }
            _ => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        if matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) {
            problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "database_away");
        }
        problem.cause = Cause(Some(Box::new(error)));
        problem
    }
}

/// The name of the constraint that refused, for verbs that give it a better sentence.
#[must_use]
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|e| e.constraint())
}
