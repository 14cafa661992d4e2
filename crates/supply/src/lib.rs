//! What the company sells and where it lies: the catalogue and the stock.

mod asked;
pub mod catalog;
mod forms;
pub mod inventory;

/// The capabilities of this storey, in the order in which a new company is furnished.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![catalog::capability(), inventory::capability()]
}

/// What files this storey can take in.
#[must_use]
pub fn importers() -> Vec<platform::imports::Importer> {
    vec![catalog::importer(), inventory::opening_importer()]
}
