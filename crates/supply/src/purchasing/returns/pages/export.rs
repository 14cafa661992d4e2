//! The list of purchase returns as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{PurchaseReturnQuery, list};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<PurchaseReturnQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "purchasing-number",
        "purchasing-date",
        "purchasing-supplier",
        "purchasing-receipt",
        "purchasing-reason",
        "purchasing-currency",
        "purchasing-value",
        "purchasing-worth",
    ];
    let mut file = Export::new(wanted.format, "purchase-returns", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for one in &page.items {
            file.row([
                Cell::from(&one.number),
                one.date.into(),
                (&one.supplier).into(),
                (&one.receipt_number).into(),
                (&one.reason).into(),
                one.value.currency.code().into(),
                one.value.into(),
                one.cost.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
