//! Journals as people see them.

mod detail;
mod entry;
mod export;
mod index;
mod moves;
mod papers;
mod recurring;
mod typed;

use axum::response::{IntoResponse, Response};
use base::{Access, Cx, FormData, Hit, ListQuery, Path, Problem, Query, Route};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::lines::is_free;
use super::{Journal, JournalFilter, JournalQuery};
use crate::ledger::{self, Account};

const READ: Access = Access::Needs("journals.read");
const EDIT: Access = Access::Needs("journals.edit");
const APPROVE: Access = Access::Needs("journals.approve");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/journals", READ, list),
        Route::get("/admin/journals/export", READ, export::list),
        Route::get("/admin/journals/accounts", EDIT, accounts),
        Route::post("/admin/journals/totals", EDIT, totals),
        Route::get("/admin/journals/new", EDIT, entry::new),
        Route::post("/admin/journals/new", EDIT, entry::draft),
        Route::get("/admin/journals/recurring", READ, recurring::list),
        Route::get("/admin/journals/recurring/new", EDIT, recurring::new),
        Route::post("/admin/journals/recurring/new", EDIT, recurring::create),
        Route::get("/admin/journals/recurring/{id}", READ, recurring::show),
        Route::get("/admin/journals/recurring/{id}/edit", EDIT, recurring::edit),
        Route::post("/admin/journals/recurring/{id}/edit", EDIT, recurring::change),
        Route::post("/admin/journals/recurring/{id}/stop", EDIT, recurring::stop),
        Route::get("/admin/journals/{id}", READ, show),
        Route::get("/admin/journals/{id}/edit", EDIT, entry::edit),
        Route::post("/admin/journals/{id}/edit", EDIT, entry::change),
        Route::post("/admin/journals/{id}/post", EDIT, moves::post),
        Route::post("/admin/journals/{id}/approve", APPROVE, moves::approve),
        Route::post("/admin/journals/{id}/send-back", EDIT, moves::send_back),
        Route::post("/admin/journals/{id}/reverse", EDIT, moves::reverse),
        Route::post("/admin/journals/{id}/discard", EDIT, moves::discard),
        Route::post("/admin/journals/{id}/papers", EDIT, papers::attach),
        Route::post("/admin/journals/{id}/papers/{file_id}/delete", EDIT, papers::detach),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/journals/{id}")
}

async fn list(cx: Cx, Query(query): Query<JournalQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let views = platform::saved_views::of_list(&mut tx, "/admin/journals").await?;
    Ok(cx.page(&cx.l.t("journals-title"), index::page(&cx, &query, &found, &views)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// What an account is called in the lines: its code first, so that it is found again.
fn account_label(cx: &Cx, code: &str, name: &base::Text) -> String {
    format!("{code} · {}", cx.l.text(name))
}

/// The code at the beginning of what stands in the field: a choice leaves "1100 · Bank" there.
fn code_of(text: &str) -> String {
    let wanted = base::digits::to_ascii(text.trim()).to_lowercase();
    wanted.split(" · ").next().unwrap_or_default().trim().to_owned()
}

/// The account with the code that was typed, whoever writes to it.
fn coded<'a>(chart: &'a [Account], text: &str) -> Option<&'a Account> {
    let code = code_of(text);
    chart.iter().find(|account| account.code.to_lowercase() == code)
}

/// The accounts that a text can mean: a code as it begins first, then names.
fn matching<'a>(cx: &Cx, chart: &'a [Account], text: &str) -> Vec<&'a Account> {
    let wanted = base::digits::to_ascii(text.trim()).to_lowercase();
    let code = code_of(text);
    let free = || chart.iter().filter(|account| account.active && is_free(account.control));
    if let Some(exact) = free().find(|account| account.code.to_lowercase() == code) {
        return vec![exact];
    }
    let by_code = free().filter(|account| account.code.to_lowercase().starts_with(&wanted));
    let named = |account: &&Account| {
        !account.code.to_lowercase().starts_with(&wanted)
            && account.name.iter().any(|(_, name)| name.to_lowercase().contains(&wanted))
    };
    let mut found: Vec<&Account> = by_code.chain(free().filter(named)).collect();
    let own = |account: &&Account| cx.l.text(&account.name).to_lowercase() == wanted;
    if let Some(exact) = found.iter().copied().find(|account| own(account)) {
        found = vec![exact];
    }
    found
}

/// The type-ahead of the lines.
async fn accounts(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let chart = ledger::accounts(&mut tx).await?;
    let choice = |account: &Account| -> Value {
        json!({
            "id": account.id,
            "code": account.code,
            "label": account_label(&cx, &account.code, &account.name),
        })
    };
    let found = matching(&cx, &chart, &asked.q);
    cx.json(&found.into_iter().take(20).map(choice).collect::<Vec<_>>())
}

/// The sums below the lines while somebody types.
async fn totals(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = typed::Typed::read(&data);
    let filled = typed.balance(&cx);
    let totals = entry::totals(&cx, &typed);
    let totals = filled.into_iter().fold(totals, |totals, (row, debit, credit)| {
        totals
            .fill(format!("lines[{row}][debit]"), debit)
            .fill(format!("lines[{row}][credit]"), credit)
    });
    Ok(maud::html! { (totals) }.into_response())
}

/// What the command palette finds: `#` in front asks for numbers alone.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let wanted = text.trim_start_matches('#').trim();
    if wanted.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(wanted.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = JournalQuery { filter: JournalFilter::default(), list };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |journal: Journal| Hit {
        href: address(journal.id),
        label: journal.name().to_owned(),
        detail: cx.l.money(journal.amount),
    };
    Ok(found.items.into_iter().map(hit).collect())
}
