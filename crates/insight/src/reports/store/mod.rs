//! The SQL of the reports that do not come from the ledger's fold: stock and margin.

mod margin;
mod stock;

pub(super) use margin::{margins, profit_of_goods};
pub(super) use stock::{inventory_account, moves, on_hand, worth};
