//! The lists of receipts, adjustments and transfers.

use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Query, Row, Table, Tone, bdi,
};
use base::{Cx, L, List};
use maud::{Markup, html};

use super::super::document::{Kind, Reason, StockDocument};
use super::super::warehouse::Warehouse;
use super::history::reason_name;
use crate::forms;

/// What the kind is called, many of them.
pub(super) fn title(l: &L, kind: Kind) -> String {
    l.t(&format!("inventory-{}s", kind.word()))
}

/// What a file of them is called.
pub(super) fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Receipt => "receipts",
        Kind::Adjustment => "adjustments",
        Kind::Transfer => "transfers",
        Kind::Arrival => "arrivals",
        Kind::Count => "counts",
        Kind::Processing => "processings",
    }
}

/// The button that makes one, for those who may; arrivals and counts come of other pages.
fn maker(cx: &Cx, kind: Kind) -> Option<Button> {
    let permission = match kind {
        Kind::Receipt => "stock.receive",
        Kind::Adjustment => "stock.adjust",
        Kind::Transfer => "stock.transfer",
        Kind::Processing => "stock.process",
        Kind::Arrival | Kind::Count => return None,
    };
    let label = super::entry::title(&cx.l, kind);
    let href = format!("{}/new", kind.path());
    cx.may(permission).then(|| Button::link(label, href).primary())
}

/// Whether such documents change the value of the stock.
pub(super) fn valued(kind: Kind) -> bool {
    kind != Kind::Transfer
}

/// The page of one of the lists.
pub(super) fn page(
    cx: &Cx,
    kind: Kind,
    found: &List<StockDocument>,
    warehouses: &[Warehouse],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let new = maker(cx, kind);
    let nothing = format!("inventory-no-{}s", kind.word());
    let text = l.t(&format!("{nothing}-text"));
    let empty = Empty::new(Icon::Box, l.t(&nothing), text)
        .actions(html! { @if let Some(new) = &new { (new) } });
    let places = warehouses.iter().map(|w| (w.id.to_string(), super::index::name(cx, w)));
    let table = table(cx, kind, &query, &found.items);
    let mut list = ListView::new(&texts, "documents", &query, table, empty)
        .search(l.t("inventory-search-documents"))
        .filter("warehouse", l.t("inventory-warehouse"), places)
        .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
        .pager(super::pager(cx, &query, found))
        .export("CSV", format!("{}/export?format=csv", kind.path()))
        .export("XLSX", format!("{}/export?format=xlsx", kind.path()));
    if matches!(kind, Kind::Adjustment | Kind::Arrival) {
        let reasons = Reason::ALL.map(|reason| (reason.word(), reason_name(cx, reason.word())));
        list = list.filter("reason", l.t("inventory-reason"), reasons);
    }
    html! {
        (PageHeader::new(&texts, title(l, kind)).crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                @if let Some(new) = new.clone() { (new.icon(Icon::Plus).key('c')) }
            }))
        (super::tabs(cx, kind.path()))
        (list)
    }
}

fn table(cx: &Cx, kind: Kind, query: &Query, documents: &[StockDocument]) -> Table {
    let l = &cx.l;
    let mut columns = vec![
        Column::new(l.t("inventory-number")).title().unbroken().sorts(query, "number"),
        Column::new(l.t("inventory-date")).unbroken().sorts(query, "date"),
    ];
    columns.extend(
        match kind {
            Kind::Receipt => [l.t("inventory-warehouse"), l.t("inventory-reference")],
            Kind::Arrival => [l.t("inventory-warehouse"), l.t("ledger-source-stock-transfer")],
            Kind::Transfer => [l.t("inventory-from"), l.t("inventory-to")],
            _ => [l.t("inventory-warehouse"), l.t("inventory-reason")],
        }
        .map(Column::new),
    );
    columns.push(Column::new(l.t("inventory-note")));
    if valued(kind) {
        columns.push(Column::new(l.t("inventory-value")).numeric().sorts(query, "value"));
    }
    let rows = documents.iter().map(|document| {
        let other = match kind {
            Kind::Receipt | Kind::Arrival => document.reference.clone(),
            Kind::Transfer => {
                document.to_warehouse.as_ref().map(|w| w.code.clone()).unwrap_or_default()
            }
            _ => document.reason.map(|r| reason_name(cx, r.word())).unwrap_or_default(),
        };
        let mut cells = vec![
            html! {
                (bdi(&document.number))
                @if document.in_transit {
                    " " (Badge::new(Tone::Warning, l.t("inventory-in-transit")))
                }
            },
            bdi(&l.date(document.date)),
            bdi(&document.warehouse.code),
            bdi(&other),
            bdi(&document.note),
        ];
        if valued(kind) {
            cells.push(bdi(&l.money(document.value)));
        }
        let href = format!("{}/{}", kind.path(), document.id);
        Row::linked(document.id.to_string(), &document.number, href, cells)
    });
    Table::new(title(l, kind), columns).rows(rows)
}
