//! The ledger: accounts, entries and their lines, periods, and the chain that proves them.
//!
//! Entries and lines are written once and never changed; a correction is another entry. Every
//! entry balances (checked here, and again by the database), falls into an open period, has a
//! place in an unbroken sequence, and carries the hash of everything before it. Amounts are
//! minor units of the company's currency, debit positive and credit negative.
//!
//! Not here: what a document posts. Documents build a [`Posting`] and hand it to [`post`].
//! The head of the chain is locked last and until the commit, so postings of one company
//! follow each other; everything slow belongs before it.

mod account;
mod chain;
mod chart;
mod furnish;
mod post;
mod posting;
mod store;

pub use account::{Account, AccountType, Control, accounts};
pub use post::post;
pub use posting::{AccountRef, Posted, Posting, PostingLine};

use base::Capability;

/// The ledger as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "ledger",
        furnish: Some(|tx| Box::pin(furnish::furnish(tx))),
        ..Capability::default()
    }
}
