//! Rates as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Problem, Query};

use super::super::RateQuery;
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn rates(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<RateQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "currencies-currency",
        "currencies-date",
        "currencies-units",
        "currencies-rate",
        "currencies-source",
    ];
    let mut file = Export::new(wanted.format, "rates", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::rates(&mut tx, &query).await?;
        for rate in &page.items {
            file.row([
                Cell::from(rate.currency.code()),
                rate.date.into(),
                rate.units.into(),
                rate.rate.into(),
                (&rate.source).into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
