//! The button that invoices an order: for one in another currency it asks what that is counted at.

use axum::response::Response;
use base::ui::{Button, Confirm, Dialog, Field, Icon, Kind, form};
use base::{Cx, Flash, FormData, Path, Problem, UnitPrice};
use finance::currencies::DocumentRate;
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{NewOrderInvoice, Order};
use super::{address, hidden, name};
use crate::forms;

/// The button with its question.
pub(super) fn button(cx: &Cx, order: &Order, kind: Kind) -> Markup {
    let l = &cx.l;
    let label = l.t("orders-invoice");
    let confirm = Confirm {
        id: "invoice".to_owned(),
        label: label.clone(),
        icon: Some(Icon::Invoice),
        title: l.with("orders-invoice-title", &[("name", name(cx, &order.head).into())]),
        consequence: l.t("orders-invoice-text"),
        verb: label,
        cancel: l.t("ui-cancel"),
        action: format!("{}/invoice", address(order.head.id)),
        hidden: hidden(cx, order),
        danger: false,
    };
    match kind {
        _ if order.head.exchange_rate.is_some() => with_rate(cx, order, confirm, kind),
        Kind::Primary => html! {
            form method="post" action=(confirm.action) {
                (base::ui::hidden(&confirm.hidden))
                (Button::submit(&confirm.label).primary().icon(Icon::Invoice)
                    .ask(&confirm.title, &confirm.consequence, &confirm.verb))
            }
        },
        _ => html! { (confirm) },
    }
}

/// The same with a field for the rate: what a bank or a contract says goes before that of the day.
fn with_rate(cx: &Cx, order: &Order, confirm: Confirm, kind: Kind) -> Markup {
    let l = &cx.l;
    let currencies = [
        ("currency", order.head.gross.currency.code().into()),
        ("own", order.head.gross_base.currency.code().into()),
    ];
    let Confirm { id, label, title, consequence, verb, cancel, action, hidden, .. } = confirm;
    let body = form(
        &action,
        &hidden,
        html! {
            p { (consequence) }
            (Field::decimal("exchange_rate", l.t("orders-exchange-rate")).span()
                .hint(l.with("orders-exchange-rate-hint", &currencies)))
            div.dialog-actions {
                button.button type="button" popovertarget=(id) data-close=""
                    popovertargetaction="hide" { (cancel) }
                (Button::submit(verb).primary())
            }
        },
    );
    html! {
        (Button::opens(label, &id).kind(kind).icon(Icon::Invoice))
        (Dialog::new(id, title, body))
    }
}

pub(super) async fn invoice(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let exchange_rate = rate(&data)?;
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let new = NewOrderInvoice { version, exchange_rate, ..NewOrderInvoice::default() };
        let posted = super::super::invoice(&mut tx, id, new).await?;
        tx.redirect(&address(id), Flash::done("orders-invoiced").name(posted.number)).await
    };
    let done = done.await;
    super::moves::or_again(&cx, id, done).await
}

/// The rate of one unit that was typed; that of the day when nothing was.
fn rate(data: &FormData) -> Result<Option<DocumentRate>, Problem> {
    let rate = data.some("exchange_rate").map(UnitPrice::parse_local).transpose();
    let rate = rate.map_err(|_| Problem::invalid().field("exchange_rate", "not_a_number"))?;
    Ok(rate.map(|rate| DocumentRate { rate, units: 1 }))
}
