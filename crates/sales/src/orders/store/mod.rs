//! The SQL of orders.

mod close;
mod context;
mod deliveries;
mod list;
mod read;
mod write;

pub(super) use close::{delivered_not_invoiced, drafts_in};
pub(super) use context::{Buyer, Context, context};
pub(super) use deliveries::{deliveries_of, find_delivery, insert_delivery, last_delivery_date};
pub(super) use list::{list, on_order};
pub(super) use read::{find, lock};
pub(super) use write::{insert, replace_lines, save};
