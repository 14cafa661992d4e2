//! The quote on the screen, as it is printed: the same words as the PDF.

use axum::response::Response;
use base::ui::{Button, Icon};
use base::{Cx, Path, Problem};
use finance::{invoices, press};
use maud::html;
use uuid::Uuid;

use super::super::{find, paper};
use super::{address, name};
use crate::customers;

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = find(&mut tx, id).await?;
    let customer = customers::find(&mut tx, quote.head.customer.id).await?;
    let seller = invoices::seller(&mut tx).await?;
    // The bar speaks to whoever prints it, the paper to whoever receives it.
    let l = cx.app.l(&cx.actor.tenant, customer.lang);
    let document = paper::document(&l, &seller, &customer, &quote);
    let bar = html! {
        (Button::link(cx.l.t("quotes-back"), address(id)))
        (Button::link("PDF", format!("{}/pdf", address(id))).icon(Icon::File))
    };
    let body = html! {
        article.stack lang=(l.lang().code()) dir=(l.dir()) { (press::sheet(&document)) }
    };
    Ok(cx.document(&name(&cx.l, &quote.head), bar, body))
}
