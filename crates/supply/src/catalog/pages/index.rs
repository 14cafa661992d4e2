//! The list of products.

use base::ui::{
    Badge, Bulk, Button, Column, Empty, Icon, Kind, ListView, PageHeader, Pager, Query, Row, Table,
    Tabs, Tone, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};

use super::form::{self, Choices};
use super::state_word;
use crate::catalog::{ProductQuery, ProductSummary, State, unit_name};
use crate::forms;

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    choices: &Choices,
    asked: &ProductQuery,
    found: &List<ProductSummary>,
    saved: &[SavedView],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let may_edit = cx.may("catalog.edit");
    let pager = Pager {
        count: l.with("catalog-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let some = |options: Vec<(String, String)>| options.into_iter().skip(1);
    let vendors = choices.vendors.iter().map(|v| (v.clone(), v.clone()));
    let stock = ["in", "out", "low"].map(|s| (s, l.t(&format!("catalog-stock-{s}"))));
    let view = ListView::new(&texts, "products", &query, table(cx, &query, found), empty(cx))
        .views(saved_views::tabs(cx, tabs(l, &query, asked.filter.state), saved))
        .search(l.t("catalog-search"))
        .filter("category", l.t("catalog-category"), some(form::category_options(l, choices)))
        .filter("type", l.t("catalog-type"), some(form::type_options(l, choices)))
        .filter("vendor", l.t("catalog-vendor"), vendors)
        .filter("stock", l.t("catalog-stock"), stock)
        .no_result(l.t("catalog-not-found"), l.t("catalog-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/products/export?format=csv")
        .export("XLSX", "/admin/products/export?format=xlsx");
    let view = match &asked.filter.tag {
        Some(tag) => view.chip("tag", format!("{}: {tag}", l.t("catalog-tags"))),
        None => view,
    };
    html! {
        (PageHeader::new(&texts, l.t("catalog-title")).actions(html! {
            (saved_views::tools(cx, saved))
            (Button::link(l.t("catalog-types"), "/admin/product-types"))
            @if cx.may("imports.run") {
                (Button::link(l.t("catalog-import"), IMPORT).icon(Icon::Upload))
            }
            @if may_edit {
                (Button::link(l.t("catalog-new"), "/admin/products/new").primary()
                    .icon(Icon::Plus).key('c'))
            }
        }))
        @if may_edit { (view.bulk(bulk(cx))) } @else { (view) }
    }
}

const IMPORT: &str = "/admin/imports/new?kind=products";

fn empty(cx: &Cx) -> Empty {
    let l = &cx.l;
    Empty::new(Icon::Tag, l.t("catalog-none"), l.t("catalog-none-text")).actions(html! {
        @if cx.may("catalog.edit") {
            (Button::link(l.t("catalog-new"), "/admin/products/new").primary())
        }
        @if cx.may("imports.run") { (Button::link(l.t("catalog-import"), IMPORT)) }
    })
}

fn tabs(l: &L, query: &Query, now: Option<State>) -> Tabs {
    let all = Tabs::new(l.t("catalog-views")).tab(
        l.t("catalog-all"),
        query.with("state", "").href(),
        now.is_none(),
    );
    State::ALL.into_iter().fold(all, |tabs, state| {
        let href = query.with("state", state.as_str()).href();
        tabs.tab(state_word(l, state), href, now == Some(state))
    })
}

fn bulk(cx: &Cx) -> Bulk {
    let l = &cx.l;
    Bulk {
        action: "/admin/products/bulk".to_owned(),
        hidden: cx.hidden(),
        buttons: vec![
            Button::submit(l.t("catalog-activate")).small().value("state", "active"),
            Button::submit(l.t("catalog-archive"))
                .small()
                .kind(Kind::Danger)
                .value("state", "archived")
                .ask(
                    l.t("catalog-archive-many-title"),
                    l.t("catalog-archive-text"),
                    l.t("catalog-archive-verb"),
                ),
        ],
    }
}

fn table(cx: &Cx, query: &Query, found: &List<ProductSummary>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("catalog-picture")),
        Column::new(l.t("catalog-product")).title().sorts(query, "name"),
        Column::new(l.t("catalog-sku")),
        Column::new(l.t("catalog-vendor")).sorts(query, "vendor"),
        Column::new(l.t("catalog-price")).numeric(),
        Column::new(l.t("catalog-available")).numeric(),
        Column::new(l.t("catalog-state")),
        Column::new(l.t("catalog-updated")).unbroken().sorts(query, "updated"),
    ];
    let rows = found.items.iter().map(|p| {
        let name = l.text(&p.name).to_owned();
        let cells = vec![
            thumbnail(p),
            bdi(&name),
            sku(l, p),
            bdi(&p.vendor),
            bdi(&l.unit_price(p.price, cx.actor.tenant.currency)),
            available(l, p),
            state(l, p.state),
            html! { time datetime=(p.updated_at) { (l.timestamp(p.updated_at)) } },
        ];
        Row::linked(p.id.to_string(), name, super::address(p.id), cells)
    });
    Table::new(l.t("catalog-title"), columns).rows(rows)
}

fn thumbnail(p: &ProductSummary) -> Markup {
    html! {
        @match p.thumbnail_id {
            Some(id) => {
                img.thumb src={ "/files/" (id) } alt="" width="40" height="40" loading="lazy";
            }
            None => { span.thumb {} }
        }
    }
}

fn sku(l: &L, p: &ProductSummary) -> Markup {
    html! {
        bdi { (p.sku) }
        @if p.variant_count > 1 {
            @let n = &[("n", p.variant_count.into())];
            " " span.muted.small { (l.with("catalog-variant-count", n)) }
        }
    }
}

fn available(l: &L, p: &ProductSummary) -> Markup {
    html! {
        @if p.tracked {
            @if p.available.is_positive() {
                bdi { (l.quantity(p.available)) " " (unit_name(l, &p.unit)) }
            }
            @else { (Badge::new(Tone::Warning, l.t("catalog-stock-out"))) }
        } @else { "–" }
    }
}

/// The state as a badge.
pub(super) fn state(l: &L, state: State) -> Markup {
    let tone = match state {
        State::Active => Tone::Success,
        State::Draft => Tone::Info,
        State::Archived => Tone::Neutral,
    };
    html! { (Badge::new(tone, state_word(l, state))) }
}
