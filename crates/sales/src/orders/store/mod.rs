//! The SQL of orders.

mod approvals;
mod close;
mod context;
mod deliveries;
mod list;
mod read;
mod write;

pub(super) use approvals::{approval_rules, role_limits, set_approval_rules, set_role_limits};
pub(super) use close::{delivered_not_invoiced, drafts_in};
pub(super) use context::{Buyer, Context, context};
pub(super) use deliveries::{deliveries_of, find_delivery, insert_delivery, last_delivery_date};
pub(super) use list::{list, on_order};
pub(super) use read::{find, lock};
pub(super) use write::{insert, replace_lines, save};
