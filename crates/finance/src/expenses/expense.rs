//! An expense, and finding expenses.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;

/// How far an expense has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum ExpenseState {
    /// Waits for somebody else's approval.
    Waiting,
    /// In the books.
    Posted,
    /// Taken back.
    Reversed,
}

impl ExpenseState {
    /// Every state, in the order of filters.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Posted, Self::Reversed];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Posted => "posted",
            Self::Reversed => "reversed",
        }
    }
}

impl FromStr for ExpenseState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or("state is waiting, posted or reversed")
    }
}

/// Where the money came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum PaidBy {
    /// The cash box.
    Cash,
    /// A bank.
    Bank,
    /// Somebody who is paid back.
    Employee,
}

impl PaidBy {
    /// Every way, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Cash, Self::Bank, Self::Employee];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Bank => "bank",
            Self::Employee => "employee",
        }
    }
}

impl FromStr for PaidBy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|way| way.name() == text);
        found.ok_or("paid by cash, bank or employee")
    }
}

/// What an expense was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum LinkType {
    /// An order of a customer.
    Order,
    /// A purchase order.
    PurchaseOrder,
}

impl LinkType {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::PurchaseOrder => "purchase_order",
        }
    }
}

impl FromStr for LinkType {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = [Self::Order, Self::PurchaseOrder].into_iter().find(|l| l.name() == text);
        found.ok_or("order or purchase_order")
    }
}

/// An expense.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Expense {
    /// Its id.
    pub id: Uuid,
    /// How far it has come.
    pub state: ExpenseState,
    /// Its number, once it is posted.
    pub number: Option<String>,
    /// The day.
    pub date: Date,
    /// What for.
    pub description: String,
    /// The account.
    pub account_id: Uuid,
    /// The code of that account.
    pub account: String,
    /// How much, with tax.
    pub gross: Money,
    /// The tax in it.
    pub tax: Money,
    /// The tax code.
    pub tax_code_id: Option<Uuid>,
    /// Where the money came from.
    pub paid_by: PaidBy,
    /// The account of the money, where it is another than the usual one.
    pub money_account_id: Option<Uuid>,
    /// Who is paid back.
    pub employee_id: Option<Uuid>,
    /// That person's name.
    pub employee: String,
    /// The cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// What kind of document it was for.
    pub link_type: Option<LinkType>,
    /// That document.
    pub link_id: Option<Uuid>,
    /// Its number.
    pub link_number: String,
    /// The paper.
    pub file_id: Option<Uuid>,
    /// Its entry in the ledger.
    pub entry_id: Option<Uuid>,
    /// The entry that takes it back.
    pub reversal_id: Option<Uuid>,
    /// Why it was taken back.
    pub reason: String,
    /// Who entered it.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: Timestamp,
    /// Its version.
    pub version: i32,
}

/// What a list of expenses can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ExpenseFilter {
    /// `waiting`, `posted` or `reversed`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<ExpenseState>,
    /// `cash`, `bank` or `employee`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub paid_by: Option<PaidBy>,
    /// This day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// This day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of expenses is asked.
pub type ExpenseQuery = Filtered<ExpenseFilter>;

const SORTS: &[Sort] =
    &[Sort::desc("date", "x.date", "date"), Sort::asc("amount", "x.gross", "bigint")];

/// A page of expenses, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &ExpenseQuery) -> Result<List<Expense>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The expense with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Expense, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The expenses for a document, the oldest first; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn linked(tx: &mut Tx, kind: LinkType, id: Uuid) -> Result<Vec<Expense>, Problem> {
    store::linked(tx, kind, id).await
}
