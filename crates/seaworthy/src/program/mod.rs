//! What the program says about itself: the API's document and the page to read it on, and the
//! sentences of its own edge.
//!
//! It is not a business capability: it has no permission, no place on the menu and no data.

mod api;

use base::{Access, Capability, Catalogue, Route};

/// The program's own capability.
pub(crate) fn capability() -> Capability {
    Capability {
        name: "program",
        routes: vec![
            Route::get("/api/openapi.json", Access::Public, api::document)
                .summary("This document")
                .answers::<serde_json::Value>(200),
            Route::get("/api/docs", Access::Public, api::docs)
                .summary("A page on which this document can be read and tried")
                .answers_empty(200),
        ],
        messages: vec![Catalogue {
            name: "program",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
