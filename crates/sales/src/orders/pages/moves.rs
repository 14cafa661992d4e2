//! The buttons of an order's page. A refusal is shown on the same page, above everything.

use axum::response::Response;
use base::{Cx, Flash, FormData, Path, Problem};
use uuid::Uuid;

use super::super::Cancellation;
use super::{address, detail};
use crate::forms;

pub(super) async fn confirm(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let order = super::super::confirm(&mut tx, id, forms::version(&data)).await?;
        let number = order.head.number.unwrap_or_default();
        tx.redirect(&address(id), Flash::done("orders-confirmed").name(number)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn cancel(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let how = Cancellation { version, reason: data.text("reason").to_owned() };
        let order = super::super::cancel(&mut tx, id, how).await?;
        let name = super::name(&cx, &order.head);
        tx.redirect(&address(id), Flash::done("orders-cancelled").name(name)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn cut_short(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let how = Cancellation { version, reason: data.text("reason").to_owned() };
        let order = super::super::cut_short(&mut tx, id, how).await?;
        let name = super::name(&cx, &order.head);
        tx.redirect(&address(id), Flash::done("orders-was-cut-short").name(name)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

/// The page of the order again, with the refusal, where it can be mended there.
pub(super) async fn or_again(
    cx: &Cx,
    id: Uuid,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => detail::answer(cx, id, Some(&problem)).await,
        answer => answer,
    }
}
