//! The document on the screen, as it is printed: the same words as the PDF.

use axum::response::Response;
use base::Cx;
use base::ui::{Button, Icon};
use maud::html;

use super::super::{Invoice, paper};
use crate::press;

pub(super) fn page(cx: &Cx, invoice: &Invoice) -> Response {
    let words = paper::Words::of(&cx.app, &cx.actor.tenant, invoice);
    let document = paper::document(&words, invoice);
    let bar = html! {
        (Button::link(cx.l.t("invoices-back"), super::address(invoice.id)))
        (Button::link(cx.l.t("invoices-pdf"), format!("/admin/invoices/{}/pdf", invoice.id))
            .icon(Icon::File))
    };
    let lang = invoice.lang;
    let body = html! {
        article.stack lang=(lang.code()) dir=(lang.dir()) { (press::sheet(&document)) }
    };
    cx.document(&invoice.number, bar, body)
}
