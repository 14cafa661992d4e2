//! The SQL of the catalogue.

mod bulk;
mod categories;
mod codes;
mod images;
mod list;
mod product_types;
mod products;
mod save;
mod stock;
mod variants;

pub(super) use bulk::{delete_products, moved, plan_anew, stocked, used_variants};
pub(super) use categories::{
    categories, category, delete_category, insert_category, lock_tree, save_category, subtree,
};
pub(super) use codes::{Owner, owners, owners_of, tax_code, used_handles, used_skus};
pub(super) use images::{count_up, delete_image, insert_image, order_images};
pub(super) use list::{list, vendors};
pub(super) use product_types::{lock_type, product_type, product_types, put_type};
pub(super) use products::{find, had_stock, lock, lock_products, product_of, products};
pub(super) use save::{delete_variants, insert, put_products, put_variants, save, set_state};
pub(super) use stock::{StockRow, stock_of};
pub(super) use variants::{ids_by_code, ids_by_name, ids_of_code, variants};
