//! Goods that go back to their supplier: at the price that they were bought at, with a debit note
//! for what was billed.

pub(super) mod api;
mod give;
mod list;
pub(super) mod pages;
mod store;

pub use give::{NewPurchaseReturn, NewReturnLine, give_back};
pub use list::{PurchaseReturn, PurchaseReturnLine, PurchaseReturnQuery, find, list};

/// Every number of a return.
pub(super) const NUMBERS: &str = store::NUMBERS;
