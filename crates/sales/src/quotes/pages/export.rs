//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{QuoteQuery, list};
use super::state_word;

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<QuoteQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "orders-number",
        "orders-date",
        "quotes-valid-until",
        "orders-customer",
        "orders-reference",
        "orders-state",
        "quotes-order",
        "orders-currency",
        "orders-net",
        "orders-tax",
        "orders-gross",
    ];
    let mut file = Export::new(wanted.format, "quotes", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for head in &page.items {
            let order = head.order.as_ref().and_then(|order| order.number.as_ref());
            file.row([
                Cell::from(head.number.as_ref()),
                head.quote_date.into(),
                head.valid_until.into(),
                (&head.customer.name).into(),
                (&head.reference).into(),
                state_word(l, head.state).into(),
                Cell::from(order),
                head.gross.currency.code().into(),
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
