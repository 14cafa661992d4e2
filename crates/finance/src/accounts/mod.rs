//! The chart of accounts: adding, renaming and retiring accounts, and their tree.
//!
//! An account is never deleted, since entries name it. What the posting rules look for by its
//! role, and what is the sum of other documents, can be renamed but not retired.
//!
//! Not here: what an account's ledger says (`ledger`). Invariants: codes are unique, a child is
//! of its parent's type, and no account is its own ancestor.

mod api;
mod chart;
mod keep;
mod pages;
mod store;

pub use chart::{ChartAccount, chart, find};
pub use keep::{ChangeAccount, NewAccount, change, create};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// The chart of accounts as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "accounts",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![Permission { key: "accounts.edit", roles: &["manager", "accountant"] }],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "ledger-accounts",
            href: "/admin/ledger/accounts",
            icon: Icon::Settings,
            permission: "ledger.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "accounts",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
