//! The list of levels.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Query, Row, Table, Tone, bdi,
};
use base::{Cx, List, Text};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::levels::Level;
use super::super::warehouse::Warehouse;
use crate::catalog::unit_name;
use crate::forms;

/// The page of the list.
pub(super) fn page(
    cx: &Cx,
    found: &List<Level>,
    warehouses: &[Warehouse],
    categories: &[(Uuid, Text)],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty =
        Empty::new(Icon::Stock, l.t("inventory-none"), l.t("inventory-none-text")).actions(html! {
            @if cx.may("catalog.edit") {
                (Button::link(l.t("inventory-add-product"), "/admin/products/new").primary())
            }
        });
    let places = warehouses.iter().map(|w| (w.id.to_string(), name(cx, w)));
    let states = ["low", "out", "in"].map(|state| (state, l.t(&format!("inventory-is-{state}"))));
    let categories = categories.iter().map(|(id, name)| (id.to_string(), l.text(name).to_owned()));
    let table = table(cx, &query, &found.items);
    html! {
        (PageHeader::new(&texts, l.t("inventory-title")).actions(actions(cx)))
        (super::tabs(cx, "/admin/stock"))
        (ListView::new(&texts, "levels", &query, table, empty)
            .search(l.t("inventory-search"))
            .filter("warehouse", l.t("inventory-warehouse"), places)
            .filter("stock", l.t("inventory-state"), states)
            .filter("category", l.t("inventory-category"), categories)
            .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
            .pager(super::pager(cx, &query, found))
            .export("CSV", "/admin/stock/export?format=csv")
            .export("XLSX", "/admin/stock/export?format=xlsx"))
    }
}

fn actions(cx: &Cx) -> Markup {
    let l = &cx.l;
    html! {
        @if cx.may("stock.transfer") {
            (Button::link(l.t("inventory-new-transfer"), "/admin/stock/transfers/new"))
        }
        @if cx.may("stock.adjust") {
            (Button::link(l.t("inventory-new-adjustment"), "/admin/stock/adjustments/new"))
        }
        @if cx.may("stock.receive") {
            (Button::link(l.t("inventory-new-receipt"), "/admin/stock/receipts/new")
                .primary().icon(Icon::Plus).key('c'))
        }
    }
}

fn table(cx: &Cx, query: &Query, levels: &[Level]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-sku")).sorts(query, "sku"),
        Column::new(l.t("inventory-item")).title().sorts(query, "name"),
        Column::new(l.t("inventory-on-hand")).numeric().sorts(query, "on_hand"),
        Column::new(l.t("inventory-reserved")).numeric().sorts(query, "reserved"),
        Column::new(l.t("inventory-available")).numeric().sorts(query, "available"),
        Column::new(l.t("inventory-in-transit")).numeric(),
        Column::new(l.t("inventory-unit")),
        Column::new(l.t("inventory-state")),
    ];
    let rows = levels.iter().map(|level| {
        let cells = vec![
            bdi(&level.sku),
            bdi(&item_name(cx, &level.name, &level.options)),
            bdi(&l.quantity(level.on_hand)),
            bdi(&l.quantity(level.reserved)),
            bdi(&l.quantity(level.available)),
            bdi(&if level.in_transit.is_zero() {
                "–".to_owned()
            } else {
                l.quantity(level.in_transit)
            }),
            bdi(&unit_name(l, &level.unit)),
            state(cx, level),
        ];
        let href = format!("/admin/stock/moves?variant={}", level.variant_id);
        Row::linked(level.variant_id.to_string(), &level.sku, href, cells)
    });
    Table::new(l.t("inventory-levels"), columns).rows(rows)
}

/// The name of an item with its options: "Shirt (M, blue)".
pub(super) fn item_name(cx: &Cx, name: &Text, options: &[String]) -> String {
    let name = cx.l.text(name);
    if options.is_empty() {
        return name.to_owned();
    }
    format!("{name} ({})", options.join(", "))
}

/// How the level stands, in a word.
fn state(cx: &Cx, level: &Level) -> Markup {
    let (tone, key) = if !level.available.is_positive() {
        (Tone::Danger, "inventory-is-out")
    } else if level.low {
        (Tone::Warning, "inventory-is-low")
    } else {
        (Tone::Success, "inventory-is-in")
    };
    html! { (Badge::new(tone, cx.l.t(key))) }
}

/// A warehouse as people call it.
pub(super) fn name(cx: &Cx, warehouse: &Warehouse) -> String {
    format!("{} – {}", warehouse.code, cx.l.text(&warehouse.name))
}
