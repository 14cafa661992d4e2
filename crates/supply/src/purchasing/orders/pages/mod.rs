//! Orders to suppliers as people see them.

mod detail;
mod entry;
mod export;
mod index;
mod moves;
mod parcel;
mod typed;

use std::collections::HashMap;

use axum::response::Response;
use base::ui::{Badge, Tone};
use base::{Access, Cx, FormData, Hit, L, ListQuery, Path, Problem, Query, Route};
use finance::currencies;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PurchaseOrderHead, PurchaseOrderQuery, PurchaseOrderState, api, last_prices};
use crate::catalog;

const READ: Access = Access::Needs("purchasing.read");
const EDIT: Access = Access::Needs("purchasing.edit");
const APPROVE: Access = Access::Needs("purchasing.approve");
const RECEIVE: Access = Access::Needs("purchasing.receive");

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/purchase-orders", READ, list),
        Route::get("/admin/purchase-orders/export", READ, export::export),
        Route::get("/admin/purchase-orders/products", READ, products),
        Route::get("/admin/purchase-orders/new", EDIT, entry::new),
        Route::post("/admin/purchase-orders/new", EDIT, entry::place),
        Route::post("/admin/purchase-orders/totals", READ, totals),
        Route::get("/admin/purchase-orders/{id}", READ, show),
        Route::get("/admin/purchase-orders/{id}/edit", EDIT, entry::edit),
        Route::post("/admin/purchase-orders/{id}/edit", EDIT, entry::change),
        Route::get("/admin/purchase-orders/{id}/pdf", READ, api::pdf),
        Route::post("/admin/purchase-orders/{id}/approve", APPROVE, moves::approve),
        Route::post("/admin/purchase-orders/{id}/send", EDIT, moves::send),
        Route::post("/admin/purchase-orders/{id}/cancel", EDIT, moves::cancel),
        Route::post("/admin/purchase-orders/{id}/close", EDIT, moves::close),
        Route::get("/admin/purchase-orders/{id}/receive", RECEIVE, parcel::ask),
        Route::post("/admin/purchase-orders/{id}/receive", RECEIVE, parcel::receive),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/purchase-orders/{id}")
}

/// The number of an order, or the word for a draft.
fn name(cx: &Cx, head: &PurchaseOrderHead) -> String {
    head.number.clone().unwrap_or_else(|| cx.l.t("purchasing-state-draft"))
}

/// A state in a word.
pub(super) fn word(l: &L, state: PurchaseOrderState) -> String {
    l.t(&format!("purchasing-state-{}", state.as_str().replace('_', "-")))
}

/// A state in a word and a colour.
fn badge(l: &L, state: PurchaseOrderState) -> Badge {
    use PurchaseOrderState as S;
    let tone = match state {
        S::Draft | S::Closed => Tone::Neutral,
        S::Approved | S::Sent => Tone::Info,
        S::PartiallyReceived => Tone::Warning,
        S::Received | S::Billed => Tone::Success,
        S::Cancelled => Tone::Danger,
    };
    Badge::new(tone, word(l, state))
}

async fn list(cx: Cx, Query(query): Query<PurchaseOrderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let supplier = match query.filter.supplier_id {
        Some(id) => Some(crate::suppliers::find(&mut tx, id).await?),
        None => None,
    };
    let views = platform::saved_views::of_list(&mut tx, "/admin/purchase-orders").await?;
    let page = index::page(&cx, &found, supplier.as_ref(), &views);
    Ok(cx.page(&cx.l.t("purchasing-orders"), page))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// The type-ahead of the grid: its members fill the columns of the same names.
async fn products(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = catalog::lookup(&mut tx, &asked.q, 20).await?;
    let ids: Vec<Uuid> = found.iter().map(|v| v.id).collect();
    // Where there are other currencies, nobody knows yet what the order is in: a price that is
    // left open is found when the line is priced.
    let prices = match currencies::choices(&mut tx).await?.len() {
        1 => last_prices(&mut tx, &ids).await?,
        _ => HashMap::new(),
    };
    let choice = |v: &catalog::Variant| {
        let price = prices.get(&v.id).map(ToString::to_string).unwrap_or_default();
        json!({"id": v.id, "code": v.sku, "label": v.title(cx.l.lang()), "price": price,
            "tax_code_id": v.tax_code_id})
    };
    let choices: Vec<Value> = found.iter().map(choice).collect();
    cx.json(&choices)
}

/// The sums below the lines while somebody types.
async fn totals(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = typed::Typed::read(&data);
    typed.resolve(&mut tx).await?;
    let (totals, _) = entry::totals(&cx, &mut tx, &typed).await?;
    Ok(axum::response::IntoResponse::into_response(maud::html! { (totals) }))
}

/// What the command palette finds: `#` in front asks for numbers alone.
pub(in crate::purchasing) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let wanted = text.trim_start_matches('#').trim();
    if wanted.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(wanted.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = PurchaseOrderQuery { list, ..PurchaseOrderQuery::default() };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |head: PurchaseOrderHead| Hit {
        href: address(head.id),
        label: name(cx, &head),
        detail: head.supplier.name,
    };
    Ok(found.items.into_iter().map(hit).collect())
}
