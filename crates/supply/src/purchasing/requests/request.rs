//! A purchase request and the ways it may go: pure.

use base::{Date, Money, Problem, Quantity, Timestamp, UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

base::words! {
    /// How far a purchase request is.
    PurchaseRequestState {
        /// Nobody has decided yet; it can still be changed.
        Waiting = "waiting",
        /// It may be ordered.
        Approved = "approved",
        /// It will not be bought.
        Rejected = "rejected",
        /// An order was made of it.
        Ordered = "ordered",
        /// Whoever asked no longer needs it.
        Cancelled = "cancelled",
    }
}

/// What can be done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Edit,
    Approve,
    Reject,
    Order,
    Cancel,
}

use PurchaseRequestState as S;

/// Which step is allowed from which state, and where it leads. What is not here is refused.
const STEPS: &[(PurchaseRequestState, Step, PurchaseRequestState)] = &[
    (S::Waiting, Step::Edit, S::Waiting),
    (S::Waiting, Step::Approve, S::Approved),
    (S::Waiting, Step::Reject, S::Rejected),
    (S::Waiting, Step::Cancel, S::Cancelled),
    (S::Approved, Step::Order, S::Ordered),
    (S::Approved, Step::Cancel, S::Cancelled),
];

impl PurchaseRequestState {
    /// Where the step leads from here.
    pub(super) fn go(self, step: Step) -> Result<PurchaseRequestState, Problem> {
        let row = STEPS.iter().find(|(from, with, _)| *from == self && *with == step);
        row.map(|(_, _, to)| *to).ok_or_else(|| {
            Problem::conflict(match (self, step) {
                (S::Waiting, _) => "purchase_request_not_approved",
                _ => "purchase_request_decided",
            })
        })
    }
}

/// A purchase request without its lines, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseRequestHead {
    /// Its id.
    pub id: Uuid,
    /// `REQ-2026-00001`.
    pub number: String,
    /// How far it is.
    pub state: PurchaseRequestState,
    /// Why it is needed.
    pub reason: String,
    /// The business day.
    pub request_date: Date,
    /// When it is needed.
    pub needed_by: Option<Date>,
    /// The supplier that is thought of.
    pub supplier_id: Option<Uuid>,
    /// That supplier's name.
    pub supplier: Option<String>,
    /// What the lines are expected to cost.
    pub estimate: Money,
    /// What was said with the decision.
    pub decision: String,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// Who asked; none for the program itself.
    pub created_by: Option<Uuid>,
    /// The name of whoever asked.
    pub created_name: String,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// The name of whoever decided.
    pub decided_name: String,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl PurchaseRequestHead {
    /// Whether somebody else than whoever asked approved so much.
    pub(in crate::purchasing) fn covers(&self, amount: Money) -> bool {
        let somebody_else = self.decided_by.is_some() && self.decided_by != self.created_by;
        matches!(self.state, S::Approved | S::Ordered)
            && somebody_else
            && amount.minor <= self.estimate.minor
    }
}

/// A purchase request.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseRequest {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: PurchaseRequestHead,
    /// What is needed.
    pub lines: Vec<PurchaseRequestLine>,
}

/// One thing that is needed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseRequestLine {
    /// Its number, from 1.
    pub n: i32,
    /// What is needed.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
    /// What one is expected to cost.
    pub unit_cost: UnitPrice,
    /// What all of it is expected to cost.
    pub estimate: Money,
}

impl PurchaseRequest {
    /// Fails when somebody else changed the request since this version was read.
    pub(super) fn expect(&self, version: Option<i32>) -> Result<(), Problem> {
        match version {
            Some(version) if version != self.head.version => Err(Problem::stale()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_request_is_decided_once_and_ordered_only_when_approved() {
        let refused = |state: S, step: Step| state.go(step).unwrap_err().code();
        assert_eq!(S::Waiting.go(Step::Approve).unwrap(), S::Approved);
        assert_eq!(S::Approved.go(Step::Order).unwrap(), S::Ordered);
        assert_eq!(refused(S::Waiting, Step::Order), "purchase_request_not_approved");
        for state in [S::Rejected, S::Ordered, S::Cancelled] {
            for step in [Step::Edit, Step::Approve, Step::Reject, Step::Order, Step::Cancel] {
                assert_eq!(refused(state, step), "purchase_request_decided");
            }
        }
    }
}
