//! The list of payments as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Money, Problem, Query};

use super::super::PaymentQuery;
use super::index::{invoice_numbers, method};
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn list(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<PaymentQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "payments-number",
        "payments-party",
        "payments-date",
        "payments-method",
        "payments-invoices",
        "payments-reference",
        "invoices-currency",
        "payments-amount",
    ];
    let mut file = Export::new(wanted.format, "payments", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        for payment in &page.items {
            file.row([
                Cell::from(&payment.number),
                (&payment.party).into(),
                payment.date.into(),
                method(&cx, payment.method).into(),
                invoice_numbers(payment).into(),
                (&payment.reference).into(),
                payment.amount.currency.code().into(),
                Money::new(
                    payment.direction.sign() * payment.amount.minor,
                    payment.amount.currency,
                )
                .into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
