//! Bills and debit notes as people see them. They are entered, approved and corrected on the
//! pages of `purchasing`, under the same addresses.

mod detail;
mod export;
mod index;

use axum::response::Response;
use base::{Access, Cx, Hit, ListQuery, Path, Problem, Query, Route};
use uuid::Uuid;

use super::{BillQuery, BillRow};

const READ: Access = Access::Needs("bills.read");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/bills", READ, list),
        Route::get("/admin/bills/export", READ, export::list),
        Route::get("/admin/bills/{id}", READ, show),
    ]
}

/// The page of a document.
fn address(id: Uuid) -> String {
    format!("/admin/bills/{id}")
}

async fn list(cx: Cx, Query(query): Query<BillQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let saved = platform::saved_views::of_list(&mut tx, "/admin/bills").await?;
    Ok(cx.page(&cx.l.t("bills-title"), index::page(&cx, &query, &found, &saved)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = detail::gather(&cx, &mut tx, id).await?;
    Ok(cx.page(seen.bill.name(), detail::page(&cx, &seen)))
}

/// What the command palette finds: `#` in front asks for numbers.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim_start_matches('#').trim();
    if text.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(text.to_owned()), limit: Some(10), ..ListQuery::default() };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &BillQuery { list, ..BillQuery::default() }).await?;
    let hit = |row: BillRow| Hit {
        href: address(row.id),
        label: row.number.unwrap_or(row.supplier_number),
        detail: row.supplier,
    };
    Ok(found.items.into_iter().map(hit).collect())
}
