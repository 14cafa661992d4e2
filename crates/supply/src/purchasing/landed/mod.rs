//! Landed cost: freight, duty and insurance that arrive after the goods, shared out over the
//! receipts that they belong to. Receipts stay as they are.

pub(super) mod api;
mod land;
mod list;
pub(super) mod pages;
mod store;

pub use land::{LandedBasis, NewLandedCost, NewLandedItem, NewLandedTarget, land, preview};
pub use list::{LandedCost, LandedCostQuery, LandedItem, LandedTarget, find, list};

/// Every number of a landed cost.
pub(super) const NUMBERS: &str = store::NUMBERS;
