//! Currencies: those that documents may have beside the company's own, and their rates.
//!
//! A rate belongs to a day and is good for some days after it; a document of a day without a
//! good rate is refused, never reckoned at one. What was posted keeps the rate of its day, so a
//! rate that is mended later changes no books.
//!
//! At a month's end what is open in other currencies is revalued, and the next day taken back.
//!
//! Not here: what the difference of two rates brought when something is settled (that is
//! `open_items`). Invariants: a revaluation and its reversal are each other's opposite.

mod api;
mod currency;
mod document;
mod import;
mod pages;
mod rate;
mod revaluation;
mod store;
mod verify;

pub use currency::{
    ChangeCurrency, NewCurrency, UsedCurrency, change, choices, is_used, take_up, used,
};
pub use document::{DocumentRate, fix, kept, said};
pub use import::importer;
pub use rate::{ExchangeRate, NewRate, RateFilter, RateQuery, RateRow, enter, rate, rates, remove};
pub use revaluation::{
    NewRevaluation, Revaluation, RevaluationPreview, RevaluedItem, preview, revaluations, revalue,
};

pub(crate) use document::{beside, in_base};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Currencies as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "currencies",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "currencies.read",
                roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
            },
            Permission { key: "currencies.manage", roles: &["manager", "accountant"] },
            Permission { key: "currencies.revalue", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "currencies-title",
            href: "/admin/currencies",
            icon: Icon::Globe,
            permission: "currencies.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "currencies",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        close_checks: verify::before_close(),
        sources: vec![Source {
            kind: "revaluation",
            label: "ledger-source-revaluation",
            page: "/admin/currencies",
        }],
        ..Capability::default()
    }
}
