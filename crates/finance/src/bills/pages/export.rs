//! The list of bills and debit notes as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Problem, Query};

use super::super::{BillQuery, list as bills};
use super::index::{kind, state};
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn list(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<BillQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "bills-number",
        "bills-kind",
        "bills-supplier-number",
        "bills-supplier",
        "bills-date",
        "bills-due",
        "bills-state",
        "bills-net",
        "bills-tax",
        "bills-gross",
    ];
    let mut file = Export::new(wanted.format, "bills", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = bills(&mut tx, &query).await?;
        for one in &page.items {
            file.row([
                Cell::from(one.number.as_ref()),
                kind(&cx, one.kind).into(),
                (&one.supplier_number).into(),
                (&one.supplier).into(),
                one.bill_date.into(),
                one.due_date.into(),
                state(&cx, one.state).into(),
                one.net.into(),
                one.tax.into(),
                one.gross.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
