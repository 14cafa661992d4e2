//! Approving, rejecting and withdrawing a bill that waits. A refusal is a page of its own with the
//! way back.

use axum::response::Response;
use base::ui::{Button, PageHeader};
use base::{Cx, Flash, FormData, Path, Problem};
use maud::html;
use uuid::Uuid;

use super::address;
use crate::forms;
use crate::purchasing::grid;
use crate::purchasing::requests::Decision;

pub(super) async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let bill = super::super::approve(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-bill-posted").name(bill.name());
        tx.redirect(&address(id), flash).await
    };
    or_said(&cx, id, done.await)
}

pub(super) async fn reject(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let bill = super::super::reject(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-rejected").name(bill.name());
        tx.redirect(&address(id), flash).await
    };
    or_said(&cx, id, done.await)
}

pub(super) async fn withdraw(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let bill = super::super::withdraw(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-bill-withdrawn").name(bill.name());
        tx.redirect(&address(id), flash).await
    };
    or_said(&cx, id, done.await)
}

fn decision(data: &FormData) -> Decision {
    Decision { version: forms::version(data), reason: data.text("reason").to_owned() }
}

fn or_said(cx: &Cx, id: Uuid, done: Result<Response, Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => {
            let (l, texts) = (&cx.l, forms::texts(cx));
            let title = l.t("bills-title");
            let body = html! {
                (PageHeader::new(&texts, &title).crumb(&title, "/admin/bills"))
                (grid::refusal(cx, Some(&problem)))
                div.row { (Button::link(l.t("purchasing-back"), address(id)).primary()) }
            };
            Ok(cx.page_with(problem.status(), &title, body))
        }
        answer => answer,
    }
}
