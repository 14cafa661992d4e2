//! The start page: on a company's host the way in, on the root host the way to one's company or
//! to a new one. Beside it the styleguide, so that a change of the styles can be looked at.
//!
//! Not here: signing up and in (`sign_up`, `sessions`), the dashboard.

mod pages;

use base::{Access, Capability, Catalogue, Route};

/// The start page as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "welcome",
        routes: vec![
            Route::get("/", Access::Public, pages::start),
            Route::get("/platform/styleguide", Access::Public, pages::styleguide),
        ],
        messages: vec![Catalogue {
            name: "welcome",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
