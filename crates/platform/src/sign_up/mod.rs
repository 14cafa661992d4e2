//! A company signs up.
//!
//! One transaction makes the company on a trial plan, its built-in roles and its owner, and then
//! asks every capability to furnish it (chart of accounts, tax codes, warehouse, number series),
//! in the order of the capability list. So a company is either whole or not there.
//!
//! Always true: a subdomain belongs to one company for ever; the names that the installation
//! itself uses are nobody's; the owner's password is judged before anything is written.
//!
//! Not here: billing and the life of a plan after the trial.

mod api;
mod company;
mod pages;
mod register;
mod store;
mod subdomain;

use base::{Access, Capability, Catalogue, Route};

pub use api::RegisterAnswer;
pub use company::NewCompany;
pub use register::{SignedUp, sign_up};

/// Sign-up as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "sign_up",
        routes: vec![
            Route::get("/signup", Access::Public, pages::form),
            Route::post("/signup", Access::Public, pages::submit),
            Route::post("/api/v1/auth/register", Access::Public, api::register)
                .summary("Sign up a company")
                .body::<NewCompany>()
                .answers::<RegisterAnswer>(201),
        ],
        messages: vec![Catalogue {
            name: "sign_up",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
