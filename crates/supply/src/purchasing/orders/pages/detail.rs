//! One order to a supplier: where it stands, what to do next, its lines, receipts and bills.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Facts, Flow, Icon, Kind, PageHeader, Row, Step, Table, Totals, bdi,
};
use base::{Cx, Problem, Tx};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use uuid::Uuid;

use super::super::store::Followed;
use super::super::{PurchaseMove, PurchaseOrder, PurchaseOrderState, find, store};
use super::{address, badge, name, word};
use crate::catalog::unit_name;
use crate::forms;
use crate::inventory::{self, Warehouse};
use crate::purchasing::grid::{self, AskWhy, hidden};

/// Everything that the page shows.
struct Seen {
    order: PurchaseOrder,
    warehouse: Warehouse,
    receipts: Vec<Followed>,
    bills: Vec<Followed>,
    happened: Vec<AuditEntry>,
}

/// The page of an order, with the refusal of what was just tried.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = gather(&mut tx, id).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = name(cx, &seen.order.head);
    Ok(cx.page_with(status, &title, page(cx, &seen, problem)))
}

async fn gather(tx: &mut Tx, id: Uuid) -> Result<Seen, Problem> {
    let order = find(tx, id).await?;
    Ok(Seen {
        warehouse: inventory::find_warehouse(tx, order.head.warehouse_id).await?,
        receipts: store::receipts_of(tx, id).await?,
        bills: store::bills_of(tx, id).await?,
        happened: audit::timeline(tx, "purchase_order", id).await?,
        order,
    })
}

fn page(cx: &Cx, seen: &Seen, problem: Option<&Problem>) -> Markup {
    let (l, texts, order) = (&cx.l, forms::texts(cx), &seen.order);
    html! {
        (PageHeader::new(&texts, name(cx, &order.head))
            .crumb(l.t("purchasing-orders"), "/admin/purchase-orders")
            .beside(html! { (badge(l, order.head.state)) })
            .subtitle(&order.head.supplier.name)
            .actions(actions(cx, order)))
        (grid::refusal(cx, problem))
        (flow(cx, order))
        div.split {
            div.stack {
                (Card::new(lines(cx, order)).title(l.t("purchasing-lines")).flush())
                @if !seen.receipts.is_empty() {
                    (Card::new(html! { (followed(cx, &seen.receipts, "/admin/stock/receipts")) })
                        .title(l.t("purchasing-receipts")).flush())
                }
                @if !seen.bills.is_empty() {
                    (Card::new(html! { (followed(cx, &seen.bills, "/admin/bills")) })
                        .title(l.t("purchasing-bills")).flush())
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, seen)) }).title(l.t("purchasing-about")))
                (Card::new(audit::timeline_markup(l, &seen.happened))
                    .title(l.t("purchasing-happened")))
            }
        }
    }
}

fn actions(cx: &Cx, order: &PurchaseOrder) -> Markup {
    let (l, head, home) = (&cx.l, &order.head, address(order.head.id));
    let may =
        |step: PurchaseMove, permission| head.state.after(step).is_some() && cx.may(permission);
    let why = |id, label, text: &str, action: &str| {
        let (title, text) = (format!("{label}: {}", name(cx, head)), l.t(text));
        let action = format!("{home}/{action}");
        let hidden = hidden(cx, head.version);
        grid::ask_why(cx, &AskWhy { id, label, title, text, action, hidden, required: false })
    };
    let (cancel, close) = (l.t("purchasing-cancel"), l.t("purchasing-close"));
    html! {
        (Button::link("PDF", format!("{home}/pdf")).icon(Icon::Print))
        @if order.cancellable().is_ok() && cx.may("purchasing.edit") {
            (why("cancel", &cancel, "purchasing-cancel-text", "cancel"))
        } @else if may(PurchaseMove::Close, "purchasing.edit") {
            (why("close", &close, "purchasing-close-text", "close"))
        }
        @if head.state == PurchaseOrderState::Approved && cx.may("purchasing.receive") {
            (Button::link(l.t("purchasing-receive"), format!("{home}/receive")).icon(Icon::Truck))
        }
        @if may(PurchaseMove::Edit, "purchasing.edit") {
            (Button::link(l.t("purchasing-edit"), format!("{home}/edit"))
                .icon(Icon::Edit).key('e'))
        }
    }
}

fn flow(cx: &Cx, order: &PurchaseOrder) -> Markup {
    use PurchaseOrderState as S;
    let (l, texts, state) = (&cx.l, forms::texts(cx), order.head.state);
    let mut flow = Flow::new(&texts);
    if matches!(state, S::Cancelled | S::Closed) {
        flow = flow.step(word(l, S::Draft), Step::Done);
        return html! { (flow.step(word(l, state), Step::Stopped).action(next(cx, order))) };
    }
    let steps = [S::Draft, S::Approved, S::Sent, S::Received, S::Billed];
    let at = match state {
        S::PartiallyReceived => 3,
        other => steps.iter().position(|step| *step == other).unwrap_or_default(),
    };
    for (i, step) in steps.into_iter().enumerate() {
        let reached = i < at || (i == at && state == S::Billed);
        // An order may be received without having been sent by the program.
        let skipped = step == S::Sent && order.head.sent_at.is_none() && i < at;
        let how = match (reached, i == at) {
            (true, _) if skipped => continue,
            (true, _) => Step::Done,
            (false, true) => Step::Current,
            (false, false) => Step::Ahead,
        };
        let shown = if i == at { state } else { step };
        flow = flow.step(word(l, shown), how);
    }
    html! { (flow.action(next(cx, order))) }
}

/// The one primary button of the page; beside it, the bill of what has come so far.
fn next(cx: &Cx, order: &PurchaseOrder) -> Markup {
    let (l, head, home) = (&cx.l, &order.head, address(order.head.id));
    let post = |label: String, action: &str, icon| {
        html! {
            form method="post" action=(format!("{home}/{action}")) {
                (base::ui::hidden(&hidden(cx, head.version)))
                (Button::submit(label).kind(Kind::Primary).icon(icon))
            }
        }
    };
    let to_bill = order.lines.iter().any(|line| line.to_bill().is_positive());
    let to_receive = order.lines.iter().any(|l| l.tracked && l.to_receive().is_positive());
    use PurchaseOrderState as S;
    let step = match head.state {
        S::Draft if cx.may("purchasing.approve") => {
            Some(post(l.t("purchasing-approve"), "approve", Icon::Check))
        }
        S::Approved if cx.may("purchasing.edit") => {
            Some(post(l.t("purchasing-send"), "send", Icon::Mail))
        }
        S::Sent | S::PartiallyReceived if to_receive && cx.may("purchasing.receive") => {
            let receive = Button::link(l.t("purchasing-receive"), format!("{home}/receive"));
            Some(html! { (receive.primary().icon(Icon::Truck)) })
        }
        _ => None,
    };
    let ended = matches!(head.state, S::Draft | S::Cancelled);
    let bill = (to_bill && !ended && cx.may("bills.enter")).then(|| {
        let href = format!("/admin/bills/new?order={}", head.id);
        let button = Button::link(l.t("purchasing-bill"), href).icon(Icon::Invoice);
        if step.is_none() { button.primary() } else { button }
    });
    html! {
        @if let Some(step) = step { (step) }
        @if let Some(bill) = bill { (bill) }
    }
}

fn lines(cx: &Cx, order: &PurchaseOrder) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-sku")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-state-received")).numeric(),
        Column::new(l.t("purchasing-state-billed")).numeric(),
        Column::new(l.t("purchasing-price")).numeric(),
        Column::new(l.t("purchasing-net")).numeric(),
    ];
    let rows = order.lines.iter().map(|line| {
        let received = match line.tracked {
            true => l.quantity(line.received),
            false => "–".to_owned(),
        };
        Row::new(vec![
            bdi(&line.description),
            bdi(&line.sku),
            bdi(&format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit))),
            bdi(&received),
            bdi(&l.quantity(line.billed)),
            bdi(&l.unit_price(line.unit_price, line.net.currency)),
            bdi(&l.amount(line.net)),
        ])
    });
    let totals = Totals::new()
        .row(l.t("purchasing-net"), l.money(order.head.net))
        .row(l.t("purchasing-tax"), l.money(order.head.tax))
        .grand(l.t("purchasing-gross"), l.money(order.head.gross));
    let totals = match order.head.exchange_rate {
        Some(_) => totals.row(l.t("purchasing-gross-base"), l.money(order.head.gross_base)),
        None => totals,
    };
    html! {
        (Table::new(l.t("purchasing-lines"), columns).rows(rows))
        div.lines-foot { (totals) }
    }
}

fn followed(cx: &Cx, papers: &[Followed], under: &str) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-number")).title().unbroken(),
        Column::new(l.t("purchasing-date")).unbroken(),
    ];
    let rows = papers.iter().map(|paper| {
        let cells = vec![bdi(&paper.number), bdi(&l.date(paper.date))];
        Row::linked(paper.id.to_string(), &paper.number, format!("{under}/{}", paper.id), cells)
    });
    Table::new(l.t("purchasing-number"), columns).rows(rows)
}

fn facts(cx: &Cx, seen: &Seen) -> Facts {
    let (l, head) = (&cx.l, &seen.order.head);
    let supplier = html! {
        a href=(format!("/admin/suppliers/{}", head.supplier.id)) { (bdi(&head.supplier.name)) }
    };
    let mut facts = Facts::new()
        .markup(l.t("purchasing-supplier"), supplier)
        .text(l.t("purchasing-date"), &l.date(head.order_date));
    if let Some(day) = head.expected_date {
        facts = facts.text(l.t("purchasing-expected"), &l.date(day));
    }
    if let Some(request) = head.request_id {
        let link = html! {
            a href=(format!("/admin/purchase-requests/{request}")) { (l.t("purchasing-request")) }
        };
        facts = facts.markup(l.t("purchasing-made-of"), link);
    }
    facts
        .text(l.t("purchasing-reference"), &head.reference)
        .text(l.t("purchasing-deliver-to"), l.text(&seen.warehouse.name))
        .text(l.t("purchasing-note"), &head.note)
}
