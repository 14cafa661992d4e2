//! Purchase requests as people see them.

mod detail;
mod entry;
mod index;

use axum::response::Response;
use base::ui::{Badge, Tone};
use base::{Access, Cx, Flash, FormData, L, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{Decision, PurchaseRequestQuery, PurchaseRequestState};
use crate::forms;

const READ: Access = Access::Needs("purchasing.read");
const ASK: Access = Access::Needs("purchasing.request");
const APPROVE: Access = Access::Needs("purchasing.approve");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/purchase-requests", READ, list),
        Route::get("/admin/purchase-requests/export", READ, index::export),
        Route::get("/admin/purchase-requests/new", ASK, entry::new),
        Route::post("/admin/purchase-requests/new", ASK, entry::ask),
        Route::get("/admin/purchase-requests/{id}", READ, show),
        Route::get("/admin/purchase-requests/{id}/edit", ASK, entry::edit),
        Route::post("/admin/purchase-requests/{id}/edit", ASK, entry::change),
        Route::post("/admin/purchase-requests/{id}/approve", APPROVE, approve),
        Route::post("/admin/purchase-requests/{id}/reject", APPROVE, reject),
        Route::post("/admin/purchase-requests/{id}/cancel", ASK, cancel),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/purchase-requests/{id}")
}

fn word(l: &L, state: PurchaseRequestState) -> String {
    l.t(&format!("purchasing-request-{}", state.as_str()))
}

fn badge(l: &L, state: PurchaseRequestState) -> Badge {
    use PurchaseRequestState as S;
    let tone = match state {
        S::Waiting => Tone::Warning,
        S::Approved => Tone::Info,
        S::Ordered => Tone::Success,
        S::Rejected => Tone::Danger,
        S::Cancelled => Tone::Neutral,
    };
    Badge::new(tone, word(l, state))
}

async fn list(cx: Cx, Query(query): Query<PurchaseRequestQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let saved = platform::saved_views::of_list(&mut tx, "/admin/purchase-requests").await?;
    Ok(cx.page(&cx.l.t("purchasing-requests"), index::page(&cx, &found, &saved)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

fn decision(data: &FormData) -> Decision {
    Decision { version: forms::version(data), reason: data.text("reason").to_owned() }
}

async fn approve(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let request = super::approve(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-approved").name(request.head.number);
        tx.redirect(&address(id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

async fn reject(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let request = super::reject(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-rejected").name(request.head.number);
        tx.redirect(&address(id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

async fn cancel(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let request = super::cancel(&mut tx, id, decision(&data)).await?;
        let flash = Flash::done("purchasing-cancelled").name(request.head.number);
        tx.redirect(&address(id), flash).await
    };
    let done = done.await;
    or_again(&cx, id, done).await
}

async fn or_again(cx: &Cx, id: Uuid, done: Result<Response, Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => detail::answer(cx, id, Some(&problem)).await,
        answer => answer,
    }
}
