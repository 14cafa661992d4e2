//! What a handler gets and gives: the visit, the context of a signed-in person, bodies and
//! queries read with clear refusals, and the answers.

mod body;
mod chrome;
mod cx;
mod edge;
mod flash;
mod key;
mod upload;
mod visit;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

pub use body::{Form, FormData, Json, Path, Query};
pub use cx::{Cx, cookie};
pub use edge::{render_problem, serve_route};
pub use flash::{Flash, redirect};
pub use key::{IdempotencyKey, read_key};
pub use upload::{Part, UploadForm};
pub use visit::{SignIn, Visit};

use crate::messages::Catalogue;

pub(crate) const CATALOGUE: Catalogue = Catalogue {
    name: "base",
    en: include_str!("en.ftl"),
    ar: include_str!("ar.ftl"),
    bn: include_str!("bn.ftl"),
};

/// A JSON answer made of bytes that are already JSON.
pub(crate) fn answer(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The kept answer of a command that was repeated.
pub(crate) fn stored_answer(status: StatusCode, location: Option<&str>, body: Vec<u8>) -> Response {
    let mut response = match location {
        Some(location) => redirect(location, None),
        None => answer(status, body),
    };
    response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    response
}
