//! What was just done, said once on the next page: kept in a short-lived cookie.

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::L;
use crate::ui::Tone;

/// The cookie's name.
pub(crate) const COOKIE: &str = "flash";

/// A message key with one optional name in it (`{$name}`), shown after a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    tone: Tone,
    key: String,
    name: String,
}

impl Flash {
    /// Something succeeded: a toast.
    #[must_use]
    pub fn done(key: &'static str) -> Self {
        Self { tone: Tone::Success, key: key.to_owned(), name: String::new() }
    }

    /// Something needs attention: a banner.
    #[must_use]
    pub fn warning(key: &'static str) -> Self {
        Self { tone: Tone::Warning, key: key.to_owned(), name: String::new() }
    }

    /// The `{$name}` in the message.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// For the chrome, if the cookie holds a message that we know.
    pub(crate) fn read(cookie: &str, l: &L) -> Option<crate::ui::Flash> {
        let parts: Vec<(String, String)> = serde_urlencoded::from_str(cookie).ok()?;
        let get = |name: &str| {
            parts.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default()
        };
        let tone = if get("t") == "w" { Tone::Warning } else { Tone::Success };
        if !l.has(get("k")) {
            return None;
        }
        let text = l.with(get("k"), &[("name", get("n").into())]);
        Some(crate::ui::Flash { tone, text, link: None })
    }

    fn cookie(&self) -> String {
        let tone = if self.tone == Tone::Warning { "w" } else { "s" };
        let pairs = [("t", tone), ("k", &self.key), ("n", &self.name)];
        let value = serde_urlencoded::to_string(pairs).unwrap_or_default();
        format!("{COOKIE}={value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")
    }
}

/// Sends the browser on with GET.
#[must_use]
pub fn redirect(to: &str, flash: Option<&Flash>) -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(header::LOCATION, to);
    if let Some(cookie) = flash.and_then(|f| HeaderValue::from_str(&f.cookie()).ok()) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
