//! One posted document: its head, its lines, the entry in the books.

use base::Cx;
use base::ui::{Button, Card, Column, Facts, Icon, PageHeader, Row, Table, bdi};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};

use super::super::arrive::TransitLine;
use super::super::document::{DocumentLine, Kind, StockDocument, WarehouseName};
use super::super::lot::LotName;
use super::history::reason_name;
use super::index::item_name;
use crate::catalog::unit_name;
use crate::forms;

/// The page of a document; of a transfer that took time with what became of its goods.
pub(super) fn page(
    cx: &Cx,
    document: &StockDocument,
    transit: &[TransitLine],
    happened: &[AuditEntry],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let arrive = format!("{}/{}/arrive", document.kind.path(), document.id);
    html! {
        (PageHeader::new(&texts, &document.number)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(super::documents::title(l, document.kind), document.kind.path())
            .actions(html! {
                @if document.in_transit && cx.may("stock.transfer") {
                    (Button::link(l.t("inventory-arrive"), arrive).primary().icon(Icon::Box))
                }
            }))
        div.split {
            div.stack {
                (Card::new(html! { (lines(cx, document)) }).flush())
                @if !transit.is_empty() {
                    (Card::new(html! { (super::transit::table(cx, transit)) }).flush()
                        .title(l.t("inventory-in-transit")))
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, document)) }).title(l.t("inventory-about")))
                (Card::new(timeline_markup(l, happened)).title(l.t("inventory-happened")))
            }
        }
    }
}

fn facts(cx: &Cx, document: &StockDocument) -> Facts {
    let l = &cx.l;
    let name = |w: &WarehouseName| format!("{} – {}", w.code, l.text(&w.name));
    let mut facts = Facts::new().text(l.t("inventory-date"), &l.date(document.date));
    facts = match (&document.to_warehouse, document.kind) {
        (Some(to), _) => facts
            .text(l.t("inventory-from"), &name(&document.warehouse))
            .text(l.t("inventory-to"), &name(to)),
        (None, _) => facts.text(l.t("inventory-warehouse"), &name(&document.warehouse)),
    };
    if let Some(reason) = document.reason {
        facts = facts.text(l.t("inventory-reason"), &reason_name(cx, reason.word()));
    }
    if let Some(supplier) = &document.supplier {
        let href = format!("/admin/suppliers/{}", supplier.id);
        let link = html! {
            @if cx.may("suppliers.read") { a href=(href) { (bdi(&supplier.name)) } }
            @else { (bdi(&supplier.name)) }
        };
        facts = facts.markup(l.t("inventory-supplier"), link);
    }
    if document.kind == Kind::Receipt {
        facts = facts.text(l.t("inventory-reference"), &document.reference);
    }
    if let (Some(parent), Kind::Arrival) = (document.parent_id, document.kind) {
        let href = format!("{}/{parent}", Kind::Transfer.path());
        let link = html! { a href=(href) { (bdi(&document.reference)) } };
        facts = facts.markup(l.t("ledger-source-stock-transfer"), link);
    }
    facts = facts
        .text(l.t("inventory-note"), &document.note)
        .text(l.t("inventory-recorded"), &l.timestamp(document.recorded_at));
    if !super::documents::valued(document.kind) {
        return facts;
    }
    facts = facts.text(l.t("inventory-value"), &l.money(document.value));
    let entry = document.entry_id.filter(|_| cx.may("ledger.read"));
    match entry {
        Some(id) => facts.markup(
            l.t("inventory-entry"),
            html! { a href={ "/admin/ledger/entries/" (id) } { (l.t("inventory-entry-show")) } },
        ),
        None => facts,
    }
}

/// A quantity with its unit, and the second one beside it: 12 piece · 30.5 kg.
pub(super) fn amount(cx: &Cx, line: &DocumentLine) -> String {
    let l = &cx.l;
    let first = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
    match (line.second_quantity, &line.second_unit) {
        (Some(second), Some(unit)) => {
            format!("{first} · {} {}", l.quantity(second), unit_name(l, unit))
        }
        _ => first,
    }
}

/// A lot with its last day.
pub(super) fn lot_name(cx: &Cx, lot: &LotName) -> Markup {
    let day = lot.expires_on.map(|day| format!(" ({})", cx.l.date(day))).unwrap_or_default();
    html! {
        a href={ "/admin/stock/lots/" (lot.id) } { (bdi(&lot.code)) } (bdi(&day))
    }
}

fn lines(cx: &Cx, document: &StockDocument) -> Table {
    let l = &cx.l;
    let all = &document.lines;
    let (lots, from, to) = (
        all.iter().any(|line| line.lot.is_some()),
        all.iter().any(|line| line.from.is_some()),
        all.iter().any(|line| line.to.is_some()),
    );
    let mut columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
    ];
    let valued = super::documents::valued(document.kind);
    let more = [(lots, "inventory-lot"), (from, "inventory-from"), (to, "inventory-to")];
    columns.extend(more.iter().filter(|(on, _)| *on).map(|(_, key)| Column::new(l.t(key))));
    if valued {
        columns.push(Column::new(l.t("inventory-value")).numeric());
    }
    let count = columns.len();
    let rows = all.iter().map(|line| {
        let mut cells = vec![
            bdi(&line.sku),
            bdi(&item_name(cx, &line.name, &line.options)),
            bdi(&amount(cx, line)),
        ];
        if lots {
            cells.push(html! { @if let Some(lot) = &line.lot { (lot_name(cx, lot)) } });
        }
        for (on, path) in [(from, &line.from), (to, &line.to)] {
            if on {
                cells.push(bdi(path.as_deref().unwrap_or_default()));
            }
        }
        if valued {
            cells.push(bdi(&l.money(line.value)));
        }
        let href = format!("/admin/stock/moves?variant={}", line.variant_id);
        Row::linked(line.variant_id.to_string(), &line.sku, href, cells)
    });
    let table = Table::new(l.t("inventory-lines"), columns).rows(rows);
    if !valued {
        return table;
    }
    let mut foot: Vec<Markup> = (0..count).map(|_| html! {}).collect();
    if let Some(cell) = foot.get_mut(1) {
        *cell = html! { (l.t("inventory-total")) };
    }
    if let Some(cell) = foot.last_mut() {
        *cell = bdi(&l.money(document.value));
    }
    table.foot(foot)
}
