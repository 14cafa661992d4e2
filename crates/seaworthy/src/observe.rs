//! One line in the log and one count in the metrics for every request: by the template of its
//! route, never by its address, which can hold names and numbers of people.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use base::Visit;
use http::{HeaderMap, Method};

use crate::health::is_health;

/// What the visit layer found out, left in the answer for the log.
#[derive(Clone)]
struct Remembered {
    request_id: String,
    tenant: Option<String>,
}

/// Stands inside the visit layer and remembers for [`observe`], which stands outside, who asked.
pub(crate) async fn remember_visit(request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>();
    let remembered = visit.map(|visit| Remembered {
        request_id: visit.request_id.clone(),
        tenant: visit.tenant.as_ref().map(|tenant| tenant.slug.clone()),
    });
    let mut response = next.run(request).await;
    if let Some(remembered) = remembered {
        response.extensions_mut().insert(remembered);
    }
    response
}

/// Measures a request from the first layer to the last.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let quiet = is_health(request.uri().path()) || request.uri().path().starts_with("/assets/");
    let in_flight = InFlight::begin();
    let mut response = next.run(request).await;
    drop(in_flight);
    let took = started.elapsed().as_secs_f64();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    count(method, route, response.status().as_u16(), took);
    let seen = response.extensions_mut().remove::<Remembered>();
    let id = match &seen {
        Some(seen) => seen.request_id.as_str(),
        None => request_id_of(response.headers()),
    };
    let tenant = seen.as_ref().and_then(|seen| seen.tenant.as_deref()).unwrap_or_default();
    let (status, ms) = (response.status().as_u16(), (took * 10_000.0).round() / 10.0);
    if quiet {
        tracing::debug!(target: "access", request_id = id, method, route, status, ms, tenant);
    } else {
        tracing::info!(target: "access", request_id = id, method, route, status, ms, tenant);
    }
    response
}

fn request_id_of(headers: &HeaderMap) -> &str {
    headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default()
}

/// A method of somebody's own invention is not a new series.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

fn count(method: &'static str, route: &str, status: u16, seconds: f64) {
    let route = route.to_owned();
    metrics::counter!("seaworthy_http_requests_total", "method" => method,
        "route" => route.clone(), "status" => status.to_string())
    .increment(1);
    metrics::histogram!("seaworthy_http_request_duration_seconds", "method" => method,
        "route" => route)
    .record(seconds);
}

/// Counts down even when the client goes away in the middle.
struct InFlight;

impl InFlight {
    fn begin() -> Self {
        metrics::gauge!("seaworthy_http_requests_in_flight").increment(1.0);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("seaworthy_http_requests_in_flight").decrement(1.0);
    }
}
