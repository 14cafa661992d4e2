//! The trial balance and the ledger of an account as files.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Path, Problem, Query};
use uuid::Uuid;

use super::super::{LedgerQuery, TrialBalanceQuery, source_name};
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn trial_balance(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(query): Query<TrialBalanceQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let mut tx = cx.read().await?;
    let found = super::super::trial_balance(&mut tx, &query).await?;
    let headings =
        ["ledger-code", "ledger-account", "ledger-type", "ledger-debit", "ledger-credit"];
    let name = format!("trial-balance-{}", found.as_of);
    let mut file = Export::new(wanted.format, &name, headings.map(|key| l.t(key)))?;
    for row in &found.rows {
        file.row([
            Cell::from(&row.code),
            l.text(&row.name).into(),
            l.t(&format!("ledger-type-{}", row.kind.name())).into(),
            row.debit.into(),
            row.credit.into(),
        ])?;
    }
    let sum = Cell::from(l.t("ledger-sum"));
    file.row([Cell::Empty, sum, Cell::Empty, found.debit.into(), found.credit.into()])?;
    file.finish().await
}

pub(super) async fn account(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<LedgerQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "ledger-date",
        "ledger-entry",
        "ledger-document",
        "ledger-memo",
        "ledger-debit",
        "ledger-credit",
        "ledger-balance",
    ];
    let mut tx = cx.read().await?;
    let account = super::super::account(&mut tx, id).await?;
    let name = format!("account-{}", account.code);
    let mut file = Export::new(wanted.format, &name, headings.map(|key| cx.l.t(key)))?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::account_ledger(&mut tx, id, &query).await?;
        for line in &page.items {
            file.row([
                Cell::from(line.date),
                (&line.number).into(),
                source_name(&cx.app, &cx.l, &line.source_type).into(),
                (&line.memo).into(),
                line.debit.into(),
                line.credit.into(),
                line.balance.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
