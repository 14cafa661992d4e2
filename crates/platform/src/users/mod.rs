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

mod api;
mod create;
mod edit;
mod pages;
mod roles;
mod store;

use base::{Access, Capability, Catalogue, Permission, Route};

pub use create::{NewUser, User, create};
pub(crate) use create::{clean_email, insert};
pub use edit::{UserChange, UserFilter, edit, find, list};
pub(crate) use roles::furnish_roles;
pub use roles::{
    BUILT_IN, NewRole, Role, RoleChange, create_role, delete_role, edit_role, role, roles,
};
pub(crate) use store::set_password;

const READ: Access = Access::Needs("users.read");
const EDIT: Access = Access::Needs("users.edit");

/// Users as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "users",
        routes: pages::routes().into_iter().chain(api_routes()).collect(),
        permissions: vec![
            Permission { key: "users.read", roles: &["manager"] },
            Permission { key: "users.edit", roles: &[] },
        ],
        navigation: pages::navigation(),
        messages: vec![Catalogue {
            name: "users",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}

fn api_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/users", READ, api::list)
            .summary("List people")
            .list_query::<UserFilter>()
            .answers::<api::UserList>(200),
        Route::post("/api/v1/users", EDIT, api::create)
            .summary("Make a person")
            .body::<NewUser>()
            .answers::<User>(201),
        Route::get("/api/v1/users/{id}", READ, api::show).summary("A person").answers::<User>(200),
        Route::patch("/api/v1/users/{id}", EDIT, api::edit)
            .summary("Change a person, their roles, whether they may sign in")
            .body::<UserChange>()
            .answers::<User>(200),
        Route::get("/api/v1/roles", READ, api::roles)
            .summary("List roles")
            .answers::<api::RoleList>(200),
        Route::post("/api/v1/roles", EDIT, api::create_role)
            .summary("Make a role")
            .body::<NewRole>()
            .answers::<Role>(201),
        Route::patch("/api/v1/roles/{id}", EDIT, api::edit_role)
            .summary("Change a role and what it may do")
            .body::<RoleChange>()
            .answers::<Role>(200),
        Route::delete("/api/v1/roles/{id}", EDIT, api::delete_role)
            .summary("Delete a role that nobody holds")
            .answers_empty(200),
    ]
}
