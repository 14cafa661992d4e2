//! What a customer pays, as JSON: also one that has no invoice yet.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Path, Problem, Route};
use finance::closing::{self, NewOpeningItems, OpeningItems};
use finance::open_items::Side;
use finance::payments::{self, Direction, NewMoney, Payer, Payment};
use uuid::Uuid;

use crate::customers;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/customers/{id}/payments", Access::Needs("payments.receive"), receive)
            .summary("Receives money of a customer; what settles no invoice is paid ahead.")
            .body::<NewMoney>()
            .answers::<Payment>(201),
        Route::post(
            "/api/v1/customers/{id}/opening-items",
            Access::Needs("open_items.begin"),
            begin,
        )
        .summary("Enters what a customer owed when the books began, a document each.")
        .body::<NewOpeningItems>()
        .answers::<OpeningItems>(201),
    ]
}

async fn begin(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewOpeningItems>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let name = customers::find(&mut tx, id).await?.name;
    let opened = closing::open_documents(&mut tx, Side::Receivable, id, &name, new).await?;
    tx.reply(StatusCode::CREATED, &opened).await
}

async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewMoney>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let name = customers::find(&mut tx, id).await?.name;
    let payer = Payer { side: Side::Receivable, id, name };
    let payment = payments::settle(&mut tx, new.of(payer, Direction::In)).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}
