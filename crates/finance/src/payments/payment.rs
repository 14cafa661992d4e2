//! A payment as it was received, and finding payments.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Certificate, store};
use crate::open_items::Side;

/// Where the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Method {
    /// Into the cash box.
    Cash,
    /// Into the bank.
    Bank,
}

impl Method {
    /// Every method, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Cash, Self::Bank];

    /// Its name: in the database, in message keys, and the role of its account.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Bank => "bank",
        }
    }
}

impl FromStr for Method {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|method| method.name() == text);
        found.ok_or("method is cash or bank")
    }
}

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Direction {
    /// To us.
    In,
    /// From us.
    Out,
}

impl Direction {
    /// Both ways, in the order of forms.
    pub const ALL: [Self; 2] = [Self::In, Self::Out];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// The sign of what it does to the cash box: a debit for what comes in.
    #[must_use]
    pub fn sign(self) -> i64 {
        match self {
            Self::In => 1,
            Self::Out => -1,
        }
    }
}

impl FromStr for Direction {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|direction| direction.name() == text);
        found.ok_or("direction is in or out")
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Payment {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Whether a customer or a supplier is the other party.
    pub side: Side,
    /// Which way the money went.
    pub direction: Direction,
    /// Who paid or was paid.
    pub party_id: Uuid,
    /// The party's name on that day.
    pub party: String,
    /// The customer, where the party is one.
    pub customer_id: Option<Uuid>,
    /// The customer's name; empty for a supplier.
    pub customer: String,
    /// Where the money went, or came from.
    pub method: Method,
    /// The account of the money.
    pub account_id: Uuid,
    /// How much.
    pub amount: Money,
    /// What that was in the company's currency.
    pub base: Money,
    /// What of it settles nothing yet.
    pub unused: Money,
    /// The day on which it moved.
    pub date: Date,
    /// The payer's own word for it: a transfer's or cheque's number.
    pub reference: String,
    /// The paper about tax that was kept back.
    pub certificate: Option<Certificate>,
    /// Its entry in the ledger.
    pub entry_id: Uuid,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// What it settled.
    pub allocations: Vec<Allocation>,
}

/// A part of a payment that settles an invoice, a bill, or another document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Allocation {
    /// The allocation.
    pub id: Uuid,
    /// The kind of the document: `invoice`.
    pub document_type: String,
    /// The document.
    pub invoice_id: Uuid,
    /// Its number.
    pub invoice_number: String,
    /// How much of it.
    pub amount: Money,
    /// The day that it counts for.
    pub date: Date,
}

/// What a list of payments can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PaymentFilter {
    /// `cash` or `bank`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub method: Option<Method>,
    /// `receivable` for customers, `payable` for suppliers.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub side: Option<Side>,
    /// `in` or `out`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub direction: Option<Direction>,
    /// Those of a customer or supplier.
    #[serde(deserialize_with = "filter")]
    pub party: Option<Uuid>,
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer: Option<Uuid>,
    /// Those that settled invoices of an order.
    #[serde(deserialize_with = "filter")]
    pub order: Option<Uuid>,
    /// Received on this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Received on this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of payments is asked: filters, search, order, page.
pub type PaymentQuery = Filtered<PaymentFilter>;

const SORTS: &[Sort] = &[
    Sort::desc("date", "p.effective_date", "date"),
    Sort::asc("number", "p.number", "text"),
    Sort::asc("amount", "p.base", "bigint"),
];

/// A page of payments, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &PaymentQuery) -> Result<List<Payment>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The payment with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Payment, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}
