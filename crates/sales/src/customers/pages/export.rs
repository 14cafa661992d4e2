//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{CustomerQuery, list};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<CustomerQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "customers-code",
        "customers-name",
        "customers-email",
        "customers-phone",
        "customers-tax-number",
        "customers-address",
        "customers-city",
        "customers-country",
        "customers-payment-days",
        "customers-credit-limit",
        "customers-state",
    ];
    let mut file = Export::new(wanted.format, "customers", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for c in &page.items {
            let state = if c.active { "customers-active-yes" } else { "customers-active-no" };
            file.row([
                Cell::from(&c.code),
                (&c.name).into(),
                (&c.email).into(),
                (&c.phone).into(),
                (&c.tax_number).into(),
                (&c.address).into(),
                (&c.city).into(),
                c.country.to_string().into(),
                c.payment_days.into(),
                c.credit_limit.into(),
                l.t(state).into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
