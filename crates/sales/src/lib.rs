//! Selling: customers, and their orders from the draft to the payment. Knows the catalogue, the
//! stock and the books below it and calls them; none of them knows of it.

pub mod customer_file;
pub mod customers;
mod forms;
pub mod orders;
mod patch;
pub mod price_lists;
pub mod quotes;
pub mod reminders;
pub mod returns;

use base::Capability;

/// The capabilities of this storey, lowest first.
#[must_use]
pub fn capabilities() -> Vec<Capability> {
    vec![
        customers::capability(),
        price_lists::capability(),
        orders::capability(),
        quotes::capability(),
        returns::capability(),
        customer_file::capability(),
        reminders::capability(),
    ]
}

/// Who can pay ahead: the customers that are kept here.
#[must_use]
pub fn registers() -> Vec<finance::payments::Register> {
    vec![customers::register()]
}

/// What files this storey can take in.
#[must_use]
pub fn importers() -> Vec<platform::imports::Importer> {
    vec![customers::opening_importer(), price_lists::importer()]
}
