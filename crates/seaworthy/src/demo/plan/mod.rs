//! What happens in a year, thought out before any of it is done: pure, so that the same seed and
//! the same catalogue give the same year on every machine, and an interrupted start goes on
//! where it stopped.

mod quotes;
mod shelf;
mod trade;
mod year;

use base::{Date, Quantity, TimeZone, Timestamp, UnitPrice};
use supply::inventory::Reason;
use uuid::Uuid;

pub(super) use trade::payment_days;
pub(super) use year::plan;

/// A thing on sale, as far as planning needs it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub variant_id: Uuid,
    pub price: UnitPrice,
    /// Sold in fractions: by the kilogram, the litre, the metre.
    pub divisible: bool,
}

/// How a company trades.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// Decides all chance.
    pub seed: &'static str,
    /// How many orders a year, about.
    pub orders: i64,
    /// What a line of an order comes to, in whole units of the currency: from and to.
    pub line_value: (i64, i64),
    /// How busy each month is, January first, where 100 is usual.
    pub months: [i64; 12],
    /// How busy each day of the week is, Monday first, where 100 is usual.
    pub weekdays: [i64; 7],
    /// How many customers there are.
    pub customers: usize,
    /// How many suppliers there are.
    pub suppliers: usize,
    /// How many reasons for a credit note, a cancelled order and a declined quote there are words
    /// for.
    pub reasons: usize,
}

/// The days of a history.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub first: Date,
    /// Nothing happens after this moment.
    pub until: Timestamp,
    pub zone: TimeZone,
}

/// Where stock lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum House {
    Main,
    Branch,
}

/// An item with how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Much {
    pub item: usize,
    pub quantity: Quantity,
}

/// Something that somebody does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    pub at: Timestamp,
    pub deed: Deed,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// A customer is met for the first time.
    Meet { customer: usize },
    /// What was there when the books began.
    Open { id: Uuid, lines: Vec<(Much, UnitPrice)> },
    /// Goods come in.
    Receive { id: Uuid, supplier: usize, lines: Vec<(Much, UnitPrice)> },
    /// The books are brought in line with the shelf; a negative quantity is gone.
    Adjust { id: Uuid, reason: Reason, lines: Vec<Much> },
    /// Goods go to the branch.
    Transfer { id: Uuid, lines: Vec<Much> },
    /// An order is placed, as a draft or firmly.
    Order {
        id: Uuid,
        customer: usize,
        house: House,
        lines: Vec<Much>,
        /// In per cent.
        discount: i64,
        firm: bool,
    },
    /// A customer is to be offered something.
    Quote {
        id: Uuid,
        customer: usize,
        lines: Vec<Much>,
        /// In per cent.
        discount: i64,
    },
    /// The offer is handed over.
    SendQuote { quote: Uuid },
    /// The customer says yes or no.
    AnswerQuote { quote: Uuid, accepted: bool, reason: usize },
    /// What was accepted is ordered, firmly.
    OrderQuote { id: Uuid, quote: Uuid, house: House },
    /// A draft is confirmed.
    Confirm { order: Uuid },
    /// An order is called off.
    Cancel { order: Uuid, reason: usize },
    /// Goods leave; all that is left, or so much of each line.
    Deliver { id: Uuid, order: Uuid, lines: Option<Vec<(i32, Quantity)>> },
    /// What was delivered is invoiced.
    Invoice { id: Uuid, order: Uuid },
    /// So many per cent of what is left to pay is paid.
    Pay { id: Uuid, invoice: Uuid, percent: i64, cash: bool },
    /// Something of the first line of an invoice is taken back.
    Credit { id: Uuid, invoice: Uuid, quantity: Quantity, reason: usize },
}
