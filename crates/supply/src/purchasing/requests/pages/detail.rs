//! One purchase request: what is needed and why, and what was decided.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Column, Facts, Icon, PageHeader, Row, Table, Totals, bdi};
use base::{Cx, Problem};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use uuid::Uuid;

use super::super::{PurchaseRequest, PurchaseRequestState, find};
use super::{address, badge};
use crate::catalog::unit_name;
use crate::forms;
use crate::purchasing::grid::{self, AskWhy, hidden};

/// The page of a request, with the refusal of what was just tried.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let request = find(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "purchase_request", id).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &request, &happened, problem);
    Ok(cx.page_with(status, &request.head.number, body))
}

fn page(
    cx: &Cx,
    request: &PurchaseRequest,
    happened: &[AuditEntry],
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts, head) = (&cx.l, forms::texts(cx), &request.head);
    html! {
        (PageHeader::new(&texts, &head.number)
            .crumb(l.t("purchasing-requests"), "/admin/purchase-requests")
            .beside(html! { (badge(l, head.state)) })
            .subtitle(&head.created_name)
            .actions(actions(cx, request)))
        (grid::refusal(cx, problem))
        div.split {
            div.stack {
                (Card::new(html! { p { (head.reason) } }).title(l.t("purchasing-reason")))
                (Card::new(lines(cx, request)).title(l.t("purchasing-lines")).flush())
            }
            div.stack {
                (Card::new(html! { (facts(cx, request)) }).title(l.t("purchasing-about")))
                (Card::new(audit::timeline_markup(l, happened))
                    .title(l.t("purchasing-happened")))
            }
        }
    }
}

fn actions(cx: &Cx, request: &PurchaseRequest) -> Markup {
    use PurchaseRequestState as S;
    let (l, head, home) = (&cx.l, &request.head, address(request.head.id));
    let waits = head.state == S::Waiting;
    let why = |id, label: String, text: &str, required| {
        let (title, text) = (format!("{label}: {}", head.number), l.t(text));
        let (action, hidden) = (format!("{home}/{id}"), hidden(cx, head.version));
        grid::ask_why(cx, &AskWhy { id, label: &label, title, text, action, hidden, required })
    };
    html! {
        @if matches!(head.state, S::Waiting | S::Approved) && cx.may("purchasing.request") {
            (why("cancel", l.t("purchasing-cancel"), "purchasing-request-cancel-text", false))
        }
        @if waits && cx.may("purchasing.request") {
            (Button::link(l.t("purchasing-edit"), format!("{home}/edit"))
                .icon(Icon::Edit).key('e'))
        }
        @if waits && cx.may("purchasing.approve") {
            (why("reject", l.t("purchasing-reject"), "purchasing-request-reject-text", true))
            form method="post" action=(format!("{home}/approve")) {
                (base::ui::hidden(&hidden(cx, head.version)))
                (Button::submit(l.t("purchasing-approve")).primary().icon(Icon::Check))
            }
        }
        @if head.state == S::Approved && cx.may("purchasing.edit") {
            (Button::link(l.t("purchasing-make-order"),
                format!("/admin/purchase-orders/new?request={}", head.id))
                .primary().icon(Icon::Cart))
        }
    }
}

fn lines(cx: &Cx, request: &PurchaseRequest) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-sku")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-unit-cost")).numeric(),
        Column::new(l.t("purchasing-estimate")).numeric(),
    ];
    let rows = request.lines.iter().map(|line| {
        Row::new(vec![
            bdi(&line.description),
            bdi(&line.sku),
            bdi(&format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit))),
            bdi(&l.unit_price(line.unit_cost, line.estimate.currency)),
            bdi(&l.amount(line.estimate)),
        ])
    });
    let totals = Totals::new().grand(l.t("purchasing-estimate"), l.money(request.head.estimate));
    html! {
        (Table::new(l.t("purchasing-lines"), columns).rows(rows))
        div.lines-foot { (totals) }
    }
}

fn facts(cx: &Cx, request: &PurchaseRequest) -> Facts {
    let (l, head) = (&cx.l, &request.head);
    let mut facts = Facts::new()
        .text(l.t("purchasing-asked-by"), &head.created_name)
        .text(l.t("purchasing-date"), &l.date(head.request_date));
    if let Some(day) = head.needed_by {
        facts = facts.text(l.t("purchasing-needed-by"), &l.date(day));
    }
    if let Some(supplier) = &head.supplier {
        facts = facts.text(l.t("purchasing-supplier"), supplier);
    }
    if let Some(at) = head.decided_at {
        facts = facts
            .text(l.t("purchasing-decided-by"), &head.decided_name)
            .text(l.t("purchasing-decided-at"), &l.timestamp(at))
            .text(l.t("purchasing-decision"), &head.decision);
    }
    facts
}
