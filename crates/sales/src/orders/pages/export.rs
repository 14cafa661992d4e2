//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{OrderQuery, list};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<OrderQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "orders-number",
        "orders-date",
        "orders-customer",
        "orders-reference",
        "orders-state",
        "orders-delivery",
        "orders-payment",
        "orders-net",
        "orders-tax",
        "orders-gross",
    ];
    let mut file = Export::new(wanted.format, "orders", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for head in &page.items {
            file.row([
                Cell::from(head.number.as_ref()),
                head.order_date.into(),
                (&head.customer.name).into(),
                (&head.reference).into(),
                l.t(&format!("orders-state-{}", head.state.as_str())).into(),
                l.t(&format!("orders-delivery-{}", head.delivery_state.as_str())).into(),
                l.t(&format!("orders-payment-{}", head.payment_state.as_str())).into(),
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
