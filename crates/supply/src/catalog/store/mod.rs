//! The SQL of the catalogue.

mod codes;
mod products;
mod save;
mod types;
mod variants;

pub(super) use codes::{owners_of, tax_code, used_handles, used_skus};
pub(super) use products::{find, had_stock, lock, product_of};
pub(super) use save::{insert, save, set_state};
pub(super) use types::product_type;
pub(super) use variants::{ids_by_code, ids_by_name, ids_of_code, variants};
