//! An order and the ways it may go: pure. What is allowed stands in one table.

use base::{Date, Money, Problem, Quantity, Timestamp};
use finance::currencies::{self, DocumentRate, ExchangeRate};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::approval::Approval;
pub use super::line::{Line, PriceRule};

base::words! {
    /// How far an order is promised.
    State {
        /// Can be changed freely; nothing is promised.
        Draft = "draft",
        /// Numbered, and its stock is held.
        Confirmed = "confirmed",
        /// Will not be carried out.
        Cancelled = "cancelled",
    }
}

base::words! {
    /// How much of an order has left the warehouse.
    DeliveryState {
        /// Nothing.
        None = "none",
        /// Something.
        Partial = "partial",
        /// Everything that is delivered at all.
        Delivered = "delivered",
    }
}

base::words! {
    /// How much of an order has been invoiced.
    InvoiceState {
        /// Nothing.
        None = "none",
        /// Something.
        Partial = "partial",
        /// Everything.
        Invoiced = "invoiced",
    }
}

base::words! {
    /// How much of an order has been paid.
    PaymentState {
        /// Nothing.
        None = "none",
        /// Something.
        Partial = "partial",
        /// Everything, and nothing is left to invoice.
        Paid = "paid",
    }
}

/// What can be done with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Change what it says.
    Edit,
    /// Promise it.
    Confirm,
    /// Give it up.
    Cancel,
    /// Send something of it.
    Deliver,
    /// Ask money for something of it.
    Invoice,
    /// Give up what is left of it.
    CutShort,
}

/// Which move is allowed from which state, and where it leads. What is not here is refused.
pub const MOVES: &[(State, Move, State)] = &[
    (State::Draft, Move::Edit, State::Draft),
    (State::Draft, Move::Confirm, State::Confirmed),
    (State::Draft, Move::Cancel, State::Cancelled),
    (State::Confirmed, Move::Cancel, State::Cancelled),
    (State::Confirmed, Move::Deliver, State::Confirmed),
    (State::Confirmed, Move::Invoice, State::Confirmed),
    (State::Confirmed, Move::CutShort, State::Confirmed),
];

impl State {
    /// Where the move leads from here, if it is allowed.
    #[must_use]
    pub fn after(self, step: Move) -> Option<State> {
        let row = MOVES.iter().find(|(from, with, _)| *from == self && *with == step);
        row.map(|(_, _, to)| *to)
    }

    /// Where the move leads from here.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn go(self, step: Move) -> Result<State, Problem> {
        self.after(step).ok_or_else(|| {
            Problem::conflict(match (self, step) {
                (State::Cancelled, _) => "order_cancelled",
                (_, Move::Edit | Move::Confirm) => "order_not_draft",
                _ => "order_not_confirmed",
            })
        })
    }
}

/// Who ordered, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderCustomer {
    /// The customer's id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name today; invoices keep the one of their day.
    pub name: String,
}

/// The quote that an order was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderQuote {
    /// The quote's id.
    pub id: Uuid,
    /// `QUO-2026-00001`.
    pub number: String,
}

/// An order without its lines, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OrderHead {
    /// Its id.
    pub id: Uuid,
    /// `SO-2026-00001`; drafts have none.
    pub number: Option<String>,
    /// Who ordered.
    pub customer: OrderCustomer,
    /// The quote that it was made of, if there was one.
    pub quote: Option<OrderQuote>,
    /// Where it is delivered from.
    pub warehouse_id: Uuid,
    /// How far it is promised.
    pub state: State,
    /// How much has been delivered.
    pub delivery_state: DeliveryState,
    /// How much has been invoiced.
    pub invoice_state: InvoiceState,
    /// How much has been paid.
    pub payment_state: PaymentState,
    /// The business day of the order.
    pub order_date: Date,
    /// The customer's own number or word for it.
    pub reference: String,
    /// For the company's own people.
    pub note: String,
    /// Whether the prices of the lines have the tax in them.
    pub prices_include_tax: bool,
    /// The sum of the lines without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum with tax.
    pub gross: Money,
    /// What its currency was counted at on the day of the order; null in the company's own. Its
    /// invoices have the rates of their own days.
    pub exchange_rate: Option<DocumentRate>,
    /// The sum with tax in the company's currency.
    pub gross_base: Money,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Up to what its customer may owe and have on order for its sake; null where nobody let it
    /// go beyond the limit of credit.
    pub credit_allowed: Option<Money>,
    /// Whether what it gives away is approved.
    pub approval: Approval,
    /// Who wrote what needs approval.
    pub approval_asked_by: Option<Uuid>,
    /// What was said to it.
    pub approval_note: String,
}

impl OrderHead {
    /// What its currency was counted at on the day of the order.
    pub(super) fn rate(&self) -> ExchangeRate {
        let (currency, own) = (self.gross.currency, self.gross_base.currency);
        currencies::kept(currency, own, self.order_date, self.exchange_rate)
    }
}

/// An order.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Order {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: OrderHead,
    /// The lines, by number.
    pub lines: Vec<Line>,
}

impl Order {
    /// How much of it has been delivered. Lines whose stock is not kept need no delivery, so an
    /// order of such lines alone counts as delivered.
    #[must_use]
    pub fn delivered(&self) -> DeliveryState {
        let mut kept = self.lines.iter().filter(|line| line.tracked);
        if kept.clone().all(|line| line.delivered >= line.wanted()) {
            DeliveryState::Delivered
        } else if kept.any(|line| line.delivered.is_positive()) {
            DeliveryState::Partial
        } else {
            DeliveryState::None
        }
    }

    /// How much of it has been invoiced.
    #[must_use]
    pub fn invoiced(&self) -> InvoiceState {
        if self.lines.iter().all(|line| line.settled() >= line.wanted()) {
            InvoiceState::Invoiced
        } else if self.lines.iter().any(|line| line.invoiced.is_positive()) {
            InvoiceState::Partial
        } else {
            InvoiceState::None
        }
    }

    /// How much of it has been paid, given what its invoices come to and what of that is settled.
    #[must_use]
    pub fn paid(&self, invoiced: i64, settled: i64) -> PaymentState {
        if settled >= invoiced && self.invoiced() == InvoiceState::Invoiced {
            PaymentState::Paid
        } else if settled > 0 {
            PaymentState::Partial
        } else {
            PaymentState::None
        }
    }

    /// The line of this number.
    #[must_use]
    pub fn line(&self, n: i32) -> Option<&Line> {
        self.lines.iter().find(|line| line.n == n)
    }

    /// Where it leads to be cancelled: not once anything has left or been invoiced, for goods
    /// come back by a return and invoices are taken back by a credit note.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn cancellable(&self) -> Result<State, Problem> {
        let state = self.head.state.go(Move::Cancel)?;
        if self.lines.iter().any(|line| line.delivered.is_positive()) {
            return Err(Problem::conflict("order_has_deliveries"));
        }
        if self.lines.iter().any(|line| line.invoiced.is_positive()) {
            return Err(Problem::conflict("order_has_invoices"));
        }
        Ok(state)
    }

    /// How much of each line is given up when it is cut short: what was neither delivered nor
    /// invoiced. An order of which nothing was is cancelled instead.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn rest(&self) -> Result<Vec<(i32, Quantity)>, Problem> {
        self.head.state.go(Move::CutShort)?;
        if self.cancellable().is_ok() {
            return Err(Problem::conflict("order_not_begun"));
        }
        let rest = self.lines.iter().map(|line| (line.n, line.untouched()));
        let rest: Vec<_> = rest.filter(|(_, quantity)| quantity.is_positive()).collect();
        if rest.is_empty() { Err(Problem::conflict("order_nothing_left")) } else { Ok(rest) }
    }

    /// The one thing to do next, if there is anything.
    #[must_use]
    pub fn next_step(&self) -> Option<Next> {
        match self.head.state {
            State::Cancelled => None,
            State::Draft => Some(Next::Confirm),
            State::Confirmed if self.head.delivery_state != DeliveryState::Delivered => {
                Some(Next::Deliver)
            }
            State::Confirmed if self.lines.iter().any(|l| l.to_invoice().is_positive()) => {
                Some(Next::Invoice)
            }
            State::Confirmed if self.head.payment_state != PaymentState::Paid => Some(Next::Pay),
            State::Confirmed => None,
        }
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

/// What the page of an order offers as its one primary action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Promise it.
    Confirm,
    /// Send what is left.
    Deliver,
    /// Invoice what was sent.
    Invoice,
    /// Receive the money.
    Pay,
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
