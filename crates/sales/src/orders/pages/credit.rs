//! The banner of an order whose customer is above its limit of credit, and the form that lets
//! the order go all the same.

use axum::response::Response;
use base::ui::{Banner, Button, Dialog, Field, Icon, Kind, Tone, form};
use base::{Cx, Flash, FormData, Path, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{CreditRelease, Order, Standing, release_credit};
use super::{address, hidden};
use crate::forms;

/// The banner; nothing for a customer within its limit.
pub(super) fn banner(cx: &Cx, order: &Order, standing: Option<&Standing>) -> Markup {
    let l = &cx.l;
    let Some(standing) = standing.filter(|standing| standing.is_above()) else {
        return html! {};
    };
    let Some(limit) = standing.limit else { return html! {} };
    let figures = [
        ("customer", order.head.customer.name.as_str().into()),
        ("limit", l.money(limit).into()),
        ("owed", l.money(standing.owed).into()),
        ("on_order", l.money(standing.on_order).into()),
        ("total", l.money(standing.total).into()),
    ];
    let text = l.with("orders-credit-above", &figures);
    html! {
        (Banner::new(Tone::Warning, text).title(l.t("orders-credit-title")))
        @if cx.may("orders.exceed_credit") { div.row { (release_form(cx, order)) } }
    }
}

fn release_form(cx: &Cx, order: &Order) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let action = format!("{}/credit", address(order.head.id));
    let body = form(
        &action,
        &hidden(cx, order),
        html! {
            p { (l.t("orders-credit-text")) }
            (Field::text("reason", l.t("orders-cancel-reason")).maxlength(500).required(true)
                .span())
            div.dialog-actions {
                button.button type="button" popovertarget="credit" data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(l.t("orders-credit-release")).primary())
            }
        },
    );
    html! {
        (Button::opens(l.t("orders-credit-release"), "credit").kind(Kind::Plain).icon(Icon::Check))
        (Dialog::new("credit", l.t("orders-credit-title"), body))
    }
}

pub(super) async fn release(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let reason = data.text("reason").to_owned();
        let order = release_credit(&mut tx, id, CreditRelease { version, reason }).await?;
        let name = super::name(&cx, &order.head);
        tx.redirect(&address(id), Flash::done("orders-credit-released").name(name)).await
    };
    let done = done.await;
    super::moves::or_again(&cx, id, done).await
}
