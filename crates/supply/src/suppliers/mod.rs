//! Suppliers: who is ordered from, on which terms, and how well they do.
//!
//! A supplier has a code (`S-00001` when nobody gives another), a name, the address and tax
//! number that orders and bills carry, the language that it is written to in, how many days it
//! gives to pay, and how far its bills may be from what was agreed before somebody must look.
//!
//! What it is not: bills keep the supplier as it was on their day and are never changed from
//! here; what is owed to it belongs to the books.
//!
//! Invariants: the code is unique in the company; a supplier that anything refers to is never
//! deleted, only set aside (`active`); a rating is computed from documents, never typed.

mod api;
mod create;
mod list;
mod opening;
mod pages;
mod rating;
mod register;
mod remove;
mod store;
mod supplier;
mod update;

pub use create::create;
pub(crate) use list::find_typed;
pub use list::{SupplierFilter, SupplierQuery, list, search};
pub use opening::opening_importer;
pub use rating::{SupplierRating, rating, ratings};
pub use register::register;
pub use remove::remove;
pub use supplier::{ChangeSupplier, NewSupplier, Supplier};
pub use update::update;

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, NavItem, Permission, Problem, Section, Tx};
use uuid::Uuid;

/// The supplier with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Supplier, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Suppliers as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    let readers = &["manager", "accountant", "storekeeper", "viewer"];
    Capability {
        name: "suppliers",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "suppliers.read", roles: readers },
            Permission { key: "suppliers.edit", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Purchasing,
            label: "suppliers-title",
            href: "/admin/suppliers",
            icon: Icon::Users,
            permission: "suppliers.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "suppliers",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        finders: vec![Finder {
            label: "suppliers-title",
            permission: "suppliers.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}
