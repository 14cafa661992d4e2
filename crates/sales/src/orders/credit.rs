//! How far a customer is trusted: what it owes and has on order against its limit, asked when
//! an order is promised and again when goods leave. Somebody who may can let one order go
//! beyond the limit, with a reason, up to the sum that stood before their eyes.

use base::{Money, Problem, Tx};
use finance::open_items::{self, Side};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::{DeliveryState, Order, State};
use super::store::{self, Buyer};
use crate::customers;

/// Where a customer stands with its credit, seen from one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standing {
    /// The customer's limit; null means none.
    pub limit: Option<Money>,
    /// Up to what this order may go beyond it; null where nobody has let it.
    pub allowed: Option<Money>,
    /// What is open of the customer's documents.
    pub owed: Money,
    /// What of its confirmed orders is not invoiced yet.
    pub on_order: Money,
    /// What this order would add: nothing once it is confirmed, for then it is on order.
    pub order: Money,
    /// All of it together.
    pub total: Money,
}

impl Standing {
    /// Whether it is beyond the limit and nobody has let it.
    #[must_use]
    pub fn is_above(&self) -> bool {
        let Some(limit) = self.limit else { return false };
        let room = self.allowed.map_or(limit.minor, |allowed| allowed.minor.max(limit.minor));
        self.total.minor > room
    }
}

/// A reason to let an order go beyond its customer's limit of credit.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreditRelease {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Why; kept in the timeline.
    #[schema(required)]
    pub reason: String,
}

/// What a customer owes and has on order: what its limit of credit is about.
///
/// # Errors
/// When the database is away.
pub async fn committed(tx: &mut Tx, customer_id: Uuid) -> Result<Money, Problem> {
    let (owed, on_order) = parts(tx, customer_id).await?;
    owed.checked_add(on_order).map_err(Problem::internal)
}

async fn parts(tx: &mut Tx, customer_id: Uuid) -> Result<(Money, Money), Problem> {
    let owed = open_items::exposure(tx, Side::Receivable, customer_id).await?;
    Ok((Money::new(owed, tx.currency()), store::on_order(tx, customer_id).await?))
}

/// Where the customer of an order stands; none where its limit no longer matters to the order.
///
/// # Errors
/// When the database is away.
pub async fn standing(tx: &mut Tx, order: &Order) -> Result<Option<Standing>, Problem> {
    let head = &order.head;
    let matters = match head.state {
        State::Draft => true,
        State::Confirmed => head.delivery_state != DeliveryState::Delivered,
        State::Cancelled => false,
    };
    if !matters {
        return Ok(None);
    }
    let customer = customers::find(tx, head.customer.id).await?;
    of(tx, order, customer.credit_limit).await.map(Some)
}

async fn of(tx: &mut Tx, order: &Order, limit: Option<Money>) -> Result<Standing, Problem> {
    let (owed, on_order) = parts(tx, order.head.customer.id).await?;
    let adds = match order.head.state {
        State::Draft => order.head.gross_base,
        State::Confirmed | State::Cancelled => Money::zero(tx.currency()),
    };
    let total = owed.checked_add(on_order).and_then(|sum| sum.checked_add(adds));
    let total = total.map_err(Problem::internal)?;
    let allowed = order.head.credit_allowed;
    Ok(Standing { limit, allowed, owed, on_order, order: adds, total })
}

/// A customer with a limit may not owe, and have ordered, more than that. Its row is locked so
/// that two orders at once do not both find room.
pub(super) async fn at_confirmation(
    tx: &mut Tx,
    order: &Order,
    buyer: &Buyer,
) -> Result<(), Problem> {
    if buyer.credit_limit.is_none() {
        return Ok(());
    }
    customers::lock(tx, buyer.customer.id).await?;
    let standing = of(tx, order, buyer.credit_limit).await?;
    refuse(&standing, order, "order_above_credit_limit")
}

/// Asked of a sale at once: goods leave for what is owed, and nothing was promised before.
pub(super) async fn at_sale(tx: &mut Tx, buyer: &Buyer, gross: Money) -> Result<(), Problem> {
    let Some(limit) = buyer.credit_limit else { return Ok(()) };
    customers::lock(tx, buyer.customer.id).await?;
    let committed = committed(tx, buyer.customer.id).await?;
    let total = committed.checked_add(gross).map_err(Problem::internal)?;
    if total.minor <= limit.minor {
        return Ok(());
    }
    Err(Problem::refused("sale_above_credit_limit")
        .fact("customer", &buyer.customer.name)
        .fact("limit", limit.to_decimal_string())
        .fact("committed", committed.to_decimal_string())
        .fact("sale", gross.to_decimal_string())
        .fact("currency", limit.currency))
}

/// Asked again when goods leave: since the promise, the limit may have been lowered, or debts
/// may have come from elsewhere.
pub(super) async fn at_shipment(tx: &mut Tx, order: &Order) -> Result<(), Problem> {
    let customer = customers::find(tx, order.head.customer.id).await?;
    if customer.credit_limit.is_none() {
        return Ok(());
    }
    let standing = of(tx, order, customer.credit_limit).await?;
    refuse(&standing, order, "delivery_above_credit_limit")
}

fn refuse(standing: &Standing, order: &Order, code: &'static str) -> Result<(), Problem> {
    let Some(limit) = standing.limit.filter(|_| standing.is_above()) else { return Ok(()) };
    let committed = standing
        .owed
        .checked_add(standing.on_order)
        .map_err(Problem::internal)?
        .to_decimal_string();
    Err(Problem::refused(code)
        .fact("customer", &order.head.customer.name)
        .fact("limit", limit.to_decimal_string())
        .fact("owed", standing.owed.to_decimal_string())
        .fact("on_order", standing.on_order.to_decimal_string())
        .fact("committed", committed)
        .fact("order", order.head.gross_base.to_decimal_string())
        .fact("currency", limit.currency))
}

/// Lets an order go beyond its customer's limit, up to what it comes to now: if more is added
/// later, or the customer comes to owe more elsewhere, it is asked again.
///
/// # Errors
/// 403, 404, 412, 409 when the order is over or the customer is within its limit, 422 without a
/// reason.
pub async fn release_credit(
    tx: &mut Tx,
    id: Uuid,
    release: CreditRelease,
) -> Result<Order, Problem> {
    tx.demand("orders.exceed_credit")?;
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.expect(release.version)?;
    let reason = release.reason.trim();
    let mut problem = Problem::invalid();
    if reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    problem.or_ok()?;
    customers::lock(tx, order.head.customer.id).await?;
    let standing = match standing(tx, &order).await? {
        Some(standing) if standing.is_above() => standing,
        _ => return Err(Problem::conflict("order_within_credit")),
    };
    let limit = standing.limit.map(Money::to_decimal_string);
    let facts = json!({"limit": limit, "owed": standing.owed.to_decimal_string(),
        "on_order": standing.on_order.to_decimal_string(),
        "allowed": standing.total.to_decimal_string(), "reason": reason});
    order.head.credit_allowed = Some(standing.total);
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &[]).await?;
    tx.audit("orders.exceed_credit", "order", id, facts);
    Ok(order)
}
