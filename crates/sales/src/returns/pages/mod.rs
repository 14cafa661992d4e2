//! Returns as people see them.

mod detail;
mod entry;
mod export;
mod index;

use axum::response::Response;
use base::ui::{Badge, Tone};
use base::{Access, Cx, Hit, L, ListQuery, Path, Problem, Query, Route};
use uuid::Uuid;

use super::goods::{Condition, ReturnHead, ReturnState};
use super::{ReturnFilter, ReturnQuery};

const READ: Access = Access::Needs("returns.read");
const REQUEST: Access = Access::Needs("returns.request");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/returns", READ, list),
        Route::get("/admin/returns/export", READ, export::export),
        Route::get("/admin/returns/new", REQUEST, entry::ask),
        Route::post("/admin/returns/new", REQUEST, entry::request),
        Route::get("/admin/returns/{id}", READ, show),
        Route::post(
            "/admin/returns/{id}/receive",
            Access::Needs("returns.receive"),
            detail::receive,
        ),
        Route::post("/admin/returns/{id}/credit", Access::Needs("invoices.credit"), detail::credit),
        Route::post("/admin/returns/{id}/decline", REQUEST, detail::decline),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/returns/{id}")
}

/// The number of a return, or of what its goods left with for one that waits for them.
fn name(cx: &Cx, head: &ReturnHead) -> String {
    let of = || cx.l.with("returns-of", &[("name", head.came_with().into())]);
    head.number.clone().unwrap_or_else(of)
}

/// How far it has come, in a word and a colour.
fn badge(l: &L, state: ReturnState) -> Badge {
    let tone = match state {
        ReturnState::Requested => Tone::Warning,
        ReturnState::Received => Tone::Success,
        ReturnState::Declined => Tone::Neutral,
    };
    Badge::new(tone, l.t(&format!("returns-state-{}", state.as_str())))
}

fn conditions(l: &L) -> Vec<(&'static str, String)> {
    let label = |c: &Condition| (c.as_str(), l.t(&format!("returns-condition-{}", c.as_str())));
    Condition::ALL.iter().map(label).collect()
}

async fn list(cx: Cx, Query(query): Query<ReturnQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("returns-title"), index::page(&cx, &query.filter, &found)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

/// What the command palette finds.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let wanted = text.trim_start_matches('#').trim();
    if wanted.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(wanted.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = ReturnQuery { filter: ReturnFilter::default(), list };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |head: ReturnHead| Hit {
        href: address(head.id),
        label: name(cx, &head),
        detail: head.customer.name,
    };
    Ok(found.items.into_iter().map(hit).collect())
}
