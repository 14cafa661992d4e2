//! Documents in another currency: the rate that they are counted at, and what their amounts are
//! in the company's own, so that every entry balances to the last minor unit.

use base::round::{self, Rounding};
use base::{Currency, Date, L, Money, Problem, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ExchangeRate, is_used, rate};
use crate::ledger::PostingLine;
use crate::tax::{Computed, LineAmounts, TaxGroup};

/// What a document's currency is worth on the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRate {
    /// What `units` of the document's currency are worth in the company's.
    pub rate: UnitPrice,
    /// For so many units it is quoted: 1, 10, 100 and so on to a million; 1 when not said.
    #[serde(default = "one")]
    pub units: i32,
}

fn one() -> i32 {
    1
}

impl DocumentRate {
    /// The rate as the database keeps it: micros and units, none in the company's own currency.
    #[must_use]
    pub fn columns(rate: Option<Self>) -> (Option<i64>, Option<i32>) {
        rate.map(|rate| (rate.rate.micros(), rate.units)).unzip()
    }

    /// The rate that the database kept.
    #[must_use]
    pub fn of_columns(rate: Option<i64>, units: Option<i32>) -> Option<Self> {
        let rate = rate.map(UnitPrice::from_micros);
        rate.zip(units).map(|(rate, units)| Self { rate, units })
    }
}

/// The rate at which a document of a day is counted: what the document itself says, or that of
/// the day.
///
/// # Errors
/// When the currency is not in use, the document's own rate is none, or there is none of the day.
pub async fn fix(
    tx: &mut Tx,
    currency: Currency,
    date: Date,
    asked: Option<DocumentRate>,
) -> Result<ExchangeRate, Problem> {
    if !is_used(tx, currency).await? {
        let named = [("currency", &currency as &dyn std::fmt::Display)];
        return Err(Problem::invalid().field_with("currency", "currency_not_used", &named));
    }
    let Some(asked) = asked else { return rate(tx, currency, date).await };
    if currency == tx.currency() {
        return Err(Problem::invalid().field("exchange_rate", "own_currency"));
    }
    let mut problem = Problem::invalid();
    if !asked.rate.is_positive() {
        problem = problem.field("exchange_rate", "not_positive");
    }
    if !(0..=6).any(|power| asked.units == 10_i32.pow(power)) {
        problem = problem.field("exchange_rate", "rate_units");
    }
    problem.or_ok()?;
    Ok(ExchangeRate::new(currency, tx.currency(), date, asked.rate.micros(), asked.units))
}

/// What a currency is counted at, as people read it: "1 USD = 3.7513 SAR".
#[must_use]
pub fn said(l: &L, currency: Currency, own: Currency, rate: DocumentRate) -> String {
    let worth = format!("{} {own}", l.unit_price(rate.rate, own));
    format!("{} {currency} = {worth}", l.int(i64::from(rate.units)))
}

/// The rate that a document was counted at before.
#[must_use]
pub fn kept(
    currency: Currency,
    own: Currency,
    date: Date,
    rate: Option<DocumentRate>,
) -> ExchangeRate {
    match rate {
        Some(rate) => ExchangeRate::new(currency, own, date, rate.rate.micros(), rate.units),
        None => ExchangeRate::new(own, own, date, 1_000_000, 1),
    }
}

impl ExchangeRate {
    /// Whether it is that of the company's own currency.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.currency == self.own
    }

    /// The rate as a document keeps it; none in the company's own currency.
    #[must_use]
    pub fn of_document(&self) -> Option<DocumentRate> {
        let rate = DocumentRate { rate: UnitPrice::from_micros(self.micros), units: self.units };
        (!self.is_own()).then_some(rate)
    }

    /// A price of the company's currency in this one, rounded to its minor unit, ties to even; a
    /// price below that keeps its millionths.
    ///
    /// # Errors
    /// When it is too large.
    pub fn price(&self, price: UnitPrice) -> Result<UnitPrice, Problem> {
        if self.is_own() {
            return Ok(price);
        }
        let too_large = || Problem::invalid().field("unit_price", "too_large");
        let product = i128::from(price.micros()).checked_mul(i128::from(self.units) * 1_000_000);
        let product = product.ok_or_else(too_large)?;
        let step = 10_i128.pow(6 - self.currency.exponent());
        let whole = round::div(product, i128::from(self.micros) * step, Rounding::HalfEven) * step;
        let exact = round::div(product, i128::from(self.micros), Rounding::HalfEven);
        let micros = if whole == 0 { exact } else { whole };
        i64::try_from(micros).map(UnitPrice::from_micros).map_err(|_| too_large())
    }

    /// A price of this currency in the company's, to the millionth, ties to even.
    ///
    /// # Errors
    /// When it is too large.
    pub fn base_price(&self, price: UnitPrice) -> Result<UnitPrice, Problem> {
        if self.is_own() {
            return Ok(price);
        }
        let product = i128::from(price.micros()) * i128::from(self.micros);
        let base = round::div(product, 1_000_000 * i128::from(self.units), Rounding::HalfEven);
        let too_large = |_| Problem::invalid().field("unit_price", "too_large");
        i64::try_from(base).map(UnitPrice::from_micros).map_err(too_large)
    }

    /// Prices that stay while the currency changes from another one to this: they are worth what
    /// they were.
    ///
    /// # Errors
    /// When one is too large.
    pub fn carry<'p>(
        &self,
        from: &Self,
        prices: impl IntoIterator<Item = &'p mut UnitPrice>,
    ) -> Result<(), Problem> {
        if from.currency == self.currency {
            return Ok(());
        }
        for price in prices {
            *price = self.price(from.base_price(*price)?)?;
        }
        Ok(())
    }

    /// An amount of the company's currency in this one, rounded once, ties to even.
    ///
    /// # Errors
    /// When it is too large.
    pub fn from_base(&self, base: i64) -> Result<Money, Problem> {
        if self.is_own() {
            return Ok(Money::new(base, self.currency));
        }
        let (over, under) = self.ratio();
        let product = i128::from(base).checked_mul(under);
        let minor = product.map(|product| round::div(product, over, Rounding::HalfEven));
        let minor = minor.and_then(|minor| i64::try_from(minor).ok());
        let too_large = || Problem::invalid().field("amount", "amount_too_large");
        Ok(Money::new(minor.ok_or_else(too_large)?, self.currency))
    }

    /// Parts in the company's currency that sum to `whole`, each its own amount at this rate but
    /// for the one unit that the sum needs: those that were rounded farthest the other way give
    /// or take it first. Parts of nothing are nothing.
    ///
    /// # Errors
    /// When the parts are too large, or `whole` is not what they are worth.
    pub fn spread(&self, whole: i64, parts: &[i64]) -> Result<Vec<i64>, Problem> {
        if self.is_own() {
            return Ok(parts.to_vec());
        }
        let (over, under) = self.ratio();
        let too_large = || Problem::invalid().field("amount", "amount_too_large");
        let (mut shares, mut off) = (Vec::with_capacity(parts.len()), Vec::new());
        let mut rest = i128::from(whole);
        for (at, part) in parts.iter().enumerate() {
            let exact = i128::from(*part).checked_mul(over).ok_or_else(too_large)?;
            let share = round::div(exact, under, Rounding::HalfEven);
            rest -= share;
            shares.push(i64::try_from(share).map_err(|_| too_large())?);
            if *part != 0 {
                off.push((exact - share * under, at));
            }
        }
        let step = rest.signum();
        off.sort_by_key(|(behind, at)| (-behind * step, *at));
        for (_, at) in off.into_iter().take(usize::try_from(rest.abs()).unwrap_or(0)) {
            shares[at] += if step < 0 { -1 } else { 1 };
            rest -= step;
        }
        if rest != 0 {
            return Err(Problem::internal(format!("{whole} is not what {parts:?} are worth")));
        }
        Ok(shares)
    }

    /// Minor units of the company's currency for minor units of this one.
    fn ratio(&self) -> (i128, i128) {
        let power = |exponent: u32| 10_i128.pow(exponent);
        let over = i128::from(self.micros) * power(self.own.exponent());
        (over, 1_000_000 * i128::from(self.units) * power(self.currency.exponent()))
    }
}

/// The amounts of a taxed document in the company's currency. Sum and taxes are converted each by
/// itself, as the law wants the tax; the net parts take what is left. `codes` goes with the lines.
///
/// # Errors
/// When an amount is too large.
pub(crate) fn in_base(
    rate: &ExchangeRate,
    computed: &Computed,
    codes: &[Uuid],
) -> Result<Computed, Problem> {
    if rate.is_own() {
        return Ok(computed.clone());
    }
    let worth = |minor: i64| rate.to_base(Money::new(minor, rate.currency));
    let gross = worth(computed.gross)?;
    if gross == 0 && computed.gross != 0 {
        return Err(Problem::refused("amount_below_coin").fact("currency", rate.own));
    }
    let taxes = computed.groups.iter().map(|group| worth(group.tax));
    let taxes = taxes.collect::<Result<Vec<i64>, Problem>>()?;
    let tax: i64 = taxes.iter().sum();
    let nets: Vec<i64> = computed.lines.iter().map(|line| line.net).collect();
    let nets = rate.spread(gross - tax, &nets)?;
    let mut lines: Vec<LineAmounts> =
        nets.into_iter().map(|net| LineAmounts { net, tax: 0, gross: net }).collect();
    let mut groups = Vec::with_capacity(taxes.len());
    for (group, tax) in computed.groups.iter().zip(taxes) {
        let members = codes.iter().enumerate().filter(|(_, code)| **code == group.tax_code_id);
        let members: Vec<usize> = members.map(|(at, _)| at).collect();
        let parts: Vec<i64> = members.iter().map(|at| computed.lines[*at].tax).collect();
        for (at, share) in members.iter().zip(rate.spread(tax, &parts)?) {
            lines[*at].tax = share;
            lines[*at].gross += share;
        }
        let net = members.iter().map(|at| lines[*at].net).sum();
        groups.push(TaxGroup { net, tax, ..group.clone() });
    }
    Ok(Computed { lines, groups, net: gross - tax, tax, gross })
}

/// The lines with what they are in the document's currency, which `theirs` say in the same order.
pub(crate) fn beside(
    lines: Vec<PostingLine>,
    theirs: &[PostingLine],
    currency: Currency,
    own: Currency,
) -> Vec<PostingLine> {
    let both = lines.into_iter().zip(theirs);
    both.map(|(line, foreign)| line.foreign(currency, foreign.amount, own)).collect()
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
