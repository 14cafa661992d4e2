//! The dashboard as JSON.

use axum::response::Response;
use base::{Access, Cx, Problem, Route};

use super::Dashboard;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/dashboard", Access::Needs("dashboard.read"), show)
            .summary("Sums up the company today; what the caller may not see is null.")
            .answers::<Dashboard>(200),
    ]
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::look(&mut tx).await?)
}
