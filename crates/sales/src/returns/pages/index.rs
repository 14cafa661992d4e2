//! The list of returns.

use base::ui::{Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, bdi};
use base::{Cx, List};
use maud::{Markup, html};

use super::super::goods::{ReturnHead, ReturnState};
use super::super::list::ReturnFilter;
use super::{address, badge, name};
use crate::forms;

/// The page of the list.
pub(super) fn page(cx: &Cx, asked: &ReturnFilter, found: &List<ReturnHead>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty = Empty::new(Icon::Box, l.t("returns-none"), l.t("returns-none-text"));
    let pager = Pager {
        count: l.with("returns-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let states = ReturnState::ALL.iter();
    let states = states.map(|s| (s.as_str(), l.t(&format!("returns-state-{}", s.as_str()))));
    let mut view = ListView::new(&texts, "returns", &query, table(cx, &query, found), empty)
        .search(l.t("returns-search"))
        .filter("state", l.t("orders-state"), states)
        .no_result(l.t("returns-not-found"), l.t("orders-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/returns/export?format=csv")
        .export("XLSX", "/admin/returns/export?format=xlsx");
    let first = found.items.first();
    if asked.order.is_some() {
        let number = first.and_then(|head| head.order_number.as_deref()).unwrap_or_default();
        view = view.chip("order", format!("{}: {number}", l.t("returns-order")));
    }
    if asked.customer.is_some() {
        let name = first.map(|head| head.customer.name.as_str()).unwrap_or_default();
        view = view.chip("customer", format!("{}: {name}", l.t("orders-customer")));
    }
    html! {
        (PageHeader::new(&texts, l.t("returns-title")))
        (view)
    }
}

fn table(cx: &Cx, query: &Query, found: &List<ReturnHead>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("orders-customer")).sorts(query, "customer"),
        Column::new(l.t("returns-of-what")),
        Column::new(l.t("returns-reason")),
        Column::new(l.t("orders-state")),
        Column::new(l.t("returns-received-on")).sorts(query, "received"),
        Column::new(l.t("returns-value")).numeric(),
        Column::new(l.t("returns-loss")).numeric(),
    ];
    let rows = found.items.iter().map(|head| {
        let cells = vec![
            bdi(&name(cx, head)),
            bdi(&head.customer.name),
            bdi(head.order_number.as_deref().unwrap_or(head.came_with())),
            bdi(&head.reason),
            html! { (badge(l, head.state)) },
            bdi(&head.received_on.map(|day| l.date(day)).unwrap_or_default()),
            bdi(&l.money(head.value)),
            bdi(&l.money(head.loss)),
        ];
        Row::linked(head.id.to_string(), name(cx, head), address(head.id), cells)
    });
    Table::new(l.t("returns-title"), columns).rows(rows)
}
