//! Commands that may be repeated: the `Idempotency-Key` header, or the hidden field `_key`
//! that every form carries, together with a hash of the whole request. Uploads are hashed while
//! they are read ([`super::UploadForm`]), since they do not fit into memory.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::{Method, header};

use crate::Problem;
use crate::request::Visit;

/// Larger bodies than this are refused unless they are uploads, which stream.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A key with the hash of the request that it was sent with.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// What the client chose.
    pub key: String,
    /// BLAKE3 over person, method and path.
    head: Vec<u8>,
    /// The same with the body; of an upload it is known when all of it was read.
    whole: Arc<OnceLock<Vec<u8>>>,
}

impl IdempotencyKey {
    /// BLAKE3 over the whole request.
    ///
    /// # Errors
    /// 400 for an upload that nobody has read: what it asks for cannot be compared.
    pub fn request_hash(&self) -> Result<&[u8], Problem> {
        match self.whole.get() {
            Some(hash) => Ok(hash),
            None => Err(Problem::bad_request("body_unreadable")),
        }
    }

    pub(super) fn hasher(&self) -> blake3::Hasher {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.head);
        hash
    }

    pub(super) fn finish(&self, hash: &blake3::Hasher) {
        let _ = self.whole.set(hash.finalize().as_bytes().to_vec());
    }
}

/// Reads the key of a writing request and leaves it in the request's extensions.
///
/// # Errors
/// When the body is too large or breaks off, or the key is no good.
pub async fn read_key(request: Request) -> Result<Request, Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let content_type = header_text(&parts, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let is_upload = content_type.starts_with("multipart/");
    let (bytes, body) = if is_upload {
        (None, body)
    } else {
        let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| {
            Problem::with_status(http::StatusCode::PAYLOAD_TOO_LARGE, "body_too_large")
        })?;
        (Some(bytes.clone()), Body::from(bytes))
    };
    let key = match header_text(&parts, "idempotency-key") {
        Some(key) => Some(key),
        None if content_type.starts_with("application/x-www-form-urlencoded") => {
            bytes.as_deref().and_then(form_key)
        }
        None => None,
    };
    if let Some(key) = key {
        if key.is_empty() || key.len() > 200 {
            return Err(Problem::bad_request("bad_key"));
        }
        let mut hash = blake3::Hasher::new();
        if let Some((actor, _)) =
            parts.extensions.get::<Visit>().and_then(|visit| visit.actor.as_ref())
        {
            hash.update(actor.user_id().unwrap_or_default().as_bytes());
        }
        hash.update(parts.method.as_str().as_bytes());
        hash.update(parts.uri.path().as_bytes());
        let head = hash.finalize().as_bytes().to_vec();
        let key = IdempotencyKey { key, head, whole: Arc::default() };
        if let Some(bytes) = bytes {
            key.finish(key.hasher().update(&bytes));
        }
        parts.extensions.insert(key);
    }
    Ok(Request::from_parts(parts, body))
}

fn header_text(parts: &http::request::Parts, name: &str) -> Option<String> {
    Some(parts.headers.get(name)?.to_str().ok()?.to_owned())
}

fn form_key(body: &[u8]) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    pairs.into_iter().find(|(name, _)| name == "_key").map(|(_, value)| value)
}
