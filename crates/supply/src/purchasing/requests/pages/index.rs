//! The list of purchase requests, as a page and as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, bdi,
};
use base::{Cx, L, List, Problem};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::{PurchaseRequestHead, PurchaseRequestQuery, PurchaseRequestState, list};
use super::{address, badge, word};
use crate::forms;

/// Rows that are read in one go.
const PAGE: u32 = 200;

/// The page of the list.
pub(super) fn page(cx: &Cx, found: &List<PurchaseRequestHead>, saved: &[SavedView]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("purchasing-request-new"), "/admin/purchase-requests/new").primary();
    let may_ask = cx.may("purchasing.request");
    let empty = Empty::new(
        Icon::Edit,
        l.t("purchasing-requests-none"),
        l.t("purchasing-requests-none-text"),
    )
    .actions(html! { @if may_ask { (new) } });
    let pager = Pager {
        count: l.with("purchasing-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let states: Vec<_> =
        PurchaseRequestState::ALL.iter().map(|s| (s.as_str(), word(l, *s))).collect();
    let view = ListView::new(&texts, "purchase-requests", &query, table(cx, &query, found), empty)
        .views(saved_views::tabs(cx, views(l, &query), saved))
        .search(l.t("purchasing-search"))
        .filter("state", l.t("purchasing-state"), states)
        .no_result(l.t("purchasing-nothing-fits"), l.t("purchasing-nothing-fits-text"))
        .pager(pager)
        .export("CSV", "/admin/purchase-requests/export?format=csv")
        .export("XLSX", "/admin/purchase-requests/export?format=xlsx");
    html! {
        (PageHeader::new(&texts, l.t("purchasing-requests")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_ask { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

fn views(l: &L, query: &Query) -> Tabs {
    let all = Query::new("/admin/purchase-requests");
    let now = query.get("state");
    let mut tabs = Tabs::new(l.t("purchasing-views")).tab(
        l.t("purchasing-view-all"),
        all.href(),
        now.is_none(),
    );
    for state in [PurchaseRequestState::Waiting, PurchaseRequestState::Approved] {
        let href = all.with("state", state.as_str()).href();
        tabs = tabs.tab(word(l, state), href, now == Some(state.as_str()));
    }
    tabs
}

fn table(cx: &Cx, query: &Query, found: &List<PurchaseRequestHead>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("purchasing-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("purchasing-reason")),
        Column::new(l.t("purchasing-asked-by")),
        Column::new(l.t("purchasing-needed-by")).sorts(query, "needed"),
        Column::new(l.t("purchasing-state")),
        Column::new(l.t("purchasing-estimate")).numeric().sorts(query, "estimate"),
    ];
    let rows = found.items.iter().map(|head| {
        let cells = vec![
            bdi(&head.number),
            bdi(&l.date(head.request_date)),
            bdi(&head.reason.chars().take(80).collect::<String>()),
            bdi(&head.created_name),
            bdi(&head.needed_by.map(|day| l.date(day)).unwrap_or_default()),
            html! { (badge(l, head.state)) },
            bdi(&l.money(head.estimate)),
        ];
        Row::linked(head.id.to_string(), &head.number, address(head.id), cells)
    });
    Table::new(l.t("purchasing-requests"), columns).rows(rows)
}

pub(super) async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(mut query): base::Query<PurchaseRequestQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "purchasing-number",
        "purchasing-date",
        "purchasing-reason",
        "purchasing-asked-by",
        "purchasing-needed-by",
        "purchasing-supplier",
        "purchasing-state",
        "purchasing-estimate",
    ];
    let mut file = Export::new(wanted.format, "purchase-requests", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for head in &page.items {
            file.row([
                Cell::from(&head.number),
                head.request_date.into(),
                (&head.reason).into(),
                (&head.created_name).into(),
                head.needed_by.into(),
                Cell::from(head.supplier.as_ref()),
                word(l, head.state).into(),
                head.estimate.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
