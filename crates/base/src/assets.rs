//! What the browser gets besides pages: styles, scripts, fonts. Built by `build.rs`, named by
//! their content, compressed ahead of time and carried in the binary, so that a browser may keep
//! them for ever and a deployment is still one file.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file as the binary carries it.
#[derive(Debug)]
pub struct Asset {
    /// The name that code uses: `app.css`.
    pub name: &'static str,
    /// The name with the hash of its content: `app-3fa9c1d2e4.css`.
    pub path: &'static str,
    /// The address that pages use: `/assets/app-3fa9c1d2e4.css`.
    pub url: &'static str,
    /// The `Content-Type` header.
    pub content_type: &'static str,
    /// The strong entity tag of the uncompressed content, in quotes.
    pub etag: &'static str,
    /// The content as it is.
    pub identity: &'static [u8],
    /// The content in Brotli, where that is smaller.
    pub br: Option<&'static [u8]>,
    /// The content in gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// Every asset of this build.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/web/dist/table.rs"));

/// Finds an asset by its hashed path, with or without `/assets/` before it.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    let path = path.strip_prefix("/assets/").unwrap_or(path);
    ASSETS.iter().find(|asset| asset.path == path)
}

/// The address of an asset by its plain name: `url("app.css")` is `/assets/app-3fa9c1d2e4.css`.
///
/// A name that does not exist is a mistake of the programmer: it panics in debug builds and
/// answers an address that is not found in release builds.
#[must_use]
pub fn url(name: &str) -> &'static str {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(found.is_some(), "no asset is named {name}");
    found.map_or("/assets/missing", |asset| asset.url)
}

/// Answers `GET /assets/{*path}`. The name changes with the content, so the answer never does.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&path) else {
        return (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response();
    };
    let accepted = accepted_encodings(&headers);
    let (encoding, body) = match asset {
        Asset { br: Some(br), .. } if accepted.br => (Some("br"), *br),
        Asset { gzip: Some(gz), .. } if accepted.gzip => (Some("gzip"), *gz),
        _ => (None, asset.identity),
    };
    // Each encoding is another sequence of bytes, so it needs another strong tag (RFC 9110, 8.8.3).
    let etag = match encoding {
        Some(name) => format!("{}-{name}\"", asset.etag.trim_end_matches('"')),
        None => asset.etag.to_owned(),
    };
    let fresh = is_fresh(&headers, &etag);
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        axum::body::Body::from(body).into_response()
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, value);
    }
    if let (Some(name), false) = (encoding, fresh) {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

fn is_fresh(headers: &HeaderMap, etag: &str) -> bool {
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    asked.is_some_and(|list| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
    })
}

#[derive(Default)]
struct Accepted {
    br: bool,
    gzip: bool,
}

/// Reads `Accept-Encoding`; a coding with `q=0` is refused, everything else is welcome.
fn accepted_encodings(headers: &HeaderMap) -> Accepted {
    let mut accepted = Accepted::default();
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    for item in lists.flat_map(|list| list.split(',')) {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.trim().strip_prefix("q=").unwrap_or("1").trim();
        let welcome = weight.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
        match coding.trim() {
            "br" => accepted.br = welcome,
            "gzip" => accepted.gzip = welcome,
            _ => {}
        }
    }
    accepted
}

#[cfg(test)]
#[path = "assets_tests.rs"]
mod tests;
