//! Work for later, as people see it: what waits, what is dead, what happens regularly.
//!
//! The queue itself is `base::jobs`; here a dead job is looked at, tried again or thrown away.

mod api;
mod pages;

use base::ui::Icon;
use base::{Access, Capability, Catalogue, NavItem, Permission, Route, Section};

const READ: Access = Access::Needs("jobs.read");
const EDIT: Access = Access::Needs("jobs.edit");

/// Jobs as a capability.
#[must_use]
pub fn capability() -> Capability {
    let place = |label, href, icon| NavItem {
        section: Section::Settings,
        label,
        href,
        icon,
        permission: "jobs.read",
        shortcut: None,
    };
    Capability {
        name: "jobs",
        routes: vec![
            Route::get("/admin/jobs", READ, pages::jobs),
            Route::post("/admin/jobs/{id}/retry", EDIT, pages::retry),
            Route::post("/admin/jobs/{id}/discard", EDIT, pages::discard),
            Route::get("/admin/schedules", READ, pages::schedules),
            Route::get("/api/v1/jobs", READ, api::list)
                .summary("List unfinished jobs, dead ones first")
                .answers::<api::JobList>(200),
            Route::post("/api/v1/jobs/{id}/retries", EDIT, api::retry)
                .summary("Put a dead job back into the queue")
                .answers_empty(200),
            Route::delete("/api/v1/jobs/{id}", EDIT, api::discard)
                .summary("Throw a dead job away")
                .answers_empty(200),
            Route::get("/api/v1/schedules", READ, api::schedules)
                .summary("List what happens regularly")
                .answers::<api::ScheduleList>(200),
        ],
        permissions: vec![
            Permission { key: "jobs.read", roles: &["manager"] },
            Permission { key: "jobs.edit", roles: &["manager"] },
        ],
        navigation: vec![
            place("jobs-title", "/admin/jobs", Icon::Check),
            place("jobs-schedules", "/admin/schedules", Icon::Calendar),
        ],
        messages: vec![Catalogue {
            name: "jobs",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
