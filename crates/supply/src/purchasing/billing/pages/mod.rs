//! Entering, deciding and correcting bills, as people do it. Their list and their page are in
//! `finance::bills`, under the same addresses.

mod correct;
mod decide;
mod entry;
mod lines;
mod totals;
mod typed;

use base::{Access, Route};
use uuid::Uuid;

/// Where the form asks for its sums.
const TOTALS: &str = "/admin/bills/totals";

const ENTER: Access = Access::Needs("bills.enter");
const APPROVE: Access = Access::Needs("bills.approve");
const DEBIT: Access = Access::Needs("bills.debit");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/bills/new", ENTER, entry::new),
        Route::post("/admin/bills/new", ENTER, entry::enter),
        Route::post(TOTALS, ENTER, totals::totals),
        Route::post("/admin/bills/{id}/approve", APPROVE, decide::approve),
        Route::post("/admin/bills/{id}/reject", APPROVE, decide::reject),
        Route::post("/admin/bills/{id}/withdraw", ENTER, decide::withdraw),
        Route::get("/admin/bills/{id}/debit", DEBIT, correct::ask),
        Route::post("/admin/bills/{id}/debit", DEBIT, correct::debit),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/bills/{id}")
}
