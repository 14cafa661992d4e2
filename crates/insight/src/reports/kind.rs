//! The reports that there are.

use base::{L, Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{Asked, ReportQuery};
use super::sheet::Sheet;
use super::{books, budget, cash_flow, goods, statements};

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Opening, movement and closing of every account.
    TrialBalance,
    /// Income less expenses.
    ProfitAndLoss,
    /// What the company has, owes and is worth.
    BalanceSheet,
    /// Why the cash changed.
    CashFlow,
    /// What was planned beside what came of it.
    Budget,
    /// Account by account, line by line.
    GeneralLedger,
    /// Entry by entry.
    Journal,
    /// What lies where.
    StockBalance,
    /// What moved.
    StockLedger,
    /// What the stock is worth.
    StockValuation,
    /// What products, customers and orders earned.
    GrossMargin,
}

impl Kind {
    /// Every report, in the order of the landing page.
    pub const ALL: [Self; 11] = [
        Self::ProfitAndLoss,
        Self::BalanceSheet,
        Self::CashFlow,
        Self::Budget,
        Self::TrialBalance,
        Self::GeneralLedger,
        Self::Journal,
        Self::StockBalance,
        Self::StockLedger,
        Self::StockValuation,
        Self::GrossMargin,
    ];

    /// Its name in addresses and message keys.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::TrialBalance => "trial-balance",
            Self::ProfitAndLoss => "profit-and-loss",
            Self::BalanceSheet => "balance-sheet",
            Self::CashFlow => "cash-flow",
            Self::Budget => "budget",
            Self::GeneralLedger => "general-ledger",
            Self::Journal => "journal",
            Self::StockBalance => "stock-balance",
            Self::StockLedger => "stock-ledger",
            Self::StockValuation => "stock-valuation",
            Self::GrossMargin => "gross-margin",
        }
    }

    /// What one must be allowed to do to read it.
    #[must_use]
    pub fn permission(self) -> &'static str {
        match self {
            Self::StockBalance | Self::StockLedger => "stock.read",
            Self::Budget => "budgets.read",
            _ => "ledger.read",
        }
    }

    /// Whether it may have columns to compare with.
    pub(super) fn compares(self) -> bool {
        matches!(
            self,
            Self::TrialBalance | Self::ProfitAndLoss | Self::BalanceSheet | Self::CashFlow
        )
    }

    /// Whether it can be narrowed to a cost centre or project.
    pub(super) fn has_dimensions(self) -> bool {
        self.compares() || matches!(self, Self::Budget | Self::GeneralLedger | Self::Journal)
    }

    /// Whether it is asked for a day and not for days.
    pub(super) fn is_balance(self) -> bool {
        matches!(self, Self::BalanceSheet | Self::StockBalance | Self::StockValuation)
    }

    /// Makes the report; one that lists things shows at most so many.
    pub(super) async fn sheet(
        self,
        tx: &mut Tx,
        l: &L,
        query: ReportQuery,
        most: i64,
    ) -> Result<(Asked, Sheet), Problem> {
        match self {
            Self::TrialBalance => books::trial_balance(tx, l, query).await,
            Self::ProfitAndLoss => statements::profit_and_loss(tx, l, query).await,
            Self::BalanceSheet => statements::balance_sheet(tx, l, query).await,
            Self::CashFlow => cash_flow::cash_flow(tx, l, query).await,
            Self::Budget => budget::budget(tx, l, query).await,
            Self::GeneralLedger => books::general_ledger(tx, l, query, most).await,
            Self::Journal => books::journal(tx, l, query, most).await,
            Self::StockBalance => goods::stock_balance(tx, l, query, most).await,
            Self::StockLedger => goods::stock_ledger(tx, l, query, most).await,
            Self::StockValuation => goods::stock_valuation(tx, l, query, most).await,
            Self::GrossMargin => goods::gross_margin(tx, l, query, most).await,
        }
    }
}
