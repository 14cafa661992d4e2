//! Payments: money that customers pay, into the cash box or the bank.
//!
//! A payment is written once, with its number, its entry and the invoice that it settles; it
//! never pays more than is open. Taking money back is a later document, not a change here.
//!
//! Not here: what is owed (that is `invoices`). Invariants: numbers have no gaps; what a
//! payment settles sums to at most its amount.

mod payment;
mod receive;
mod store;
mod verify;

pub use payment::{Allocation, Method, Payment, PaymentFilter, PaymentQuery, find, list};
pub use receive::{NewPayment, receive};

use base::Capability;

/// Payments as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability { name: "payments", checks: verify::checks(), ..Capability::default() }
}
