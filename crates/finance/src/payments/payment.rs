//! A payment as it was received, and finding payments.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;

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

/// A payment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Payment {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Who paid.
    pub customer_id: Uuid,
    /// The payer's name, as it stands on the invoice.
    pub customer: String,
    /// Where the money went.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// The day on which it was received.
    pub date: Date,
    /// The payer's own word for it: a transfer's or cheque's number.
    pub reference: String,
    /// Its entry in the ledger.
    pub entry_id: Uuid,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// What it settled.
    pub allocations: Vec<Allocation>,
}

/// A part of a payment that settled an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Allocation {
    /// The invoice.
    pub invoice_id: Uuid,
    /// Its number.
    pub invoice_number: String,
    /// How much of it.
    pub amount: Money,
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
    Sort::asc("amount", "p.amount", "bigint"),
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
