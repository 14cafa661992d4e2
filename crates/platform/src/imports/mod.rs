//! Taking in files: one engine for every kind of thing.
//!
//! A capability describes an [`Importer`]: what columns it reads, and the verb that takes rows
//! in. The engine keeps the file, guesses which heading is which column, runs the importer in a
//! transaction that is taken back (the preview), then in one that is kept, writes down what was
//! changed, and can take the whole import back.
//!
//! Always true: preview and commit are the same code; an import is committed whole or not at
//! all; a row that cannot be taken in is reported with its line and left out; taking back never
//! touches what somebody changed since.
//!
//! Not here: what a product is; exports (`base::export`).

mod api;
mod effects;
mod import;
mod importer;
mod left_out;
mod pages;
mod preview;
mod rows;
mod store;
mod verbs;

use std::sync::Arc;

use base::ui::Icon;
use base::{Access, Capability, Catalogue, NavItem, Permission, Problem, Route, Section};

pub use effects::{PastEffect, effects, record_effects};
pub use import::{Import, ImportError, ImportFilter, ImportState, ImportStory, Sentence};
pub use importer::{
    Effect, Example, ImportColumn, ImportRun, ImportSummary, Importer, Mapping, RowProblem,
    RunImport, UndoImport, UndoSummary, guess,
};
pub use left_out::LeftOut;
pub use preview::{Outcome, Preview, preview};
pub use rows::{ImportRow, RowReader};
pub use verbs::{NewFile, commit, errors, find, list, remap, undo, upload};

const RUN: Access = Access::Needs("imports.run");

/// The kinds of files that this program can take in.
#[derive(Clone)]
struct Importers(Arc<[Importer]>);

impl Importers {
    fn all(&self) -> &[Importer] {
        &self.0
    }

    fn find(&self, kind: &str) -> Result<&Importer, Problem> {
        let found = self.0.iter().find(|importer| importer.kind == kind);
        found.ok_or_else(|| Problem::invalid().field("kind", "unknown"))
    }
}

/// Imports as a capability; the importers are those of the storeys above.
#[must_use]
pub fn capability(importers: Vec<Importer>) -> Capability {
    let importers = Importers(importers.into());
    let given = |route: Route| api::give(route, &importers);
    Capability {
        name: "imports",
        routes: page_routes().into_iter().chain(api_routes()).map(given).collect(),
        permissions: vec![Permission { key: "imports.run", roles: &["manager", "storekeeper"] }],
        navigation: vec![NavItem {
            section: Section::Supply,
            label: "imports-title",
            href: "/admin/imports",
            icon: Icon::Upload,
            permission: "imports.run",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "imports",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}

fn page_routes() -> Vec<Route> {
    vec![
        Route::get("/admin/imports", RUN, pages::list),
        Route::get("/admin/imports/new", RUN, pages::new),
        Route::post("/admin/imports", RUN, pages::upload),
        Route::get("/admin/imports/{id}", RUN, pages::show),
        Route::post("/admin/imports/{id}/mapping", RUN, pages::remap),
        Route::post("/admin/imports/{id}/commit", RUN, pages::commit),
        Route::post("/admin/imports/{id}/undo", RUN, pages::undo),
        Route::get("/admin/imports/{id}/errors.csv", RUN, api::errors),
    ]
}

fn api_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/imports", RUN, api::list)
            .summary("List the imports, the newest first")
            .list_query::<ImportFilter>()
            .answers::<api::ImportList>(200),
        Route::post("/api/v1/imports", RUN, api::upload)
            .summary("Upload a CSV file and see what it would do")
            .upload::<api::Form>()
            .answers::<api::ImportDetail>(201),
        Route::get("/api/v1/imports/{id}", RUN, api::show)
            .summary("One import with the first rows that were left out")
            .answers::<api::ImportDetail>(200),
        Route::post("/api/v1/imports/{id}/commit", RUN, api::commit)
            .summary("Take a previewed import in, whole or not at all")
            .answers::<Import>(200),
        Route::post("/api/v1/imports/{id}/undo", RUN, api::undo)
            .summary("Take an import back, except what was changed since")
            .answers::<Import>(200),
        Route::get("/api/v1/imports/{id}/errors.csv", RUN, api::errors)
            .summary("The rows that were left out as they stood, each with what is wrong")
            .answers_empty(200),
    ]
}
