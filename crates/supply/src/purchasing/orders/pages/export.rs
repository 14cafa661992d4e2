//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{PurchaseOrderQuery, list};
use super::word;

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<PurchaseOrderQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "purchasing-number",
        "purchasing-date",
        "purchasing-supplier",
        "purchasing-expected",
        "purchasing-reference",
        "purchasing-state",
        "purchasing-net",
        "purchasing-tax",
        "purchasing-gross",
    ];
    let mut file = Export::new(wanted.format, "purchase-orders", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for head in &page.items {
            file.row([
                Cell::from(head.number.as_ref()),
                head.order_date.into(),
                (&head.supplier.name).into(),
                head.expected_date.into(),
                (&head.reference).into(),
                word(l, head.state).into(),
                head.net.into(),
                head.tax.into(),
                head.gross.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
