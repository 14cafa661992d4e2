//! Quotes as people see them.

mod detail;
mod entry;
mod export;
mod index;
mod moves;
mod send;
mod sheet;
mod typed;

use axum::response::{IntoResponse, Response};
use base::ui::{Badge, Tone};
use base::{Access, Cx, FormData, Hit, L, ListQuery, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{Quote, QuoteFilter, QuoteHead, QuoteQuery, QuoteState, api};
use crate::orders;

const READ: Access = Access::Needs("quotes.read");
const EDIT: Access = Access::Needs("quotes.edit");
const SEND: Access = Access::Needs("quotes.send");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/quotes", READ, list),
        Route::get("/admin/quotes/export", READ, export::export),
        Route::get("/admin/quotes/products", EDIT, orders::products),
        Route::get("/admin/quotes/new", EDIT, entry::new),
        Route::post("/admin/quotes/new", EDIT, entry::create),
        Route::post("/admin/quotes/totals", EDIT, totals),
        Route::get("/admin/quotes/{id}", READ, show),
        Route::get("/admin/quotes/{id}/edit", EDIT, entry::edit),
        Route::post("/admin/quotes/{id}/edit", EDIT, entry::change),
        Route::get("/admin/quotes/{id}/print", READ, sheet::show),
        Route::get("/admin/quotes/{id}/pdf", READ, api::pdf),
        Route::get("/admin/quotes/{id}/send", SEND, send::ask),
        Route::post("/admin/quotes/{id}/send", SEND, send::submit),
        Route::post("/admin/quotes/{id}/accept", EDIT, moves::accept),
        Route::post("/admin/quotes/{id}/decline", EDIT, moves::decline),
        Route::post("/admin/quotes/{id}/order", Access::Needs("orders.edit"), moves::order),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/quotes/{id}")
}

/// The number of a quote, or the word for a draft.
fn name(l: &L, head: &QuoteHead) -> String {
    head.number.clone().unwrap_or_else(|| l.t("quotes-state-draft"))
}

/// How far it has come, in a word and a colour.
fn badge(l: &L, state: QuoteState) -> Badge {
    let tone = match state {
        QuoteState::Draft => Tone::Neutral,
        QuoteState::Sent => Tone::Info,
        QuoteState::Accepted | QuoteState::Ordered => Tone::Success,
        QuoteState::Expired => Tone::Warning,
        QuoteState::Declined => Tone::Danger,
    };
    Badge::new(tone, state_word(l, state))
}

fn state_word(l: &L, state: QuoteState) -> String {
    l.t(&format!("quotes-state-{}", state.as_str()))
}

/// The hidden fields of a form about a quote: the key of the command and what was read.
fn hidden(cx: &Cx, quote: &Quote) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), quote.head.version.to_string()));
    hidden
}

async fn list(cx: Cx, Query(query): Query<QuoteQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let customer = match query.filter.customer_id {
        Some(id) => Some(crate::customers::find(&mut tx, id).await?),
        None => None,
    };
    let views = platform::saved_views::of_list(&mut tx, "/admin/quotes").await?;
    let page = index::page(&cx, &query.filter, &found, customer.as_ref(), &views);
    Ok(cx.page(&cx.l.t("quotes-title"), page))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

/// The sums below the lines while somebody types.
async fn totals(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = typed::Typed::read(&data);
    typed.resolve(&mut tx).await?;
    let sums = orders::line_totals(&cx, &mut tx, &typed.lines, typed.priced_for()).await?;
    Ok(sums.into_response())
}

/// What the command palette finds: `#` in front asks for numbers alone.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let wanted = text.trim_start_matches('#').trim();
    if wanted.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(wanted.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = QuoteQuery { filter: QuoteFilter::default(), list };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |head: QuoteHead| Hit {
        href: address(head.id),
        label: name(&cx.l, &head),
        detail: head.customer.name,
    };
    Ok(found.items.into_iter().map(hit).collect())
}
