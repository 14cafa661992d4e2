//! A budget that begins as what was earned and spent the year before.

use std::collections::BTreeMap;

use base::round::{Rounding, div};
use base::{Date, Problem, Rate, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Budget;
use super::budget::{last_day, months};
use super::edit::{Head, check, write};
use super::lines::{Months, PlannedLine, is_planned};
use crate::dimensions;
use crate::ledger::{self, AccountType, BalanceQuery, BookQuery, Span};

/// The kind of entry that carries a year's result to the equity: it moves the result, and is none.
const YEAR_CLOSE: &str = "year_close";

/// A budget about to be made of the books.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBudgetCopy {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// The first day of its fiscal year; the actual amounts are those of the year before.
    pub fiscal_year: Date,
    /// The cost centre whose amounts are copied, and that the budget is for.
    #[serde(default)]
    pub cost_centre_id: Option<Uuid>,
    /// The project whose amounts are copied, and that the budget is for.
    #[serde(default)]
    pub project_id: Option<Uuid>,
    /// How much more than the year before, less below zero: 0.05 is five per cent more.
    #[serde(default)]
    pub change: Option<Rate>,
}

/// Writes a draft of what was earned and spent in the year before, each month changed by the same
/// share and rounded by itself.
///
/// # Errors
/// 422 with each field that cannot be, or when there was nothing; 409 for a used id.
pub async fn copy_actuals(tx: &mut Tx, new: NewBudgetCopy) -> Result<Budget, Problem> {
    let head = Head {
        id: new.id.unwrap_or_else(|| tx.new_id::<Budget>().uuid()),
        name: new.name.trim().to_owned(),
        fiscal_year: new.fiscal_year,
        cost_centre_id: new.cost_centre_id.filter(|id| !id.is_nil()),
        project_id: new.project_id.filter(|id| !id.is_nil()),
    };
    check(tx, &head, true).await?;
    dimensions::admit(tx, head.cost_centre_id, head.project_id).await?;
    let factor = factor(new.change)?;
    let before = head.fiscal_year.plus_months(-12).map_err(Problem::internal)?;
    let actual = actuals(tx, before, head.cost_centre_id, head.project_id).await?;
    let mut lines = Vec::with_capacity(actual.len());
    for (account_id, mut amounts) in actual {
        for amount in &mut amounts {
            let changed = div(i128::from(*amount) * factor, 1_000_000, Rounding::HalfEven);
            *amount = i64::try_from(changed).map_err(|_| Problem::refused("budget_amount"))?;
        }
        if amounts.iter().any(|amount| *amount != 0) {
            lines.push(PlannedLine { account_id, amounts });
        }
    }
    if lines.is_empty() {
        return Err(Problem::refused("budget_no_actuals").fact("from", before));
    }
    write(tx, &head, &lines, "budgets.copy").await
}

/// One and the change, in millionths; between nothing and ten times more.
fn factor(change: Option<Rate>) -> Result<i128, Problem> {
    let change = i128::from(change.map_or(0, Rate::micros));
    match (-1_000_000..=10_000_000).contains(&change) {
        true => Ok(1_000_000 + change),
        false => Err(Problem::invalid().field("change", "budget_change")),
    }
}

/// What was earned and spent in each month of a year, above zero both, without the entries that
/// close it; in the order of the accounts.
async fn actuals(
    tx: &mut Tx,
    starts: Date,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
) -> Result<Vec<(Uuid, Months)>, Problem> {
    let span = |first: Date| Span { from: Some(first), to: first.last_of_month() };
    let spans: Vec<Span> = months(starts)?.into_iter().map(span).collect();
    let year = Span { from: Some(starts), to: last_day(starts)? };
    let query = BalanceQuery { cost_centre_id, project_id, ..BalanceQuery::on(year.to) };
    let mut moved: BTreeMap<Uuid, Months> = BTreeMap::new();
    for row in ledger::columns(tx, &spans, &query).await? {
        let amounts = moved.entry(row.balance.account).or_default();
        for (amount, found) in amounts.iter_mut().zip(row.amounts) {
            *amount = found;
        }
    }
    let closes = BookQuery {
        span: year,
        after_seq: 0,
        through_seq: i64::MAX,
        accounts: None,
        cost_centre_id,
        project_id,
        by_account: true,
    };
    for close in ledger::moved_by(tx, YEAR_CLOSE, &closes).await? {
        let amounts = moved.entry(close.account_id).or_default();
        for (amount, span) in amounts.iter_mut().zip(&spans) {
            if span.from <= Some(close.effective_date) && close.effective_date <= span.to {
                *amount = amount.saturating_sub(close.amount);
            }
        }
    }
    let chart = ledger::accounts(tx).await?;
    let planned = chart.iter().filter(|account| is_planned(account)).filter_map(|account| {
        let amounts = moved.remove(&account.id)?;
        Some((
            account.id,
            match account.kind {
                AccountType::Income => amounts.map(i64::saturating_neg),
                _ => amounts,
            },
        ))
    });
    Ok(planned.collect())
}
