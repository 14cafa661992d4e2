//! The list of landed costs as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Problem, Query};

use super::super::{LandedCostQuery, list};

/// Rows that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<LandedCostQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "purchasing-number",
        "purchasing-date",
        "purchasing-basis",
        "purchasing-note",
        "purchasing-currency",
        "purchasing-amount",
        "purchasing-to-stock",
        "purchasing-to-variance",
    ];
    let mut file = Export::new(wanted.format, "landed-costs", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    // From the first row on, whatever page was shown.
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = list(&mut tx, &query).await?;
        for one in &page.items {
            file.row([
                Cell::from(&one.number),
                one.date.into(),
                super::basis(l, one.basis).into(),
                (&one.note).into(),
                one.amount.currency.code().into(),
                one.amount.into(),
                one.on_hand.into(),
                one.gone.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
