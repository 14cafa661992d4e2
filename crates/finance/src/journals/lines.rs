//! The lines of a journal: which accounts they may name, and what they come to.

use std::collections::HashMap;

use base::{Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ledger::{self, Account, AccountRef, Control, PostingLine};
use crate::tax;

/// The most lines that one journal may have.
const MOST_LINES: usize = 500;
const MOST_MEMO: usize = 500;

/// A line about to be written: a debit or a credit on an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewJournalLine {
    /// The account, by its id…
    pub account_id: Option<Uuid>,
    /// …or by its code.
    pub account: Option<String>,
    /// The amount, if it is a debit.
    pub debit: Option<Money>,
    /// The amount, if it is a credit.
    pub credit: Option<Money>,
    /// The customer or supplier that it is about.
    pub party_id: Option<Uuid>,
    /// The tax code.
    pub tax_code_id: Option<Uuid>,
    /// The cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// A remark.
    pub memo: String,
}

/// A line that may stand in a journal. It is also how recurring journals keep theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DraftLine {
    pub account_id: Uuid,
    /// Debit positive, credit negative.
    pub amount: i64,
    pub party_id: Option<Uuid>,
    pub tax_code_id: Option<Uuid>,
    pub cost_centre_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub memo: String,
}

impl DraftLine {
    pub(super) fn posting(&self) -> PostingLine {
        PostingLine {
            account: AccountRef::Id(self.account_id),
            amount: self.amount,
            party_id: self.party_id,
            tax_code_id: self.tax_code_id,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            memo: self.memo.clone(),
            ..PostingLine::default()
        }
    }
}

/// What lines come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub debit: i128,
    pub credit: i128,
}

impl Sums {
    pub(super) fn of(amounts: impl IntoIterator<Item = i64>) -> Self {
        let mut sums = Self { debit: 0, credit: 0 };
        for amount in amounts.into_iter().map(i128::from) {
            match amount > 0 {
                true => sums.debit += amount,
                false => sums.credit -= amount,
            }
        }
        sums
    }

    pub(super) fn difference(self) -> i128 {
        self.debit - self.credit
    }

    /// The sum of the debits, for the journal's row.
    pub(super) fn amount(self) -> Result<i64, Problem> {
        i64::try_from(self.debit).map_err(|_| Problem::refused("journal_too_large"))
    }
}

/// Whether people may write to an account by hand: to cash and bank they may, since cash is
/// counted and the bank is reconciled; whatever is the sum of other documents only those change.
pub(super) fn is_free(control: Control) -> bool {
    matches!(control, Control::None | Control::Bank | Control::Cash)
}

/// Finds the accounts and checks every line; the refusal names each line that cannot be.
pub(super) async fn resolve(
    tx: &mut Tx,
    new: &[NewJournalLine],
) -> Result<Vec<DraftLine>, Problem> {
    if new.is_empty() {
        return Err(Problem::invalid().field("lines", "entry_empty"));
    }
    if new.len() > MOST_LINES {
        let most = MOST_LINES;
        return Err(Problem::invalid().field_with("lines", "entry_too_long", &[("most", &most)]));
    }
    let chart = ledger::accounts(tx).await?;
    let known = Chart::of(&chart);
    let taxes: Vec<Uuid> = match new.iter().any(|line| line.tax_code_id.is_some()) {
        true => tax::codes(tx).await?.iter().map(|code| code.id).collect(),
        false => Vec::new(),
    };
    let mut problem = Problem::invalid();
    let mut lines = Vec::with_capacity(new.len());
    for (i, line) in new.iter().enumerate() {
        let at = |field: &str| format!("lines[{i}].{field}");
        let (account_id, wrong) = known.judge(line, &at("account_id"), problem);
        problem = wrong;
        let (amount, wrong) = amount(tx, line, &at, problem);
        problem = wrong;
        if line.tax_code_id.is_some_and(|id| !taxes.contains(&id)) {
            problem = problem.field(at("tax_code_id"), "unknown");
        }
        if line.memo.chars().count() > MOST_MEMO {
            problem = problem.field_with(at("memo"), "too_long", &[("most", &MOST_MEMO)]);
        }
        lines.push(DraftLine {
            account_id,
            amount,
            party_id: line.party_id,
            tax_code_id: line.tax_code_id,
            cost_centre_id: line.cost_centre_id,
            project_id: line.project_id,
            memo: line.memo.trim().to_owned(),
        });
    }
    problem.or_ok()?;
    Ok(lines)
}

/// The chart by id and by code.
struct Chart<'a> {
    ids: HashMap<Uuid, &'a Account>,
    codes: HashMap<&'a str, &'a Account>,
}

impl<'a> Chart<'a> {
    fn of(chart: &'a [Account]) -> Self {
        Self {
            ids: chart.iter().map(|account| (account.id, account)).collect(),
            codes: chart.iter().map(|account| (account.code.as_str(), account)).collect(),
        }
    }

    fn judge(&self, line: &NewJournalLine, at: &str, problem: Problem) -> (Uuid, Problem) {
        let at = at.to_owned();
        let found = match (line.account_id, line.account.as_deref().map(str::trim)) {
            (Some(id), _) => self.ids.get(&id),
            (None, Some(code)) if !code.is_empty() => self.codes.get(code),
            _ => return (Uuid::nil(), problem.field(at, "required")),
        };
        let Some(account) = found else { return (Uuid::nil(), problem.field(at, "unknown")) };
        let problem = if !account.active {
            problem.field_with(at, "account_retired", &[("account", &account.code)])
        } else if !is_free(account.control) {
            let facts: [(&'static str, &dyn std::fmt::Display); 2] =
                [("account", &account.code), ("control", &account.control.name())];
            problem.field_with(at, "journal_account_controlled", &facts)
        } else {
            problem
        };
        (account.id, problem)
    }
}

fn amount(
    tx: &Tx,
    line: &NewJournalLine,
    at: &dyn Fn(&str) -> String,
    mut problem: Problem,
) -> (i64, Problem) {
    let given = |money: Option<Money>| money.filter(|money| !money.is_zero());
    let (debit, credit) = (given(line.debit), given(line.credit));
    for (field, side) in [("debit", debit), ("credit", credit)] {
        let Some(side) = side else { continue };
        if side.currency != tx.currency() {
            let currency = tx.currency();
            problem = problem.field_with(at(field), "other_currency", &[("currency", &currency)]);
        } else if side.is_negative() {
            problem = problem.field(at(field), "journal_negative");
        }
    }
    match (debit, credit) {
        (Some(_), Some(_)) => (0, problem.field(at("credit"), "journal_both_sides")),
        (None, None) => (0, problem.field(at("debit"), "journal_no_amount")),
        (Some(debit), None) => (debit.minor, problem),
        (None, Some(credit)) => (credit.minor.saturating_neg(), problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debits_and_credits_are_summed_apart() {
        let sums = Sums::of([500, -200, -250]);
        assert_eq!((sums.debit, sums.credit, sums.difference()), (500, 450, 50));
        assert_eq!(Sums::of([i64::MAX, i64::MAX]).amount().map_err(|p| p.code()), {
            Err("journal_too_large")
        });
    }

    #[test]
    fn only_accounts_that_nothing_else_counts_are_free() {
        assert!(is_free(Control::None) && is_free(Control::Bank) && is_free(Control::Cash));
        for control in [
            Control::Ar,
            Control::Ap,
            Control::Stock,
            Control::Tax,
            Control::Grni,
            Control::Biological,
        ] {
            assert!(!is_free(control), "{control:?}");
        }
    }
}
