//! The people of a company and what they may do.
//!
//! A person holds roles, a role holds permissions, and a permission belongs to a capability
//! (`orders.confirm`). Every company starts with the built-in roles, filled with what the
//! capabilities say; the owner's role holds everything, always.
//!
//! Always true: a company keeps at least one active owner; people are deactivated, never
//! deleted, since the books name them; a changed right counts at once in this program and within
//! ten seconds in others; only an owner makes an owner.
//!
//! Not here: signing in (`sessions`).

mod create;
mod roles;
mod store;

use base::{Capability, Catalogue, Permission};

pub use create::{NewUser, User, create};
pub(crate) use create::{clean_email, insert};
pub use roles::BUILT_IN;
pub(crate) use roles::furnish_roles;

/// Users as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "users",
        permissions: vec![
            Permission { key: "users.read", roles: &["manager"] },
            Permission { key: "users.edit", roles: &[] },
        ],
        messages: vec![Catalogue {
            name: "users",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
