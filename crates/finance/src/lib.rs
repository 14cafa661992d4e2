//! The books: the ledger and its numbers, taxes, invoices with their credit notes, payments.

mod asked;
pub mod bills;
pub mod currencies;
mod facts;
mod files;
mod forms;
pub mod invoices;
pub mod ledger;
pub mod numbers;
pub mod open_items;
pub mod payments;
pub mod tax;

/// The capabilities of this storey, in the order in which a new company is furnished.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![
        ledger::capability(),
        tax::capability(),
        currencies::capability(),
        open_items::capability(),
        invoices::capability(),
        bills::capability(),
        payments::capability(),
    ]
}
