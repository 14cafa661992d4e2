//! Budgets as people see them.

mod copy;
mod detail;
mod entry;
mod index;
mod typed;

use axum::response::Response;
use base::{Access, Cx, L, Problem, Query, Route, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Budget;
use super::lines::is_planned;
use crate::book_settings;
use crate::ledger::{self, Account};

const READ: Access = Access::Needs("budgets.read");
const EDIT: Access = Access::Needs("budgets.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/budgets", READ, index::list),
        Route::get("/admin/budgets/export", READ, index::export),
        Route::get("/admin/budgets/accounts", EDIT, accounts),
        Route::post("/admin/budgets/totals", EDIT, entry::totals_while_typing),
        Route::get("/admin/budgets/new", EDIT, entry::new),
        Route::post("/admin/budgets/new", EDIT, entry::create),
        Route::get("/admin/budgets/copy", EDIT, copy::ask),
        Route::post("/admin/budgets/copy", EDIT, copy::copy),
        Route::get("/admin/budgets/{id}", READ, detail::show),
        Route::get("/admin/budgets/{id}/edit", EDIT, entry::edit),
        Route::post("/admin/budgets/{id}/edit", EDIT, entry::change),
        Route::post("/admin/budgets/{id}/activation", EDIT, detail::activate),
        Route::post("/admin/budgets/{id}/archive", EDIT, detail::archive),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/budgets/{id}")
}

/// The year of a budget, from month to month.
fn year_of(l: &L, budget: &Budget) -> String {
    format!("{} – {}", l.month(budget.fiscal_year), l.month(budget.ends))
}

/// The years that a budget can be for: this one, two before and three after, and the one that is
/// named already.
async fn years(
    tx: &mut Tx,
    l: &L,
    named: Option<base::Date>,
) -> Result<Vec<(String, String)>, Problem> {
    let settings = book_settings::settings(tx).await?;
    let now = settings.year_of(tx.today())?;
    let mut starts = Vec::new();
    for n in -2..=3 {
        starts.push(now.plus_months(12 * n).map_err(Problem::internal)?);
    }
    starts.extend(named.filter(|named| !starts.contains(named)));
    starts.sort_unstable();
    starts
        .into_iter()
        .map(|first| {
            let last = super::budget::last_day(first)?;
            Ok((first.to_string(), format!("{} – {}", l.month(first), l.month(last))))
        })
        .collect()
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// What an account is called in the lines: its code first, so that it is found again.
fn account_label(l: &L, code: &str, name: &base::Text) -> String {
    format!("{code} · {}", l.text(name))
}

/// The accounts that a text can mean: a code as it begins first, then names.
fn matching<'a>(l: &L, chart: &'a [Account], text: &str) -> Vec<&'a Account> {
    let wanted = base::digits::to_ascii(text.trim()).to_lowercase();
    // What a choice left in the field: "6100 · Rent" is the code 6100.
    let code = wanted.split(" · ").next().unwrap_or_default().trim().to_owned();
    let planned = || chart.iter().filter(|account| account.active && is_planned(account));
    if let Some(exact) = planned().find(|account| account.code.to_lowercase() == code) {
        return vec![exact];
    }
    let begins = |account: &&Account| account.code.to_lowercase().starts_with(&wanted);
    let named = |account: &&Account| {
        !begins(account)
            && account.name.iter().any(|(_, name)| name.to_lowercase().contains(&wanted))
    };
    let found: Vec<&Account> = planned().filter(begins).chain(planned().filter(named)).collect();
    let own = |account: &&&Account| l.text(&account.name).to_lowercase() == wanted;
    match found.iter().find(own) {
        Some(exact) => vec![exact],
        None => found,
    }
}

/// The type-ahead of the lines.
async fn accounts(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let chart = ledger::accounts(&mut tx).await?;
    let choice = |account: &Account| -> Value {
        json!({
            "id": account.id,
            "code": account.code,
            "label": account_label(&cx.l, &account.code, &account.name),
        })
    };
    let found = matching(&cx.l, &chart, &asked.q);
    cx.json(&found.into_iter().take(20).map(choice).collect::<Vec<_>>())
}
