//! The API's document and its page.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{App, Visit};
use http::{HeaderName, header};

/// Scripts and styles come from this program alone; Swagger UI draws its arrows from `data:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

pub(super) async fn document(State(app): State<App>) -> Response {
    // The capabilities are the same as long as the program runs.
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let text = DOCUMENT.get_or_init(|| {
        let document = crate::openapi::document(app.capabilities());
        document.to_json().unwrap_or_default().into()
    });
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, text.clone()).into_response()
}

pub(super) async fn docs(visit: Visit) -> Response {
    let page = base::ui::api_docs(&visit.l.t("program-api-docs"), "/api/openapi.json");
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], page).into_response()
}
