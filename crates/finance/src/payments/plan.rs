//! How a payment divides over control accounts, in its own currency and in the company's.

use base::{Currency, Problem, round};
use uuid::Uuid;

use super::settle::{Deduction, Settlement};
use crate::ledger::PostingLine;
use crate::open_items::{OpenItem, Side};

/// What the payment gives the party credit for on one control account; from zero upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub role: &'static str,
    pub amount: i64,
    pub base: i64,
}

/// The payment divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub shares: Vec<Share>,
    money_base: i64,
    deduction_bases: Vec<i64>,
}

impl Plan {
    /// Divides money and deductions over what is settled; the rest is paid ahead.
    ///
    /// # Errors
    /// When the parts are more than the payment, or a refund has a rest.
    pub(super) fn of(new: &Settlement, items: &[OpenItem], base: i64) -> Result<Self, Problem> {
        let too_large = || Problem::invalid().field("amount", "amount_too_large");
        let kept: i128 = new.deductions.iter().map(|d| i128::from(d.amount.minor)).sum();
        let whole = i64::try_from(i128::from(new.amount.minor) + kept).map_err(|_| too_large())?;
        let mut shares = parts(new, items).ok_or_else(too_large)?;
        let settled: i128 = shares.iter().map(|share| i128::from(share.amount)).sum();
        let rest = i64::try_from(i128::from(whole) - settled).map_err(|_| too_large())?;
        if rest < 0 {
            return Err(Problem::invalid().field("amount", "parts_exceed_payment"));
        }
        if rest > 0 && !new.is_usual() {
            return Err(Problem::invalid().field("amount", "refund_names_credit"));
        }
        if rest > 0 {
            add(&mut shares, new.side.prepayment_role(), rest).ok_or_else(too_large)?;
        }
        let deduction_bases = deduction_bases(&new.deductions, new.amount.minor, base)?;
        let kept_base: i128 = deduction_bases.iter().map(|base| i128::from(*base)).sum();
        let whole_base = i64::try_from(i128::from(base) + kept_base).map_err(|_| too_large())?;
        let weights: Vec<i64> = shares.iter().map(|share| share.amount).collect();
        for (share, base) in shares.iter_mut().zip(round::allocate(whole_base, &weights)) {
            share.base = base;
        }
        Ok(Self { shares, money_base: base, deduction_bases })
    }

    /// The entry: money and deductions on one side, the party on the other.
    pub(super) fn lines(&self, new: &Settlement, account: Uuid, own: Currency) -> Vec<PostingLine> {
        let (sign, currency) = (new.direction.sign(), new.amount.currency);
        let money = PostingLine::debit(account, sign * self.money_base);
        let mut lines = vec![money.foreign(currency, sign * new.amount.minor, own)];
        for (deduction, base) in new.deductions.iter().zip(&self.deduction_bases) {
            let mut line = PostingLine::debit(deduction.account, sign * base).party(new.party_id);
            line.tax_code_id = deduction.tax_code_id;
            lines.push(line.foreign(currency, sign * deduction.amount.minor, own));
        }
        for share in &self.shares {
            let line = PostingLine::credit(share.role, sign * share.base).party(new.party_id);
            lines.push(line.foreign(currency, -sign * share.amount, own));
        }
        lines
    }
}

/// What was kept back is worth what the money is worth.
fn deduction_bases(kept: &[Deduction], amount: i64, base: i64) -> Result<Vec<i64>, Problem> {
    let worth = |deduction: &Deduction| {
        let product = i128::from(base) * i128::from(deduction.amount.minor);
        let share = round::div(product, i128::from(amount), round::Rounding::HalfEven);
        i64::try_from(share).map_err(|_| Problem::invalid().field("amount", "amount_too_large"))
    };
    kept.iter().map(worth).collect()
}

/// What is settled on each control account; none when the sum is too large.
fn parts(new: &Settlement, items: &[OpenItem]) -> Option<Vec<Share>> {
    let mut shares = Vec::new();
    for part in &new.parts {
        let item = items.iter().find(|item| item.id == part.item_id)?;
        add(&mut shares, item.control_role(), part.amount.minor)?;
    }
    Some(shares)
}

fn add(shares: &mut Vec<Share>, role: &'static str, amount: i64) -> Option<()> {
    match shares.iter_mut().find(|share| share.role == role) {
        Some(share) => share.amount = share.amount.checked_add(amount)?,
        None => shares.push(Share { role, amount, base: 0 }),
    }
    Some(())
}

impl Settlement {
    /// Whether the money goes the usual way: from customers to us, from us to suppliers. What
    /// goes the other way is a refund, and names the credit that it gives back.
    pub(super) fn is_usual(&self) -> bool {
        matches!(
            (self.side, self.direction),
            (Side::Receivable, super::Direction::In) | (Side::Payable, super::Direction::Out)
        )
    }
}
