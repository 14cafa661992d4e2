//! What is about to be posted, and the rules that need no database.

use std::sync::Arc;

use base::{Currency, Date, Money, Problem, Setup, Tx};
use uuid::Uuid;

use super::Module;
use super::period::Period;
use super::store::{self, PostingAccount};
use crate::numbers::Taken;

/// The most lines that one entry may have.
const MOST_LINES: usize = 10_000;

/// An account, by what the posting rules use it for or by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountRef {
    /// `receivable`, `cash`, `bank`, `inventory`, `grni`, `sales`, `cogs`, `stock_adjustment`,
    /// `output_tax`, `rounding`, `retained_earnings`, `opening`.
    Role(&'static str),
    /// A certain account.
    Id(Uuid),
}

impl From<&'static str> for AccountRef {
    fn from(role: &'static str) -> Self {
        Self::Role(role)
    }
}

impl From<Uuid> for AccountRef {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingLine {
    /// The account.
    pub account: AccountRef,
    /// Minor units of the company's currency: debit positive, credit negative.
    pub amount: i64,
    /// The customer or supplier.
    pub party_id: Option<Uuid>,
    /// The stock item.
    pub item_id: Option<Uuid>,
    /// The tax code, on the tax itself and on what was taxed.
    pub tax_code_id: Option<Uuid>,
    /// When it is to be paid.
    pub due_date: Option<Date>,
    /// A remark.
    pub memo: String,
    /// The amount in the currency of the document, with the sign of `amount`, where that is
    /// another currency than the company's.
    pub foreign: Option<Money>,
    /// The cost centre that spent or earned it.
    pub cost_centre_id: Option<Uuid>,
    /// The project that it was spent or earned for.
    pub project_id: Option<Uuid>,
}

impl Default for PostingLine {
    /// For `..PostingLine::default()`: the account and the amount must be given.
    fn default() -> Self {
        Self {
            account: AccountRef::Id(Uuid::nil()),
            amount: 0,
            party_id: None,
            item_id: None,
            tax_code_id: None,
            due_date: None,
            memo: String::new(),
            foreign: None,
            cost_centre_id: None,
            project_id: None,
        }
    }
}

impl PostingLine {
    /// A debit of so many minor units.
    #[must_use]
    pub fn debit(account: impl Into<AccountRef>, amount: i64) -> Self {
        Self { account: account.into(), amount, ..Self::default() }
    }

    /// A credit of so many minor units.
    #[must_use]
    pub fn credit(account: impl Into<AccountRef>, amount: i64) -> Self {
        Self { account: account.into(), amount: amount.saturating_neg(), ..Self::default() }
    }

    /// Names the customer or supplier.
    #[must_use]
    pub fn party(mut self, id: Uuid) -> Self {
        self.party_id = Some(id);
        self
    }

    /// Names the stock item.
    #[must_use]
    pub fn item(mut self, id: Uuid) -> Self {
        self.item_id = Some(id);
        self
    }

    /// Names the tax code.
    #[must_use]
    pub fn tax_code(mut self, id: Uuid) -> Self {
        self.tax_code_id = Some(id);
        self
    }

    /// Says when it is to be paid.
    #[must_use]
    pub fn due(mut self, date: Date) -> Self {
        self.due_date = Some(date);
        self
    }

    /// Says what the amount is in the document's own currency. `minor` is signed as the line is;
    /// in the company's own currency nothing is kept beside the amount.
    #[must_use]
    pub fn foreign(mut self, currency: Currency, minor: i64, own: Currency) -> Self {
        self.foreign = (currency != own).then(|| Money::new(minor, currency));
        self
    }

    /// Names the cost centre and the project.
    #[must_use]
    pub fn dimensions(mut self, cost_centre: Option<Uuid>, project: Option<Uuid>) -> Self {
        self.cost_centre_id = cost_centre;
        self.project_id = project;
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn memo(mut self, memo: impl Into<String>) -> Self {
        self.memo = memo.into();
        self
    }
}

/// An entry about to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The part of the business that posts it: a month can be locked for each by itself.
    pub module: Module,
    /// Another part whose month must be open as well: the stock, where goods leave with it.
    pub with: Option<Module>,
    /// Its place in the chain, where it was taken with the document's number.
    pub place: Option<Place>,
    /// The business day that it counts for.
    pub effective_date: Date,
    /// The kind of document that it comes from: `invoice`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// What it is about, usually the document's number.
    pub memo: String,
    /// Its lines; lines of nothing are left out.
    pub lines: Vec<PostingLine>,
    /// The hash of the stock moves that belong to it; zeros when it has none.
    pub details_hash: [u8; 32],
    /// The entry that it takes back.
    pub reverses: Option<Uuid>,
}

/// The number and the place in the chain that an entry will have, and what posting it needs: the
/// chart and the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(super) taken: Taken,
    pub(super) chart: Arc<Chart>,
    /// The month of the entry, if it was opened before.
    pub(super) period: Option<Period>,
}

/// All accounts of a company as posting needs them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chart(Vec<PostingAccount>);

impl Setup for Chart {
    async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        store::chart(tx).await.map(Self)
    }
}

impl Place {
    /// The accounts that are named, unless one of them is not in the chart.
    pub(super) fn named(&self, roles: &[&str], ids: &[Uuid]) -> Option<Vec<PostingAccount>> {
        let chart = &self.chart.0;
        let with_role = |role: &&str| {
            chart.iter().find(|account| account.role.as_deref() == Some(*role)).cloned()
        };
        let with_id = |id: &Uuid| chart.iter().find(|account| account.id == *id).cloned();
        roles.iter().map(with_role).chain(ids.iter().map(with_id)).collect()
    }
}

impl Posting {
    /// An entry without stock moves that reverses nothing.
    #[must_use]
    pub fn new(
        module: Module,
        effective_date: Date,
        source_type: &'static str,
        source_id: Uuid,
        memo: impl Into<String>,
        lines: Vec<PostingLine>,
    ) -> Self {
        Self {
            module,
            with: None,
            place: None,
            effective_date,
            source_type,
            source_id,
            memo: memo.into(),
            lines,
            details_hash: [0; 32],
            reverses: None,
        }
    }

    /// Drops lines of nothing and checks what can be checked without the database.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        self.lines.retain(|line| line.amount != 0);
        let sum: i128 = self.lines.iter().map(|line| i128::from(line.amount)).sum();
        if sum != 0 {
            return Err(Problem::refused("entry_unbalanced").fact("difference", sum));
        }
        if self.lines.len() < 2 {
            return Err(Problem::refused("entry_empty"));
        }
        if self.lines.len() > MOST_LINES {
            return Err(Problem::refused("entry_too_long").fact("most", MOST_LINES));
        }
        Ok(self)
    }
}

/// An entry that was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its id.
    pub entry_id: Uuid,
    /// Its number: `JE-2026-00001`.
    pub number: String,
    /// Its place in the chain.
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn posting(amounts: &[i64]) -> Posting {
        let line = |amount: &i64| PostingLine::debit("cash", *amount);
        let lines = amounts.iter().map(line).collect();
        Posting::new(Module::Ledger, Date::of(2026, 1, 31), "test", Uuid::nil(), "", lines)
    }

    #[test]
    fn an_entry_must_balance_and_say_something() {
        let refused = |amounts: &[i64]| posting(amounts).checked().unwrap_err().code();
        assert_eq!(refused(&[100, -99]), "entry_unbalanced");
        assert_eq!(refused(&[i64::MAX, i64::MAX, 2]), "entry_unbalanced");
        assert_eq!(refused(&[]), "entry_empty");
        assert_eq!(refused(&[0, 0]), "entry_empty");
        assert_eq!(posting(&[100, 0, -100]).checked().unwrap().lines.len(), 2);
    }

    proptest! {
        #[test]
        fn what_sums_to_zero_is_accepted(
            amounts in prop::collection::vec(1..1_000_000_i64, 1..50),
        ) {
            let mut amounts = amounts;
            amounts.push(-amounts.iter().sum::<i64>());
            prop_assert_eq!(posting(&amounts).checked().unwrap().lines.len(), amounts.len());
        }
    }
}
