//! The lists as files: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, ListQuery, Problem, Query};
use finance::ledger;

use super::super::documents::DocumentQuery;
use super::super::levels::LevelQuery;
use super::super::moves::MoveQuery;
use super::{documents, kind};

/// Rows that are read in one go.
pub(super) const PAGE: u32 = 200;

/// From the first row on, whatever page was shown.
pub(super) fn from_the_start(list: &mut ListQuery) {
    (list.limit, list.after) = (Some(PAGE), None);
}

pub(super) async fn levels(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<LevelQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-sku",
        "inventory-item",
        "inventory-on-hand",
        "inventory-reserved",
        "inventory-available",
        "inventory-unit",
        "inventory-in-transit",
    ];
    let mut file = Export::new(wanted.format, "stock", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = super::super::levels(&mut tx, &query).await?;
        for level in &page.items {
            file.row([
                Cell::from(&level.sku),
                super::index::item_name(&cx, &level.name, &level.options).into(),
                level.on_hand.into(),
                level.reserved.into(),
                level.available.into(),
                (&level.unit).into(),
                level.in_transit.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

pub(super) async fn moves(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<MoveQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-date",
        "inventory-source",
        "inventory-reason",
        "inventory-sku",
        "inventory-item",
        "inventory-from",
        "inventory-to",
        "inventory-quantity",
        "inventory-unit",
        "inventory-value",
        "inventory-lot",
        "inventory-second",
    ];
    let mut file = Export::new(wanted.format, "stock-moves", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = super::super::moves(&mut tx, &query).await?;
        for one in &page.items {
            file.row([
                Cell::from(one.date),
                ledger::source_name(&cx.app, &cx.l, &one.source_type).into(),
                (&one.reason).into(),
                (&one.sku).into(),
                l.text(&one.name).into(),
                (&one.from.code).into(),
                (&one.to.code).into(),
                one.quantity.into(),
                (&one.unit).into(),
                one.value.into(),
                one.lot.as_ref().map(|lot| &lot.code).into(),
                one.second_quantity.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

pub(super) async fn list<const KIND: u8>(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<DocumentQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-number",
        "inventory-date",
        "inventory-warehouse",
        "inventory-to",
        "inventory-reason",
        "inventory-reference",
        "inventory-note",
        "inventory-value",
    ];
    let name = documents::file_name(kind(KIND));
    let mut file = Export::new(wanted.format, name, headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = super::super::documents(&mut tx, kind(KIND), &query).await?;
        for document in &page.items {
            let reason = document.reason.map(|reason| reason.word());
            file.row([
                Cell::from(&document.number),
                document.date.into(),
                (&document.warehouse.code).into(),
                document.to_warehouse.as_ref().map(|to| &to.code).into(),
                reason.map(|reason| super::history::reason_name(&cx, reason)).into(),
                (&document.reference).into(),
                (&document.note).into(),
                document.value.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
