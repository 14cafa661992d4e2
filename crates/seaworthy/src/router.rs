//! The web server as a fold over the capabilities: every route gets its own guard here, so no
//! handler can forget it.

use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Extension, Router};
use base::request::serve_route;
use base::{App, Problem};
use http::StatusCode;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

use crate::health::{self, Vitals};
use crate::{edge, metrics, observe};

/// What an upload may weigh; every other body ends at 4 MiB, in the guard of its route.
const MOST_UPLOAD_BYTES: usize = 100 * 1024 * 1024;

/// The whole web server for one program.
pub fn router(app: App) -> Router {
    router_with(app, Vitals::default())
}

/// The whole web server, with what `serve` knows of its own health.
pub fn router_with(app: App, vitals: Vitals) -> Router {
    metrics::install();
    let routes = guarded_routes(&app)
        .route("/assets/{file}", get(base::assets::serve))
        .merge(health::routes())
        .method_not_allowed_fallback(|| async {
            Problem::with_status(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
        })
        .fallback(|| async { Problem::not_found() })
        .layer(from_fn(edge::bound))
        .layer(DefaultBodyLimit::max(MOST_UPLOAD_BYTES))
        .layer(from_fn(observe::remember_visit))
        .layer(from_fn_with_state(app.clone(), platform::visits::layer))
        .layer(from_fn_with_state(app.clone(), edge::wait_for_schema))
        .layer(CompressionLayer::new().compress_when(edge::is_text))
        .layer(from_fn(observe::observe))
        .layer(Extension(vitals))
        .with_state(app);
    // The slash goes before the routes are searched, so it stands outside of the router.
    let whole = ServiceBuilder::new().map_request(edge::without_trailing_slash).service(routes);
    Router::new().fallback_service(whole)
}

fn guarded_routes(app: &App) -> Router<App> {
    let mut router: Router<App> = Router::new();
    for route in app.capabilities().iter().flat_map(|c| &c.routes) {
        let access = route.access;
        let guard = from_fn(move |request: Request, next: Next| serve_route(access, request, next));
        router = router.route(route.path, route.handler.clone().route_layer(guard));
    }
    router
}
