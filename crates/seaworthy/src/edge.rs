//! What surrounds every request beside its own guard: the trailing slash, the time limit, panics,
//! the wait for the schema, and what is worth compressing.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::request::render_problem;
use base::{App, Problem, Visit};
use futures::FutureExt;
use http::uri::PathAndQuery;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, Version, header};

/// After this long nobody waits for a page any more. Uploads and exports may take longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// `/api/v1/orders/` is `/api/v1/orders`.
pub(crate) fn without_trailing_slash(mut request: Request) -> Request {
    if let Some(uri) = trimmed(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn trimmed(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let bare = path.trim_end_matches('/');
    if bare.len() == path.len() || bare.is_empty() {
        return None;
    }
    let mut parts = uri.clone().into_parts();
    let whole = match uri.query() {
        Some(query) => format!("{bare}?{query}"),
        None => bare.to_owned(),
    };
    parts.path_and_query = Some(PathAndQuery::try_from(whole).ok()?);
    Uri::from_parts(parts).ok()
}

/// Ends what takes too long, and turns a panic into a problem, so that the client hears of it
/// and the log names the request.
pub(crate) async fn bound(request: Request, next: Next) -> Response {
    let patient = takes_its_time(&request);
    let run = AssertUnwindSafe(next.run(request)).catch_unwind();
    let done = if patient { Ok(run.await) } else { tokio::time::timeout(PATIENCE, run).await };
    match done {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => Problem::internal(said(panic.as_ref())).into_response(),
        Err(_) => {
            Problem::with_status(StatusCode::SERVICE_UNAVAILABLE, "timed_out").into_response()
        }
    }
}

fn takes_its_time(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/"))
        || request.uri().path().ends_with("/export")
        || request.uri().path().contains("/imports/")
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the handler panicked: {}", text.unwrap_or_default())
}

/// While the schema is being made nothing can be answered but how the program is.
pub(crate) async fn wait_for_schema(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if app.is_migrated() || crate::health::is_health(path) || path.starts_with("/assets/") {
        return next.run(request).await;
    }
    let problem = Problem::with_status(StatusCode::SERVICE_UNAVAILABLE, "starting");
    let mut response = render_problem(&app, &Visit::nobody(&app), path, problem.into_response());
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

/// Text shrinks; pictures, PDF and spreadsheets are compressed already. Assets come compressed
/// and say so, which the layer sees by itself.
pub(crate) fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let small = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    let small = small.is_some_and(|bytes: u64| bytes < 256);
    let text = kind.starts_with("text/")
        || kind.starts_with("application/json")
        || kind.starts_with("application/problem+json");
    text && !small && !kind.starts_with("text/event-stream")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn after(uri: &str) -> String {
        let uri: Uri = uri.parse().unwrap();
        trimmed(&uri).unwrap_or(uri).to_string()
    }

    #[test]
    fn a_trailing_slash_is_dropped_and_the_query_stays() {
        assert_eq!(after("/api/v1/orders/"), "/api/v1/orders");
        assert_eq!(after("/api/v1/orders/?q=a/"), "/api/v1/orders?q=a/");
        assert_eq!(after("/api/v1/orders?next=/"), "/api/v1/orders?next=/");
        assert_eq!(after("/"), "/");
        assert_eq!(after("//"), "//");
    }

    #[test]
    fn only_text_of_some_size_is_compressed() {
        let judge = |kind: &'static str, length: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            if let Some(length) = length {
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static(length));
            }
            is_text(StatusCode::OK, Version::HTTP_11, &headers, &Extensions::new())
        };
        assert!(judge("text/html; charset=utf-8", Some("5000")));
        assert!(judge("application/problem+json", None));
        assert!(!judge("application/json", Some("20")));
        assert!(!judge("application/pdf", Some("5000")));
        assert!(!judge("font/woff2", Some("5000")));
    }
}
