//! Bills as JSON. They are entered and posted through `purchasing`; here they are read.

use axum::response::Response;
use base::{Access, Cx, List, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{Bill, BillQuery, BillRow};

const READ: Access = Access::Needs("bills.read");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bills", READ, list)
            .summary("Lists bills and debit notes; `q` searches numbers and supplier.")
            .query::<BillQuery>()
            .answers::<List<BillRow>>(200),
        Route::get("/api/v1/bills/{id}", READ, show)
            .summary("Shows a bill or debit note with its lines and differences.")
            .answers::<Bill>(200),
    ]
}

async fn list(cx: Cx, Query(query): Query<BillQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let bill = super::find(&mut tx, id).await?;
    cx.json_versioned(bill.version, &bill)
}
