//! The form in which a document is sent by e-mail.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Cx, Flash, FormData, Path, Problem};
use maud::html;
use uuid::Uuid;

use super::super::{Invoice, NewInvoiceMail, find, send};
use crate::forms::{error, mistakes, texts};

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let invoice = find(&mut cx.read().await?, id).await?;
    Ok(page(&cx, &invoice, &invoice.buyer.email, None))
}

pub(super) async fn submit(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let to = data.text("to").to_owned();
    let mut tx = cx.begin().await?;
    match send(&mut tx, id, NewInvoiceMail { to: Some(to.clone()) }).await {
        Ok(mail) => {
            tx.redirect(&super::address(id), Flash::done("invoices-sent").name(mail.to)).await
        }
        Err(problem) if problem.is_mendable() => {
            let invoice = find(&mut tx, id).await?;
            Ok(page(&cx, &invoice, &to, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

fn page(cx: &Cx, invoice: &Invoice, to: &str, problem: Option<&Problem>) -> Response {
    let (l, texts, home) = (&cx.l, texts(cx), super::address(invoice.id));
    let title = l.with("invoices-send-of", &[("number", invoice.number.as_str().into())]);
    let body = html! {
        (PageHeader::new(&texts, &title)
            .crumb(l.t("invoices-title"), "/admin/invoices")
            .crumb(&invoice.number, &home)
            .subtitle(l.t("invoices-send-text")))
        (mistakes(l, &texts, problem))
        (form(&format!("{home}/send"), &cx.hidden(), html! {
            (fields(html! {
                (Field::email("to", l.t("invoices-send-to")).value(to).required(true)
                    .maxlength(254).autofocus().error(error(l, problem, "to")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("invoices-send-now")).icon(Icon::Mail).primary())
                (Button::link(l.t("ui-cancel"), &home))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    cx.page_with(status, &title, body)
}
