//! From an entry back to the document that it comes from: each capability says where the pages
//! of its own kinds of documents are, so the ledger need not know who stands above it.

use base::ui::bdi;
use base::{App, Cx, L, Source};
use maud::{Markup, html};
use uuid::Uuid;

/// Every kind of document that the program posts, in the order of the storeys.
pub fn sources(app: &App) -> impl Iterator<Item = &Source> {
    app.capabilities().iter().flat_map(|capability| &capability.sources)
}

/// Where the page of a document is; none for what has no page of its own.
#[must_use]
pub fn source_href(app: &App, source_type: &str, id: Uuid) -> Option<String> {
    sources(app).find(|source| source.kind == source_type).map(|source| source.href(id))
}

/// A document's number, as a link to it where it has a page.
pub(crate) fn document_link(app: &App, source_type: &str, id: Uuid, number: &str) -> Markup {
    html! {
        @match source_href(app, source_type, id) {
            Some(href) => { a href=(href) { (bdi(number)) } }
            None => { (bdi(number)) }
        }
    }
}

/// What a kind of document is called; the word itself for one that nobody has named.
#[must_use]
pub fn source_name(app: &App, l: &L, source_type: &str) -> String {
    if let Some(source) = sources(app).find(|source| source.kind == source_type) {
        return l.t(source.label);
    }
    name(l, source_type)
}

/// The same by the message key alone, for papers.
pub(crate) fn name(l: &L, source_type: &str) -> String {
    let key = format!("ledger-source-{}", source_type.replace('_', "-"));
    if l.has(&key) { l.t(&key) } else { source_type.to_owned() }
}

/// The kind of the document, as a link to it where it has a page.
#[must_use]
pub fn source_link(cx: &Cx, source_type: &str, id: Uuid) -> Markup {
    let name = source_name(&cx.app, &cx.l, source_type);
    html! {
        @match source_href(&cx.app, source_type, id) {
            Some(href) => { a href=(href) { (name) } }
            None => { (bdi(&name)) }
        }
    }
}
