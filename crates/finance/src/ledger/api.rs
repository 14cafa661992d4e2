//! The books as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, List, Path, Problem, Query, Route};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Account, Entry, LedgerLine, LedgerQuery, Root, TrialBalance, TrialBalanceQuery, Verification,
};

const READ: Access = Access::Needs("ledger.read");
const VERIFY: Access = Access::Needs("ledger.verify");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/accounts", READ, accounts)
            .summary("The chart of accounts.")
            .answers::<Chart>(200),
        Route::get("/api/v1/accounts/{id}/ledger", READ, account_ledger)
            .summary("The lines of an account, the oldest first, with the balance after each.")
            .query::<LedgerQuery>()
            .answers::<List<LedgerLine>>(200),
        Route::get("/api/v1/ledger/entries", READ, entries)
            .summary("Entries without their lines, the last posted first.")
            .query::<LedgerQuery>()
            .answers::<List<Entry>>(200),
        Route::get("/api/v1/ledger/entries/{id}", READ, entry)
            .summary("An entry with its lines.")
            .answers::<Entry>(200),
        Route::get("/api/v1/reports/trial-balance", READ, trial_balance)
            .summary("The balances of all accounts on a day; debits and credits sum to the same.")
            .query::<TrialBalanceQuery>()
            .answers::<TrialBalance>(200),
        Route::get("/api/v1/ledger/verifications", READ, verifications)
            .summary("The newest runs of `ledger verify`, with what each found.")
            .answers::<Verifications>(200),
        Route::post("/api/v1/ledger/verifications", VERIFY, verify_now)
            .summary("Has the books verified; a run that is under way is given back.")
            .answers::<Verification>(202),
        Route::get("/api/v1/ledger/verifications/{id}", READ, verification)
            .summary("A run of `ledger verify`, with how far it is.")
            .answers::<Verification>(200),
        Route::get("/api/v1/ledger/roots", READ, roots)
            .summary("Where the chain ended at the end of each of the last days.")
            .answers::<Roots>(200),
    ]
}

/// The chart of accounts.
#[derive(Serialize, ToSchema)]
struct Chart {
    /// The accounts, in the order of their codes.
    items: Vec<Account>,
}

async fn accounts(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Chart { items: super::accounts(&mut tx).await? })
}

async fn account_ledger(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<LedgerQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::account(&mut tx, id).await?;
    cx.json(&super::account_ledger(&mut tx, account.id, &query).await?)
}

async fn entries(cx: Cx, Query(query): Query<LedgerQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::entries(&mut tx, &query).await?)
}

async fn entry(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::entry(&mut tx, id).await?)
}

async fn trial_balance(
    cx: Cx,
    Query(query): Query<TrialBalanceQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::trial_balance(&mut tx, &query).await?)
}

/// Runs of `ledger verify`.
#[derive(Serialize, ToSchema)]
struct Verifications {
    /// The newest first.
    items: Vec<Verification>,
}

/// Ends of the chain.
#[derive(Serialize, ToSchema)]
struct Roots {
    /// The newest day first.
    items: Vec<Root>,
}

async fn verifications(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Verifications { items: super::verifications(&mut tx).await? })
}

async fn verification(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::verification(&mut tx, id).await?)
}

async fn verify_now(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let run = super::verify_now(&mut tx).await?;
    tx.reply(StatusCode::ACCEPTED, &run).await
}

async fn roots(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Roots { items: super::roots(&mut tx).await? })
}
