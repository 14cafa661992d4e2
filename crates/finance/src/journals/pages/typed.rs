//! A journal as it was typed, and how it becomes a command. `=` as an amount means whatever
//! balances the entry, so that the last line needs no arithmetic.

use base::{Currency, Cx, Date, FormData, Money, Problem, Tx};

use uuid::Uuid;

use super::super::{ChangeJournal, Journal, JournalLine, NewJournal, NewJournalLine};
use super::{account_label, coded, matching};
use crate::{forms, ledger};

/// What stands for the amount that balances the entry.
pub(super) const BALANCE: &str = "=";

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) version: Option<i32>,
    pub(super) date: String,
    pub(super) memo: String,
    pub(super) reference: String,
    pub(super) lines: Vec<TypedLine>,
}

/// One line of it.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    /// Its number among the fields, `lines[3]`.
    pub(super) row: usize,
    pub(super) account_id: String,
    pub(super) shown: String,
    pub(super) memo: String,
    pub(super) debit: String,
    pub(super) credit: String,
    pub(super) tax_code_id: String,
    pub(super) cost_centre_id: String,
    pub(super) project_id: String,
}

impl TypedLine {
    fn is_blank(&self) -> bool {
        [&self.account_id, &self.shown, &self.memo, &self.debit, &self.credit]
            .iter()
            .all(|text| text.is_empty())
    }

    /// What was typed into a column of the grid.
    pub(super) fn value(&self, column: &str) -> String {
        match column {
            "account_id" => &self.account_id,
            "debit" => &self.debit,
            "credit" => &self.credit,
            "memo" => &self.memo,
            "tax_code_id" => &self.tax_code_id,
            "cost_centre_id" => &self.cost_centre_id,
            "project_id" => &self.project_id,
            _ => "",
        }
        .to_owned()
    }

    fn of(cx: &Cx, row: usize, line: &JournalLine) -> Self {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let amount = |money: Money| match money.is_zero() {
            true => String::new(),
            false => money.to_decimal_string(),
        };
        Self {
            row,
            account_id: line.account_id.to_string(),
            shown: account_label(cx, &line.code, &line.name),
            memo: line.memo.clone(),
            debit: amount(line.debit),
            credit: amount(line.credit),
            tax_code_id: id(line.tax_code_id),
            cost_centre_id: id(line.cost_centre_id),
            project_id: id(line.project_id),
        }
    }

    /// Its amount as far as it can be read: debit positive.
    pub(super) fn amount(&self, currency: Currency) -> i128 {
        let side = |text: &str| {
            Money::parse_local(text, currency).map_or(0, |money| i128::from(money.minor))
        };
        side(&self.debit) - side(&self.credit)
    }
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let lines = data.rows("lines").into_iter().map(|row| {
            let cell = |field: &str| data.cell("lines", row, field).to_owned();
            TypedLine {
                row,
                account_id: cell("account_id"),
                shown: cell("account_id_text"),
                memo: cell("memo"),
                debit: cell("debit"),
                credit: cell("credit"),
                tax_code_id: cell("tax_code_id"),
                cost_centre_id: cell("cost_centre_id"),
                project_id: cell("project_id"),
            }
        });
        Self {
            version: forms::version(data),
            date: text("date"),
            memo: text("memo"),
            reference: text("reference"),
            lines: lines.filter(|line| !line.is_blank()).collect(),
        }
    }

    pub(super) fn of(cx: &Cx, journal: &Journal) -> Self {
        Self {
            version: Some(journal.version),
            date: journal.date.to_string(),
            memo: journal.memo.clone(),
            reference: journal.reference.clone(),
            lines: Self::lines_of(cx, &journal.lines),
        }
    }

    pub(super) fn lines_of(cx: &Cx, lines: &[JournalLine]) -> Vec<TypedLine> {
        lines.iter().enumerate().map(|(row, line)| TypedLine::of(cx, row, line)).collect()
    }

    /// The same with its lines numbered as they will be on the page.
    pub(super) fn renumbered(&self) -> Self {
        let mut typed = self.clone();
        typed.lines.iter_mut().enumerate().for_each(|(row, line)| line.row = row);
        typed
    }

    /// Puts the balancing amount into the one line that asks for it; the line's row and what
    /// its debit and credit are now. Two such lines are a mistake, which stays to be named.
    pub(super) fn balance(&mut self, cx: &Cx) -> Option<(usize, String, String)> {
        let currency = cx.actor.tenant.currency;
        let asks = |line: &TypedLine| line.debit == BALANCE || line.credit == BALANCE;
        if self.lines.iter().filter(|line| asks(line)).count() != 1 {
            return None;
        }
        let others = self.lines.iter().filter(|line| !asks(line));
        let difference: i128 = others.map(|line| line.amount(currency)).sum();
        let line = self.lines.iter_mut().find(|line| asks(line))?;
        let missing = i64::try_from(difference.unsigned_abs()).ok()?;
        let missing = match missing {
            0 => String::new(),
            minor => Money::new(minor, currency).to_decimal_string(),
        };
        (line.debit, line.credit) = match difference > 0 {
            true => (String::new(), missing),
            false => (missing, String::new()),
        };
        Some((line.row, line.debit.clone(), line.credit.clone()))
    }

    /// Finds what was typed where no script chose it: the only account that the text can mean.
    /// One that other documents keep is found by its code, so that the refusal can say so.
    pub(super) async fn resolve(&mut self, cx: &Cx, tx: &mut Tx) -> Result<(), Problem> {
        let chart = ledger::accounts(tx).await?;
        for line in &mut self.lines {
            if !line.account_id.is_empty() || line.shown.is_empty() {
                continue;
            }
            let found = matching(cx, &chart, &line.shown);
            let kept = || if found.is_empty() { coded(&chart, &line.shown) } else { None };
            let one = if let [one] = found[..] { Some(one) } else { kept() };
            if let Some(one) = one {
                line.account_id = one.id.to_string();
                line.shown = account_label(cx, &one.code, &one.name);
            }
        }
        Ok(())
    }

    pub(super) fn to_new(&self, cx: &Cx, post: bool) -> Result<NewJournal, Problem> {
        Ok(NewJournal {
            id: None,
            date: self.day()?,
            memo: self.memo.clone(),
            reference: self.reference.clone(),
            lines: self.lines(cx.actor.tenant.currency, &[])?,
            post,
        })
    }

    /// The change. What the form does not show, such as a party, stays with lines of the same
    /// account.
    pub(super) fn to_change(
        &self,
        cx: &Cx,
        old: &Journal,
        post: bool,
    ) -> Result<ChangeJournal, Problem> {
        Ok(ChangeJournal {
            version: self.version,
            date: self.day()?,
            memo: Some(self.memo.clone()),
            reference: Some(self.reference.clone()),
            lines: Some(self.lines(cx.actor.tenant.currency, &old.lines)?),
            post,
        })
    }

    fn day(&self) -> Result<Option<Date>, Problem> {
        match self.date.as_str() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(date) => Ok(Some(date)),
                Err(_) => Err(Problem::invalid().field("date", "not_a_date")),
            },
        }
    }

    pub(super) fn lines(
        &self,
        currency: Currency,
        old: &[JournalLine],
    ) -> Result<Vec<NewJournalLine>, Problem> {
        let mut problem = Problem::invalid();
        let mut left: Vec<&JournalLine> = old.iter().collect();
        let mut lines = Vec::with_capacity(self.lines.len());
        for (i, typed) in self.lines.iter().enumerate() {
            let at = |field: &str| format!("lines[{i}].{field}");
            let account_id = typed.account_id.parse().ok();
            if account_id.is_none() && !typed.shown.is_empty() {
                problem = problem.field(at("account_id"), "unknown");
            }
            let mut side = |field: &str, text: &str| match text {
                "" => None,
                BALANCE => {
                    problem = std::mem::replace(&mut problem, Problem::invalid())
                        .field(at(field), "journal_balanced_twice");
                    None
                }
                text => match Money::parse_local(text, currency) {
                    Ok(money) => Some(money),
                    Err(_) => {
                        problem = std::mem::replace(&mut problem, Problem::invalid())
                            .field(at(field), "not_a_number");
                        None
                    }
                },
            };
            let (debit, credit) = (side("debit", &typed.debit), side("credit", &typed.credit));
            let same = left.iter().position(|line| Some(line.account_id) == account_id);
            let same = same.map(|at| left.remove(at));
            lines.push(NewJournalLine {
                account_id,
                account: None,
                debit,
                credit,
                party_id: same.and_then(|line| line.party_id),
                tax_code_id: typed.tax_code_id.parse().ok(),
                cost_centre_id: typed.cost_centre_id.parse().ok(),
                project_id: typed.project_id.parse().ok(),
                memo: typed.memo.clone(),
            });
        }
        problem.or_ok().map(|()| lines)
    }
}
