//! What was received and what of it is still to be billed: a row for each line of a receipt. The
//! rest of all rows is the balance of the account of goods received and not billed.

mod line;
mod store;

pub use line::ReceivedLine;

pub(super) use line::Cleared;
pub(super) use store::{OpenQuery, balance, first_wrong, lock, name_order, of_receipt, open, save};
