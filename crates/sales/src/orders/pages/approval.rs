//! What waits for approval on an order's page.

use axum::response::Response;
use base::ui::{Banner, Button, Dialog, Field, Icon, Kind, Tone, form};
use base::{Cx, Flash, FormData, Path, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Approval, Decision, Order, decide, may_approve};
use super::{address, hidden};
use crate::forms;

/// The banner, and the two buttons for somebody who may decide; nothing for other orders.
pub(super) fn banner(cx: &Cx, order: &Order) -> Markup {
    let l = &cx.l;
    let text = match order.head.approval {
        Approval::None | Approval::Approved => return html! {},
        Approval::Rejected => {
            let reason = [("reason", order.head.approval_note.as_str().into())];
            return html! { (Banner::new(Tone::Danger, l.with("problem-order-rejected", &reason))) };
        }
        Approval::Waiting => l.t("orders-approval-waiting"),
    };
    let lines = order.lines.iter().filter_map(|line| {
        let need = l.t(&format!("orders-need-{}", line.needs?.as_str().replace('_', "-")));
        Some(format!("{}: {need}", line.description))
    });
    let lines: Vec<String> = lines.collect();
    html! {
        (Banner::new(Tone::Warning, lines.join("; ")).title(text))
        @if may_approve(&cx.actor, order.head.approval_asked_by) {
            div.row {
                form method="post" action=(format!("{}/approve", address(order.head.id))) {
                    (base::ui::hidden(&hidden(cx, order)))
                    (Button::submit(l.t("orders-approve")).icon(Icon::Check))
                }
                (reject(cx, order))
            }
        }
    }
}

fn reject(cx: &Cx, order: &Order) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let body = form(
        &format!("{}/reject", address(order.head.id)),
        &hidden(cx, order),
        html! {
            (Field::text("reason", l.t("orders-cancel-reason")).required(true).maxlength(500)
                .span())
            div.dialog-actions {
                button.button type="button" popovertarget="reject" data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(l.t("orders-reject")).kind(Kind::DangerPrimary))
            }
        },
    );
    html! {
        (Button::opens(l.t("orders-reject"), "reject").kind(Kind::Danger).icon(Icon::Close))
        (Dialog::new("reject", l.t("orders-reject"), body))
    }
}

pub(super) async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    decided(cx, id, data, true, "orders-approved").await
}

pub(super) async fn refuse(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    decided(cx, id, data, false, "orders-rejected").await
}

async fn decided(
    cx: Cx,
    id: Uuid,
    data: FormData,
    approve: bool,
    flash: &'static str,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let (version, reason) = (forms::version(&data), data.text("reason").to_owned());
        let order = decide(&mut tx, id, Decision { version, approve, reason }).await?;
        let name = order.head.customer.name;
        tx.redirect(&address(id), Flash::done(flash).name(name)).await
    };
    let done = done.await;
    super::moves::or_again(&cx, id, done).await
}
