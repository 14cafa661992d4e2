//! What a company says about itself: its name, address, tax number, language, payment terms.
//!
//! Invoices take a copy of it when they are posted, so a change counts for new ones only.
//!
//! Not here: country, currency and time zone, which the books stand on and which cannot change;
//! people and rights (`users`).

mod api;
mod company;
mod pages;
mod store;

use base::ui::Icon;
use base::{Access, Capability, Catalogue, NavItem, Permission, Route, Section};

pub use company::{CompanyChange, CompanyProfile, company, country_name, edit};

const EDIT: Access = Access::Needs("settings.edit");

/// Settings as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "settings",
        routes: vec![
            Route::get("/admin/settings", EDIT, pages::form),
            Route::post("/admin/settings", EDIT, pages::submit),
            Route::get("/api/v1/settings/company", EDIT, api::show)
                .summary("What the company says about itself")
                .answers::<CompanyProfile>(200),
            Route::patch("/api/v1/settings/company", EDIT, api::edit)
                .summary("Change what the company says about itself")
                .body::<CompanyChange>()
                .answers::<CompanyProfile>(200),
        ],
        permissions: vec![Permission { key: "settings.edit", roles: &["manager"] }],
        navigation: vec![NavItem {
            section: Section::Settings,
            label: "settings-title",
            href: "/admin/settings",
            icon: Icon::Settings,
            permission: "settings.edit",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "settings",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
