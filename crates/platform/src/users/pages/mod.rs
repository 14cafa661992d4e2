//! The pages of people and roles.

mod form;
mod people;
mod rights;
mod roles;

use base::ui::Icon;
use base::{L, NavItem, Route, Section};

use super::{EDIT, READ, Role};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/users", READ, people::index),
        Route::get("/admin/users/new", EDIT, form::new),
        Route::post("/admin/users/new", EDIT, form::create),
        Route::get("/admin/users/{id}", READ, people::show),
        Route::get("/admin/users/{id}/edit", EDIT, form::open),
        Route::post("/admin/users/{id}/edit", EDIT, form::save),
        Route::post("/admin/users/{id}/deactivate", EDIT, people::deactivate),
        Route::post("/admin/users/{id}/activate", EDIT, people::activate),
        Route::get("/admin/roles", READ, roles::index),
        Route::get("/admin/roles/new", EDIT, roles::new),
        Route::post("/admin/roles/new", EDIT, roles::create),
        Route::get("/admin/roles/{id}", READ, roles::show),
        Route::post("/admin/roles/{id}", EDIT, roles::save),
        Route::post("/admin/roles/{id}/delete", EDIT, roles::delete),
    ]
}

pub(super) fn navigation() -> Vec<NavItem> {
    let entry = |label, href, icon| NavItem {
        section: Section::Settings,
        label,
        href,
        icon,
        permission: "users.read",
        shortcut: None,
    };
    vec![
        entry("users-title", "/admin/users", Icon::Users),
        entry("users-roles-title", "/admin/roles", Icon::Key),
    ]
}

/// The names of roles by their slugs.
fn role_names(l: &L, all: &[Role], slugs: &[String]) -> String {
    let name = |slug: &String| match all.iter().find(|role| role.slug == *slug) {
        Some(role) => l.text(&role.name).to_owned(),
        None => slug.clone(),
    };
    slugs.iter().map(name).collect::<Vec<_>>().join(" · ")
}
