//! The buttons of a quote's page. A refusal is shown on the same page, above everything.

use axum::response::Response;
use base::{Cx, Flash, FormData, Path, Problem};
use uuid::Uuid;

use super::super::{Acceptance, Decline, NewQuoteOrder};
use super::{address, detail, name};
use crate::forms;

pub(super) async fn accept(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let reference = data.some("reference").map(str::to_owned);
        let how = Acceptance { version: forms::version(&data), reference };
        let quote = super::super::accept(&mut tx, id, how).await?;
        let flash = Flash::done("quotes-accepted").name(name(&cx.l, &quote.head));
        tx.redirect(&address(id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn decline(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let reason = data.text("reason").to_owned();
        let how = Decline { version: forms::version(&data), reason };
        let quote = super::super::decline(&mut tx, id, how).await?;
        let flash = Flash::done("quotes-declined").name(name(&cx.l, &quote.head));
        tx.redirect(&address(id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn order(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let new = NewQuoteOrder {
            version: forms::version(&data),
            confirm: data.has("confirm"),
            ..NewQuoteOrder::default()
        };
        let order = super::super::order(&mut tx, id, new).await?;
        let flash = match &order.head.number {
            Some(number) => Flash::done("orders-confirmed").name(number),
            None => Flash::done("orders-placed").name(order.head.customer.name),
        };
        tx.redirect(&format!("/admin/orders/{}", order.head.id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

/// The page of the quote again, with the refusal, where it can be mended there.
async fn or_again(cx: &Cx, id: Uuid, done: Result<Response, Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => detail::answer(cx, id, Some(&problem)).await,
        answer => answer,
    }
}
