//! Price lists as people see them.

mod detail;
mod export;
mod index;
mod terms;

use base::{Access, Date, FormData, Problem, Route};
use uuid::Uuid;

pub(crate) use terms::card as terms_card;

const READ: Access = Access::Needs("price_lists.read");
const EDIT: Access = Access::Needs("price_lists.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/price-lists", READ, index::show),
        Route::post("/admin/price-lists", EDIT, index::create),
        Route::post("/admin/customer-groups", EDIT, index::create_group),
        Route::post("/admin/customer-groups/{id}", EDIT, index::change_group),
        Route::get("/admin/price-lists/{id}", READ, detail::show),
        Route::post("/admin/price-lists/{id}", EDIT, detail::change),
        Route::post("/admin/price-lists/{id}/prices", EDIT, detail::set_prices),
        Route::get("/admin/price-lists/{id}/export", READ, export::export),
        Route::post("/admin/customers/{id}/prices", EDIT, terms::set),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/price-lists/{id}")
}

/// An optional day of a form.
fn day(data: &FormData, field: &'static str) -> Result<Option<Date>, Problem> {
    let day = data.some(field).map(str::parse::<Date>).transpose();
    day.map_err(|_| Problem::invalid().field(field, "not_a_date"))
}
