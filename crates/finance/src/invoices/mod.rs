//! Invoices and credit notes: what customers owe, on paper and in the books.
//!
//! A document is written once, at posting, with its legal number, its taxes, the seller and
//! buyer as they were on the day, and its entry in the ledger. Afterwards only what is settled
//! of it changes. A mistake is mended by a credit note, which names its invoice and a reason
//! and never takes back more than was billed.
//!
//! Not here: drafts (those are orders) and money (that is `payments`). Invariants: numbers
//! have no gaps; lines, tax groups, totals and entry agree to the last minor unit; settled is
//! the sum of what was set off; open documents sum to the receivable account.

mod credit;
mod draft;
mod invoice;
mod list;
mod post;
mod seller;
mod settle;
mod store;
mod verify;

pub use credit::{CreditLine, NewCreditNote, credit};
pub use invoice::{Invoice, InvoiceLine, InvoiceRow, InvoiceTax, Kind, Party, State};
pub use list::{InvoiceFilter, InvoiceQuery, ListState, find, list, of_order};
pub use post::{NewInvoice, NewInvoiceLine, post};

pub(crate) use settle::settle;

use base::Capability;
use settle::settled;

/// Invoices as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability { name: "invoices", checks: verify::checks(), ..Capability::default() }
}
