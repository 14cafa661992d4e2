//! Goods received and not billed, as JSON.

use axum::response::Response;
use base::{Access, Cx, Problem, Query, Route};

use super::{UnbilledQuery, UnbilledReport, unbilled};

const READ: Access = Access::Needs("purchasing.read");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/reports/goods-received-not-billed", READ, show)
            .summary("What came and was not billed, by supplier and age, with every line.")
            .query::<UnbilledQuery>()
            .answers::<UnbilledReport>(200),
    ]
}

async fn show(cx: Cx, Query(query): Query<UnbilledQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&unbilled(&mut tx, &query).await?)
}
