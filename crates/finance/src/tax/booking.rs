//! How the tax of a code is booked: on which accounts, in which parts, now or when it is paid.

use base::{Lang, Problem, Rate, Text, round};
use uuid::Uuid;

use super::compute::at_rate;
use super::{Category, TaxCode, TaxGroup};
use crate::ledger::{AccountRef, PostingLine};

/// A whole in the unit of weights: a millionth of a millionth, so that tax on tax is exact.
const WHOLE: i128 = 1_000_000_000_000;

/// A tax code on a certain day, and how its tax is booked.
#[derive(Debug, Clone, PartialEq)]
pub struct Taxation {
    /// The code with the rate of that day.
    pub code: TaxCode,
    /// Why there is no tax, in the words of the law.
    pub reason: Option<Text>,
    /// Where tax is claimed; the account with the role `input_tax` when not said.
    pub(super) input_account_id: Option<Uuid>,
    /// Whether the tax is owed only when the document is paid.
    pub(super) cash_basis: bool,
    /// The codes that it consists of.
    pub(super) parts: Vec<Part>,
}

/// A part of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub tax_code_id: Uuid,
    pub rate: Rate,
    /// Reckoned on the price and the parts before it.
    pub on_tax: bool,
    pub account_id: Uuid,
    pub input_account_id: Option<Uuid>,
}

/// What a part takes of a whole price, in millionths of millionths.
pub(super) fn weights(parts: &[(Rate, bool)]) -> Vec<i64> {
    let (mut weights, mut sum) = (Vec::with_capacity(parts.len()), 0_i128);
    for (rate, on_tax) in parts {
        let base = if *on_tax { WHOLE + sum } else { WHOLE };
        let weight = i128::from(rate.micros()) * base / 1_000_000;
        sum += weight;
        weights.push(i64::try_from(weight).unwrap_or(i64::MAX));
    }
    weights
}

/// What the parts come to together; none when that is no whole number of millionths, or more
/// than the price.
pub(super) fn combined(parts: &[(Rate, bool)]) -> Option<Rate> {
    let mut sum = 0_i128;
    for (rate, on_tax) in parts {
        let product = i128::from(rate.micros()) * if *on_tax { WHOLE + sum } else { WHOLE };
        if product % 1_000_000 != 0 {
            return None;
        }
        sum += product / 1_000_000;
    }
    let exact = sum % 1_000_000 == 0 && sum <= WHOLE;
    exact.then(|| i64::try_from(sum / 1_000_000).ok().map(Rate::from_micros)).flatten()
}

impl Taxation {
    /// The tax of a sale, credited: the part of it between `before` and `after` minor units of
    /// the document's whole tax. An invoice books from nothing to all of it; a credit note takes
    /// back from what is left down to what will be, so that the parts of a code end at nothing.
    #[must_use]
    pub fn sale(&self, before: i64, after: i64) -> Vec<PostingLine> {
        let booked = |(id, account, amount): (Uuid, AccountRef, i64)| {
            PostingLine::credit(account, amount).tax_code(id)
        };
        let own = |account: Uuid, _| self.output(account);
        self.shares(before, after, own).into_iter().map(booked).collect()
    }

    /// The tax of a purchase, debited, as [`Self::sale`] does it. Under reverse charge the bill
    /// has none: then tax on `net` is both claimed and owed, between the same bounds of net.
    ///
    /// # Errors
    /// When the tax does not fit.
    pub fn purchase(&self, net: (i64, i64), tax: (i64, i64)) -> Result<Vec<PostingLine>, Problem> {
        let reverse = self.code.category == Category::ReverseCharge;
        let (before, after) = match reverse {
            true => (at_rate(net.0, self.code.rate)?, at_rate(net.1, self.code.rate)?),
            false => tax,
        };
        let claimed = |_, account: Option<Uuid>| match (self.cash_basis, account) {
            (true, _) => AccountRef::Role("input_tax_deferred"),
            (false, Some(account)) => AccountRef::Id(account),
            (false, None) => AccountRef::Role("input_tax"),
        };
        let debit = |(id, account, amount): (Uuid, AccountRef, i64)| {
            PostingLine::debit(account, amount).tax_code(id)
        };
        let shares = self.shares(before, after, claimed);
        let mut lines: Vec<PostingLine> = shares.into_iter().map(debit).collect();
        if reverse {
            lines.extend(self.sale(before, after));
        }
        Ok(lines)
    }

    fn output(&self, account: Uuid) -> AccountRef {
        match self.cash_basis {
            true => AccountRef::Role("output_tax_deferred"),
            false => AccountRef::Id(account),
        }
    }

    /// The code or its parts, each with its account and what is booked on it.
    fn shares(
        &self,
        before: i64,
        after: i64,
        account: impl Fn(Uuid, Option<Uuid>) -> AccountRef,
    ) -> Vec<(Uuid, AccountRef, i64)> {
        if self.parts.is_empty() {
            let account = account(self.code.account_id, self.input_account_id);
            return vec![(self.code.id, account, after - before)];
        }
        let parts: Vec<(Rate, bool)> = self.parts.iter().map(|p| (p.rate, p.on_tax)).collect();
        let weights = weights(&parts);
        let (before, after) = (round::allocate(before, &weights), round::allocate(after, &weights));
        let share = |(part, (before, after)): (&Part, (i64, i64))| {
            let account = account(part.account_id, part.input_account_id);
            (part.tax_code_id, account, after - before)
        };
        self.parts.iter().zip(before.into_iter().zip(after)).map(share).collect()
    }
}

/// The taxation of a code.
///
/// # Errors
/// When there is none.
pub(crate) fn of_code(taxations: &[Taxation], id: Uuid) -> Result<&Taxation, Problem> {
    let found = taxations.iter().find(|taxation| taxation.code.id == id);
    found.ok_or_else(|| Problem::refused("unknown_tax_code"))
}

/// Why there is no tax on each group, as the document prints it; empty where there is some.
pub(crate) fn reasons(taxations: &[Taxation], groups: &[TaxGroup], lang: Lang) -> Vec<String> {
    let reason = |group: &TaxGroup| {
        let found = taxations.iter().find(|taxation| taxation.code.id == group.tax_code_id)?;
        Some(found.reason.as_ref()?.get(lang).to_owned())
    };
    groups.iter().map(|group| reason(group).unwrap_or_default()).collect()
}

#[cfg(test)]
#[path = "booking_tests.rs"]
mod tests;
