//! The lines of a budget: which accounts they may name, and how a yearly amount becomes months.

use std::collections::HashSet;

use base::{Currency, Money, Problem, Tx, round};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ledger::{self, Account, AccountType};

/// The most accounts that one budget may name.
pub(super) const MOST_LINES: usize = 500;
/// The largest amount of a month: sums over all lines still fit into a number.
pub(super) const MOST_MINOR: u64 = 1_000_000_000_000_000;

/// Twelve amounts in minor units.
pub(super) type Months = [i64; 12];

/// A line about to be written. A yearly amount goes in equal parts over the months that are not
/// said, to the smallest coin.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewBudgetLine {
    /// The account, by its id…
    pub account_id: Option<Uuid>,
    /// …or by its code.
    pub account: Option<String>,
    /// The amounts of the twelve months from the first of the year on; null is not said. None at
    /// all says none of them.
    pub months: Vec<Option<Money>>,
    /// The amount of the whole year.
    pub year: Option<Money>,
}

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedLine {
    pub account_id: Uuid,
    pub amounts: Months,
}

/// Whether an account can be planned: what is earned and what is spent.
pub(super) fn is_planned(account: &Account) -> bool {
    matches!(account.kind, AccountType::Income | AccountType::Expense)
}

/// The months of a yearly amount: what is left of it goes over those that are not said, the first
/// of them take the odd coins. Nothing when all are said and come to something else.
pub(super) fn spread(year: Option<i64>, months: [Option<i64>; 12]) -> Option<Months> {
    let Some(year) = year else { return Some(months.map(Option::unwrap_or_default)) };
    let said: i128 = months.iter().flatten().copied().map(i128::from).sum();
    let left = i64::try_from(i128::from(year) - said).ok()?;
    let open = months.iter().filter(|month| month.is_none()).count();
    if open == 0 && left != 0 {
        return None;
    }
    let mut shares = round::allocate(left, &vec![1; open]).into_iter();
    Some(months.map(|month| month.or_else(|| shares.next()).unwrap_or_default()))
}

/// Finds the accounts and checks every line; the refusal names each line that cannot be.
pub(super) async fn resolve(
    tx: &mut Tx,
    new: &[NewBudgetLine],
) -> Result<Vec<PlannedLine>, Problem> {
    if new.len() > MOST_LINES {
        let most = MOST_LINES;
        return Err(Problem::invalid().field_with("lines", "budget_too_long", &[("most", &most)]));
    }
    let chart = ledger::accounts(tx).await?;
    let currency = tx.currency();
    let (mut problem, mut seen) = (Problem::invalid(), HashSet::new());
    let mut lines = Vec::with_capacity(new.len());
    for (i, line) in new.iter().enumerate() {
        let at = |field: &str| format!("lines[{i}].{field}");
        let found = chart.iter().find(|account| match (&line.account_id, &line.account) {
            (Some(id), _) => account.id == *id,
            (None, Some(code)) => account.code == code.trim(),
            (None, None) => false,
        });
        let account_id = match found {
            None => Err("unknown"),
            Some(account) if !is_planned(account) => Err("budget_account"),
            Some(account) if !seen.insert(account.id) => Err("budget_account_twice"),
            Some(account) => Ok(account.id),
        };
        let amounts = amounts(line, currency);
        match (account_id, amounts) {
            (Ok(account_id), Ok(amounts)) => lines.push(PlannedLine { account_id, amounts }),
            (account, amounts) => {
                if let Err(code) = account {
                    problem = problem.field(at("account_id"), code);
                }
                if let Err((field, code)) = amounts {
                    problem = problem.field_with(at(field), code, &[("currency", &currency)]);
                }
            }
        }
    }
    problem.or_ok()?;
    Ok(lines)
}

/// The twelve amounts; else which field of the line cannot be, and why.
fn amounts(
    line: &NewBudgetLine,
    currency: Currency,
) -> Result<Months, (&'static str, &'static str)> {
    let minor = |money: &Option<Money>| match money {
        Some(money) if money.currency != currency => Err("other_currency"),
        Some(money) if money.minor.unsigned_abs() > MOST_MINOR => Err("budget_amount"),
        Some(money) => Ok(Some(money.minor)),
        None => Ok(None),
    };
    let mut months = [None; 12];
    if !line.months.is_empty() && line.months.len() != months.len() {
        return Err(("months", "budget_months"));
    }
    for (month, money) in months.iter_mut().zip(&line.months) {
        *month = minor(money).map_err(|code| ("months", code))?;
    }
    let year = match &line.year {
        Some(money) if money.currency != currency => return Err(("year", "other_currency")),
        year => year.map(|money| money.minor),
    };
    let spread = spread(year, months).ok_or(("year", "budget_year_differs"))?;
    match spread.iter().all(|month| month.unsigned_abs() <= MOST_MINOR) {
        true => Ok(spread),
        false => Err(("year", "budget_amount")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yearly_amount_becomes_months_that_sum_to_it() {
        let odd = spread(Some(100), [None; 12]);
        assert_eq!(odd, Some([9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8]));
        let loss = spread(Some(-13), [None; 12]);
        assert_eq!(loss, Some([-2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]));
    }

    #[test]
    fn months_that_are_said_stay_and_the_others_share_what_is_left() {
        let mut months = [None; 12];
        (months[0], months[11]) = (Some(500), Some(0));
        let spread_out = spread(Some(1501), months);
        assert_eq!(spread_out, Some([500, 101, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0]));
        assert_eq!(spread(None, months), Some([500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    }

    #[test]
    fn a_year_that_its_months_do_not_come_to_is_none() {
        assert_eq!(spread(Some(12), [Some(1); 12]), Some([1; 12]));
        assert_eq!(spread(Some(13), [Some(1); 12]), None);
        assert_eq!(spread(Some(i64::MIN), [Some(i64::MAX); 12]), None);
    }
}
