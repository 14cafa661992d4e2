//! The listening socket, open from the first moment: until the program is put together it
//! answers for itself.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::response::{Html, IntoResponse, Response};
use axum::serve::ListenerExt;
use http::{HeaderValue, StatusCode, header};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt;

use super::told;

/// What is behind the door, once it is there.
#[derive(Clone, Default)]
pub(super) struct Door {
    house: Arc<OnceLock<Router>>,
}

impl Door {
    /// Lets requests through to the program.
    pub(super) fn open(&self, router: Router) {
        let _ = self.house.set(router);
    }

    async fn answer(&self, request: Request) -> Response {
        match self.house.get() {
            Some(router) => {
                let Ok(response) = router.clone().oneshot(request).await;
                response
            }
            None => starting(request.uri().path()),
        }
    }
}

/// Serves until told to close, then finishes what is under way.
pub(super) async fn serve(
    listener: TcpListener,
    door: Door,
    mut closing: watch::Receiver<bool>,
    draining: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let answer = move |request: Request| {
        let (door, draining) = (door.clone(), draining.clone());
        async move {
            let mut response = door.answer(request).await;
            if *draining.borrow() {
                // The client opens a new connection for its next request, and finds the server
                // that takes our place; otherwise that request could meet the closing door.
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            response
        }
    };
    let service = Router::new().fallback(answer);
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Answers are small and whole; waiting to fill a packet only costs time.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            told(&mut closing).await;
        })
        .await
}

fn starting(path: &str) -> Response {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = match path.trim_end_matches('/') {
        "/livez" => return (StatusCode::OK, "alive\n").into_response(),
        "/readyz" => (unavailable, "starting\n").into_response(),
        path if path.starts_with("/api/") => {
            (unavailable, [(header::CONTENT_TYPE, "application/problem+json")], PROBLEM)
                .into_response()
        }
        _ => (unavailable, Html(PAGE)).into_response(),
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

const PROBLEM: &str = r#"{"type":"about:blank#starting","title":"Service Unavailable",
"status":503,"code":"starting",
"detail":"Seaworthy is starting. Please try again in a few seconds."}"#;

const PAGE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta http-equiv=\"refresh\" content=\"1\"><title>Seaworthy is starting</title></head>\
<body><p>Seaworthy is starting. This page will load by itself.</p></body></html>";
