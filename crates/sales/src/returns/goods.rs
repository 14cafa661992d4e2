//! A return and what may happen to it: pure.

use base::{Date, Money, Problem, Quantity, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::orders::OrderCustomer;

/// The kind of document with which goods leave that are sold at once.
pub(super) const SALE: &str = "invoice";

base::words! {
    /// How far a return has come.
    ReturnState {
        /// The customer wants to send goods back.
        Requested = "requested",
        /// The goods are here.
        Received = "received",
        /// Nothing comes back.
        Declined = "declined",
    }
}

base::words! {
    /// What can be done with goods that come back.
    Condition {
        /// They are sold again.
        Good = "good",
        /// They are scrapped.
        Damaged = "damaged",
    }
}

/// A return without its lines, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReturnHead {
    /// Its id.
    pub id: Uuid,
    /// `RET-2026-00001`; taken when the goods are received.
    pub number: Option<String>,
    /// How far it has come.
    pub state: ReturnState,
    /// The order; null for what was sold at once.
    pub order_id: Option<Uuid>,
    /// The order's number.
    pub order_number: Option<String>,
    /// The delivery that the goods came with; null for what was sold at once.
    pub delivery_id: Option<Uuid>,
    /// The delivery's number.
    pub delivery_number: Option<String>,
    /// The invoice that took the goods out itself; null for what was delivered.
    pub invoice_id: Option<Uuid>,
    /// That invoice's number.
    pub invoice_number: Option<String>,
    /// Who sends them back.
    pub customer: OrderCustomer,
    /// Where they arrive.
    pub warehouse_id: Uuid,
    /// Why.
    pub reason: String,
    /// For the company's own people.
    pub note: String,
    /// The business day on which they were received.
    pub received_on: Option<Date>,
    /// When that was recorded.
    pub received_at: Option<Timestamp>,
    /// What came into stock, at the cost at which it left.
    pub value: Money,
    /// The cost of what was scrapped.
    pub loss: Money,
    /// The journal entry of what came into stock.
    pub entry_id: Option<Uuid>,
    /// The journal entry of the loss.
    pub loss_entry_id: Option<Uuid>,
    /// Why nothing came back.
    pub declined_because: String,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GoodsReturn {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: ReturnHead,
    /// The lines, by number.
    pub lines: Vec<ReturnLine>,
    /// The credit notes written for it.
    pub credit_notes: Vec<ReturnCredit>,
}

/// One line of a return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReturnLine {
    /// Its number, from 1.
    pub n: i32,
    /// The line of the delivery.
    pub delivery_line: Option<i32>,
    /// The line of the order.
    pub order_line: Option<i32>,
    /// The line of the invoice that took the goods out itself.
    pub invoice_line: Option<i32>,
    /// What comes back.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the customer's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// What can be done with it.
    pub condition: Condition,
    /// How much was asked for.
    pub quantity: Quantity,
    /// How much was received.
    pub received: Quantity,
    /// How much of that a credit note has covered.
    pub credited: Quantity,
}

/// A credit note of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct ReturnCredit {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Whether it was a mistake and was taken back.
    pub cancelled: bool,
}

/// What can still come back of a line with which goods left.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Returnable {
    /// The line of the delivery, or of the invoice that took the goods out itself.
    pub line: i32,
    /// The line of the order.
    pub order_line: Option<i32>,
    /// What was delivered.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the customer's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much was delivered.
    pub delivered: Quantity,
    /// How much of it came back or is about to.
    pub taken: Quantity,
}

impl Returnable {
    /// How much can still come back.
    #[must_use]
    pub fn left(&self) -> Quantity {
        let left = self.delivered.checked_sub(self.taken);
        left.filter(|left| left.is_positive()).unwrap_or(Quantity::ZERO)
    }
}

impl ReturnHead {
    /// The number of the document that the goods left with: a delivery's, or an invoice's.
    #[must_use]
    pub fn came_with(&self) -> &str {
        self.delivery_number.as_deref().or(self.invoice_number.as_deref()).unwrap_or_default()
    }

    /// What the goods left with, as the stock knows it.
    pub(super) fn left_with(&self) -> Result<(&'static str, Uuid), Problem> {
        match (self.delivery_id, self.invoice_id) {
            (Some(delivery), _) => Ok(("delivery", delivery)),
            (None, Some(invoice)) => Ok((SALE, invoice)),
            (None, None) => Err(Problem::internal("a return of nothing")),
        }
    }
}

impl ReturnLine {
    /// The line under which its stock moved: a delivery moves it under the order's lines.
    pub(super) fn moved_as(&self) -> i32 {
        self.order_line.or(self.invoice_line).unwrap_or_default()
    }
}

impl GoodsReturn {
    /// Fails when somebody else changed it since this version was read.
    pub(super) fn expect(&self, version: Option<i32>) -> Result<(), Problem> {
        match version {
            Some(version) if version != self.head.version => Err(Problem::stale()),
            _ => Ok(()),
        }
    }

    /// Fails unless it still waits for its goods.
    pub(super) fn expect_requested(&self) -> Result<(), Problem> {
        match self.head.state {
            ReturnState::Requested => Ok(()),
            ReturnState::Received => Err(Problem::conflict("return_received")),
            ReturnState::Declined => Err(Problem::conflict("return_declined")),
        }
    }

    /// The line of this number.
    #[must_use]
    pub fn line(&self, n: i32) -> Option<&ReturnLine> {
        self.lines.iter().find(|line| line.n == n)
    }
}
