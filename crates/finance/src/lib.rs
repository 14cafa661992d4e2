//! The books: the ledger and its numbers, journals by hand, taxes, invoices with their credit
//! notes, payments, and the close of months and years.

pub mod accounts;
mod asked;
pub mod banking;
pub mod bills;
pub mod book_settings;
pub mod budgets;
pub mod closing;
pub mod currencies;
pub mod dimensions;
pub mod expenses;
mod facts;
mod files;
mod forms;
pub mod invoices;
pub mod journals;
pub mod ledger;
pub mod numbers;
pub mod open_items;
pub mod payments;
pub mod press;
pub mod tax;

/// The capabilities of this storey, in the order in which a new company is furnished; the registers
/// are those of the storeys above.
#[must_use]
pub fn capabilities(registers: Vec<payments::Register>) -> Vec<base::Capability> {
    vec![
        ledger::capability(),
        accounts::capability(),
        tax::capability(),
        currencies::capability(),
        open_items::capability(),
        invoices::capability(),
        bills::capability(),
        payments::capability(registers),
        journals::capability(),
        closing::capability(),
        book_settings::capability(),
        dimensions::capability(),
        budgets::capability(),
        banking::capability(),
        expenses::capability(),
    ]
}

/// What files this storey can take in.
#[must_use]
pub fn importers() -> Vec<platform::imports::Importer> {
    vec![closing::accounts_importer(), currencies::importer(), budgets::importer()]
}
