//! The list of suppliers.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query, Row, Table, Tabs, Tone,
    bdi,
};
use base::{Cx, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};
use std::collections::HashMap;
use uuid::Uuid;

use super::super::{Supplier, SupplierRating};
use super::form::country_name;
use crate::forms;

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    found: &List<Supplier>,
    ratings: &HashMap<Uuid, SupplierRating>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("suppliers-new"), "/admin/suppliers/new").primary();
    let may_edit = cx.may("suppliers.edit");
    let empty = Empty::new(Icon::Users, l.t("suppliers-none"), l.t("suppliers-none-text"))
        .actions(html! { @if may_edit { (new) } });
    let pager = Pager {
        count: l.with("suppliers-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let countries = ["SA", "BD", "AE", "BH", "KW", "OM", "QA"];
    let countries = countries.map(|code| (code, country_name(cx, code)));
    let all = Tabs::new(l.t("purchasing-views"));
    let all = all.tab(l.t("purchasing-view-all"), "/admin/suppliers", cx.query().is_empty());
    let states = [("true", l.t("suppliers-active-yes")), ("false", l.t("suppliers-active-no"))];
    html! {
        (PageHeader::new(&texts, l.t("suppliers-title")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may_edit { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (ListView::new(&texts, "suppliers", &query, table(cx, &query, &found.items, ratings), empty)
            .views(saved_views::tabs(cx, all, saved))
            .search(l.t("suppliers-search"))
            .filter("active", l.t("suppliers-state"), states)
            .filter("country", l.t("suppliers-country"), countries)
            .no_result(l.t("suppliers-not-found"), l.t("suppliers-not-found-text"))
            .pager(pager)
            .export("CSV", "/admin/suppliers/export?format=csv")
            .export("XLSX", "/admin/suppliers/export?format=xlsx"))
    }
}

fn table(
    cx: &Cx,
    query: &Query,
    suppliers: &[Supplier],
    ratings: &HashMap<Uuid, SupplierRating>,
) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("suppliers-code")).sorts(query, "code"),
        Column::new(l.t("suppliers-name")).title().sorts(query, "name"),
        Column::new(l.t("suppliers-city")).sorts(query, "city"),
        Column::new(l.t("suppliers-phone")),
        Column::new(l.t("suppliers-payment-days")).numeric(),
        Column::new(l.t("suppliers-rating")).numeric(),
        Column::new(l.t("suppliers-state")),
    ];
    let rows = suppliers.iter().map(|c| {
        let score = ratings.get(&c.id).and_then(|rating| rating.score);
        let cells = vec![
            bdi(&c.code),
            bdi(&c.name),
            bdi(&c.city),
            html! { bdi dir="ltr" { (c.phone) } },
            bdi(&l.int(i64::from(c.payment_days))),
            bdi(&score.map_or("–".to_owned(), |score| l.int(score))),
            state_badge(cx, c),
        ];
        Row::linked(c.id.to_string(), &c.name, super::address(c.id), cells)
    });
    Table::new(l.t("suppliers-title"), columns).rows(rows)
}

/// Whether it may be ordered from, in a word.
pub(super) fn state_badge(cx: &Cx, supplier: &Supplier) -> Markup {
    let (tone, key) = if supplier.active {
        (Tone::Success, "suppliers-active-yes")
    } else {
        (Tone::Neutral, "suppliers-active-no")
    };
    html! { (Badge::new(tone, cx.l.t(key))) }
}
