//! The list of orders to suppliers.

use base::ui::{
    Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::{PurchaseOrderHead, PurchaseOrderState};
use super::{address, badge, name, word};
use crate::forms;
use crate::suppliers::Supplier;

/// The page of the list; `supplier` when it is narrowed to one.
pub(super) fn page(
    cx: &Cx,
    found: &List<PurchaseOrderHead>,
    supplier: Option<&Supplier>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("purchasing-order-new"), "/admin/purchase-orders/new").primary();
    let may_edit = cx.may("purchasing.edit");
    let empty =
        Empty::new(Icon::Cart, l.t("purchasing-orders-none"), l.t("purchasing-orders-none-text"))
            .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("purchasing-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let states: Vec<_> =
        PurchaseOrderState::ALL.iter().map(|s| (s.as_str(), word(l, *s))).collect();
    let table = table(cx, &query, found);
    let mut view = ListView::new(&texts, "purchase-orders", &query, table, empty)
        .views(saved_views::tabs(cx, views(l, &query), saved))
        .search(l.t("purchasing-search"))
        .filter("state", l.t("purchasing-state"), states)
        .no_result(l.t("purchasing-nothing-fits"), l.t("purchasing-nothing-fits-text"))
        .pager(pager)
        .export("CSV", "/admin/purchase-orders/export?format=csv")
        .export("XLSX", "/admin/purchase-orders/export?format=xlsx");
    if let Some(supplier) = supplier {
        let label = format!("{}: {}", l.t("purchasing-supplier"), supplier.name);
        view = view.chip("supplier_id", label);
    }
    html! {
        (PageHeader::new(&texts, l.t("purchasing-orders")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

fn views(l: &L, query: &Query) -> Tabs {
    let all = Query::new("/admin/purchase-orders");
    let now = (query.get("state"), query.get("todo"));
    let mut tabs = Tabs::new(l.t("purchasing-views")).tab(
        l.t("purchasing-view-all"),
        all.href(),
        now == (None, None),
    );
    for (what, key) in [
        ("approve", "purchasing-view-approve"),
        ("receive", "purchasing-view-receive"),
        ("late", "purchasing-view-late"),
        ("bill", "purchasing-view-bill"),
    ] {
        tabs = tabs.tab(l.t(key), all.with("todo", what).href(), now == (None, Some(what)));
    }
    tabs
}

fn table(cx: &Cx, query: &Query, found: &List<PurchaseOrderHead>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("purchasing-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("purchasing-supplier")).sorts(query, "supplier"),
        Column::new(l.t("purchasing-expected")).sorts(query, "expected"),
        Column::new(l.t("purchasing-state")),
        Column::new(l.t("purchasing-gross")).numeric().sorts(query, "gross"),
    ];
    let rows = found.items.iter().map(|head| {
        let cells = vec![
            bdi(&name(cx, head)),
            bdi(&l.date(head.order_date)),
            bdi(&head.supplier.name),
            bdi(&head.expected_date.map(|day| l.date(day)).unwrap_or_default()),
            html! { (badge(l, head.state)) },
            bdi(&l.money(head.gross)),
        ];
        Row::linked(head.id.to_string(), name(cx, head), address(head.id), cells)
    });
    Table::new(l.t("purchasing-orders"), columns).rows(rows)
}
