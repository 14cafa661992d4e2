//! Paying a supplier from its own page: also one that has no bill yet.

use axum::response::Response;
use base::{Access, Cx, FormData, Path, Problem, Route};
use finance::open_items::Side;
use finance::payments::{self, Direction, Payer};
use uuid::Uuid;

const PAY: Access = Access::Needs("payments.pay");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/suppliers/{id}/payment", PAY, ask),
        Route::post("/admin/suppliers/{id}/payment", PAY, pay),
    ]
}

/// The supplier as the books know it.
async fn payer(cx: &Cx, id: Uuid) -> Result<Payer, Problem> {
    let mut tx = cx.read().await?;
    let supplier = super::super::find(&mut tx, id).await?;
    Ok(Payer { side: Side::Payable, id, name: supplier.name })
}

async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let payer = payer(&cx, id).await?;
    payments::offer(&cx, payer, Direction::Out, cx.path()).await
}

async fn pay(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let payer = payer(&cx, id).await?;
    payments::answer(&cx, payer, Direction::Out, cx.path(), &data).await
}
