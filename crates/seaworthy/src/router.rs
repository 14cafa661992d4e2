//! The web server as a fold over the capabilities: every route gets its own guard here, so no
//! handler can forget it.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::routing::get;
use base::request::serve_route;
use base::{App, Problem};

/// The whole web server for one program.
pub fn router(app: App) -> Router {
    let mut router: Router<App> = Router::new();
    let capabilities = app.clone();
    for route in capabilities.capabilities().iter().flat_map(|c| &c.routes) {
        let access = route.access;
        let guard = from_fn(move |request: Request, next: Next| serve_route(access, request, next));
        router = router.route(route.path, route.handler.clone().layer(guard));
    }
    router
        .route("/assets/{file}", get(base::assets::serve))
        .fallback(|| async { Problem::not_found() })
        .layer(from_fn_with_state(app.clone(), platform::visits::layer))
        .with_state(app)
}
