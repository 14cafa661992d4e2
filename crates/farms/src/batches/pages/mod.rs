//! Batches as people see them.

mod deed;
mod detail;
mod fields;
mod form;
mod index;
mod new;

use base::{Access, Cx, Hit, ListQuery, Path, Problem, Route};
use maud::{Markup, html};

use super::{BatchFilter, BatchQuery};
use deed::Deed;

const READ: Access = Access::Needs("batches.read");
const VALUE: Access = Access::Needs("batches.value");
const KEEP: Access = Access::Needs("batches.keep");

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/admin/batches", READ, index::list),
        Route::get("/admin/batches/export", READ, index::export),
        Route::get("/admin/batches/new", KEEP, new::ask),
        Route::post("/admin/batches/new", KEEP, new::open),
        Route::get("/admin/batches/{id}", READ, detail::show),
        Route::post("/admin/batches/{id}/close", KEEP, detail::close),
        Route::post("/admin/batches/{id}/undo", VALUE, detail::undo),
    ];
    for deed in Deed::ALL {
        let (path, access) = (deed.path(), Access::Needs(deed.permission()));
        routes.push(Route::get(path, access, move |cx, Path(id)| form::ask(cx, deed, id)));
        routes.push(Route::post(path, access, move |cx, Path(id), data| {
            form::record(cx, deed, id, data)
        }));
    }
    routes
}

/// A number that may be below zero, with its sign; nothing is a dash.
fn change(text: String, is_zero: bool) -> Markup {
    html! { @if is_zero { span.muted { "–" } } @else { bdi { (text) } } }
}

/// The batches that a text may mean.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let list = ListQuery { q: Some(text.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = BatchQuery { filter: BatchFilter::default(), list };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |batch: super::Batch| Hit {
        label: batch.code,
        detail: cx.l.text(&batch.name).to_owned(),
        href: format!("/admin/batches/{}", batch.id),
    };
    Ok(found.items.into_iter().map(hit).collect())
}
