//! Everything that is found out about a request before its route sees it: its id, the client's
//! address, the company of the host, the language and colour scheme, and who is there.
//!
//! [`layer`] goes around the whole router. It also keeps out requests that another site made a
//! browser send, writes the body of every problem, and sets the headers that make browsers
//! careful.
//!
//! Always true: a signed-in person is known only on the host of their own company; a stale
//! cookie is nobody, not an error; a bad token is refused wherever somebody must be known.

mod client;
mod layer;
mod pages;
mod safety;

use base::{Access, Capability, Catalogue, Route};

pub use layer::layer;

/// Visits as a capability: the choice of a language.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "visits",
        routes: vec![Route::get("/language/{code}", Access::Public, pages::choose_language)],
        messages: vec![Catalogue {
            name: "visits",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
