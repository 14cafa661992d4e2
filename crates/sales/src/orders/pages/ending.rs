//! The buttons that end an order before its time, each with a reason: cancelling it, or giving up
//! the rest of it.

use base::Cx;
use base::ui::{Button, Dialog, Field, Icon, Kind, form};
use maud::{Markup, html};

use super::super::Order;
use super::{address, hidden, name};
use crate::forms;

/// The one of the two that is possible, if one is.
pub(super) fn buttons(cx: &Cx, order: &Order) -> Markup {
    html! {
        @if order.cancellable().is_ok() {
            (button(cx, order, "cancel"))
        } @else if order.rest().is_ok() {
            (button(cx, order, "cut-short"))
        }
    }
}

/// The button and its dialog; `act` is its address, and what its messages are named by.
fn button(cx: &Cx, order: &Order, act: &'static str) -> Markup {
    let (l, texts, label) = (&cx.l, forms::texts(cx), cx.l.t(&format!("orders-{act}")));
    let named = [("name", name(cx, &order.head).into())];
    let title = l.with(&format!("orders-{act}-title"), &named);
    let body = form(
        &format!("{}/{act}", address(order.head.id)),
        &hidden(cx, order),
        html! {
            p { (l.t(&format!("orders-{act}-text"))) }
            (Field::text("reason", l.t("orders-cancel-reason")).maxlength(500).span())
            div.dialog-actions {
                button.button type="button" popovertarget=(act) data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(&label).kind(Kind::DangerPrimary))
            }
        },
    );
    html! {
        (Button::opens(&label, act).kind(Kind::Danger).icon(Icon::Close))
        (Dialog::new(act, title, body))
    }
}
