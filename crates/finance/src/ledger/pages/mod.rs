//! The books as people see them.

mod account;
mod entry;
mod export;
mod trial;
mod verify;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use base::{Access, Cx, Flash, Path, Problem, Query, Route};
use uuid::Uuid;

pub(crate) use entry::card as entry_card;

use super::{LedgerQuery, TrialBalanceQuery};

const READ: Access = Access::Needs("ledger.read");
const VERIFY: Access = Access::Needs("ledger.verify");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/ledger/trial-balance", READ, trial_balance),
        Route::get("/admin/ledger/trial-balance/export", READ, export::trial_balance),
        Route::get("/admin/ledger/accounts/{id}", READ, account),
        Route::get("/admin/ledger/accounts/{id}/export", READ, export::account),
        Route::get("/admin/ledger/entries", READ, entries),
        Route::get("/admin/ledger/entries/{id}", READ, entry),
        Route::get("/admin/ledger/verify", READ, verify),
        Route::post("/admin/ledger/verify", VERIFY, verify_now),
    ]
}

async fn trial_balance(
    cx: Cx,
    Query(query): Query<TrialBalanceQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::trial_balance(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("ledger-trial-balance"), trial::page(&cx, &found)))
}

async fn account(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<LedgerQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::account(&mut tx, id).await?;
    let lines = super::account_ledger(&mut tx, id, &query).await?;
    let sums = super::account_sums(&mut tx, id, &query.days).await?;
    let name = cx.l.text(&account.name).to_owned();
    Ok(cx.page(&name, account::ledger(&cx, &account, sums.as_ref(), &lines)))
}

async fn entries(cx: Cx, Query(query): Query<LedgerQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::entries(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("ledger-entries"), entry::list(&cx, &found)))
}

async fn entry(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::entry(&mut tx, id).await?;
    Ok(cx.page(&found.number, entry::page(&cx, &found)))
}

/// While a run is under way the browser asks again by itself, with or without JavaScript.
async fn verify(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let runs = super::verifications(&mut tx).await?;
    let roots = super::roots(&mut tx).await?;
    let title = cx.l.t("ledger-verify");
    let mut answer = cx.page(&title, verify::page(&cx, &runs, &roots));
    if runs.first().is_some_and(|run| run.ok.is_none()) {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(answer)
}

async fn verify_now(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::verify_now(&mut tx).await?;
    tx.redirect("/admin/ledger/verify", Flash::done("ledger-verify-begun")).await
}
