//! The list of quotes.

use base::ui::{
    Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::super::{QuoteFilter, QuoteHead, QuoteState};
use super::{address, badge, name, state_word};
use crate::customers::Customer;
use crate::forms;

/// The page of the list; `customer` when it is narrowed to one.
pub(super) fn page(
    cx: &Cx,
    asked: &QuoteFilter,
    found: &List<QuoteHead>,
    customer: Option<&Customer>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("quotes-new"), "/admin/quotes/new").primary();
    let may_edit = cx.may("quotes.edit");
    let empty = Empty::new(Icon::File, l.t("quotes-none"), l.t("quotes-none-text"))
        .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("quotes-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let states = QuoteState::ALL.iter().map(|s| (s.as_str(), state_word(l, *s)));
    let mut view = ListView::new(&texts, "quotes", &query, table(cx, &query, found), empty)
        .views(saved_views::tabs(cx, views(l, &query), saved))
        .search(l.t("orders-search"))
        .filter("state", l.t("orders-state"), states)
        .day("from", l.t("orders-from"), asked.from.map(|day| l.date(day)))
        .day("to", l.t("orders-to"), asked.to.map(|day| l.date(day)))
        .no_result(l.t("quotes-not-found"), l.t("orders-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/quotes/export?format=csv")
        .export("XLSX", "/admin/quotes/export?format=xlsx");
    if let Some(customer) = customer {
        let label = format!("{}: {}", l.t("orders-customer"), customer.name);
        view = view.chip("customer_id", label);
    }
    html! {
        (PageHeader::new(&texts, l.t("quotes-title")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

fn views(l: &L, query: &Query) -> Tabs {
    let all = Query::new("/admin/quotes");
    let now = query.get("state");
    let tabs =
        Tabs::new(l.t("orders-views")).tab(l.t("orders-view-all"), all.href(), now.is_none());
    let states = [QuoteState::Draft, QuoteState::Sent, QuoteState::Accepted, QuoteState::Expired];
    states.into_iter().fold(tabs, |tabs, state| {
        let word = state.as_str();
        let label = l.t(&format!("quotes-view-{word}"));
        tabs.tab(label, all.with("state", word).href(), now == Some(word))
    })
}

fn table(cx: &Cx, query: &Query, found: &List<QuoteHead>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("orders-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("orders-customer")).sorts(query, "customer"),
        Column::new(l.t("orders-reference")),
        Column::new(l.t("orders-state")),
        Column::new(l.t("quotes-valid-until")).sorts(query, "until"),
        Column::new(l.t("orders-gross")).numeric().sorts(query, "gross"),
    ];
    let rows = found.items.iter().map(|head| {
        let cells = vec![
            bdi(&name(l, head)),
            bdi(&l.date(head.quote_date)),
            bdi(&head.customer.name),
            bdi(&head.reference),
            html! { (badge(l, head.state)) },
            bdi(&l.date(head.valid_until)),
            bdi(&l.money(head.gross)),
        ];
        Row::linked(head.id.to_string(), name(l, head), address(head.id), cells)
    });
    Table::new(l.t("quotes-title"), columns).rows(rows)
}
