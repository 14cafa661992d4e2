//! Bills beside what was ordered and received: entered, matched, approved, posted, corrected.

pub(super) mod api;
mod correct;
mod enter;
pub(super) mod pages;
mod settle;
mod store;

pub use correct::{NewBillDebit, NewDebitLine, correct};
pub use enter::{NewSupplierBill, NewSupplierBillLine, bill};
pub use settle::{approve, reject, withdraw};

pub(super) use store::{BilledLine, billed_lines, known_variants};
