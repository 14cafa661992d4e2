//! Expenses as people see them.

mod detail;
mod form;
mod index;

use base::{Access, Route};

const READ: Access = Access::Needs("expenses.read");
const ENTER: Access = Access::Needs("expenses.enter");
const APPROVE: Access = Access::Needs("expenses.approve");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/expenses", READ, index::list),
        Route::get("/admin/expenses/export", READ, index::export),
        Route::get("/admin/expenses/new", ENTER, form::ask),
        Route::post("/admin/expenses/new", ENTER, form::enter),
        Route::get("/admin/expenses/{id}", READ, detail::show),
        Route::post("/admin/expenses/{id}/approve", APPROVE, detail::approve),
        Route::post("/admin/expenses/{id}/discard", ENTER, detail::discard),
        Route::post("/admin/expenses/{id}/reverse", ENTER, detail::reverse),
        Route::post("/admin/expenses/{id}/paper", ENTER, detail::attach),
    ]
}
