//! What the company sells, where it lies and whom it comes from: the catalogue, the stock, the
//! suppliers and what is bought from them.

mod asked;
pub mod catalog;
mod forms;
pub mod inventory;
pub mod purchasing;
pub mod suppliers;

/// The capabilities of this storey, in the order in which a new company is furnished.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![
        catalog::capability(),
        inventory::capability(),
        suppliers::capability(),
        purchasing::capability(),
    ]
}

/// Who can be paid ahead: the suppliers that are kept here.
#[must_use]
pub fn registers() -> Vec<finance::payments::Register> {
    vec![suppliers::register()]
}

/// What files this storey can take in.
#[must_use]
pub fn importers() -> Vec<platform::imports::Importer> {
    vec![catalog::importer(), inventory::opening_importer(), suppliers::opening_importer()]
}
