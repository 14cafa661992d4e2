//! Dimensions: cost centres and projects, what money is spent and earned for beside its account.
//!
//! Both are trees of codes with names; lines of the books name at most one of each. One that is
//! retired stays on what was posted and is not offered any more.
//!
//! Not here: reports by them (`ledger` folds them), budgets. Invariant: no one is below itself.

mod api;
mod dimension;
mod pages;
mod store;

pub use dimension::{
    ChangeDimension, Dimension, Kind, NewDimension, add, admit, all, change, find,
};
pub(crate) use pages::choices;
pub use pages::{Offered, OfferedField};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// Dimensions as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "dimensions",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "dimensions.read",
                roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
            },
            Permission { key: "dimensions.manage", roles: &["manager", "accountant"] },
        ],
        navigation: vec![
            NavItem {
                section: Section::Finance,
                label: "dimensions-cost-centres",
                href: "/admin/cost-centres",
                icon: Icon::Tag,
                permission: "dimensions.read",
                shortcut: None,
            },
            NavItem {
                section: Section::Finance,
                label: "dimensions-projects",
                href: "/admin/projects",
                icon: Icon::Tag,
                permission: "dimensions.read",
                shortcut: None,
            },
        ],
        messages: vec![Catalogue {
            name: "dimensions",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
