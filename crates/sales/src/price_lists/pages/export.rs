//! The prices of a list as a file, which the import takes in again.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Path, Problem, Query};
use uuid::Uuid;

use super::super::find;
use super::detail::next_page;

pub(super) async fn export(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(wanted): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "price-lists-list",
        "orders-sku",
        "orders-product",
        "price-lists-from",
        "orders-price",
        "orders-currency",
    ];
    let mut file = Export::new(wanted.format, "prices", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    let list = find(&mut tx, id).await?;
    let mut after = None;
    for _ in 0..MOST_ROWS / 200 {
        let page = next_page(&mut tx, id, after).await?;
        for price in &page.items {
            file.row([
                Cell::from(&list.name),
                (&price.sku).into(),
                l.text(&price.name).into(),
                Cell::Number(price.from_quantity.to_string()),
                Cell::Number(price.unit_price.to_string()),
                list.currency.code().into(),
            ])?;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    file.finish().await
}
