//! Serving a file.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base::{Cx, Path, Problem};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use uuid::Uuid;

use super::save;

/// What a browser may show by itself. Everything else is saved: a page or a drawing with a
/// script in it would run as if it were ours.
const SHOWN: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];

pub(super) async fn serve(
    cx: Cx,
    Path(id): Path<Uuid>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let file = save::find(&mut cx.read().await?, id).await?;
    let hash: String = file.hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{hash}\"");
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let found = save::open(&cx.app, cx.actor.tenant.id.uuid(), id).await?;
        let mut response = Response::new(Body::from_stream(found.into_stream()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size_bytes.unsigned_abs()));
        response
    };
    let (shown, kind) = match SHOWN.iter().find(|kind| **kind == file.content_type) {
        Some(kind) => ("inline", *kind),
        None => ("attachment", "application/octet-stream"),
    };
    let name = file.name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-', "_");
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{shown}; filename=\"{name}\"")),
        (header::ETAG, tag),
        // A file never changes, but it belongs to the company alone.
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ] {
        headers.insert(name, HeaderValue::from_str(&value).map_err(Problem::internal)?);
    }
    Ok(response)
}
