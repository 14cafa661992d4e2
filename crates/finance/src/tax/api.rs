//! Tax codes as JSON.

use axum::response::Response;
use base::{Access, Cx, Problem, Route};
use serde::Serialize;
use utoipa::ToSchema;

use super::TaxCode;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/tax-codes", Access::Needs("tax.read"), list)
            .summary("The tax codes of the company, the default first.")
            .answers::<TaxCodes>(200),
    ]
}

/// The tax codes of the company.
#[derive(Serialize, ToSchema)]
struct TaxCodes {
    /// The codes.
    items: Vec<TaxCode>,
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&TaxCodes { items: super::codes(&mut tx).await? })
}
