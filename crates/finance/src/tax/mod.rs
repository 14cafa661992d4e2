//! Taxes: the codes of a company and the one computation that every document uses.
//!
//! Not here: what a document posts (that is `invoices`), and tax returns. Invariants: the tax
//! of a group is computed once on the sum of its nets, and the taxes of the lines sum to it
//! exactly; amounts are stored as posted and never computed again.

mod api;
mod code;
mod compute;
mod pages;
mod store;

pub use code::{Category, TaxCode, codes};
pub use compute::{Computed, LineAmounts, TaxGroup, TaxableLine, compute, line_net};

pub(crate) use code::find_all;
pub(crate) use store::{furnish, name};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// Taxes as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "tax",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![Permission {
            key: "tax.read",
            roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
        }],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "tax-title",
            href: "/admin/taxes",
            icon: Icon::Tag,
            permission: "tax.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "tax",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
