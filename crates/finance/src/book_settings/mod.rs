//! How a company keeps its books: when its fiscal year begins, above which amount an entry
//! written by hand waits for somebody else, how long goods may lie without a bill, and on which
//! day its opening balances stand.
//!
//! Not here: what the company says about itself (`platform::settings`).

mod api;
mod pages;
mod settings;
mod store;

pub use settings::{BookSettings, BookSettingsChange, change_settings, settings};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Section};

/// The settings of the books as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "book_settings",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        navigation: vec![NavItem {
            section: Section::Settings,
            label: "book-settings-title",
            href: "/admin/settings/books",
            icon: Icon::Book,
            permission: "settings.edit",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "book_settings",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
