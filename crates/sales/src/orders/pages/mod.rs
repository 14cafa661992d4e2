//! Orders as people see them.

mod approval;
mod billing;
mod bulk;
mod credit;
mod detail;
mod ending;
mod entry;
mod export;
mod index;
mod limits;
mod line_grid;
mod moves;
mod note;
mod papers;
mod parcel;
mod spent;
mod typed;
mod typed_lines;
mod words;

use axum::response::Response;
use base::{Access, Cx, FormData, Hit, ListQuery, Path, Problem, Query, Route};
use finance::currencies;
use serde::Deserialize;
use serde_json::{Value, json};
use supply::catalog;
use supply::inventory;
use uuid::Uuid;

pub(crate) use line_grid::{
    LineAddresses, PricedFor, line_grid, line_sums, line_totals, product_cell,
};
pub(crate) use typed_lines::TypedLines;

use super::{Order, OrderFilter, OrderHead, OrderQuery};
use crate::price_lists;

const READ: Access = Access::Needs("orders.read");
const EDIT: Access = Access::Needs("orders.edit");
const CONFIRM: Access = Access::Needs("orders.confirm");
const INVOICE: Access = Access::Needs("orders.invoice");
const CANCEL: Access = Access::Needs("orders.cancel");
const DELIVER: Access = Access::Needs("orders.deliver");
const APPROVE: Access = Access::Needs("orders.approve");
const LIMITS: Access = Access::Needs("orders.set_limits");
const EXCEED: Access = Access::Needs("orders.exceed_credit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/orders", READ, list),
        Route::get("/admin/orders/export", READ, export::export),
        Route::post("/admin/orders/confirm", CONFIRM, bulk::confirm),
        Route::get("/admin/orders/products", EDIT, products),
        Route::get("/admin/orders/new", EDIT, entry::new),
        Route::post("/admin/orders/new", EDIT, entry::place),
        Route::post("/admin/orders/totals", EDIT, totals),
        Route::get("/admin/orders/{id}", READ, show),
        Route::get("/admin/orders/{id}/edit", EDIT, entry::edit),
        Route::post("/admin/orders/{id}/edit", EDIT, entry::change),
        Route::post("/admin/orders/{id}/confirm", CONFIRM, moves::confirm),
        Route::post("/admin/orders/{id}/cancel", CANCEL, moves::cancel),
        Route::post("/admin/orders/{id}/cut-short", CANCEL, moves::cut_short),
        Route::post("/admin/orders/{id}/approve", APPROVE, approval::approve),
        Route::post("/admin/orders/{id}/reject", APPROVE, approval::refuse),
        Route::get("/admin/settings/approvals", LIMITS, limits::show),
        Route::post("/admin/settings/approvals", LIMITS, limits::save),
        Route::post("/admin/orders/{id}/credit", EXCEED, credit::release),
        Route::post("/admin/orders/{id}/invoice", INVOICE, billing::invoice),
        Route::get("/admin/orders/{id}/deliver", DELIVER, parcel::ask),
        Route::post("/admin/orders/{id}/deliver", DELIVER, parcel::deliver),
        Route::get("/admin/deliveries/{id}", READ, delivery),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/orders/{id}")
}

/// The number of an order, or the word for a draft.
fn name(cx: &Cx, head: &OrderHead) -> String {
    head.number.clone().unwrap_or_else(|| cx.l.t("orders-state-draft"))
}

async fn list(cx: Cx, Query(query): Query<OrderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let customer = match query.filter.customer_id {
        Some(id) => Some(crate::customers::find(&mut tx, id).await?),
        None => None,
    };
    let views = platform::saved_views::of_list(&mut tx, "/admin/orders").await?;
    let page = index::page(&cx, &query.filter, &found, customer.as_ref(), &views);
    Ok(cx.page(&cx.l.t("orders-title"), page))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    detail::answer(&cx, id, None).await
}

async fn delivery(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let delivery = super::find_delivery(&mut tx, id).await?;
    let order = super::find(&mut tx, delivery.order_id).await?;
    let customer = crate::customers::find(&mut tx, order.head.customer.id).await?;
    let lots = inventory::lots_left_with(&mut tx, "delivery", id).await?;
    Ok(note::page(&cx, &delivery, &lots, &order, &customer))
}

/// What somebody types who looks for a product.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// The type-ahead of the lines: its members fill the columns of the same names.
pub(crate) async fn products(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = catalog::lookup(&mut tx, &asked.q, 20).await?;
    // Where there are price lists, the price is the customer's: it is found when the line is
    // priced, and what stands in the cell would count as entered.
    let mut listed = price_lists::lists(&mut tx).await?.iter().any(|list| list.active);
    // And where there are other currencies, nobody knows yet what the order is in.
    listed |= currencies::choices(&mut tx).await?.len() > 1;
    let choices: Vec<Value> = found
        .iter()
        .map(|v| {
            let mut choice = json!({"id": v.id, "code": v.sku, "label": v.title(cx.l.lang()),
                "tax_code_id": v.tax_code_id});
            if !listed {
                choice["price"] = json!(v.price);
            }
            choice
        })
        .collect();
    cx.json(&choices)
}

/// The sums below the lines while somebody types.
async fn totals(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = typed::Typed::read(&data);
    typed.resolve(&mut tx).await?;
    let sums = line_totals(&cx, &mut tx, &typed.lines, typed.priced_for()).await?;
    Ok(axum::response::IntoResponse::into_response(sums))
}

/// What the command palette finds: `#` in front asks for numbers alone.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let wanted = text.trim_start_matches('#').trim();
    if wanted.is_empty() || text.starts_with('@') {
        return Ok(Vec::new());
    }
    let list = ListQuery { q: Some(wanted.to_owned()), limit: Some(10), ..ListQuery::default() };
    let query = OrderQuery { filter: OrderFilter::default(), list };
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let hit = |head: OrderHead| Hit {
        href: address(head.id),
        label: name(cx, &head),
        detail: head.customer.name,
    };
    Ok(found.items.into_iter().map(hit).collect())
}

/// The hidden fields of a form about an order: the key of the command and what was read.
fn hidden(cx: &Cx, order: &Order) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), order.head.version.to_string()));
    hidden
}
