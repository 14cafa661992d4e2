//! The list of moves, and the card of one item above it.

use base::ui::{Button, Column, Empty, Facts, Icon, ListView, PageHeader, Query, Row, Table, bdi};
use base::{Cx, List};
use finance::ledger;
use maud::{Markup, html};

use super::super::document::WarehouseName;
use super::super::levels::Available;
use super::super::location::Location;
use super::super::moves::{Place, StockMove};
use super::super::store::items::Item;
use super::index::item_name;
use crate::catalog::unit_name;
use crate::forms;

/// The kinds of documents that move stock, as the filter offers them.
const SOURCES: [&str; 8] = [
    "stock_receipt",
    "delivery",
    "stock_adjustment",
    "stock_transfer",
    "stock_arrival",
    "stock_count",
    "stock_processing",
    "invoice",
];

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    found: &List<StockMove>,
    locations: &[Location],
    item: Option<&Item>,
    here: &[(WarehouseName, Available)],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty = Empty::new(Icon::Box, l.t("inventory-no-moves"), l.t("inventory-no-moves-text"));
    let sources = SOURCES.map(|source| (source, ledger::source_name(&cx.app, l, source)));
    let places = locations
        .iter()
        .map(|place| (place.id.to_string(), format!("{} – {}", place.path, l.text(&place.name))));
    let mut list = ListView::new(&texts, "moves", &query, table(cx, &query, &found.items), empty)
        .search(l.t("inventory-search-sku"))
        .filter("location", l.t("inventory-location"), places)
        .filter("source", l.t("inventory-source"), sources)
        .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
        .pager(super::pager(cx, &query, found))
        .export("CSV", "/admin/stock/moves/export?format=csv")
        .export("XLSX", "/admin/stock/moves/export?format=xlsx");
    if let Some(item) = item {
        list = list.chip("variant", &item.sku);
    }
    for (name, key) in [("from", "inventory-from-day"), ("to", "inventory-to-day")] {
        if let Some(day) = query.get(name) {
            list = list.chip(name, format!("{}: {day}", l.t(key)));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("inventory-moves"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                @if let Some(item) = item.filter(|_| cx.may("catalog.edit")) {
                    (Button::link(l.t("inventory-item-kept"),
                        format!("/admin/stock/items/{}", item.id)))
                }
            }))
        (super::tabs(cx, "/admin/stock/moves"))
        @if let Some(item) = item { (card(cx, item, here)) }
        (list)
        (days(cx, &query))
    }
}

/// The item whose moves are shown, with what there is of it in each warehouse.
fn card(cx: &Cx, item: &Item, here: &[(WarehouseName, Available)]) -> Markup {
    let l = &cx.l;
    let mut facts = Facts::new();
    for (warehouse, level) in here {
        let level = l.with(
            "inventory-of-which",
            &[
                ("on_hand", l.quantity(level.on_hand).as_str().into()),
                ("available", l.quantity(level.available).as_str().into()),
                ("unit", unit_name(l, &item.unit).as_str().into()),
            ],
        );
        let name = format!("{} – {}", warehouse.code, l.text(&warehouse.name));
        facts = facts.text(name, &level);
    }
    let title = format!("{} – {}", item.sku, item_name(cx, &item.name, &item.options));
    html! { (base::ui::Card::new(html! { (facts) }).title(title)) }
}

/// The days between which moves are shown; a plain form, since lists offer choices only.
fn days(cx: &Cx, query: &Query) -> Markup {
    use base::ui::{Field, fields, form_actions};
    let l = &cx.l;
    let value = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let kept = query.pairs().iter().filter(|(n, _)| !["from", "to", "after"].contains(&n.as_str()));
    html! {
        form.form method="get" action=(query.path()) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            (fields(html! {
                (Field::date("from", l.t("inventory-from-day")).value(value("from")))
                (Field::date("to", l.t("inventory-to-day")).value(value("to")))
            }))
            (form_actions(html! { (Button::submit(l.t("inventory-show-days"))) }))
        }
    }
}

fn table(cx: &Cx, query: &Query, moves: &[StockMove]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("inventory-source")).title(),
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")),
        Column::new(l.t("inventory-from")),
        Column::new(l.t("inventory-to")),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-value")).numeric(),
    ];
    let rows = moves.iter().map(|one| {
        let mut quantity = format!("{} {}", l.quantity(one.quantity), unit_name(l, &one.unit));
        if let (Some(second), Some(unit)) = (one.second_quantity, &one.second_unit) {
            quantity = format!("{quantity} · {} {}", l.quantity(second), unit_name(l, unit));
        }
        let cells = vec![
            bdi(&l.date(one.date)),
            html! {
                (ledger::source_name(&cx.app, l, &one.source_type))
                @if !one.reason.is_empty() { " · " (reason_name(cx, &one.reason)) }
            },
            bdi(&one.sku),
            html! {
                (bdi(l.text(&one.name)))
                @if let Some(lot) = &one.lot { " · " (super::detail::lot_name(cx, lot)) }
            },
            place(cx, &one.from),
            place(cx, &one.to),
            bdi(&quantity),
            bdi(&if one.value.is_zero() { "–".to_owned() } else { l.money(one.value) }),
        ];
        match ledger::source_href(&cx.app, &one.source_type, one.source_id) {
            Some(href) => Row::linked(one.id.to_string(), &one.sku, href, cells),
            None => Row::new(cells),
        }
    });
    Table::new(l.t("inventory-moves"), columns).rows(rows)
}

fn place(cx: &Cx, place: &Place) -> Markup {
    // Inside a warehouse people know places by their codes.
    let inside = place.code.contains('/');
    bdi(if inside { &place.code } else { cx.l.text(&place.name) })
}

/// What a reason is called.
pub(super) fn reason_name(cx: &Cx, reason: &str) -> String {
    let key = format!("inventory-reason-{reason}");
    if cx.l.has(&key) { cx.l.t(&key) } else { reason.to_owned() }
}
