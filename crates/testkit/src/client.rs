//! Talks to the program's router as a browser or an API client would, without a socket.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;

/// Somebody at a company's host.
#[derive(Clone)]
pub struct Client {
    router: Router,
    host: String,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A header's text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Fails, with the body, unless the status is this one.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Fails, with the body, unless this is a problem with the status and code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        let found = self.json()["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!((self.status, found.as_str()), (status, code), "{}", self.text());
    }
}

impl Client {
    pub(crate) fn new(router: Router, root: &str, company: &str, token: Option<String>) -> Self {
        let host = match company {
            "" => root.to_owned(),
            company => format!("{company}.{root}"),
        };
        Self { router, host, token, headers: Vec::new() }
    }

    /// The same client sending one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same client in front of another router, such as one with a hole in it.
    #[must_use]
    pub fn through(mut self, router: Router) -> Self {
        self.router = router;
        self
    }

    /// The same client at another company's host: its token must not be good there.
    #[must_use]
    pub fn at(mut self, company: &str) -> Self {
        let root = self.host.rsplit('.').next().unwrap_or_default();
        self.host = format!("{company}.{root}");
        self
    }

    pub(crate) fn company(&self) -> &str {
        self.host.split('.').next().unwrap_or_default()
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// `PATCH` with JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json(Method::PATCH, path, body).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, Body::empty()).await
    }

    /// `POST` of a form, as a page would.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let kind = Some("application/x-www-form-urlencoded");
        self.send(Method::POST, path, kind, Body::from(body)).await
    }

    /// `POST` of one file, with other fields, as a multipart form.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file_name: &str,
        content: &[u8],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!(
                    "--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(
            format!(
                "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\
                 \r\nContent-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--X--\r\n");
        let kind = Some("multipart/form-data; boundary=X");
        self.send(Method::POST, path, kind, Body::from(body)).await
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(method, path, Some("application/json"), Body::from(body.to_string())).await
    }

    /// Any method, without a body.
    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.send(method, path, None, Body::empty()).await
    }

    async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", &self.host);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let status: StatusCode = parts.status;
        Answer { status: status.as_u16(), headers: parts.headers, body }
    }
}
