//! A budget, and finding budgets.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::ledger::{AccountType, Span};

/// How far a budget has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum BudgetState {
    /// Being written.
    Draft,
    /// What the books are compared with.
    Active,
    /// Kept, and compared with nothing.
    Archived,
}

impl BudgetState {
    /// Every state, in the order of filters.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Active, Self::Archived];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Archived => "archived",
        }
    }
}

impl FromStr for BudgetState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or("state is draft, active or archived")
    }
}

/// A budget.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Budget {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The first day of its fiscal year.
    pub fiscal_year: Date,
    /// The last day.
    pub ends: Date,
    /// The cost centre that it is for; none is no one in particular.
    pub cost_centre_id: Option<Uuid>,
    /// The project that it is for; none is no one in particular.
    pub project_id: Option<Uuid>,
    /// How far it has come.
    pub state: BudgetState,
    /// What is to be earned in the year.
    pub income: Money,
    /// What may be spent in the year.
    pub expenses: Money,
    /// What is left of it, a loss below zero.
    pub result: Money,
    /// When it was written.
    pub created_at: Timestamp,
    /// Its version.
    pub version: i32,
    /// Its lines in the order of the accounts; a list shows none.
    pub lines: Vec<BudgetLine>,
}

/// What is planned for an account.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BudgetLine {
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether it is income or an expense.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// Twelve amounts, the first for the month in which the year begins. What is earned and what
    /// is spent are both above zero.
    pub months: Vec<Money>,
    /// Their sum.
    pub total: Money,
}

impl Budget {
    /// The first days of its months.
    ///
    /// # Errors
    /// When the calendar ends.
    pub fn months(&self) -> Result<Vec<Date>, Problem> {
        months(self.fiscal_year)
    }
}

/// The first days of the twelve months from this one on.
pub(super) fn months(starts: Date) -> Result<Vec<Date>, Problem> {
    (0..12).map(|n| starts.plus_months(n).map_err(Problem::internal)).collect()
}

/// The last day of the year that begins here.
pub(super) fn last_day(starts: Date) -> Result<Date, Problem> {
    Ok(starts.plus_months(11).map_err(Problem::internal)?.last_of_month())
}

/// What a list of budgets can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BudgetFilter {
    /// `draft`, `active` or `archived`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<BudgetState>,
    /// The first day of the fiscal year.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub fiscal_year: Option<Date>,
    /// Only those for this cost centre.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub cost_centre_id: Option<Uuid>,
    /// Only those for this project.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub project_id: Option<Uuid>,
}

/// What a list of budgets is asked.
pub type BudgetQuery = Filtered<BudgetFilter>;

const SORTS: &[Sort] = &[
    Sort::desc("year", "b.fiscal_year", "date"),
    Sort::asc("name", "b.name", "text"),
    Sort::asc("income", "s.income", "bigint"),
    Sort::asc("expenses", "s.expenses", "bigint"),
];

/// A page of budgets without their lines, the newest year first unless another order is asked
/// for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &BudgetQuery) -> Result<List<Budget>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The budget with this id, with its lines.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Budget, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The budget, held until the commit, when the version is the one that was read.
pub(super) async fn hold(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Budget, Problem> {
    store::hold(tx, id).await?;
    let budget = find(tx, id).await?;
    if version.is_some_and(|version| version != budget.version) {
        return Err(Problem::stale());
    }
    Ok(budget)
}

/// What the active budgets plan for an account over a span of whole months.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlannedSum {
    /// Which of the spans, counted from one.
    pub span: i64,
    /// The account.
    pub account_id: Uuid,
    /// Minor units of the company's currency, above zero for what is earned and what is spent.
    pub amount: i64,
    /// The budgets that it is the sum of: one, unless the span reaches over years.
    pub budgets: Vec<Uuid>,
}

/// What the active budgets of exactly this cost centre and project plan for each account, over
/// spans of whole months; without either those of the whole company.
///
/// # Errors
/// When the database is away.
pub async fn planned(
    tx: &mut Tx,
    spans: &[Span],
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
) -> Result<Vec<PlannedSum>, Problem> {
    store::planned(tx, spans, cost_centre_id, project_id).await
}
