//! Confirming several drafts: each in a transaction of its own, so that one without stock does
//! not hold the others back, and a report that says how each fared.

use axum::response::Response;
use base::ui::{Badge, Banner, Button, Column, PageHeader, Row, Table, Tone, bdi};
use base::{Cx, FormData, Problem, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Approval, Order, OrderHead};
use super::{address, name};
use crate::forms;

/// As many as a page of the list shows.
const MOST: usize = 200;

/// How one of them fared.
struct Fared {
    id: Uuid,
    order: Option<OrderHead>,
    refusal: Option<Problem>,
}

pub(super) async fn confirm(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let ids: Vec<Uuid> = data.all("ids").filter_map(|id| id.parse().ok()).take(MOST).collect();
    let mut report = Vec::with_capacity(ids.len());
    for id in ids {
        report.push(one(&cx, id).await?);
    }
    Ok(cx.page(&cx.l.t("orders-bulk-title"), page(&cx, &report)))
}

/// Confirms one. Sent twice, the second time says of each that it is confirmed already, so no
/// key is needed here.
async fn one(cx: &Cx, id: Uuid) -> Result<Fared, Problem> {
    let mut tx = Tx::begin(&cx.app, &cx.actor).await?;
    match confirmed(&mut tx, id).await {
        Ok(order) => {
            tx.commit().await?;
            Ok(Fared { id, order: Some(order.head), refusal: None })
        }
        Err(refusal) => {
            tx.roll_back().await?;
            let mut tx = cx.read().await?;
            let order = super::super::find(&mut tx, id).await.ok().map(|order| order.head);
            Ok(Fared { id, order, refusal: Some(refusal) })
        }
    }
}

/// To approve an order somebody looks at it; among many it is left alone.
async fn confirmed(tx: &mut Tx, id: Uuid) -> Result<Order, Problem> {
    if super::super::find(tx, id).await?.head.approval == Approval::Waiting {
        return Err(Problem::refused("order_waits_for_approval"));
    }
    super::super::confirm(tx, id, None).await
}

fn page(cx: &Cx, report: &[Fared]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let refused = report.iter().filter(|fared| fared.refusal.is_some()).count();
    let done = report.len() - refused;
    let counts = [("done", done.into()), ("refused", refused.into())];
    let tone = match (report.is_empty(), refused) {
        (true, _) => Tone::Info,
        (false, 0) => Tone::Success,
        (false, _) => Tone::Warning,
    };
    let sentence = match report.is_empty() {
        true => l.t("orders-bulk-none"),
        false => l.with("orders-bulk-summary", &counts),
    };
    let columns = vec![
        Column::new(l.t("orders-number")).unbroken(),
        Column::new(l.t("orders-customer")),
        Column::new(l.t("orders-bulk-result")),
    ];
    let rows = report.iter().map(|fared| {
        let number = fared.order.as_ref().map(|head| name(cx, head)).unwrap_or_default();
        let customer = fared.order.as_ref().map(|head| head.customer.name.as_str());
        let result = match &fared.refusal {
            None => html! { (Badge::new(Tone::Success, l.t("orders-state-confirmed"))) },
            Some(problem) => html! {
                (Badge::new(Tone::Danger, l.t("orders-bulk-refused"))) " " (problem.sentence(l))
            },
        };
        let cells = vec![bdi(&number), bdi(customer.unwrap_or_default()), result];
        Row::linked(fared.id.to_string(), &number, address(fared.id), cells)
    });
    html! {
        (PageHeader::new(&texts, l.t("orders-bulk-title"))
            .crumb(l.t("orders-title"), "/admin/orders")
            .actions(html! {
                (Button::link(l.t("orders-bulk-back"), "/admin/orders").primary())
            }))
        (Banner::new(tone, sentence))
        @if !report.is_empty() {
            (Table::new(l.t("orders-bulk-title"), columns).rows(rows))
        }
    }
}
