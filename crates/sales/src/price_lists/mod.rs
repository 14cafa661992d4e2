//! Price lists: what customers pay, from how much on.
//!
//! A list has a currency, perhaps days from which and to which it holds, and for each item one
//! price or several, by the least quantity. A customer may have a list of its own and belong to
//! a group that has one. A line of an order or a quote takes its price, where there is one for the
//! item, from the first of these:
//!
//! 1. a list in the order's currency, the customer's own before its group's,
//! 2. a list in the company's currency, the customer's own before its group's, converted at the
//!    rate of the order's day,
//! 3. the catalogue, converted likewise.
//!
//! A list in a third currency is not asked: two conversions would make a price that nobody set. Of
//! the prices of a list that the quantity reaches, the one from the highest is it. What somebody
//! enters goes before all of them.
//!
//! What it is not: orders find the price themselves, in the one statement that they read
//! everything with, and keep it; a change here changes no order that is written.

mod api;
mod groups;
mod import;
mod keep;
mod pages;
mod price_list;
mod prices;
mod store;
mod terms;

pub use groups::{ChangeGroup, Group, NewGroup, change_group, create_group, groups};
pub use import::importer;
pub use keep::{ChangePriceList, NewPriceList, change, create};
pub use price_list::PriceList;
pub use prices::{NewPrice, Price, PriceFilter, PriceQuery, prices, set_prices};
pub use terms::{Terms, set_terms, terms};

pub(crate) use pages::terms_card;

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Problem, Section, Tx};
use uuid::Uuid;

/// Every price list, by name; a company has a handful.
///
/// # Errors
/// When the database is away.
pub async fn lists(tx: &mut Tx) -> Result<Vec<PriceList>, Problem> {
    store::all(tx).await
}

/// The price list with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<PriceList, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Price lists as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "price_lists",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "price_lists.read", roles: &["manager", "accountant", "sales"] },
            Permission { key: "price_lists.edit", roles: &["manager"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "price-lists-title",
            href: "/admin/price-lists",
            icon: Icon::Money,
            permission: "price_lists.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "price-lists",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
