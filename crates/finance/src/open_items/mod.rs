//! Open items: what customers and suppliers still pay or are still paid, document by document.
//!
//! Whoever posts to a control account opens an item in the same transaction. Items are set off
//! against each other by allocations: a payment against invoices, a credit note against its
//! invoice, what was paid ahead against what is owed later. An allocation is written once and
//! taken back by a second one. In another currency each item keeps what it was worth on its
//! day; the difference between the two is posted as gain or loss when they are set off.
//!
//! Not here: documents (they are above and beside). Invariants: the items of a control account
//! sum to its balance, party by party; no item is ever set off beyond its amount; an item that
//! is set off wholly is worth nothing in the company's currency either.
//!
//! Lock order: the ledger's head, then items in the order of their ids, then what documents
//! keep of them.

mod allocation;
mod history;
mod item;
mod share;
mod store;
mod verify;

pub use allocation::{NewAllocation, allocate, undo};
pub use history::{SetOff, set_off};
pub use item::{NewOpenItem, OpenItem, Side, exposure, find, find_all, of_document, open, owed};

use base::Capability;
use base::messages::Catalogue;

/// Open items as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "open_items",
        messages: vec![Catalogue {
            name: "open_items",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        ..Capability::default()
    }
}
