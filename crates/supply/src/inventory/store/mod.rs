//! The SQL of stock.

pub(super) mod checks;
pub(super) mod costs;
pub(super) mod documents;
pub(super) mod items;
pub(super) mod levels;
pub(super) mod lists;
pub(super) mod moves;
pub(super) mod opening;
pub(super) mod received;
pub(super) mod reservations;
pub(super) mod revaluations;
pub(super) mod warehouses;
