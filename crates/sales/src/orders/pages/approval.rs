//! What waits for approval on an order's page, and the page of the limits.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Banner, Button, Dialog, Field, Icon, Kind, PageHeader, Tone, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, Path, Problem, Rate};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Approval, ApprovalRules, Decision, Order, approval_rules, decide};
use super::{address, hidden};
use crate::forms;

/// The banner, and the two buttons for somebody who may decide; nothing for other orders.
pub(super) fn banner(cx: &Cx, order: &Order) -> Markup {
    let l = &cx.l;
    let mine = cx.actor.user_id().is_some_and(|me| Some(me) == order.head.approval_asked_by);
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
        @if cx.may("orders.approve") && !mine {
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

const LIMITS: &str = "/admin/settings/approvals";

pub(super) async fn limits(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let rules = approval_rules(&mut tx).await?;
    let typed = rules.discount_limit.map(Rate::to_percent_string).unwrap_or_default();
    Ok(cx.page(&cx.l.t("orders-limits"), limits_page(&cx, &typed, rules.below_cost, None)))
}

pub(super) async fn set_limits(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let limit = data.some("discount_limit").map(Rate::parse_percent_local).transpose();
        let discount_limit =
            limit.map_err(|_| Problem::invalid().field("discount_limit", "not_a_number"))?;
        let rules = ApprovalRules { discount_limit, below_cost: data.has("below_cost") };
        let mut tx = cx.begin().await?;
        super::super::set_approval_rules(&mut tx, rules).await?;
        tx.redirect(LIMITS, Flash::done("orders-limits-saved")).await
    };
    match done.await {
        Err(problem) if problem.is_mendable() => {
            let (typed, below) = (data.text("discount_limit"), data.has("below_cost"));
            let body = limits_page(&cx, typed, below, Some(&problem));
            Ok(cx.page_with(StatusCode::UNPROCESSABLE_ENTITY, &cx.l.t("orders-limits"), body))
        }
        answer => answer,
    }
}

fn limits_page(cx: &Cx, limit: &str, below_cost: bool, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("orders-limits")))
        (forms::mistakes(l, &texts, problem))
        (form(LIMITS, &cx.hidden(), html! {
            p.muted { (l.t("orders-limits-text")) }
            (fields(html! {
                (Field::decimal("discount_limit", l.t("orders-limits-discount")).value(limit)
                    .after("%").hint(l.t("orders-limits-discount-hint"))
                    .error(forms::error(l, problem, "discount_limit")))
                (Field::checkbox("below_cost", l.t("orders-limits-below-cost"), below_cost))
            }))
            (form_actions(html! {
                (Button::submit(l.t("orders-limits-save")).primary().icon(Icon::Check))
            }))
        }))
    }
}
