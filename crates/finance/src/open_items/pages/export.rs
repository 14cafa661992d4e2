//! Open items, the ageing and statements as files.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Path, Problem, Query};
use uuid::Uuid;

use super::super::{AgeingQuery, ItemQuery, Side, StatementQuery};
use super::ageing::COLUMNS;
use crate::files::{MOST_PAGES, from_the_start};
use crate::ledger::document_name;

pub(super) async fn list(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<ItemQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "open-items-number",
        "open-items-document",
        "open-items-party",
        "open-items-date",
        "open-items-due",
        "invoices-currency",
        "open-items-amount",
        "open-items-open",
    ];
    let mut file = Export::new(wanted.format, "open-items", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        for item in &page.items {
            file.row([
                Cell::from(&item.number),
                document_name(&cx.l, &item.document_type).into(),
                (&item.party_name).into(),
                item.date.into(),
                item.due_date.into(),
                item.amount.currency.code().into(),
                item.amount.into(),
                item.open.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

pub(super) async fn ageing(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(query): Query<AgeingQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let mut tx = cx.read().await?;
    let found = super::super::ageing(&mut tx, &query).await?;
    let mut headings = vec![l.t("open-items-party")];
    headings.extend(COLUMNS.map(|key| l.t(key)));
    let name = format!("ageing-{}-{}", found.side.name(), found.as_of);
    let mut file = Export::new(wanted.format, &name, headings)?;
    for row in &found.rows {
        let amounts = row.ages.columns().into_iter().map(Cell::from);
        file.row([Cell::from(&row.party_name)].into_iter().chain(amounts))?;
    }
    let sums = found.total.columns().into_iter().map(Cell::from);
    file.row([Cell::from(l.t("ledger-sum"))].into_iter().chain(sums))?;
    file.finish().await
}

pub(super) async fn statement(
    cx: Cx,
    Path((side, party)): Path<(Side, Uuid)>,
    Query(wanted): Query<ExportQuery>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let mut tx = cx.read().await?;
    let found = super::super::statement(&mut tx, side, party, query).await?;
    let headings = [
        "open-items-date",
        "open-items-document",
        "open-items-number",
        "open-items-due",
        "open-items-amount",
        "open-items-balance",
    ];
    let name = format!("statement-{}-{}", found.from, found.to);
    let mut file = Export::new(wanted.format, &name, headings.map(|key| l.t(key)))?;
    let sum = |key: &str, date: base::Date, balance: base::Money| {
        let empty = || Cell::Empty;
        [Cell::from(date), l.t(key).into(), empty(), empty(), empty(), balance.into()]
    };
    file.row(sum("open-items-opening", found.from, found.opening))?;
    for line in &found.lines {
        file.row([
            Cell::from(line.date),
            super::statement::kind(l, line).into(),
            (&line.number).into(),
            line.due_date.map_or(Cell::Empty, Cell::from),
            line.amount.into(),
            line.balance.into(),
        ])?;
    }
    file.row(sum("open-items-closing", found.to, found.closing))?;
    file.finish().await
}
