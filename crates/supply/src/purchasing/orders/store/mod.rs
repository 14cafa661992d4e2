//! The SQL of orders to suppliers.

mod context;
mod followed;
mod list;
mod read;
mod write;

pub(super) use context::{Context, Seller, context};
pub(in crate::purchasing) use context::{known, last_prices};
pub(super) use followed::{Followed, bills_of, receipts_of};
pub(super) use list::list;
pub(in crate::purchasing) use read::lock_all;
pub(super) use read::{find, lock};
pub(in crate::purchasing) use write::progress;
pub(super) use write::{insert, replace_lines, save};

/// Every number of an order.
pub(super) const NUMBERS: &str =
    "select number from purchase_orders where tenant_id = $1 and number is not null";
