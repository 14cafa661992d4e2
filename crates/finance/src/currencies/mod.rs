//! Currencies: those that documents may have beside the company's own, and their rates.
//!
//! A rate belongs to a day and is good for some days after it; a document of a day without a
//! good rate is refused, never reckoned at one. What was posted keeps the rate of its day, so a
//! rate that is mended later changes no books.
//!
//! Not here: what the difference of two rates brought (that is `open_items`).

mod api;
mod currency;
mod rate;
mod store;

pub use currency::{ChangeCurrency, NewCurrency, UsedCurrency, change, is_used, take_up, used};
pub use rate::{ExchangeRate, NewRate, RateFilter, RateQuery, RateRow, enter, rate, rates, remove};

use base::messages::Catalogue;
use base::{Capability, Permission};

/// Currencies as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "currencies",
        routes: api::routes(),
        permissions: vec![
            Permission {
                key: "currencies.read",
                roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
            },
            Permission { key: "currencies.manage", roles: &["manager", "accountant"] },
        ],
        messages: vec![Catalogue {
            name: "currencies",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
