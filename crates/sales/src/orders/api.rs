//! Orders and their deliveries as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Path, Problem, Query, Route};
use finance::invoices::Invoice;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    ApprovalRules, Cancellation, ChangeOrder, CreditRelease, Decision, Delivery, NewDelivery,
    NewOrder, NewOrderInvoice, NewRoleLimit, NewSale, Order, OrderHead, OrderQuery, RoleLimit,
    Standing,
};

const READ: Access = Access::Needs("orders.read");
const EDIT: Access = Access::Needs("orders.edit");

pub(super) fn routes() -> Vec<Route> {
    orders().into_iter().chain(moves()).chain(limits()).collect()
}

fn orders() -> Vec<Route> {
    vec![
        Route::get("/api/v1/orders", READ, list)
            .summary("Lists orders without their lines; `q` searches number, reference, customer.")
            .query::<OrderQuery>()
            .answers::<List<OrderHead>>(200),
        Route::post("/api/v1/orders", EDIT, place)
            .summary("Places an order as a draft, or confirmed at once with `confirm`.")
            .body::<NewOrder>()
            .answers::<Order>(201),
        Route::get("/api/v1/orders/{id}", READ, show)
            .summary("Shows an order with its lines; the ETag is its version.")
            .answers::<Order>(200),
        Route::patch("/api/v1/orders/{id}", EDIT, edit)
            .summary("Changes a draft: the fields that are sent; lines are replaced as a whole.")
            .body::<ChangeOrder>()
            .answers::<Order>(200),
    ]
}

fn moves() -> Vec<Route> {
    vec![
        Route::post("/api/v1/orders/{id}/confirmation", Access::Needs("orders.confirm"), confirm)
            .summary("Confirms a draft: holds its stock and takes its number, or refuses.")
            .body::<Version>()
            .answers::<Order>(200),
        Route::post("/api/v1/orders/{id}/cancellation", Access::Needs("orders.cancel"), cancel)
            .summary("Cancels an order of which nothing was delivered or invoiced.")
            .body::<Cancellation>()
            .answers::<Order>(200),
        Route::post("/api/v1/orders/{id}/closure", Access::Needs("orders.cancel"), cut_short)
            .summary("Cuts an order short: gives up what was neither delivered nor invoiced.")
            .body::<Cancellation>()
            .answers::<Order>(200),
        Route::get("/api/v1/orders/{id}/deliveries", READ, deliveries)
            .summary("Lists the deliveries of an order, oldest first.")
            .answers::<List<Delivery>>(200),
        Route::post("/api/v1/orders/{id}/deliveries", Access::Needs("orders.deliver"), deliver)
            .summary("Delivers lines of an order, or everything that is left.")
            .body::<NewDelivery>()
            .answers::<Delivery>(201),
        Route::post("/api/v1/orders/{id}/invoices", Access::Needs("orders.invoice"), invoice)
            .summary("Invoices what was delivered and is not invoiced yet, or the lines named.")
            .body::<NewOrderInvoice>()
            .answers::<Invoice>(201),
        Route::post("/api/v1/orders/{id}/approval", Access::Needs("orders.approve"), decide)
            .summary("Decides on what an order gives away; who sets limits decides on their own.")
            .body::<Decision>()
            .answers::<Order>(200),
        Route::get("/api/v1/orders/{id}/credit", READ, credit)
            .summary("Shows where the customer stands with its credit, seen from this order.")
            .answers::<CreditStanding>(200),
        Route::post("/api/v1/orders/{id}/credit", Access::Needs("orders.exceed_credit"), release)
            .summary("Lets an order go beyond its customer's limit of credit, with a reason.")
            .body::<CreditRelease>()
            .answers::<Order>(200),
        Route::post("/api/v1/sales", Access::Needs("orders.sell"), sell)
            .summary("Sells at once: takes the goods off the shelves and posts the invoice.")
            .body::<NewSale>()
            .answers::<Invoice>(201),
        Route::get("/api/v1/deliveries/{id}", READ, delivery)
            .summary("Shows a delivery with its lines.")
            .answers::<Delivery>(200),
    ]
}

fn limits() -> Vec<Route> {
    vec![
        Route::get("/api/v1/approval-rules", Access::Needs("orders.set_limits"), rules)
            .summary("Shows from when on orders need approval.")
            .answers::<ApprovalRules>(200),
        Route::post("/api/v1/approval-rules", Access::Needs("orders.set_limits"), set_rules)
            .summary("Says from when on orders need approval.")
            .body::<ApprovalRules>()
            .answers::<ApprovalRules>(200),
        Route::get("/api/v1/discount-limits", Access::Needs("orders.set_limits"), role_limits)
            .summary("Shows how much each role gives away without asking.")
            .answers::<List<RoleLimit>>(200),
        Route::post("/api/v1/discount-limits", Access::Needs("orders.set_limits"), set_role_limits)
            .summary("Says how much roles give away; those that are not named keep what they have.")
            .body::<NewRoleLimits>()
            .answers::<List<RoleLimit>>(200),
    ]
}

/// The version that a move was decided on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Version {
    /// The version that was read; the same as `If-Match`.
    version: Option<i32>,
}

async fn list(cx: Cx, Query(query): Query<OrderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn place(cx: Cx, Json(new): Json<NewOrder>) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let order = super::place(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, order.head.version, &order).await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::find(&mut tx, id).await?;
    cx.json_versioned(order.head.version, &order)
}

async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<ChangeOrder>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let order = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn confirm(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(read): Json<Version>,
) -> Result<Response, Problem> {
    let version = cx.if_match()?.or(read.version);
    let mut tx = cx.begin_document().await?;
    let order = super::confirm(&mut tx, id, version).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn cancel(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Cancellation>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let order = super::cancel(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn cut_short(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut how): Json<Cancellation>,
) -> Result<Response, Problem> {
    how.version = cx.if_match()?.or(how.version);
    let mut tx = cx.begin().await?;
    let order = super::cut_short(&mut tx, id, how).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn decide(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let order = super::decide(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn rules(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::approval_rules(&mut tx).await?)
}

async fn set_rules(cx: Cx, Json(rules): Json<ApprovalRules>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let rules = super::set_approval_rules(&mut tx, rules).await?;
    tx.reply(StatusCode::OK, &rules).await
}

/// Limits to be set.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct NewRoleLimits {
    /// Each names its role.
    limits: Vec<NewRoleLimit>,
}

async fn role_limits(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let items = super::role_limits(&mut tx).await?;
    cx.json(&List { items, next: None })
}

async fn set_role_limits(cx: Cx, Json(new): Json<NewRoleLimits>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let items = super::set_role_limits(&mut tx, &new.limits).await?;
    tx.reply(StatusCode::OK, &List { items, next: None }).await
}

/// Where the customer of an order stands.
#[derive(Debug, Serialize, ToSchema)]
struct CreditStanding {
    /// The figures; null where the limit no longer matters to the order.
    standing: Option<Standing>,
    /// Whether the order is refused until somebody lets it go or money comes in.
    above: bool,
}

async fn credit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::find(&mut tx, id).await?;
    let standing = super::standing(&mut tx, &order).await?;
    let above = standing.is_some_and(|standing| standing.is_above());
    cx.json(&CreditStanding { standing, above })
}

async fn release(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut release): Json<CreditRelease>,
) -> Result<Response, Problem> {
    release.version = cx.if_match()?.or(release.version);
    let mut tx = cx.begin().await?;
    let order = super::release_credit(&mut tx, id, release).await?;
    tx.reply_versioned(StatusCode::OK, order.head.version, &order).await
}

async fn deliveries(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    super::find(&mut tx, id).await?;
    let items = super::deliveries(&mut tx, id).await?;
    cx.json(&List { items, next: None })
}

async fn deliver(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut new): Json<NewDelivery>,
) -> Result<Response, Problem> {
    new.version = cx.if_match()?.or(new.version);
    let mut tx = cx.begin_document().await?;
    let delivery = super::deliver(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &delivery).await
}

async fn invoice(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut new): Json<NewOrderInvoice>,
) -> Result<Response, Problem> {
    new.version = cx.if_match()?.or(new.version);
    let mut tx = cx.begin_document().await?;
    let invoice = super::invoice(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &invoice).await
}

async fn sell(cx: Cx, Json(new): Json<NewSale>) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let invoice = super::sell(&mut tx, new).await?;
    tx.reply(StatusCode::CREATED, &invoice).await
}

async fn delivery(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find_delivery(&mut tx, id).await?)
}
