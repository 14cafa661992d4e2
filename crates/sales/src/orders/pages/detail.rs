//! One order: where it stands, what to do next, its lines and its papers.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Facts, Flow, Icon, Kind, PageHeader, Row, Step, Table, Totals, bdi,
};
use base::{Cx, L, ListQuery, Problem, Tx};
use finance::invoices::{self, Invoice};
use finance::payments::{self, Payment, PaymentFilter, PaymentQuery};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use supply::catalog::unit_name;
use supply::inventory::{self, Warehouse};
use uuid::Uuid;

use super::super::order::{DeliveryState, InvoiceState, Line, Next, Order, PaymentState, State};
use super::super::{
    Approval, Delivery, OrderHead, Standing, deliveries, find, may_approve, standing,
};
use super::{
    address, approval, billing, credit, ending, hidden, line_sums, name, papers, product_cell,
    words,
};
use crate::forms;

/// Everything that the page shows.
struct Seen {
    order: Order,
    standing: Option<Standing>,
    warehouse: Warehouse,
    deliveries: Vec<Delivery>,
    invoices: Vec<Invoice>,
    /// None where the reader may not see payments.
    payments: Vec<Payment>,
    spent: Markup,
    happened: Vec<AuditEntry>,
}

/// The page of an order, with the refusal of what was just tried.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = gather(cx, &mut tx, id).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = name(cx, &seen.order.head);
    Ok(cx.page_with(status, &title, page(cx, &seen, problem)))
}

async fn gather(cx: &Cx, tx: &mut Tx, id: Uuid) -> Result<Seen, Problem> {
    let order = find(tx, id).await?;
    let payments = match cx.may("payments.read") {
        true => payments_of(tx, id).await?,
        false => Vec::new(),
    };
    Ok(Seen {
        standing: standing(tx, &order).await?,
        warehouse: inventory::find_warehouse(tx, order.head.warehouse_id).await?,
        deliveries: deliveries(tx, id).await?,
        invoices: invoices::of_order(tx, id).await?,
        payments,
        spent: super::spent::card(cx, tx, &order).await?,
        happened: audit::timeline(tx, "order", id).await?,
        order,
    })
}

/// The payments that settled the order's invoices, the newest first; at most 200.
async fn payments_of(tx: &mut Tx, order: Uuid) -> Result<Vec<Payment>, Problem> {
    let filter = PaymentFilter { order: Some(order), ..PaymentFilter::default() };
    let list = ListQuery { limit: Some(200), ..ListQuery::default() };
    Ok(payments::list(tx, &PaymentQuery { filter, list }).await?.items)
}

fn page(cx: &Cx, seen: &Seen, problem: Option<&Problem>) -> Markup {
    let (l, texts, order) = (&cx.l, forms::texts(cx), &seen.order);
    html! {
        (PageHeader::new(&texts, name(cx, &order.head))
            .crumb(l.t("orders-title"), "/admin/orders")
            .beside(html! { @for badge in words::beside(l, &order.head) { (badge) } })
            .subtitle(&order.head.customer.name)
            .actions(actions(cx, order)))
        (refusal(cx, order, problem))
        (approval::banner(cx, order))
        (credit::banner(cx, order, seen.standing.as_ref()))
        (flow(cx, seen))
        div.split {
            div.stack {
                (Card::new(lines(cx, order)).title(l.t("orders-lines")).flush())
                @if !seen.deliveries.is_empty() {
                    (Card::new(html! { (sent(cx, &seen.deliveries)) })
                        .title(l.t("orders-deliveries")).flush())
                }
                @if !seen.invoices.is_empty() {
                    (Card::new(html! { (billed(cx, &seen.invoices)) })
                        .title(l.t("orders-invoices")).flush())
                }
                @if !seen.payments.is_empty() {
                    (Card::new(html! { (papers::paid(cx, &seen.invoices, &seen.payments)) })
                        .title(l.t("payments-title")).flush())
                }
                (seen.spent)
            }
            div.stack {
                (Card::new(facts(cx, seen)).title(l.t("orders-facts")))
                (Card::new(audit::timeline_markup(l, &seen.happened))
                    .title(l.t("orders-timeline")))
            }
        }
    }
}

/// A refusal names lines by their place; here they are named by what they are.
fn refusal(cx: &Cx, order: &Order, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let Some(problem) = problem else { return html! {} };
    let mut mistakes = base::ui::Mistakes::new(&texts);
    if problem.fields().is_empty() {
        mistakes = mistakes.general(problem.sentence(l));
    }
    for field in problem.fields() {
        let at = field.path.strip_prefix("lines[").and_then(|rest| rest.split(']').next());
        let line = at.and_then(|i| order.lines.get(i.parse::<usize>().ok()?));
        mistakes = match line {
            Some(line) => mistakes.general(format!("{}: {}", line.description, field.sentence(l))),
            None => mistakes.general(field.sentence(l)),
        };
    }
    html! { (mistakes) }
}

fn actions(cx: &Cx, order: &Order) -> Markup {
    let (l, id) = (&cx.l, order.head.id);
    let draft = order.head.state == State::Draft;
    let undelivered = order.lines.iter().any(|line| line.to_deliver().is_positive());
    let confirmed = order.head.state == State::Confirmed;
    html! {
        @if cx.may("orders.cancel") { (ending::buttons(cx, order)) }
        @if confirmed && undelivered && order.next_step() != Some(Next::Deliver)
            && cx.may("orders.deliver") {
            (Button::link(l.t("orders-deliver"), format!("{}/deliver", address(id)))
                .icon(Icon::Truck))
        }
        @if confirmed && order.next_step() != Some(Next::Invoice)
            && order.lines.iter().any(|line| line.to_invoice().is_positive())
            && cx.may("orders.invoice") {
            (billing::button(cx, order, Kind::Plain))
        }
        @if order.lines.iter().any(|line| line.tracked && line.delivered > line.returned)
            && cx.may("returns.request") {
            (Button::link(l.t("orders-return"), format!("/admin/returns/new?order={id}")))
        }
        @if draft && cx.may("orders.edit") {
            (Button::link(l.t("orders-edit"), format!("{}/edit", address(id)))
                .icon(Icon::Edit).key('e'))
        }
    }
}

fn flow(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, order) = (&cx.l, forms::texts(cx), &seen.order);
    let head = &order.head;
    let mut flow = Flow::new(&texts);
    if head.state == State::Cancelled {
        let before = if head.number.is_some() { "orders-state-confirmed" } else { "" };
        flow = flow.step(l.t("orders-state-draft"), Step::Done);
        if !before.is_empty() {
            flow = flow.step(l.t(before), Step::Done);
        }
        return html! { (flow.step(l.t("orders-state-cancelled"), Step::Stopped)) };
    }
    let reached = [
        head.state == State::Confirmed,
        head.state == State::Confirmed && head.delivery_state == DeliveryState::Delivered,
        head.invoice_state == InvoiceState::Invoiced,
        head.payment_state == PaymentState::Paid,
    ];
    // What was done, and what is to be done.
    let labels = [
        ("orders-state-confirmed", "orders-confirm"),
        ("orders-delivery-delivered", "orders-deliver"),
        ("orders-invoice-invoiced", "orders-invoice"),
        ("orders-payment-paid", "orders-pay"),
    ];
    flow =
        flow.step(l.t("orders-state-draft"), if reached[0] { Step::Done } else { Step::Current });
    let mut current = reached[0];
    for (label, done) in labels.into_iter().zip(reached) {
        let step = match (done, current) {
            (true, _) => Step::Done,
            (false, true) => Step::Current,
            (false, false) => Step::Ahead,
        };
        current = current && step != Step::Current;
        let label = if done { label.0 } else { label.1 };
        flow = flow.step(l.t(label), step);
    }
    html! { (flow.action(next(cx, seen))) }
}

/// Whether nothing has to be approved before, or confirming it is approving it.
fn may_confirm(cx: &Cx, order: &Order) -> bool {
    match order.head.approval {
        Approval::Waiting => may_approve(&cx.actor, order.head.approval_asked_by),
        approval => approval.lets_go(),
    }
}

/// The one primary button of the page.
fn next(cx: &Cx, seen: &Seen) -> Markup {
    let (l, order, id) = (&cx.l, &seen.order, seen.order.head.id);
    match order.next_step() {
        Some(Next::Confirm) if !may_confirm(cx, order) => html! {},
        Some(Next::Confirm) if cx.may("orders.confirm") => html! {
            form method="post" action=(format!("{}/confirm", address(id))) {
                (base::ui::hidden(&hidden(cx, order)))
                (Button::submit(l.t("orders-confirm")).primary().icon(Icon::Check))
            }
        },
        Some(Next::Deliver) if cx.may("orders.deliver") => html! {
            (Button::link(l.t("orders-deliver"), format!("{}/deliver", address(id)))
                .primary().icon(Icon::Truck))
        },
        Some(Next::Invoice) if cx.may("orders.invoice") => {
            billing::button(cx, order, Kind::Primary)
        }
        Some(Next::Pay) if cx.may("payments.receive") => {
            let open = seen
                .invoices
                .iter()
                .find(|i| i.kind == invoices::Kind::Invoice && i.open.is_positive());
            html! {
                @if let Some(invoice) = open {
                    (Button::link(l.t("orders-pay"), format!("/admin/invoices/{}", invoice.id))
                        .primary().icon(Icon::Money))
                }
            }
        }
        _ => html! {},
    }
}

fn lines(cx: &Cx, order: &Order) -> Markup {
    let l = &cx.l;
    let confirmed = order.head.state == State::Confirmed;
    let mut columns = vec![
        Column::new(l.t("orders-product")).title(),
        Column::new(l.t("orders-quantity")).numeric(),
    ];
    if confirmed {
        columns.push(Column::new(l.t("orders-delivery-delivered")).numeric());
        columns.push(Column::new(l.t("orders-invoice-invoiced")).numeric());
    }
    columns.push(Column::new(l.t("orders-price")).numeric());
    columns.push(Column::new(l.t("orders-net")).numeric());
    let rows = order.lines.iter().map(|line| Row::new(line_cells(l, line, confirmed)));
    html! {
        (Table::new(l.t("orders-lines"), columns).rows(rows))
        div.lines-foot { (sums(l, &order.head)) }
    }
}

fn line_cells(l: &L, line: &Line, confirmed: bool) -> Vec<Markup> {
    let rule = line.price_rule.as_ref();
    let product = product_cell(l, &line.description, &line.sku, line.discount, rule);
    let quantity = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
    let quantity = html! {
        (bdi(&quantity))
        @if line.given_up.is_positive() {
            @let given_up = l.quantity(line.given_up);
            br; span.small.muted { (l.with("orders-given-up", &[("quantity", given_up.into())])) }
        }
    };
    let mut cells = vec![product, quantity];
    if confirmed {
        cells.push(bdi(&l.quantity(line.delivered)));
        cells.push(bdi(&l.quantity(line.invoiced)));
    }
    cells.push(bdi(&l.unit_price(line.unit_price, line.net.currency)));
    cells.push(bdi(&l.amount(line.net)));
    cells
}

fn sent(cx: &Cx, deliveries: &[Delivery]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("orders-lines")),
    ];
    let rows = deliveries.iter().map(|d| {
        let what: Vec<String> =
            d.lines.iter().map(|x| format!("{} × {}", l.quantity(x.quantity), x.sku)).collect();
        let cells = vec![bdi(&d.number), bdi(&l.date(d.date)), bdi(&what.join(", "))];
        Row::linked(d.id.to_string(), &d.number, format!("/admin/deliveries/{}", d.id), cells)
    });
    Table::new(l.t("orders-deliveries"), columns).rows(rows)
}

fn billed(cx: &Cx, invoices: &[Invoice]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("orders-due")).unbroken(),
        Column::new(l.t("orders-gross")).numeric(),
        Column::new(l.t("orders-open")).numeric(),
    ];
    let rows = invoices.iter().map(|invoice| {
        let cells = vec![
            bdi(&invoice.number),
            bdi(&l.date(invoice.issue_date)),
            bdi(&l.date(invoice.due_date)),
            bdi(&l.money(invoice.gross)),
            bdi(&l.money(invoice.open)),
        ];
        if !cx.may("invoices.read") {
            return Row::new(cells);
        }
        let href = format!("/admin/invoices/{}", invoice.id);
        Row::linked(invoice.id.to_string(), &invoice.number, href, cells)
    });
    Table::new(l.t("orders-invoices"), columns).rows(rows)
}

fn facts(cx: &Cx, seen: &Seen) -> Markup {
    let (l, head) = (&cx.l, &seen.order.head);
    let customer = html! {
        a href=(format!("/admin/customers/{}", head.customer.id)) { (bdi(&head.customer.name)) }
    };
    let mut facts = Facts::new()
        .markup(l.t("orders-customer"), customer)
        .text(l.t("orders-date"), &l.date(head.order_date))
        .text(l.t("orders-reference"), &head.reference)
        .text(l.t("orders-warehouse"), l.text(&seen.warehouse.name))
        .text(l.t("orders-note"), &head.note);
    if let Some(quote) = &head.quote {
        let link =
            html! { a href=(format!("/admin/quotes/{}", quote.id)) { (bdi(&quote.number)) } };
        facts = facts.markup(l.t("orders-quote"), link);
    }
    if head.prices_include_tax {
        facts = facts.text(l.t("orders-prices"), &l.t("orders-prices-include-tax"));
    }
    if let Some(at) = head.confirmed_at {
        facts = facts.text(l.t("orders-state-confirmed"), &l.timestamp(at));
    }
    if let Some(at) = head.cancelled_at {
        facts = facts.text(l.t("orders-state-cancelled"), &l.timestamp(at));
    }
    html! { (facts) }
}

/// The order's sums; what it comes to in the company's currency, where it has another.
fn sums(l: &L, head: &OrderHead) -> Totals {
    let totals = line_sums(l, [head.net, head.tax, head.gross]);
    match head.exchange_rate {
        Some(_) => totals.row(l.t("orders-gross-base"), l.money(head.gross_base)),
        None => totals,
    }
}
