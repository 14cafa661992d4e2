//! The list of orders.

use base::ui::{
    Bulk, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::order::{DeliveryState, PaymentState, State};
use super::super::{OrderFilter, OrderHead};
use super::{address, name, words};
use crate::customers::Customer;
use crate::forms;

/// The page of the list; `customer` when it is narrowed to one.
pub(super) fn page(
    cx: &Cx,
    asked: &OrderFilter,
    found: &List<OrderHead>,
    customer: Option<&Customer>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("orders-new"), "/admin/orders/new").primary();
    let may_edit = cx.may("orders.edit");
    let empty = Empty::new(Icon::Cart, l.t("orders-none"), l.t("orders-none-text"))
        .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("orders-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let mut view = ListView::new(&texts, "orders", &query, table(cx, &query, found), empty)
        .views(saved_views::tabs(cx, views(l, &query), saved))
        .search(l.t("orders-search"))
        .filter("state", l.t("orders-state"), states(l))
        .filter("delivery_state", l.t("orders-delivery"), deliveries(l))
        .filter("payment_state", l.t("orders-payment"), payments(l))
        .day("from", l.t("orders-from"), asked.from.map(|day| l.date(day)))
        .day("to", l.t("orders-to"), asked.to.map(|day| l.date(day)))
        .no_result(l.t("orders-not-found"), l.t("orders-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/orders/export?format=csv")
        .export("XLSX", "/admin/orders/export?format=xlsx");
    if let Some(customer) = customer {
        let label = format!("{}: {}", l.t("orders-customer"), customer.name);
        view = view.chip("customer_id", label);
    }
    if cx.may("orders.confirm") {
        view = view.bulk(Bulk {
            action: "/admin/orders/confirm".to_owned(),
            hidden: cx.hidden(),
            buttons: vec![Button::submit(l.t("orders-confirm")).icon(Icon::Check)],
        });
    }
    html! {
        (PageHeader::new(&texts, l.t("orders-title")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

fn views(l: &L, query: &Query) -> Tabs {
    let all = Query::new("/admin/orders");
    let now = (query.get("state"), query.get("todo"));
    let todo = |what: &str| (all.with("todo", what).href(), now == (None, Some(what)));
    let mut tabs =
        Tabs::new(l.t("orders-views")).tab(l.t("orders-view-all"), all.href(), now == (None, None));
    let drafts = all.with("state", "draft").href();
    tabs = tabs.tab(l.t("orders-view-drafts"), drafts, now == (Some("draft"), None));
    for (what, key) in [
        ("deliver", "orders-view-deliver"),
        ("invoice", "orders-view-invoice"),
        ("pay", "orders-view-pay"),
        ("approve", "orders-view-approve"),
    ] {
        let (href, current) = todo(what);
        tabs = tabs.tab(l.t(key), href, current);
    }
    tabs
}

fn states(l: &L) -> Vec<(&'static str, String)> {
    let label = |s: &State| (s.as_str(), l.t(&format!("orders-state-{}", s.as_str())));
    State::ALL.iter().map(label).collect()
}

fn deliveries(l: &L) -> Vec<(&'static str, String)> {
    let label = |s: &DeliveryState| (s.as_str(), l.t(&format!("orders-delivery-{}", s.as_str())));
    DeliveryState::ALL.iter().map(label).collect()
}

fn payments(l: &L) -> Vec<(&'static str, String)> {
    let label = |s: &PaymentState| (s.as_str(), l.t(&format!("orders-payment-{}", s.as_str())));
    PaymentState::ALL.iter().map(label).collect()
}

fn table(cx: &Cx, query: &Query, found: &List<OrderHead>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("orders-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("orders-customer")).sorts(query, "customer"),
        Column::new(l.t("orders-reference")),
        Column::new(l.t("orders-state")),
        Column::new(l.t("orders-delivery")),
        Column::new(l.t("orders-payment")),
        Column::new(l.t("orders-gross")).numeric().sorts(query, "gross"),
    ];
    let rows = found.items.iter().map(|head| {
        let confirmed = head.state == State::Confirmed;
        let cells = vec![
            bdi(&name(cx, head)),
            bdi(&l.date(head.order_date)),
            bdi(&head.customer.name),
            bdi(&head.reference),
            html! {
                (words::state(l, head.state))
                @if let Some(badge) = words::approval(l, head) { " " (badge) }
            },
            html! { @if confirmed { (words::delivery(l, head.delivery_state)) } },
            html! { @if confirmed { (words::payment(l, head.payment_state)) } },
            bdi(&l.money(head.gross)),
        ];
        Row::linked(head.id.to_string(), name(cx, head), address(head.id), cells)
    });
    Table::new(l.t("orders-title"), columns).rows(rows)
}
