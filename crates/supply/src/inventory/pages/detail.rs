//! One posted document: its head, its lines, the entry in the books.

use base::Cx;
use base::ui::{Card, Column, Facts, PageHeader, Row, Table, bdi};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};

use super::super::document::{Kind, StockDocument, WarehouseName};
use super::history::reason_name;
use super::index::item_name;
use crate::catalog::unit_name;
use crate::forms;

/// The page of a document.
pub(super) fn page(cx: &Cx, document: &StockDocument, happened: &[AuditEntry]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    html! {
        (PageHeader::new(&texts, &document.number)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(super::documents::title(l, document.kind), document.kind.path()))
        div.split {
            div.stack { (Card::new(html! { (lines(cx, document)) }).flush()) }
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
    if document.kind == Kind::Receipt {
        facts = facts.text(l.t("inventory-reference"), &document.reference);
    }
    facts = facts
        .text(l.t("inventory-note"), &document.note)
        .text(l.t("inventory-recorded"), &l.timestamp(document.recorded_at));
    if document.kind == Kind::Transfer {
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

fn lines(cx: &Cx, document: &StockDocument) -> Table {
    let l = &cx.l;
    let mut columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-unit")),
    ];
    let valued = document.kind != Kind::Transfer;
    if valued {
        columns.push(Column::new(l.t("inventory-value")).numeric());
    }
    let rows = document.lines.iter().map(|line| {
        let mut cells = vec![
            bdi(&line.sku),
            bdi(&item_name(cx, &line.name, &line.options)),
            bdi(&l.quantity(line.quantity)),
            bdi(&unit_name(l, &line.unit)),
        ];
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
    let empty = || html! {};
    table.foot(vec![
        empty(),
        html! { (l.t("inventory-total")) },
        empty(),
        empty(),
        bdi(&l.money(document.value)),
    ])
}
