//! The list of invoices and credit notes as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Problem, Query};

use super::super::{InvoiceQuery, InvoiceRow, Kind};
use super::index::{kind, signed, state};
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn list(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<InvoiceQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "invoices-number",
        "invoices-kind",
        "invoices-customer",
        "invoices-issue-date",
        "invoices-due-date",
        "invoices-state",
        "invoices-net-own",
        "invoices-currency",
        "invoices-gross",
        "invoices-open",
    ];
    let mut file = Export::new(wanted.format, "invoices", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        for one in &page.items {
            file.row(row(&cx, one))?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

fn row<'a>(cx: &Cx, one: &'a InvoiceRow) -> [Cell<'a>; 10] {
    let due = (one.kind == Kind::Invoice).then_some(one.due_date);
    [
        Cell::from(&one.number),
        kind(cx, one.kind).into(),
        (&one.customer).into(),
        one.issue_date.into(),
        due.into(),
        state(cx, one.kind, one.state).into(),
        one.net_base.into(),
        one.gross.currency.code().into(),
        signed(one.kind, one.gross).into(),
        signed(one.kind, one.open).into(),
    ]
}
