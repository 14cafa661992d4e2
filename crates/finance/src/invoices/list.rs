//! Finding invoices.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::invoice::InvoiceSums;
use super::{Invoice, InvoiceRow, Kind, store};

/// The states by which a list is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ListState {
    /// Something is still to be paid or used.
    Open,
    /// Something is still to be paid, and the day has passed.
    Overdue,
    /// All was paid or used.
    Paid,
}

impl FromStr for ListState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "open" => Ok(Self::Open),
            "overdue" => Ok(Self::Overdue),
            "paid" => Ok(Self::Paid),
            _ => Err("state is open, overdue or paid"),
        }
    }
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "invoice" => Ok(Self::Invoice),
            "credit_note" => Ok(Self::CreditNote),
            "sales_debit_note" => Ok(Self::SalesDebitNote),
            _ => Err("kind is invoice, credit_note or sales_debit_note"),
        }
    }
}

/// What a list of invoices can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct InvoiceFilter {
    /// `open`, `overdue` or `paid`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<ListState>,
    /// `invoice`, `credit_note` or `sales_debit_note`; all when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub kind: Option<Kind>,
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer: Option<Uuid>,
    /// Issued on this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Issued on this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Due on this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub due_from: Option<Date>,
    /// Due on this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub due_to: Option<Date>,
}

/// What a list of invoices is asked: filters, search, order, page.
pub type InvoiceQuery = Filtered<InvoiceFilter>;

const SORTS: &[Sort] = &[
    Sort::desc("date", "i.issue_date", "date"),
    Sort::asc("number", "i.number", "text"),
    Sort::asc("due", "i.due_date", "date"),
    // What a credit note gives back is less than nothing.
    Sort::asc(
        "total",
        "case i.kind when 'credit_note' then -i.gross_base else i.gross_base end",
        "bigint",
    ),
];

/// A page of invoices and credit notes, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &InvoiceQuery) -> Result<List<InvoiceRow>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// What all documents of a list come to; nothing where neither days nor a customer narrow it,
/// since that would be everything ever sold.
///
/// # Errors
/// When the database is away.
pub async fn sums(tx: &mut Tx, query: &InvoiceQuery) -> Result<Option<InvoiceSums>, Problem> {
    let asked = &query.filter;
    let narrowed = asked.customer.is_some()
        || [asked.from, asked.due_from, asked.due_to].iter().any(Option::is_some);
    match narrowed {
        true => store::sums(tx, query).await.map(Some),
        false => Ok(None),
    }
}

/// The invoice or credit note with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Invoice, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The invoice or credit note with this id, held until the commit.
///
/// # Errors
/// 404 when the company has none.
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Invoice, Problem> {
    store::hold(tx, id).await?;
    find(tx, id).await
}

/// The invoices and credit notes of an order, in the order of their posting; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn of_order(tx: &mut Tx, order: Uuid) -> Result<Vec<Invoice>, Problem> {
    store::by_order(tx, order).await
}
