//! The list of customers.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tone, bdi,
};
use base::{Cx, List};
use maud::{Markup, html};

use super::super::Customer;
use super::form::country_name;
use crate::forms;

/// The page of the list.
pub(super) fn page(cx: &Cx, found: &List<Customer>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("customers-new"), "/admin/customers/new").primary();
    let may_edit = cx.may("customers.edit");
    let empty = Empty::new(Icon::Users, l.t("customers-none"), l.t("customers-none-text"))
        .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("customers-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let countries = ["SA", "BD", "AE", "BH", "KW", "OM", "QA"];
    let countries = countries.map(|code| (code, country_name(cx, code)));
    let states = [("true", l.t("customers-active-yes")), ("false", l.t("customers-active-no"))];
    html! {
        (PageHeader::new(&texts, l.t("customers-title")).actions(html! {
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (ListView::new(&texts, "customers", &query, table(cx, &query, &found.items), empty)
            .search(l.t("customers-search"))
            .filter("active", l.t("customers-state"), states)
            .filter("country", l.t("customers-country"), countries)
            .no_result(l.t("customers-not-found"), l.t("customers-not-found-text"))
            .pager(pager)
            .export("CSV", "/admin/customers/export?format=csv")
            .export("XLSX", "/admin/customers/export?format=xlsx"))
    }
}

fn table(cx: &Cx, query: &Query, customers: &[Customer]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("customers-code")).sorts(query, "code"),
        Column::new(l.t("customers-name")).title().sorts(query, "name"),
        Column::new(l.t("customers-city")).sorts(query, "city"),
        Column::new(l.t("customers-phone")),
        Column::new(l.t("customers-payment-days")).numeric(),
        Column::new(l.t("customers-credit-limit")).numeric(),
        Column::new(l.t("customers-state")),
    ];
    let rows = customers.iter().map(|c| {
        let limit = c.credit_limit.map(|limit| l.money(limit)).unwrap_or_default();
        let cells = vec![
            bdi(&c.code),
            bdi(&c.name),
            bdi(&c.city),
            html! { bdi dir="ltr" { (c.phone) } },
            bdi(&l.int(i64::from(c.payment_days))),
            bdi(&limit),
            state_badge(cx, c),
        ];
        Row::linked(c.id.to_string(), &c.name, super::address(c.id), cells)
    });
    Table::new(l.t("customers-title"), columns).rows(rows)
}

/// Whether orders may be taken, in a word.
pub(crate) fn state_badge(cx: &Cx, customer: &Customer) -> Markup {
    let (tone, key) = if customer.active {
        (Tone::Success, "customers-active-yes")
    } else {
        (Tone::Neutral, "customers-active-no")
    };
    html! { (Badge::new(tone, cx.l.t(key))) }
}
