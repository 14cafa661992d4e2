//! Approval of what is given away: a discount above the company's limit, or a price below cost,
//! makes an order wait until somebody who may approves it, and confirming it is approving it.
//! Nobody approves their own but who sets the limits: they could lift them first, and there may be
//! nobody else to ask.

use base::{Actor, Problem, Rate, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use supply::inventory::Cost;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{Known, NewLine};
use super::order::{Line, Move, Order, OrderHead};
use super::store;

base::words! {
    /// Why a line needs approval.
    Need {
        /// More is given away than the company's limit.
        Discount = "discount",
        /// It is sold for less than it cost.
        BelowCost = "below_cost",
    }
}

base::words! {
    /// Whether what an order gives away is approved.
    Approval {
        /// It needs none.
        None = "none",
        /// It waits for it.
        Waiting = "waiting",
        /// It has it.
        Approved = "approved",
        /// It was refused.
        Rejected = "rejected",
    }
}

impl Approval {
    /// Whether the order may be confirmed.
    #[must_use]
    pub fn lets_go(self) -> bool {
        matches!(self, Approval::None | Approval::Approved)
    }
}

/// From when on orders need approval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalRules {
    /// The largest part of the customer's price that is given away without asking: 0.1 is 10 %.
    /// Null means any. A lower price that was entered counts as given away.
    pub discount_limit: Option<Rate>,
    /// Whether what is sold below its cost needs approval.
    pub below_cost: bool,
}

/// What somebody who may says to an order that waits.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Whether it is approved.
    #[schema(required)]
    pub approve: bool,
    /// Why; needed to reject.
    pub reason: String,
}

/// Marks the lines that need approval. The lines go with what was asked and what is known, one
/// by one.
pub(super) fn mark(rules: ApprovalRules, asked: &[NewLine], known: &[Known], lines: &mut [Line]) {
    for ((asked, known), line) in asked.iter().zip(known).zip(lines) {
        line.needs = if rules.below_cost && is_below_cost(line, known.cost) {
            Some(Need::BelowCost)
        } else if rules.discount_limit.is_some_and(|most| gives_more(line, asked, known, most)) {
            Some(Need::Discount)
        } else {
            None
        };
    }
}

/// Lines that stay as they are were looked at when they were written: limits and costs that
/// changed since do not ask again.
pub(super) fn keep(old: &[Line], lines: &mut [Line]) {
    let same = |(old, new): (&Line, &Line)| *old == Line { needs: old.needs, ..new.clone() };
    if old.len() == lines.len() && old.iter().zip(&*lines).all(same) {
        lines.clone_from_slice(old);
    }
}

fn is_below_cost(line: &Line, cost: Option<Cost>) -> bool {
    let worth = cost.and_then(|cost| cost.worth(line.quantity));
    worth.is_some_and(|worth| line.net.minor < worth)
}

/// Whether price and discount together come to less than the limit leaves of the customer's
/// price. A price that was agreed by a list is measured against itself.
fn gives_more(line: &Line, asked: &NewLine, known: &Known, most: Rate) -> bool {
    let usual = match (&asked.rule, &known.listed, &known.variant) {
        (Some(_), _, _) => line.unit_price,
        (None, Some(listed), _) => listed.price,
        (None, None, Some(variant)) => variant.price,
        (None, None, None) => return false,
    };
    let left = |price: base::UnitPrice, away: Rate| {
        i128::from(price.micros()) * i128::from(1_000_000 - away.micros())
    };
    left(line.unit_price, line.discount) < left(usual, most)
}

/// Where an order stands after its lines were written by somebody.
pub(super) fn begin(tx: &Tx, head: &mut OrderHead, lines: &[Line]) {
    let needed = lines.iter().any(|line| line.needs.is_some());
    head.approval = if needed { Approval::Waiting } else { Approval::None };
    head.approval_asked_by = tx.actor().user_id().filter(|_| needed);
    head.approval_note = String::new();
}

/// Whether somebody may approve what these people wrote.
pub(crate) fn may_approve(actor: &Actor, written_by: Option<Uuid>) -> bool {
    let me = actor.user_id();
    let own = me.is_some() && me == written_by;
    actor.may("orders.approve") && (!own || actor.may("orders.set_limits"))
}

/// Fails while an order waits for approval, or when it was refused. Whoever confirms it and may
/// approve it has approved it.
pub(super) fn demand_approval(tx: &mut Tx, head: &mut OrderHead) -> Result<(), Problem> {
    match head.approval {
        Approval::None | Approval::Approved => Ok(()),
        Approval::Waiting if may_approve(tx.actor(), head.approval_asked_by) => {
            decided(tx, head, Approval::Approved, "");
            Ok(())
        }
        Approval::Waiting => Err(Problem::refused("order_waits_for_approval")),
        Approval::Rejected => {
            Err(Problem::refused("order_rejected").fact("reason", &head.approval_note))
        }
    }
}

/// Approves or rejects what an order gives away.
///
/// # Errors
/// 403, 404, 412, 409 when it does not wait or one wrote it oneself and does not set the limits,
/// 422 for a rejection without a reason.
pub async fn decide(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<Order, Problem> {
    tx.demand("orders.approve")?;
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state.go(Move::Edit)?;
    order.expect(decision.version)?;
    if order.head.approval != Approval::Waiting {
        return Err(Problem::conflict("order_does_not_wait"));
    }
    if !may_approve(tx.actor(), order.head.approval_asked_by) {
        return Err(Problem::conflict("order_approval_own"));
    }
    let reason = decision.reason.trim();
    if reason.is_empty() && !decision.approve {
        return Err(Problem::invalid().field("reason", "required"));
    }
    if reason.chars().count() > 500 {
        return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
    }
    let approval = if decision.approve { Approval::Approved } else { Approval::Rejected };
    decided(tx, &mut order.head, approval, reason);
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &[]).await?;
    Ok(order)
}

fn decided(tx: &mut Tx, head: &mut OrderHead, approval: Approval, reason: &str) {
    head.approval = approval;
    head.approval_note = reason.to_owned();
    let act = if approval.lets_go() { "orders.approve" } else { "orders.reject" };
    tx.audit(act, "order", head.id, json!({"reason": reason}));
    tx.record("orders.decided", head.id, json!({"order_id": head.id, "approval": approval}));
}

/// From when on orders need approval.
///
/// # Errors
/// When the database is away.
pub async fn approval_rules(tx: &mut Tx) -> Result<ApprovalRules, Problem> {
    store::approval_rules(tx).await
}

/// Says from when on orders need approval: of what is written from now on.
///
/// # Errors
/// 403; 422 for a limit that is no part of one.
pub async fn set_approval_rules(
    tx: &mut Tx,
    rules: ApprovalRules,
) -> Result<ApprovalRules, Problem> {
    tx.demand("orders.set_limits")?;
    if rules.discount_limit.is_some_and(|most| !(0..=1_000_000).contains(&most.micros())) {
        return Err(Problem::invalid().field("discount_limit", "order_discount"));
    }
    let old = store::approval_rules(tx).await?;
    if old != rules {
        store::set_approval_rules(tx, rules).await?;
        let company = tx.tenant_id();
        tx.audit("orders.set_limits", "company", company, json!({"before": old, "after": rules}));
    }
    Ok(rules)
}
