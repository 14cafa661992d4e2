//! How the program is: for people and load balancers.
//!
//! `/livez` says that the process answers, `/readyz` that requests are welcome,
//! `/api/v1/health` how each part is, `/metrics` the numbers. None of them knows a company or
//! tells anything about one, and all of them answer while the database is away.

mod parts;
mod store;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use base::{App, Problem};
use http::{HeaderValue, StatusCode, header};

pub use parts::{Health, Part};

/// What `serve` knows of itself and nobody else could find out.
#[derive(Debug, Clone, Default)]
pub struct Vitals(Arc<AtomicU8>);

/// Whether jobs are worked through inside this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerState {
    /// Another program does it.
    Elsewhere,
    /// Here, and it runs.
    Running,
    /// Here, and it has ended although nobody told it to.
    Dead,
}

impl Vitals {
    /// How the worker inside is.
    #[must_use]
    pub fn worker(&self) -> WorkerState {
        match self.0.load(Ordering::Relaxed) {
            0 => WorkerState::Elsewhere,
            1 => WorkerState::Running,
            _ => WorkerState::Dead,
        }
    }

    /// Notes how the worker inside is.
    pub fn set_worker(&self, state: WorkerState) {
        let number = match state {
            WorkerState::Elsewhere => 0,
            WorkerState::Running => 1,
            WorkerState::Dead => 2,
        };
        self.0.store(number, Ordering::Relaxed);
    }
}

/// Whether the path is one of these; they are left out of the log.
pub(crate) fn is_health(path: &str) -> bool {
    matches!(path, "/livez" | "/readyz" | "/metrics" | "/api/v1/health")
}

/// The routes of health, in front of which no guard stands.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/livez", get(|| async { plain(StatusCode::OK, "alive\n") }))
        .route("/readyz", get(ready))
        .route("/api/v1/health", get(health))
        .route("/metrics", get(metrics))
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = (status, text).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn ready(State(app): State<App>) -> Response {
    if app.is_draining() {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    if !app.is_migrated() {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "migrating\n");
    }
    match parts::ping(&app).await {
        Ok(_) => plain(StatusCode::OK, "ready\n"),
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "the database is away\n"),
    }
}

async fn health(State(app): State<App>, Extension(vitals): Extension<Vitals>) -> Response {
    let health = parts::look(&app, &vitals).await;
    let status = match health.is_healthy() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut response = (status, Json(health)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Numbers about the whole installation are for its operator: only private addresses get them.
async fn metrics(State(app): State<App>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let proxied = request.headers().contains_key("x-forwarded-for");
    if proxied || peer.is_some_and(|ip| !is_private(ip)) {
        return Problem::not_found().into_response();
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], crate::metrics::text(&app).await).into_response()
}

fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}
