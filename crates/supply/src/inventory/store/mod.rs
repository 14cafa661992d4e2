//! The SQL of stock.

pub(super) mod checks;
pub(super) mod costs;
pub(super) mod count_lines;
pub(super) mod counts;
pub(super) mod documents;
pub(super) mod genealogy;
pub(super) mod items;
pub(super) mod levels;
pub(super) mod lists;
pub(super) mod locations;
pub(super) mod lots;
pub(super) mod moves;
pub(super) mod opening;
pub(super) mod picks;
pub(super) mod preview;
pub(super) mod received;
pub(super) mod recost;
pub(super) mod reorder;
pub(super) mod reports;
pub(super) mod reservations;
pub(super) mod revaluations;
pub(super) mod taken_back;
pub(super) mod transit;
pub(super) mod units;
pub(super) mod warehouses;
