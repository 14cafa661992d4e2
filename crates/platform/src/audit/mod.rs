//! Who did what to which thing, when, from where, and what changed.
//!
//! Verbs write it themselves (`tx.audit`), in their own transaction, so nothing is done without
//! being written down and nothing is written down that was not done. The log only grows: the
//! database refuses to change or delete a row.
//!
//! Here it is read: as the timeline of one thing, for its page, and as a list for whoever may
//! see everything.

mod api;
mod pages;
mod read;
mod store;

use base::ui::Icon;
use base::{Access, Capability, Catalogue, NavItem, Permission, Route, Section};

pub use pages::timeline_markup;
pub use read::{AuditEntry, AuditFilter, list, timeline};

const READ: Access = Access::Needs("audit.read");

/// The audit log as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "audit",
        routes: vec![
            Route::get("/admin/audit", READ, pages::page),
            Route::get("/admin/audit/export", READ, pages::export),
            Route::get("/api/v1/audit", READ, api::list)
                .summary("List what was done, the newest first")
                .list_query::<AuditFilter>()
                .answers::<api::AuditList>(200),
        ],
        permissions: vec![Permission { key: "audit.read", roles: &["manager", "accountant"] }],
        navigation: vec![NavItem {
            section: Section::Settings,
            label: "audit-title",
            href: "/admin/audit",
            icon: Icon::Clock,
            permission: "audit.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "audit",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
