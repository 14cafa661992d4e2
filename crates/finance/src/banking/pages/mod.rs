//! Banking as people see it.

mod accounts;
mod act;
mod form;
mod lines;
mod print;
mod report;
mod rules;
mod upload;
mod work;

use base::{Access, Cx, L, Problem, Route, Tx};
use uuid::Uuid;

use super::BankAccount;
use crate::ledger::{self, Account, Control};

const READ: Access = Access::Needs("banking.read");
const MANAGE: Access = Access::Needs("banking.manage");
const RECONCILE: Access = Access::Needs("banking.reconcile");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/bank", READ, accounts::list),
        Route::get("/admin/bank/new", MANAGE, form::new),
        Route::post("/admin/bank/new", MANAGE, form::create),
        Route::get("/admin/bank/rules", READ, rules::list),
        Route::post("/admin/bank/rules", RECONCILE, rules::write),
        Route::post("/admin/bank/rules/{id}/forget", RECONCILE, rules::forget),
        Route::get("/admin/bank/files/{id}", RECONCILE, upload::preview),
        Route::post("/admin/bank/files/{id}", RECONCILE, upload::import),
        Route::get("/admin/bank/lines/{id}", RECONCILE, act::ask),
        Route::post("/admin/bank/lines/{id}", RECONCILE, act::book),
        Route::post("/admin/bank/lines/{id}/payment", RECONCILE, act::pay),
        Route::post("/admin/bank/matches/{id}/undo", RECONCILE, work::unmatch),
        Route::get("/admin/bank/reconciliations/{id}", READ, report::show),
        Route::get("/admin/bank/reconciliations/{id}/pdf", READ, print::pdf),
        Route::get("/admin/bank/reconciliations/{id}/export", READ, report::export),
        Route::post("/admin/bank/reconciliations/{id}/reopen", MANAGE, report::reopen),
        Route::get("/admin/bank/{id}", READ, accounts::show),
        Route::get("/admin/bank/{id}/edit", MANAGE, form::edit),
        Route::post("/admin/bank/{id}/edit", MANAGE, form::change),
        Route::post("/admin/bank/{id}/files", RECONCILE, upload::upload),
        Route::get("/admin/bank/{id}/lines", READ, lines::list),
        Route::get("/admin/bank/{id}/lines/export", READ, lines::export),
        Route::get("/admin/bank/{id}/reconcile", RECONCILE, work::show),
        Route::post("/admin/bank/{id}/match", RECONCILE, work::accept),
        Route::post("/admin/bank/{id}/finish", RECONCILE, work::finish),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/bank/{id}")
}

/// What an account at a bank is called.
fn named(l: &L, account: &BankAccount) -> String {
    l.text(&account.name).to_owned()
}

/// The accounts that a line of the bank can be booked on, for choosing.
async fn free_accounts(cx: &Cx, tx: &mut Tx) -> Result<Vec<(String, String)>, Problem> {
    let free = |account: &&Account| {
        let plain = matches!(account.control, Control::None | Control::Bank | Control::Cash);
        account.active && plain
    };
    let chart = ledger::accounts(tx).await?;
    let shown = |a: &Account| (a.id.to_string(), format!("{} · {}", a.code, cx.l.text(&a.name)));
    let none = (String::new(), "–".to_owned());
    Ok([none].into_iter().chain(chart.iter().filter(free).map(shown)).collect())
}
