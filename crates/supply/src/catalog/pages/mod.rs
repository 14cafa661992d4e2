//! The catalogue as people see it.

mod categories;
pub(super) mod detail;
mod export;
mod form;
mod index;
mod product_types;
mod products;
mod typed;
mod typed_variant;

use base::{Access, Cx, Hit, L, Problem, Route};
use uuid::Uuid;

use super::{State, Variant};

const READ: Access = Access::Needs("catalog.read");
const EDIT: Access = Access::Needs("catalog.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/products", READ, products::list),
        Route::get("/admin/products/export", READ, export::export),
        Route::get("/admin/products/lookup", READ, products::lookup),
        Route::post("/admin/products/bulk", EDIT, products::bulk),
        Route::get("/admin/products/new", EDIT, products::new),
        Route::post("/admin/products/new", EDIT, products::create),
        Route::get("/admin/products/{id}", READ, products::show),
        Route::get("/admin/products/{id}/edit", EDIT, products::edit),
        Route::post("/admin/products/{id}/edit", EDIT, products::update),
        Route::post("/admin/products/{id}/state", EDIT, products::set_state),
        Route::get("/admin/categories", READ, categories::show),
        Route::post("/admin/categories", EDIT, categories::create),
        Route::get("/admin/categories/{id}", EDIT, categories::edit),
        Route::post("/admin/categories/{id}", EDIT, categories::change),
        Route::post("/admin/categories/{id}/delete", EDIT, categories::delete),
        Route::get("/admin/product-types", READ, product_types::list),
        Route::get("/admin/product-types/new", EDIT, product_types::new),
        Route::post("/admin/product-types/new", EDIT, product_types::create),
        Route::get("/admin/product-types/{id}", EDIT, product_types::edit),
        Route::post("/admin/product-types/{id}", EDIT, product_types::change),
    ]
}

/// The page of a product.
pub(super) fn address(id: Uuid) -> String {
    format!("/admin/products/{id}")
}

/// A state in a word.
fn state_word(l: &L, state: State) -> String {
    l.t(match state {
        State::Active => "catalog-state-active",
        State::Draft => "catalog-state-draft",
        State::Archived => "catalog-state-archived",
    })
}

/// What the command palette finds.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim();
    if text.is_empty() || text.starts_with(['@', '>']) {
        return Ok(Vec::new());
    }
    let mut tx = cx.read().await?;
    let found = super::lookup(&mut tx, text.trim_start_matches('#'), 10).await?;
    let hit = |variant: Variant| Hit {
        href: address(variant.product_id),
        label: variant.title(cx.l.lang()),
        detail: variant.sku,
    };
    Ok(found.into_iter().map(hit).collect())
}
