//! Taxes: the codes of a company and the one computation that every document uses.
//!
//! Not here: what a document posts (that is `invoices`), and tax returns. Invariants: the tax
//! of a group is computed once on the sum of its nets, and the taxes of the lines sum to it
//! exactly; amounts are stored as posted and never computed again.

mod code;
mod compute;
mod store;

pub use code::{Category, TaxCode, codes};
pub use compute::{Computed, LineAmounts, TaxGroup, TaxableLine, compute, line_net};

pub(crate) use code::find_all;
pub(crate) use store::{furnish, name};

use base::Capability;

/// Taxes as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability { name: "tax", ..Capability::default() }
}
