//! The form in which a quote is sent by mail, or said to be handed over.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Banner, Button, Field, Icon, PageHeader, Tone, fields, form, form_actions};
use base::{Cx, Flash, FormData, Path, Problem, Tx};
use maud::html;
use uuid::Uuid;

use super::super::{Quote, QuoteState, Sending, find, send};
use super::{address, hidden, name};
use crate::{customers, forms};

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = find(&mut tx, id).await?;
    let to = known_address(&mut tx, &quote).await?;
    Ok(page(&cx, &quote, &to, None))
}

/// Where it went before, or the customer's address.
async fn known_address(tx: &mut Tx, quote: &Quote) -> Result<String, Problem> {
    match quote.head.sent_to.as_str() {
        "" => Ok(customers::find(tx, quote.head.customer.id).await?.email),
        to => Ok(to.to_owned()),
    }
}

pub(super) async fn submit(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let by_hand = data.has("by_hand");
    let to = data.text("to").to_owned();
    let how = Sending {
        version: forms::version(&data),
        mail: !by_hand,
        to: (!by_hand).then(|| to.clone()),
    };
    let sent = async {
        let mut tx = cx.begin().await?;
        let quote = send(&mut tx, id, how).await?;
        let flash = match by_hand {
            true => Flash::done("quotes-handed-over"),
            false => Flash::done("quotes-sent"),
        };
        let name = name(&cx.l, &quote.head);
        tx.redirect(&address(id), flash.name(name)).await
    };
    match sent.await {
        Err(problem) if problem.is_mendable() => {
            let quote = find(&mut cx.read().await?, id).await?;
            Ok(page(&cx, &quote, &to, Some(&problem)))
        }
        answer => answer,
    }
}

fn page(cx: &Cx, quote: &Quote, to: &str, problem: Option<&Problem>) -> Response {
    let (l, texts, home) = (&cx.l, forms::texts(cx), address(quote.head.id));
    let title = l.with("quotes-send-of", &[("name", (&quote.head.customer.name).into())]);
    let first = quote.head.state == QuoteState::Draft;
    let body = html! {
        (PageHeader::new(&texts, &title)
            .crumb(l.t("quotes-title"), "/admin/quotes")
            .crumb(name(l, &quote.head), &home)
            .subtitle(l.t("quotes-send-text")))
        (forms::mistakes(l, &texts, problem))
        @if first && quote.needs_approval() {
            (Banner::new(Tone::Warning, l.t("quotes-send-approves")))
        }
        (form(&format!("{home}/send"), &hidden(cx, quote), html! {
            (fields(html! {
                (Field::email("to", l.t("quotes-send-to")).value(to).maxlength(254).autofocus()
                    .error(forms::error(l, problem, "to")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("quotes-send-now")).icon(Icon::Mail).primary())
                (Button::submit(l.t("quotes-hand-over")).value("by_hand", "1")
                    .novalidate())
                (Button::link(&texts.cancel, &home))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    cx.page_with(status, &title, body)
}
