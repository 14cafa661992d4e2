//! Accounts of the chart.

use base::{Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// The side of the books that an account stands on.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum AccountType {
    /// What the company has.
    Asset,
    /// What it owes.
    Liability,
    /// What belongs to its owners.
    Equity,
    /// What it earns.
    Income,
    /// What that costs.
    Expense,
}

impl AccountType {
    /// Every type, in the order of the chart.
    pub const ALL: [Self; 5] =
        [Self::Asset, Self::Liability, Self::Equity, Self::Income, Self::Expense];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Equity => "equity",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }
}

/// What else keeps count of an account's balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Control {
    /// Nothing.
    None,
    /// The open invoices of customers; its lines name the customer.
    Ar,
    /// The open bills of suppliers; its lines name the supplier.
    Ap,
    /// The value of the stock.
    Stock,
    /// Tax returns.
    Tax,
    /// Statements of the bank.
    Bank,
    /// The cash box.
    Cash,
    /// Goods received and not yet billed.
    Grni,
    /// The batches of living animals.
    Biological,
}

impl Control {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ar => "ar",
            Self::Ap => "ap",
            Self::Stock => "stock",
            Self::Tax => "tax",
            Self::Bank => "bank",
            Self::Cash => "cash",
            Self::Grni => "grni",
            Self::Biological => "biological",
        }
    }

    /// Whether every line on such an account must name a customer or supplier.
    #[must_use]
    pub fn wants_party(self) -> bool {
        matches!(self, Self::Ar | Self::Ap)
    }
}

/// Where the changes of an account stand in the cash flow statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CashFlow {
    /// It is cash itself: the statement explains it.
    Cash,
    /// Changes no cash: accumulated depreciation.
    NonCash,
    /// Stock, customers, suppliers, taxes.
    Operating,
    /// Equipment, shares in others.
    Investing,
    /// Loans, capital, drawings.
    Financing,
}

impl CashFlow {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::NonCash => "non_cash",
            Self::Operating => "operating",
            Self::Investing => "investing",
            Self::Financing => "financing",
        }
    }
}

/// An account of the chart.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Its code, by which the chart is ordered: `1200`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The side of the books that it stands on.
    #[serde(rename = "type")]
    #[sqlx(rename = "type")]
    pub kind: AccountType,
    /// What else keeps count of its balance.
    pub control: Control,
    /// What the posting rules use it for: `receivable`.
    pub role: Option<String>,
    /// Where its changes stand in the cash flow statement, if not where its type says.
    pub cash_flow: Option<CashFlow>,
    /// Whether new entries may use it.
    pub active: bool,
}

impl Account {
    /// Where its changes stand in the cash flow statement; none for what is earned and spent,
    /// which is in the result that the statement begins with.
    #[must_use]
    pub fn flows(&self) -> Option<CashFlow> {
        let by_type = match self.kind {
            AccountType::Income | AccountType::Expense => return None,
            _ if matches!(self.control, Control::Bank | Control::Cash) => CashFlow::Cash,
            AccountType::Equity => CashFlow::Financing,
            AccountType::Asset | AccountType::Liability => CashFlow::Operating,
        };
        Some(self.cash_flow.unwrap_or(by_type))
    }
}

/// The chart of accounts in the order of the codes; at most 2,000.
///
/// # Errors
/// When the database is away.
pub async fn accounts(tx: &mut Tx) -> Result<Vec<Account>, Problem> {
    store::accounts(tx).await
}

/// The account with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn account(tx: &mut Tx, id: Uuid) -> Result<Account, Problem> {
    store::account(tx, id).await?.ok_or_else(Problem::not_found)
}
