//! One customer: who it is, its terms, what it owes, what it ordered and what happened.

use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Confirm, Facts, Icon, PageHeader, Row, Table, Tone, bdi,
};
use base::{Access, Cx, FormData, ListQuery, Money, Path, Problem, Route, Tx};
use finance::invoices::{self, InvoiceFilter, InvoiceQuery, InvoiceRow, ListState, Owed};
use finance::open_items::{self, Side};
use finance::payments::{self, Direction, Payer};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use uuid::Uuid;

use crate::customers::{self, Customer, country_name, state_badge};
use crate::forms;
use crate::orders::{self, OrderFilter, OrderHead, OrderQuery};
use crate::price_lists;
use crate::quotes::{self, QuoteFilter, QuoteHead, QuoteQuery};

const READ: Access = Access::Needs("customers.read");
const RECEIVE: Access = Access::Needs("payments.receive");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/customers/{id}", READ, show),
        Route::get("/admin/customers/{id}/payment", RECEIVE, ask_payment),
        Route::post("/admin/customers/{id}/payment", RECEIVE, receive),
    ]
}

/// The customer as the books know it.
async fn payer(cx: &Cx, id: Uuid) -> Result<Payer, Problem> {
    let mut tx = cx.read().await?;
    let customer = customers::find(&mut tx, id).await?;
    Ok(Payer { side: Side::Receivable, id, name: customer.name })
}

async fn ask_payment(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let payer = payer(&cx, id).await?;
    payments::offer(&cx, payer, Direction::In, cx.path()).await
}

async fn receive(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let payer = payer(&cx, id).await?;
    payments::answer(&cx, payer, Direction::In, cx.path(), &data).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let customer = customers::find(&mut tx, id).await?;
    let seen = gather(&cx, &mut tx, customer).await?;
    Ok(cx.page(&seen.customer.name, page(&cx, &seen)))
}

/// As many of the latest orders and open invoices as the page shows; the rest are in the lists.
const SHOWN: u32 = 10;

/// Everything that the page shows.
struct Seen {
    customer: Customer,
    owed: Owed,
    committed: Money,
    invoices: Vec<InvoiceRow>,
    orders: Vec<OrderHead>,
    /// None where the reader may not see quotes.
    quotes: Vec<QuoteHead>,
    /// Whether the books know it, so that there is a statement.
    has_account: bool,
    happened: Vec<AuditEntry>,
    /// The card of the prices that it pays.
    prices: Markup,
}

/// Reads what the page shows.
async fn gather(cx: &Cx, tx: &mut Tx, customer: Customer) -> Result<Seen, Problem> {
    let list = ListQuery { limit: Some(SHOWN), ..ListQuery::default() };
    let open = InvoiceQuery {
        filter: InvoiceFilter {
            customer: Some(customer.id),
            state: Some(ListState::Open),
            ..InvoiceFilter::default()
        },
        list: ListQuery { sort: Some("due".to_owned()), ..list.clone() },
    };
    let filter = OrderFilter { customer_id: Some(customer.id), ..OrderFilter::default() };
    let offered = QuoteQuery {
        filter: QuoteFilter { customer_id: Some(customer.id), ..QuoteFilter::default() },
        list: list.clone(),
    };
    let quotes = match cx.may("quotes.read") {
        true => quotes::list(tx, &offered).await?.items,
        false => Vec::new(),
    };
    Ok(Seen {
        quotes,
        owed: invoices::owed(tx, customer.id).await?,
        committed: orders::committed(tx, customer.id).await?,
        invoices: invoices::list(tx, &open).await?.items,
        orders: orders::list(tx, &OrderQuery { filter, list }).await?.items,
        has_account: open_items::is_known(tx, Side::Receivable, customer.id).await?,
        happened: audit::timeline(tx, "customer", customer.id).await?,
        prices: price_lists::terms_card(cx, tx, customer.id).await?,
        customer,
    })
}

/// The page of a customer.
fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, c) = (&cx.l, forms::texts(cx), &seen.customer);
    let all = html! {
        a href=(format!("/admin/orders?customer_id={}", c.id)) { (l.t("customers-all-orders")) }
    };
    html! {
        (PageHeader::new(&texts, &c.name)
            .crumb(l.t("customers-title"), "/admin/customers")
            .beside(state_badge(cx, c))
            .subtitle(&c.code)
            .actions(actions(cx, seen)))
        div.split {
            div.stack {
                (Card::new(open_invoices(cx, seen)).title(l.t("customers-open-invoices")).flush())
                (Card::new(latest_orders(cx, seen)).title(l.t("customers-orders")).actions(all)
                    .flush())
                @if !seen.quotes.is_empty() { (latest_quotes(cx, seen)) }
            }
            div.stack {
                (Card::new(html! { (balance(cx, seen)) }).title(l.t("customers-terms")))
                (seen.prices)
                (Card::new(html! { (facts(cx, c)) }).title(l.t("customers-who")))
                (Card::new(audit::timeline_markup(l, &seen.happened))
                    .title(l.t("orders-timeline")))
            }
        }
    }
}

fn actions(cx: &Cx, seen: &Seen) -> Markup {
    let (l, c) = (&cx.l, &seen.customer);
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), c.version.to_string()));
    html! {
        @if cx.may("customers.edit") {
            (Confirm {
                id: "remove".to_owned(),
                label: l.t("customers-remove"),
                icon: Some(Icon::Trash),
                title: l.with("customers-remove-title", &[("name", (&c.name).into())]),
                consequence: l.t("customers-remove-text"),
                verb: l.t("customers-remove"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/customers/{}/remove", c.id),
                hidden,
                danger: true,
            })
            (Button::link(l.t("customers-edit"), format!("/admin/customers/{}/edit", c.id))
                .icon(Icon::Edit).key('e'))
        }
        @if seen.has_account && cx.may("open_items.read") {
            (Button::link(l.t("open-items-statement"),
                format!("/admin/statements/receivable/{}", c.id)).icon(Icon::File))
        }
        @if cx.may("payments.receive") {
            (Button::link(l.t("payments-receive"), format!("/admin/customers/{}/payment", c.id))
                .icon(Icon::Money))
        }
        @if c.active && cx.may("quotes.edit") {
            (Button::link(l.t("quotes-new"), format!("/admin/quotes/new?customer={}", c.id))
                .icon(Icon::File))
        }
        @if c.active && cx.may("orders.edit") {
            (Button::link(l.t("customers-order"), format!("/admin/orders/new?customer={}", c.id))
                .icon(Icon::Plus).primary())
        }
    }
}

fn open_invoices(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    if seen.invoices.is_empty() {
        return html! { p.muted { (l.t("customers-no-open-invoices")) } };
    }
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("orders-due")).unbroken(),
        Column::new(l.t("orders-gross")).numeric(),
        Column::new(l.t("orders-open")).numeric(),
    ];
    let rows = seen.invoices.iter().map(|invoice| {
        let late = invoice.state == invoices::State::Overdue;
        let due = html! {
            (bdi(&l.date(invoice.due_date)))
            @if late { " " (Badge::new(Tone::Danger, l.t("customers-late"))) }
        };
        let cells = vec![
            bdi(&invoice.number),
            bdi(&l.date(invoice.issue_date)),
            due,
            bdi(&l.money(invoice.gross)),
            bdi(&l.money(invoice.open)),
        ];
        if !cx.may("invoices.read") {
            return Row::new(cells);
        }
        let href = format!("/admin/invoices/{}", invoice.id);
        Row::linked(invoice.id.to_string(), &invoice.number, href, cells)
    });
    html! { (Table::new(l.t("customers-open-invoices"), columns).rows(rows)) }
}

fn latest_orders(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    if seen.orders.is_empty() {
        return html! { p.muted { (l.t("customers-no-orders")) } };
    }
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("orders-reference")),
        Column::new(l.t("orders-state")),
        Column::new(l.t("orders-gross")).numeric(),
    ];
    let rows = seen.orders.iter().map(|order| {
        let state = l.t(&format!("orders-state-{}", order.state.as_str()));
        let number = order.number.clone().unwrap_or_else(|| l.t("orders-state-draft"));
        let cells = vec![
            bdi(&number),
            bdi(&l.date(order.order_date)),
            bdi(&order.reference),
            html! { (state) },
            bdi(&l.money(order.gross)),
        ];
        let href = format!("/admin/orders/{}", order.id);
        Row::linked(order.id.to_string(), &number, href, cells)
    });
    html! { (Table::new(l.t("customers-orders"), columns).rows(rows)) }
}

fn latest_quotes(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("quotes-valid-until")),
        Column::new(l.t("orders-state")),
        Column::new(l.t("orders-gross")).numeric(),
    ];
    let rows = seen.quotes.iter().map(|quote| {
        let number = quote.number.clone().unwrap_or_else(|| l.t("quotes-state-draft"));
        let cells = vec![
            bdi(&number),
            bdi(&l.date(quote.quote_date)),
            bdi(&l.date(quote.valid_until)),
            html! { (l.t(&format!("quotes-state-{}", quote.state.as_str()))) },
            bdi(&l.money(quote.gross)),
        ];
        let href = format!("/admin/quotes/{}", quote.id);
        Row::linked(quote.id.to_string(), &number, href, cells)
    });
    let all = html! {
        a href=(format!("/admin/quotes?customer_id={}", seen.customer.id)) {
            (l.t("customers-all-quotes"))
        }
    };
    let table = Table::new(l.t("quotes-title"), columns).rows(rows);
    html! { (Card::new(html! { (table) }).title(l.t("quotes-title")).actions(all).flush()) }
}

fn balance(cx: &Cx, seen: &Seen) -> Facts {
    let (l, c) = (&cx.l, &seen.customer);
    let days = l.with("customers-days", &[("n", c.payment_days.into())]);
    let mut facts = Facts::new().text(l.t("customers-balance"), &l.money(seen.owed.open));
    if seen.owed.overdue.is_positive() {
        let overdue = html! {
            (Badge::new(Tone::Danger, l.money(seen.owed.overdue)))
        };
        facts = facts.markup(l.t("customers-overdue"), overdue);
    }
    facts = facts
        .text(l.t("customers-on-order"), &l.money(seen.committed))
        .text(l.t("customers-payment-days"), &days);
    let Some(limit) = c.credit_limit else {
        return facts.text(l.t("customers-credit-limit"), "");
    };
    facts = facts.text(l.t("customers-credit-limit"), &l.money(limit));
    match limit.checked_sub(seen.committed) {
        Ok(left) => facts.text(l.t("customers-credit-left"), &l.money(left)),
        Err(_) => facts,
    }
}

fn facts(cx: &Cx, c: &Customer) -> Facts {
    let l = &cx.l;
    let mail = html! {
        @if c.email.is_empty() { "–" }
        @else { a href={ "mailto:" (c.email) } { bdi { (c.email) } } }
    };
    let phone = html! {
        @if c.phone.is_empty() { "–" }
        @else { a href={ "tel:" (c.phone.replace(' ', "")) } { bdi dir="ltr" { (c.phone) } } }
    };
    Facts::new()
        .markup(l.t("customers-email"), mail)
        .markup(l.t("customers-phone"), phone)
        .text(l.t("customers-tax-number"), &c.tax_number)
        .text(l.t("customers-address"), &c.address)
        .text(l.t("customers-city"), &c.city)
        .text(l.t("customers-country"), &country_name(cx, c.country.code()))
        .text(l.t("customers-lang"), c.lang.native_name())
        .text(l.t("customers-note"), &c.note)
}
