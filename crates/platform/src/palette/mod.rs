//! The palette: one box that finds a place on the menu, a thing by its name or number, or a new
//! thing to make.
//!
//! It knows nothing by itself: places and things to make are a fold over the menu and routes of
//! the capabilities, everything else is asked of their finders. `>` leaves only places and things
//! to make, `#` only what has a number, `@` only customers.
//!
//! Always true: nobody finds what they may not open, since each finder, place and route is asked
//! for with its own permission. Without scripts it is a page with a form.

mod pages;
mod question;
mod search;

use base::{Access, Capability, Catalogue, Route};

/// The palette as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "palette",
        routes: vec![Route::get("/admin/palette", Access::SignedIn, pages::page)],
        messages: vec![Catalogue {
            name: "palette",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
