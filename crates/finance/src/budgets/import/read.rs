//! What one row of a file of budgets says.

use std::collections::HashMap;

use base::{Currency, Date, Money, Problem, Tx};
use platform::imports::{ImportRow, RowProblem};
use uuid::Uuid;

use super::super::edit::MOST_NAME;
use super::super::lines::{MOST_MINOR, Months, is_planned, spread};
use super::MONTHS;
use crate::book_settings::{self, BookSettings};
use crate::dimensions::{self, Dimension, Kind};
use crate::ledger::{self, Account};

/// What tells one budget from another in a file: name in small letters, year, cost centre,
/// project.
pub(super) type Key = (String, Date, Option<Uuid>, Option<Uuid>);

/// A row as it was read.
#[derive(Debug)]
pub(super) struct Read {
    pub key: Key,
    /// The name as it is written.
    pub name: String,
    pub account_id: Uuid,
    pub code: String,
    pub months: Months,
}

/// What the words of a file mean in this company.
pub(super) struct Words {
    settings: BookSettings,
    currency: Currency,
    accounts: HashMap<String, Account>,
    centres: HashMap<String, Dimension>,
    projects: HashMap<String, Dimension>,
}

impl Words {
    pub(super) async fn of(tx: &mut Tx) -> Result<Self, Problem> {
        let accounts = ledger::accounts(tx).await?;
        let centres = dimensions::all(tx, Kind::CostCentre).await?;
        let projects = dimensions::all(tx, Kind::Project).await?;
        let by_code = |all: Vec<Dimension>| {
            all.into_iter().map(|one| (one.code.to_lowercase(), one)).collect()
        };
        Ok(Self {
            settings: book_settings::settings(tx).await?,
            currency: tx.currency(),
            accounts: accounts.into_iter().map(|one| (one.code.clone(), one)).collect(),
            centres: by_code(centres),
            projects: by_code(projects),
        })
    }

    pub(super) fn read(&self, row: &ImportRow) -> Result<Read, RowProblem> {
        for field in ["budget", "fiscal_year", "account"] {
            if row.some(field).is_none() {
                return Err(row.problem(field, "required"));
            }
        }
        let name = row.get("budget").to_owned();
        if name.chars().count() > MOST_NAME {
            let mut problem = row.problem("budget", "too_long");
            problem.facts.push(("most", MOST_NAME.to_string()));
            return Err(problem);
        }
        let code = base::digits::to_ascii(row.get("account")).into_owned();
        let account = self.accounts.get(&code);
        let account = account.ok_or_else(|| row.problem("account", "unknown"))?;
        if !is_planned(account) {
            return Err(row.problem("account", "budget_account"));
        }
        let centre = named(row, "cost_centre", &self.centres)?;
        let project = named(row, "project", &self.projects)?;
        let key = (name.to_lowercase(), self.year(row)?, centre, project);
        Ok(Read { key, name, account_id: account.id, code, months: self.months(row)? })
    }

    /// `2026-04-01`, or `2026` for the year that begins in it.
    fn year(&self, row: &ImportRow) -> Result<Date, RowProblem> {
        let not_a_date = || row.problem("fiscal_year", "not_a_date");
        let text = base::digits::to_ascii(row.get("fiscal_year"));
        let day = match text.parse::<i16>() {
            Ok(year) => {
                let month = i8::try_from(self.settings.fiscal_month).map_err(|_| not_a_date())?;
                Date::try_new(year, month, 1).map_err(|_| not_a_date())?
            }
            Err(_) => text.parse().map_err(|_| not_a_date())?,
        };
        if self.settings.year_of(day).is_ok_and(|first| first == day) {
            return Ok(day);
        }
        let mut problem = row.problem("fiscal_year", "budget_year");
        problem.facts.push(("month", self.settings.fiscal_month.to_string()));
        Err(problem)
    }

    fn months(&self, row: &ImportRow) -> Result<Months, RowProblem> {
        let mut months = [None; 12];
        for (field, month) in MONTHS.into_iter().zip(&mut months) {
            *month = self.amount(row, field)?;
        }
        let year = self.amount(row, "total")?;
        if year.is_none() && months.iter().all(Option::is_none) {
            return Err(row.problem("total", "required"));
        }
        let spread = spread(year, months);
        let months = spread.ok_or_else(|| row.problem("total", "budget_year_differs"))?;
        match months.iter().all(|month| month.unsigned_abs() <= MOST_MINOR) {
            true => Ok(months),
            false => Err(row.problem("total", "budget_amount")),
        }
    }

    fn amount(&self, row: &ImportRow, field: &'static str) -> Result<Option<i64>, RowProblem> {
        let Some(text) = row.some(field) else { return Ok(None) };
        match Money::parse_local(text, self.currency) {
            Err(_) => Err(row.problem(field, "not_a_number")),
            Ok(money) if money.minor.unsigned_abs() > MOST_MINOR && field != "total" => {
                Err(row.problem(field, "budget_amount"))
            }
            Ok(money) => Ok(Some(money.minor)),
        }
    }
}

/// The cost centre or project of this code, one that is in use.
fn named(
    row: &ImportRow,
    field: &'static str,
    known: &HashMap<String, Dimension>,
) -> Result<Option<Uuid>, RowProblem> {
    let Some(code) = row.some(field) else { return Ok(None) };
    match known.get(&code.to_lowercase()) {
        None => Err(row.problem(field, "unknown")),
        Some(one) if !one.active => Err(row.problem(field, "dimension_retired")),
        Some(one) => Ok(Some(one.id)),
    }
}
