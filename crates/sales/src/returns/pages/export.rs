//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{ReturnQuery, list};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<ReturnQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "orders-number",
        "orders-customer",
        "returns-order",
        "returns-delivery",
        "returns-invoice",
        "returns-reason",
        "orders-state",
        "returns-received-on",
        "returns-value",
        "returns-loss",
    ];
    let mut file = Export::new(wanted.format, "returns", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for head in &page.items {
            file.row([
                Cell::from(head.number.clone().unwrap_or_default()),
                (&head.customer.name).into(),
                Cell::from(head.order_number.clone().unwrap_or_default()),
                Cell::from(head.delivery_number.clone().unwrap_or_default()),
                Cell::from(head.invoice_number.clone().unwrap_or_default()),
                (&head.reason).into(),
                l.t(&format!("returns-state-{}", head.state.as_str())).into(),
                head.received_on.map_or(Cell::Empty, Cell::Date),
                head.value.into(),
                head.loss.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
