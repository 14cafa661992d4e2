//! Saved views: the question of a list (its search, filters and order) under a name, as a tab
//! above the list, for oneself or for everybody.
//!
//! Always true: a view holds a question and never an answer, so whoever opens it sees only what
//! they may see; it belongs to a list on the menu; others see it only when it is shared, and only
//! its maker deletes it.

mod pages;
mod store;
mod view;

use base::{Access, Capability, Catalogue, Route};

pub use pages::{tabs, tools};
pub use view::{NewView, SavedView, delete, of_list, save};

/// Saved views as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "saved_views",
        routes: vec![
            Route::post("/admin/views", Access::SignedIn, pages::submit),
            Route::post("/admin/views/{id}/delete", Access::SignedIn, pages::remove),
        ],
        messages: vec![Catalogue {
            name: "saved_views",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
