//! An order to a supplier and the ways it may go: pure. What is allowed stands in one table.

use base::{Date, Money, Problem, Quantity, Timestamp, UnitPrice};
use finance::currencies::{self, DocumentRate, ExchangeRate};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

base::words! {
    /// How far an order to a supplier is.
    PurchaseOrderState {
        /// Can be changed freely; nothing is promised.
        Draft = "draft",
        /// Numbered, and may go out.
        Approved = "approved",
        /// The supplier has it.
        Sent = "sent",
        /// Something has come.
        PartiallyReceived = "partially_received",
        /// Everything has come.
        Received = "received",
        /// Everything has come and was billed.
        Billed = "billed",
        /// Nothing more is expected.
        Closed = "closed",
        /// Will not be carried out.
        Cancelled = "cancelled",
    }
}

/// What can be done with an order to a supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurchaseMove {
    /// Change what it says.
    Edit,
    /// Let it go out.
    Approve,
    /// Give it to the supplier.
    Send,
    /// Take in something of it.
    ReceivePart,
    /// Take in the last of it.
    ReceiveAll,
    /// Post a bill for something of it.
    Bill,
    /// Post the last bill for it.
    BillAll,
    /// Take a bill back.
    Unbill,
    /// Give goods of it back.
    GiveBack,
    /// Expect nothing more.
    Close,
    /// Give it up.
    Cancel,
}

use PurchaseMove as M;
use PurchaseOrderState as S;

/// Which move is allowed from which state, and where it leads. What is not here is refused.
pub const PURCHASE_MOVES: &[(PurchaseOrderState, PurchaseMove, PurchaseOrderState)] = &[
    (S::Draft, M::Edit, S::Draft),
    (S::Draft, M::Approve, S::Approved),
    (S::Draft, M::Cancel, S::Cancelled),
    (S::Approved, M::Send, S::Sent),
    (S::Approved, M::ReceivePart, S::PartiallyReceived),
    (S::Approved, M::ReceiveAll, S::Received),
    (S::Approved, M::Bill, S::Approved),
    (S::Approved, M::BillAll, S::Billed),
    (S::Approved, M::Unbill, S::Approved),
    (S::Approved, M::Close, S::Closed),
    (S::Approved, M::Cancel, S::Cancelled),
    (S::Sent, M::ReceivePart, S::PartiallyReceived),
    (S::Sent, M::ReceiveAll, S::Received),
    (S::Sent, M::Bill, S::Sent),
    (S::Sent, M::BillAll, S::Billed),
    (S::Sent, M::Unbill, S::Sent),
    (S::Sent, M::Close, S::Closed),
    (S::Sent, M::Cancel, S::Cancelled),
    (S::PartiallyReceived, M::ReceivePart, S::PartiallyReceived),
    (S::PartiallyReceived, M::ReceiveAll, S::Received),
    (S::PartiallyReceived, M::Bill, S::PartiallyReceived),
    (S::PartiallyReceived, M::Unbill, S::PartiallyReceived),
    (S::PartiallyReceived, M::GiveBack, S::PartiallyReceived),
    (S::PartiallyReceived, M::Close, S::Closed),
    (S::Received, M::ReceiveAll, S::Received),
    (S::Received, M::Bill, S::Received),
    (S::Received, M::BillAll, S::Billed),
    (S::Received, M::Unbill, S::Received),
    (S::Received, M::GiveBack, S::PartiallyReceived),
    (S::Received, M::Close, S::Closed),
    (S::Billed, M::Unbill, S::Received),
    (S::Billed, M::GiveBack, S::PartiallyReceived),
    (S::Billed, M::Close, S::Closed),
    (S::Closed, M::Bill, S::Closed),
    (S::Closed, M::BillAll, S::Closed),
    (S::Closed, M::Unbill, S::Closed),
    (S::Closed, M::GiveBack, S::Closed),
];

impl PurchaseOrderState {
    /// Where the move leads from here, if it is allowed.
    #[must_use]
    pub fn after(self, step: PurchaseMove) -> Option<PurchaseOrderState> {
        let row = PURCHASE_MOVES.iter().find(|(from, with, _)| *from == self && *with == step);
        row.map(|(_, _, to)| *to)
    }

    /// Where the move leads from here.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn go(self, step: PurchaseMove) -> Result<PurchaseOrderState, Problem> {
        self.after(step).ok_or_else(|| {
            Problem::conflict(match (self, step) {
                (S::Cancelled, _) => "purchase_order_cancelled",
                (S::Closed, _) => "purchase_order_closed",
                (S::Draft, _) => "purchase_order_not_approved",
                (_, M::Edit | M::Approve) => "purchase_order_not_draft",
                (_, M::Send) => "purchase_order_sent",
                (_, M::Cancel) => "purchase_order_begun",
                (_, M::ReceivePart | M::ReceiveAll) => "purchase_order_received",
                _ => "purchase_order_billed",
            })
        })
    }
}

/// Who is ordered from, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PurchaseSupplier {
    /// The supplier's id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name today; bills keep the one of their day.
    pub name: String,
}

/// An order to a supplier without its lines, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseOrderHead {
    /// Its id.
    pub id: Uuid,
    /// `PO-2026-00001`; drafts have none.
    pub number: Option<String>,
    /// Who is ordered from.
    pub supplier: PurchaseSupplier,
    /// Where it is to be delivered.
    pub warehouse_id: Uuid,
    /// The request that it was made of.
    pub request_id: Option<Uuid>,
    /// How far it is.
    pub state: PurchaseOrderState,
    /// The business day of the order.
    pub order_date: Date,
    /// When it should come.
    pub expected_date: Option<Date>,
    /// The supplier's own number or word for it.
    pub reference: String,
    /// For the supplier; printed.
    pub note: String,
    /// The sum of the lines without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum with tax.
    pub gross: Money,
    /// What its currency was counted at on the day of the order; null in the company's own.
    /// Receipts and bills have the rates of their own days.
    pub exchange_rate: Option<DocumentRate>,
    /// The sum without tax in the company's currency.
    pub net_base: Money,
    /// The sum with tax in the company's currency.
    pub gross_base: Money,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// Who made it; none for the program itself.
    pub created_by: Option<Uuid>,
    /// Who approved it.
    pub approved_by: Option<Uuid>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
}

impl PurchaseOrderHead {
    /// What its currency was counted at on the day of the order.
    pub(in crate::purchasing) fn rate(&self) -> ExchangeRate {
        let (currency, own) = (self.gross.currency, self.gross_base.currency);
        currencies::kept(currency, own, self.order_date, self.exchange_rate)
    }
}

/// An order to a supplier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseOrder {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: PurchaseOrderHead,
    /// The lines, by number.
    pub lines: Vec<PurchaseOrderLine>,
}

/// One line of an order to a supplier. SKU, unit and whether stock is kept are as they were when
/// the line was written, so that papers never change afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PurchaseOrderLine {
    /// Its number, from 1.
    pub n: i32,
    /// What is bought.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the supplier's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// Whether stock of it is kept, so that it is received before it is billed.
    pub tracked: bool,
    /// How much was ordered.
    pub quantity: Quantity,
    /// The price of one unit without tax.
    pub unit_price: UnitPrice,
    /// How it is taxed.
    pub tax_code_id: Uuid,
    /// Without tax.
    pub net: Money,
    /// Its share of the order's tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// How much has come, less what went back.
    pub received: Quantity,
    /// How much has been billed, less what went back.
    pub billed: Quantity,
}

impl PurchaseOrderLine {
    /// How much is still to come.
    #[must_use]
    pub fn to_receive(&self) -> Quantity {
        less(self.quantity, self.received)
    }

    /// How much can be billed now: what came, or everything where no stock is kept.
    #[must_use]
    pub fn to_bill(&self) -> Quantity {
        less(if self.tracked { self.received } else { self.quantity }, self.billed)
    }
}

fn less(from: Quantity, what: Quantity) -> Quantity {
    from.checked_sub(what).filter(|rest| rest.is_positive()).unwrap_or(Quantity::ZERO)
}

impl PurchaseOrder {
    /// The line of this number.
    #[must_use]
    pub fn line(&self, n: i32) -> Option<&PurchaseOrderLine> {
        self.lines.iter().find(|line| line.n == n)
    }

    /// Whether all that is received at all has come.
    #[must_use]
    pub fn all_received(&self) -> bool {
        self.lines.iter().filter(|line| line.tracked).all(|l| l.received >= l.quantity)
    }

    /// Whether all has come and was billed.
    #[must_use]
    pub fn all_billed(&self) -> bool {
        let billed = |line: &PurchaseOrderLine| {
            line.billed >= if line.tracked { line.received } else { line.quantity }
        };
        self.all_received() && self.lines.iter().all(billed)
    }

    /// The move that a receipt or a bill makes, now that the lines are counted up.
    #[must_use]
    pub fn step_after(&self, part: PurchaseMove) -> PurchaseMove {
        match part {
            M::ReceivePart if self.all_received() => M::ReceiveAll,
            M::Bill if self.all_billed() => M::BillAll,
            other => other,
        }
    }

    /// Where it leads to be cancelled: not once anything has come or was billed.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn cancellable(&self) -> Result<PurchaseOrderState, Problem> {
        let state = self.head.state.go(M::Cancel)?;
        if self.lines.iter().any(|l| l.received.is_positive() || l.billed.is_positive()) {
            return Err(Problem::conflict("purchase_order_begun"));
        }
        Ok(state)
    }

    /// Fails when somebody else changed the order since this version was read.
    ///
    /// # Errors
    /// 412 then.
    pub fn expect(&self, version: Option<i32>) -> Result<(), Problem> {
        match version {
            Some(version) if version != self.head.version => Err(Problem::stale()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
