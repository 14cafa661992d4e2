//! The dashboard: what a person should know before doing anything else, on one page.
//!
//! It reads and never writes. It asks the tables of other capabilities directly, in four
//! statements of bounded answers, since a page of sums over many words is nobody's list; only what
//! is beyond the budget comes from the report of it.
//!
//! Invariants: every number leads to the list that it sums; nobody is told a number whose list
//! they may not see; the stock value is the balance of the inventory account, and the open
//! receivables less unused credit are the balance of the receivables account.

mod api;
mod days;
mod figures;
mod links;
mod look;
mod pages;
mod store;

pub use figures::{
    Age, Ageing, Amounts, Counts, Dashboard, Month, Orders, Receivables, Sales, Stage, StageCount,
    Start, Stock, TopProduct,
};
pub use look::look;

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// The dashboard as the program knows it.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "dashboard",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![Permission {
            key: "dashboard.read",
            roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
        }],
        navigation: vec![NavItem {
            section: Section::Overview,
            label: "dashboard-title",
            href: "/admin",
            icon: Icon::Home,
            permission: "dashboard.read",
            shortcut: Some('d'),
        }],
        messages: vec![Catalogue {
            name: "dashboard",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
