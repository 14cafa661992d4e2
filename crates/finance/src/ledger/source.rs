//! From an entry back to the document that it comes from.

use base::L;
use base::ui::bdi;
use maud::{Markup, html};
use uuid::Uuid;

/// Where the page of a document is; none for what has no page of its own. Plain addresses, so
/// that the ledger need not know the capabilities above it.
fn address(source_type: &str, id: Uuid) -> Option<String> {
    let folder = match source_type {
        "invoice" | "credit_note" => "invoices",
        "payment" => "payments",
        "delivery" => "deliveries",
        "stock_receipt" => "stock/receipts",
        "stock_adjustment" => "stock/adjustments",
        "stock_transfer" => "stock/transfers",
        "journal" => "journals",
        "expense" => "expenses",
        _ => return None,
    };
    Some(format!("/admin/{folder}/{id}"))
}

/// A document's number, as a link to it where it has a page.
pub(crate) fn document_link(source_type: &str, id: Uuid, number: &str) -> Markup {
    html! {
        @match address(source_type, id) {
            Some(href) => { a href=(href) { (bdi(number)) } }
            None => { (bdi(number)) }
        }
    }
}

/// What a kind of document is called; the word itself for one that the ledger has never met.
pub(super) fn name(l: &L, source_type: &str) -> String {
    let key = format!("ledger-source-{}", source_type.replace('_', "-"));
    if l.has(&key) { l.t(&key) } else { source_type.to_owned() }
}

/// The kind of the document, as a link to it where it has a page.
pub(super) fn link(l: &L, source_type: &str, id: Uuid) -> Markup {
    let name = name(l, source_type);
    html! {
        @match address(source_type, id) {
            Some(href) => { a href=(href) { (name) } }
            None => { (bdi(&name)) }
        }
    }
}
