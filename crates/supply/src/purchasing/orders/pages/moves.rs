//! The buttons of an order's page. A refusal is shown on the same page, above everything.

use axum::response::Response;
use base::{Cx, Flash, FormData, Path, Problem};
use uuid::Uuid;

use super::super::{Ending, PurchaseOrder};
use super::{address, detail, name};
use crate::forms;

pub(super) async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let order = super::super::approve(&mut tx, id, forms::version(&data)).await?;
        tx.redirect(&address(id), flash(&cx, "purchasing-approved", &order)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn send(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let order = super::super::send(&mut tx, id, forms::version(&data)).await?;
        tx.redirect(&address(id), flash(&cx, "purchasing-sent", &order)).await
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
        let order = super::super::cancel(&mut tx, id, ending(&data)).await?;
        tx.redirect(&address(id), flash(&cx, "purchasing-cancelled", &order)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

pub(super) async fn close(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let order = super::super::close(&mut tx, id, ending(&data)).await?;
        tx.redirect(&address(id), flash(&cx, "purchasing-closed", &order)).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

fn flash(cx: &Cx, key: &'static str, order: &PurchaseOrder) -> Flash {
    Flash::done(key).name(name(cx, &order.head))
}

fn ending(data: &FormData) -> Ending {
    Ending { version: forms::version(data), reason: data.text("reason").to_owned() }
}

async fn or_again(cx: &Cx, id: Uuid, done: Result<Response, Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => detail::answer(cx, id, Some(&problem)).await,
        answer => answer,
    }
}
