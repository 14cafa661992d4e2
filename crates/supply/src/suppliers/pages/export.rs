//! The list as a file: every row that the filters leave, not only those of the page.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use uuid::Uuid;

use super::super::{SupplierQuery, list, ratings};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<SupplierQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "suppliers-code",
        "suppliers-name",
        "suppliers-contact",
        "suppliers-email",
        "suppliers-phone",
        "suppliers-tax-number",
        "suppliers-address",
        "suppliers-city",
        "suppliers-country",
        "suppliers-payment-days",
        "suppliers-currency",
        "suppliers-price-tolerance",
        "suppliers-quantity-tolerance",
        "suppliers-rating",
        "suppliers-state",
    ];
    let mut file = Export::new(wanted.format, "suppliers", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        let ids: Vec<Uuid> = page.items.iter().map(|supplier| supplier.id).collect();
        let ratings = ratings(&mut tx, &ids).await?;
        for c in &page.items {
            let state = if c.active { "suppliers-active-yes" } else { "suppliers-active-no" };
            file.row([
                Cell::from(&c.code),
                (&c.name).into(),
                (&c.contact).into(),
                (&c.email).into(),
                (&c.phone).into(),
                (&c.tax_number).into(),
                (&c.address).into(),
                (&c.city).into(),
                c.country.to_string().into(),
                c.payment_days.into(),
                c.currency.to_string().into(),
                Cell::Number(c.price_tolerance.to_percent_string()),
                Cell::Number(c.quantity_tolerance.to_percent_string()),
                ratings.get(&c.id).and_then(|rating| rating.score).into(),
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
