//! A budget as it was typed, and how it becomes a command.

use base::{Currency, Cx, FormData, L, Money, Problem, Tx};
use uuid::Uuid;

use super::super::lines::spread;
use super::super::{Budget, BudgetLine, ChangeBudget, NewBudget, NewBudgetLine};
use super::{account_label, matching};
use crate::{forms, ledger};

/// The columns of the months.
pub(super) const MONTHS: [&str; 12] =
    ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"];

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) version: Option<i32>,
    pub(super) name: String,
    pub(super) fiscal_year: String,
    pub(super) cost_centre_id: String,
    pub(super) project_id: String,
    pub(super) lines: Vec<TypedLine>,
}

/// One line of it.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    /// Its number among the fields, `lines[3]`.
    pub(super) row: usize,
    pub(super) account_id: String,
    pub(super) shown: String,
    pub(super) year: String,
    pub(super) months: [String; 12],
}

impl TypedLine {
    fn is_blank(&self) -> bool {
        [&self.account_id, &self.shown, &self.year].iter().all(|text| text.is_empty())
            && self.months.iter().all(String::is_empty)
    }

    fn of(l: &L, row: usize, line: &BudgetLine) -> Self {
        let mut months: [String; 12] = Default::default();
        for (month, money) in months.iter_mut().zip(&line.months) {
            *month = money.to_decimal_string();
        }
        Self {
            row,
            account_id: line.account_id.to_string(),
            shown: account_label(l, &line.code, &line.name),
            year: String::new(),
            months,
        }
    }

    /// The twelve months as far as they can be read.
    pub(super) fn amounts(&self, currency: Currency) -> Option<[i64; 12]> {
        let read = |text: &str| Money::parse_local(text, currency).ok().map(|money| money.minor);
        let mut months = [None; 12];
        for (month, text) in months.iter_mut().zip(&self.months) {
            *month = read(text);
        }
        spread(read(&self.year), months)
    }
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let lines = data.rows("lines").into_iter().map(|row| {
            let cell = |field: &str| data.cell("lines", row, field).trim().to_owned();
            TypedLine {
                row,
                account_id: cell("account_id"),
                shown: cell("account_id_text"),
                year: cell("year"),
                months: MONTHS.map(cell),
            }
        });
        Self {
            version: forms::version(data),
            name: text("name"),
            fiscal_year: text("fiscal_year"),
            cost_centre_id: text("cost_centre_id"),
            project_id: text("project_id"),
            lines: lines.filter(|line| !line.is_blank()).collect(),
        }
    }

    pub(super) fn of(l: &L, budget: &Budget) -> Self {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let lines = budget.lines.iter().enumerate();
        Self {
            version: Some(budget.version),
            name: budget.name.clone(),
            fiscal_year: budget.fiscal_year.to_string(),
            cost_centre_id: id(budget.cost_centre_id),
            project_id: id(budget.project_id),
            lines: lines.map(|(row, line)| TypedLine::of(l, row, line)).collect(),
        }
    }

    /// Finds what was typed where no script chose it: the only account that the text can mean.
    pub(super) async fn resolve(&mut self, cx: &Cx, tx: &mut Tx) -> Result<(), Problem> {
        let chart = ledger::accounts(tx).await?;
        for line in &mut self.lines {
            if !line.account_id.is_empty() || line.shown.is_empty() {
                continue;
            }
            if let [one] = matching(&cx.l, &chart, &line.shown)[..] {
                line.account_id = one.id.to_string();
                line.shown = account_label(&cx.l, &one.code, &one.name);
            }
        }
        Ok(())
    }

    pub(super) fn to_new(&self, cx: &Cx) -> Result<NewBudget, Problem> {
        let lines = self.lines(cx.actor.tenant.currency);
        let year = self.fiscal_year.parse();
        let year = year.map_err(|_| Problem::invalid().field("fiscal_year", "not_a_date"))?;
        Ok(NewBudget {
            id: None,
            name: self.name.clone(),
            fiscal_year: year,
            cost_centre_id: self.cost_centre_id.parse().ok(),
            project_id: self.project_id.parse().ok(),
            lines: lines?,
        })
    }

    pub(super) fn to_change(&self, cx: &Cx) -> Result<ChangeBudget, Problem> {
        let new = self.to_new(cx)?;
        Ok(ChangeBudget {
            version: self.version,
            name: Some(new.name),
            fiscal_year: Some(new.fiscal_year),
            cost_centre_id: Some(new.cost_centre_id.unwrap_or_default()),
            project_id: Some(new.project_id.unwrap_or_default()),
            lines: Some(new.lines),
        })
    }

    fn lines(&self, currency: Currency) -> Result<Vec<NewBudgetLine>, Problem> {
        let mut wrong = Vec::new();
        let mut lines = Vec::with_capacity(self.lines.len());
        for (i, typed) in self.lines.iter().enumerate() {
            let mut read = |field: &str, text: &str| match text {
                "" => None,
                text => match Money::parse_local(text, currency) {
                    Ok(money) => Some(money),
                    Err(_) => {
                        wrong.push(format!("lines[{i}].{field}"));
                        None
                    }
                },
            };
            let months = MONTHS.iter().zip(&typed.months).map(|(name, text)| read(name, text));
            let months = months.collect();
            lines.push(NewBudgetLine {
                account_id: typed.account_id.parse().ok(),
                account: None,
                months,
                year: read("year", &typed.year),
            });
        }
        let problem = Problem::invalid();
        let problem =
            wrong.into_iter().fold(problem, |problem, path| problem.field(path, "not_a_number"));
        problem.or_ok().map(|()| lines)
    }
}
