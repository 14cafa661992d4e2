//! The catalogue: what the company sells, how it is called, priced and taxed.
//!
//! A product has one variant or more; the variant has the SKU, the barcode and the price, and is
//! what orders, stock and invoices name. Products stand in a tree of categories and may have a
//! type, which says what attributes they have. Pictures belong to the product.
//!
//! What it is not: it knows no quantities (that is `inventory`) and no past prices; orders and
//! invoices keep what they were written with.
//!
//! Invariants: handles, SKUs and barcodes are unique in the company; every product has a variant,
//! and no two variants of it have the same options; unit and tracking are fixed once there was
//! stock; a category is never below itself; nothing that was sold is deleted, only archived.

mod api;
mod attributes;
mod category;
mod change;
mod create;
mod handle;
mod images;
mod import;
mod list;
mod pages;
mod product;
mod product_type;
mod product_types;
mod rules;
mod store;
mod taken;
mod units;
mod update;
mod variants;

pub use category::{
    Branch, Category, ChangeCategory, NewCategory, categories, category, change_category,
    create_category, delete_category, path_of, tree,
};
pub use create::create;
pub use images::{NewImage, Picture, add_image, put_image_first, remove_image};
pub use import::importer;
pub use list::{ProductFilter, ProductQuery, ProductSummary, StockFilter, list, vendors};
pub use product::{
    Attributes, ChangeProduct, ChangeVariant, Image, NewProduct, NewVariant, Product,
    ProductVariant, State,
};
pub use product_type::{Attribute, AttributeKind, ChangeProductType, NewProductType, ProductType};
pub use product_types::{change_type, create_type, product_type, product_types};
pub use units::unit_name;
pub use update::{add_variant, archive, change_variant, remove_variant, set_state, update};
pub use variants::{Variant, by_code, lookup, titled, variants};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, NavItem, Permission, Problem, Section, Tx};
use uuid::Uuid;

/// The product with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Product, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The catalogue as the program knows it.
#[must_use]
pub fn capability() -> Capability {
    let everybody = &["manager", "accountant", "sales", "storekeeper", "farm_worker", "viewer"];
    Capability {
        name: "catalog",
        routes: api::routes()
            .into_iter()
            .chain(pages::routes())
            .chain(images::api::routes())
            .chain(images::pages::routes())
            .collect(),
        permissions: vec![
            Permission { key: "catalog.read", roles: everybody },
            Permission { key: "catalog.edit", roles: &["manager", "storekeeper"] },
        ],
        navigation: vec![
            nav("catalog-title", "/admin/products", Icon::Tag, Some('p')),
            nav("catalog-categories", "/admin/categories", Icon::Filter, None),
        ],
        messages: vec![Catalogue {
            name: "catalog",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        finders: vec![Finder {
            label: "catalog-title",
            permission: "catalog.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}

fn nav(label: &'static str, href: &'static str, icon: Icon, shortcut: Option<char>) -> NavItem {
    let (section, permission) = (Section::Supply, "catalog.read");
    NavItem { section, label, href, icon, permission, shortcut }
}
