//! Customers: who buys, where their papers go, and how far they are trusted.
//!
//! A customer has a code (`C-00001` when nobody gives another), a name, the address and tax
//! number that invoices carry, the language that its papers and mails are written in, how many
//! days it has to pay, and perhaps a credit limit, which `orders` asks about at confirmation.
//!
//! What it is not: invoices keep the customer as it was on their day and are never changed from
//! here; the balance belongs to the books, which this folder only asks.
//!
//! Invariants: the code is unique in the company; a credit limit is in the company's currency;
//! a customer that anything refers to is never deleted, only set aside (`active`).

mod api;
mod create;
mod customer;
mod list;
mod opening;
mod pages;
mod register;
mod remove;
mod store;
mod update;

pub use create::create;
pub use customer::{ChangeCustomer, Customer, NewCustomer};
pub(crate) use list::named;
pub use list::{CustomerFilter, CustomerQuery, list, search};
pub use opening::opening_importer;
pub(crate) use pages::{country_name, state_badge};
pub use register::register;
pub use remove::remove;
pub use update::update;

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, NavItem, Permission, Problem, Section, Tx};
use uuid::Uuid;

/// The customer with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Customer, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The customer, its row locked until the transaction ends: for rules that add up what it owes.
pub(crate) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Customer, Problem> {
    store::lock(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Customers as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    let everybody = &["manager", "accountant", "sales", "storekeeper", "viewer"];
    Capability {
        name: "customers",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "customers.read", roles: everybody },
            Permission { key: "customers.edit", roles: &["manager", "accountant", "sales"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "customers-title",
            href: "/admin/customers",
            icon: Icon::Users,
            permission: "customers.read",
            shortcut: Some('c'),
        }],
        messages: vec![Catalogue {
            name: "customers",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        finders: vec![Finder {
            label: "customers-title",
            permission: "customers.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}
