//! Closing as people do it.

mod locks;
mod month;
mod months;
mod opening;
mod years;

use base::{Access, Route};

const READ: Access = Access::Needs("ledger.read");
const LOCK: Access = Access::Needs("periods.lock");
const CLOSE: Access = Access::Needs("periods.close");
const REOPEN: Access = Access::Needs("periods.reopen");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/periods", READ, months::show),
        Route::get("/admin/periods/years", READ, years::show),
        Route::post("/admin/periods/years/{starts}/close", CLOSE, years::close),
        Route::post("/admin/periods/years/{starts}/reopen", REOPEN, years::reopen),
        Route::get("/admin/periods/{month}", READ, month::show),
        Route::post("/admin/periods/{month}/lock", LOCK, month::lock),
        Route::post("/admin/periods/{month}/unlock", LOCK, month::unlock),
        Route::post("/admin/periods/{month}/close", CLOSE, month::close),
        Route::post("/admin/periods/{month}/reopen", REOPEN, month::reopen),
        Route::get("/admin/opening", READ, opening::show),
    ]
}
