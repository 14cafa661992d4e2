//! A quote and the ways it may go: pure. What is allowed stands in one table.

use base::{Date, Money, Problem, Quantity, Rate, Timestamp, UnitPrice};
use finance::currencies::{self, DocumentRate, ExchangeRate};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::orders::{Line, Need, NewLine, OrderCustomer, PriceRule};

base::words! {
    /// How far a quote has come.
    QuoteState {
        /// Can be changed freely; the customer has not seen it.
        Draft = "draft",
        /// The customer has it and may answer until its last day.
        Sent = "sent",
        /// The customer said yes.
        Accepted = "accepted",
        /// An order was made of it, and stands.
        Ordered = "ordered",
        /// It came to nothing.
        Declined = "declined",
        /// Its last day went by without an answer.
        Expired = "expired",
    }
}

/// What can be done with a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Change what it says.
    Edit,
    /// Give it to the customer.
    Send,
    /// The customer says yes.
    Accept,
    /// The customer says no, or the company gives it up.
    Decline,
    /// Make an order of it.
    Order,
}

/// Which move is allowed from which state, and where it leads. What is not here is refused.
pub const MOVES: &[(QuoteState, Move, QuoteState)] = &[
    (QuoteState::Draft, Move::Edit, QuoteState::Draft),
    // What the customer holds is changed by sending it again.
    (QuoteState::Sent, Move::Edit, QuoteState::Draft),
    (QuoteState::Expired, Move::Edit, QuoteState::Draft),
    (QuoteState::Declined, Move::Edit, QuoteState::Draft),
    (QuoteState::Draft, Move::Send, QuoteState::Sent),
    (QuoteState::Sent, Move::Send, QuoteState::Sent),
    (QuoteState::Sent, Move::Accept, QuoteState::Accepted),
    (QuoteState::Draft, Move::Decline, QuoteState::Declined),
    (QuoteState::Sent, Move::Decline, QuoteState::Declined),
    (QuoteState::Expired, Move::Decline, QuoteState::Declined),
    (QuoteState::Accepted, Move::Decline, QuoteState::Declined),
    (QuoteState::Accepted, Move::Order, QuoteState::Ordered),
];

impl QuoteState {
    /// Where the move leads from here, if it is allowed.
    #[must_use]
    pub fn after(self, step: Move) -> Option<QuoteState> {
        let row = MOVES.iter().find(|(from, with, _)| *from == self && *with == step);
        row.map(|(_, _, to)| *to)
    }

    /// Where the move leads from here.
    ///
    /// # Errors
    /// 409 with the rule that refuses.
    pub fn go(self, step: Move) -> Result<QuoteState, Problem> {
        self.after(step).ok_or_else(|| {
            Problem::conflict(match self {
                QuoteState::Draft => "quote_not_sent",
                QuoteState::Sent => "quote_not_accepted",
                QuoteState::Accepted => "quote_accepted",
                QuoteState::Ordered => "quote_ordered",
                QuoteState::Declined => "quote_declined",
                QuoteState::Expired => "quote_expired",
            })
        })
    }
}

/// An order that a quote became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct QuotedOrder {
    /// The order's id.
    pub id: Uuid,
    /// Its number; a draft has none.
    pub number: Option<String>,
}

/// A quote without its lines, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuoteHead {
    /// Its id.
    pub id: Uuid,
    /// `QUO-2026-00001`; none before it was sent.
    pub number: Option<String>,
    /// Who it is for.
    pub customer: OrderCustomer,
    /// How far it has come.
    pub state: QuoteState,
    /// The business day of its prices.
    pub quote_date: Date,
    /// The last day on which the customer may accept it.
    pub valid_until: Date,
    /// The customer's own number or word for it.
    pub reference: String,
    /// For the company's own people.
    pub note: String,
    /// Printed below the lines.
    pub terms: String,
    /// Whether the prices of the lines have the tax in them.
    pub prices_include_tax: bool,
    /// The sum of the lines without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum with tax.
    pub gross: Money,
    /// What its currency was counted at on the day of the quote; null in the company's own. Its
    /// order has the rate of its own day.
    pub exchange_rate: Option<DocumentRate>,
    /// The sum with tax in the company's currency.
    pub gross_base: Money,
    /// When it was last sent.
    pub sent_at: Option<Timestamp>,
    /// The mail address that it was last sent to; empty when it was handed over otherwise.
    pub sent_to: String,
    /// When it was accepted or declined.
    pub decided_at: Option<Timestamp>,
    /// Why it came to nothing.
    pub declined_because: String,
    /// The order that it became, unless that was cancelled.
    pub order: Option<QuotedOrder>,
    /// Who wrote its lines.
    pub written_by: Option<Uuid>,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl QuoteHead {
    /// What its currency was counted at on the day of the quote.
    pub(super) fn rate(&self) -> ExchangeRate {
        let (currency, own) = (self.gross.currency, self.gross_base.currency);
        currencies::kept(currency, own, self.quote_date, self.exchange_rate)
    }
}

/// A quote.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Quote {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: QuoteHead,
    /// The lines, by number.
    pub lines: Vec<QuoteLine>,
    /// The orders that were made of it and cancelled since, oldest first.
    pub cancelled_orders: Vec<QuotedOrder>,
}

/// One line of a quote, with SKU and unit as they were when it was written.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuoteLine {
    /// Its number, from 1.
    pub n: i32,
    /// What is offered.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the customer's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
    /// The price of one unit, without tax unless the quote says that prices include it.
    pub unit_price: UnitPrice,
    /// Where the price came from; null where it was entered, or is the catalogue's.
    pub price_rule: Option<PriceRule>,
    /// The part of the price that is given away: 0.1 is 10 %.
    pub discount: Rate,
    /// How it is taxed.
    pub tax_code_id: Uuid,
    /// Without tax, after the discount.
    pub net: Money,
    /// Its share of the quote's tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// Why somebody else must look at it before it is sent, if so.
    pub needs: Option<Need>,
}

impl From<Line> for QuoteLine {
    fn from(line: Line) -> Self {
        Self {
            n: line.n,
            variant_id: line.variant_id,
            sku: line.sku,
            description: line.description,
            unit: line.unit,
            quantity: line.quantity,
            unit_price: line.unit_price,
            price_rule: line.price_rule,
            discount: line.discount,
            tax_code_id: line.tax_code_id,
            net: line.net,
            tax: line.tax,
            gross: line.gross,
            needs: line.needs,
        }
    }
}

impl QuoteLine {
    /// The line as it would be asked for.
    pub(super) fn again(&self) -> NewLine {
        NewLine {
            variant_id: Some(self.variant_id),
            sku: None,
            quantity: self.quantity,
            unit_price: Some(self.unit_price),
            discount: Some(self.discount),
            tax_code_id: Some(self.tax_code_id),
            description: Some(self.description.clone()),
            rule: self.price_rule.clone(),
        }
    }
}

impl Quote {
    /// Fails when somebody else changed the quote since this version was read.
    ///
    /// # Errors
    /// 412 then.
    pub fn expect(&self, version: Option<i32>) -> Result<(), Problem> {
        match version {
            Some(version) if version != self.head.version => Err(Problem::stale()),
            _ => Ok(()),
        }
    }

    /// Whether somebody who may approve it must send it.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.lines.iter().any(|line| line.needs.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refused_move_names_its_rule() {
        let moves = [Move::Edit, Move::Send, Move::Accept, Move::Decline, Move::Order];
        let refused: Vec<(QuoteState, Move, &str)> = QuoteState::ALL
            .iter()
            .flat_map(|state| moves.map(|step| (*state, step)))
            .filter_map(|(state, step)| Some((state, step, state.go(step).err()?.code())))
            .collect();
        assert_eq!(refused.len(), 6 * 5 - MOVES.len());
        let told = |state, step| refused.iter().find(|r| (r.0, r.1) == (state, step)).map(|r| r.2);
        assert_eq!(told(QuoteState::Draft, Move::Accept), Some("quote_not_sent"));
        assert_eq!(told(QuoteState::Sent, Move::Order), Some("quote_not_accepted"));
        assert_eq!(told(QuoteState::Accepted, Move::Edit), Some("quote_accepted"));
        assert_eq!(told(QuoteState::Ordered, Move::Decline), Some("quote_ordered"));
        assert_eq!(told(QuoteState::Expired, Move::Accept), Some("quote_expired"));
        assert_eq!(told(QuoteState::Declined, Move::Send), Some("quote_declined"));
    }
}
