//! Rates of a day, and reckoning with them.

use base::round::{self, Rounding};
use base::{Currency, Date, List, ListQuery, Money, Problem, Sort, Timestamp, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use super::store;
use crate::asked::filter;

/// The most rates that are entered at once.
const MOST: usize = 5000;

/// The longest name of a publisher.
const MOST_SOURCE: usize = 60;

/// How far after today a rate may lie: some are published for the days ahead.
const AHEAD_DAYS: i32 = 31;

/// What a currency is worth on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRate {
    /// The currency.
    pub currency: Currency,
    /// The day of the rate, which may lie some days before the day asked for.
    pub date: Date,
    /// Millionths of the company's currency for `units` of this one.
    pub micros: i64,
    /// For so many units it is quoted.
    pub units: i32,
    /// Who published it.
    pub source: String,
    pub(super) own: Currency,
}

impl ExchangeRate {
    /// A rate against the currency `own`.
    #[must_use]
    pub fn new(currency: Currency, own: Currency, date: Date, micros: i64, units: i32) -> Self {
        Self { currency, date, micros, units, source: String::new(), own }
    }

    fn own(currency: Currency, date: Date) -> Self {
        Self::new(currency, currency, date, 1_000_000, 1)
    }

    /// The amount in minor units of the company's currency, rounded once, ties to even.
    ///
    /// # Errors
    /// When the amount is of another currency, or the result too large.
    pub fn to_base(&self, amount: Money) -> Result<i64, Problem> {
        if amount.currency != self.currency {
            let said = format!("a rate of {} for {}", self.currency, amount.currency);
            return Err(Problem::internal(said));
        }
        if self.currency == self.own {
            return Ok(amount.minor);
        }
        let power = |exponent: u32| 10_i128.pow(exponent);
        // |minor × micros| < 2¹²⁶, so the product stands; times the own decimals it may not.
        let product = i128::from(amount.minor) * i128::from(self.micros);
        let product = product.checked_mul(power(self.own.exponent()));
        let under = 1_000_000 * i128::from(self.units) * power(self.currency.exponent());
        let base = product.map(|product| round::div(product, under, Rounding::HalfEven));
        let base = base.and_then(|base| i64::try_from(base).ok());
        base.ok_or_else(|| Problem::invalid().field("amount", "amount_too_large"))
    }
}

/// What a currency is worth on a day: the latest rate that is still good. The company's own is
/// worth one.
///
/// # Errors
/// `no_exchange_rate` when there is none, or the database is away.
pub async fn rate(tx: &mut Tx, currency: Currency, date: Date) -> Result<ExchangeRate, Problem> {
    let own = tx.currency();
    if currency == own {
        return Ok(ExchangeRate::own(currency, date));
    }
    let missing =
        || Problem::refused("no_exchange_rate").fact("currency", currency).fact("date", date);
    let found = store::latest(tx, currency, date).await?.ok_or_else(missing)?;
    if found.date.days_until(date) > found.good_days {
        return Err(missing());
    }
    let rate = ExchangeRate::new(currency, own, found.date, found.rate, found.units);
    Ok(ExchangeRate { source: found.source, ..rate })
}

/// A rate about to be entered; another of the same day is replaced.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRate {
    /// The currency, one in use.
    pub currency: Currency,
    /// Its day.
    pub date: Date,
    /// What `units` of it are worth in the company's currency.
    pub rate: UnitPrice,
    /// For so many units it is quoted: 1, 10, 100 and so on to a million; 1 when not said.
    #[serde(default)]
    pub units: Option<i32>,
    /// Who published it.
    #[serde(default)]
    pub source: String,
}

/// A rate as it was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RateRow {
    /// The currency.
    pub currency: Currency,
    /// Its day.
    pub date: Date,
    /// What `units` of it are worth in the company's currency.
    pub rate: UnitPrice,
    /// For so many units it is quoted.
    pub units: i32,
    /// Who published it.
    pub source: String,
    /// When it was entered last.
    pub recorded_at: Timestamp,
}

/// Enters rates, all or none.
///
/// # Errors
/// When a currency is not in use, a rate is not above zero, or a day lies far ahead.
pub async fn enter(tx: &mut Tx, new: Vec<NewRate>) -> Result<(), Problem> {
    if new.len() > MOST {
        return Err(Problem::refused("too_many_rates").fact("most", MOST));
    }
    let used = super::used(tx).await?;
    let today = tx.today();
    let mut problem = Problem::invalid();
    for (at, rate) in new.iter().enumerate() {
        let path = |name: &str| format!("rates[{at}].{name}");
        if let Err((name, code, facts)) = sound(rate, today) {
            let facts: Vec<(&'static str, &dyn std::fmt::Display)> =
                facts.iter().map(|(name, fact)| (*name, fact as &dyn std::fmt::Display)).collect();
            problem = problem.field_with(path(name), code, &facts);
        }
        if !used.iter().any(|known| known.code == rate.currency) {
            let field = path("currency");
            problem =
                problem.field_with(field, "currency_not_used", &[("currency", &rate.currency)]);
        }
        let twice = |other: &NewRate| (other.currency, other.date) == (rate.currency, rate.date);
        if new[..at].iter().any(twice) {
            problem = problem.field(path("date"), "rate_named_twice");
        }
    }
    problem.or_ok()?;
    store::enter(tx, &new).await?;
    for currency in &used {
        let of_it: Vec<_> = new.iter().filter(|rate| rate.currency == currency.code).collect();
        let (Some(first), Some(last)) = (of_it.first(), of_it.last()) else { continue };
        let facts = json!({"rates": of_it.len(), "first": [first.date, first.rate, first.units],
            "last": [last.date, last.rate, last.units]});
        tx.audit("currencies.enter", "currency", currency.id, facts);
    }
    Ok(())
}

/// The name of a field, the code of what is wrong with it, and the facts of the sentence.
pub(super) type Unsound = (&'static str, &'static str, Vec<(&'static str, usize)>);

/// Judges what of a rate can be judged by itself.
pub(super) fn sound(rate: &NewRate, today: Date) -> Result<(), Unsound> {
    let units = rate.units.unwrap_or(1);
    if !rate.rate.is_positive() {
        return Err(("rate", "not_positive", Vec::new()));
    }
    if !(0..=6).any(|power| units == 10_i32.pow(power)) {
        return Err(("units", "rate_units", Vec::new()));
    }
    if today.days_until(rate.date) > AHEAD_DAYS {
        let days = usize::try_from(AHEAD_DAYS).unwrap_or_default();
        return Err(("date", "rate_too_far_ahead", vec![("days", days)]));
    }
    if rate.source.chars().count() > MOST_SOURCE {
        return Err(("source", "too_long", vec![("most", MOST_SOURCE)]));
    }
    Ok(())
}

/// Takes a rate out that was entered by mistake; what was posted with it stays as it is.
///
/// # Errors
/// 404 when there is none.
pub async fn remove(tx: &mut Tx, currency: Currency, date: Date) -> Result<(), Problem> {
    let known = store::find(tx, currency).await?.ok_or_else(Problem::not_found)?;
    let rate = store::remove(tx, currency, date).await?.ok_or_else(Problem::not_found)?;
    let facts = json!({"date": date, "rate": [UnitPrice::from_micros(rate), null]});
    tx.audit("currencies.remove", "currency", known.id, facts);
    Ok(())
}

/// What a list of rates can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RateFilter {
    /// Those of a currency.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub currency: Option<Currency>,
    /// Of this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Of this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of rates is asked: filters, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RateQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: RateFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for RateQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = RateFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] =
    &[Sort::desc("date", "r.date", "date"), Sort::asc("currency", "r.currency", "text")];

/// A page of rates, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn rates(tx: &mut Tx, query: &RateQuery) -> Result<List<RateRow>, Problem> {
    store::rates(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn rate(currency: Currency, own: Currency, micros: i64, units: i32) -> ExchangeRate {
        ExchangeRate::new(currency, own, Date::of(2026, 3, 1), micros, units)
    }

    #[test]
    fn amounts_are_reckoned_between_currencies_of_different_decimals() {
        let base =
            |rate: &ExchangeRate, minor| rate.to_base(Money::new(minor, rate.currency)).unwrap();
        let dollar = rate(Currency::USD, Currency::SAR, 3_750_000, 1);
        assert_eq!(base(&dollar, 10_000), 37_500);
        assert_eq!(base(&dollar, -10_000), -37_500);
        // 2.5 halalas: the tie goes to the even neighbour.
        assert_eq!(base(&rate(Currency::USD, Currency::SAR, 2_500_000, 1), 1), 2);
        // 1 000 yen at 25.10 riyals for a thousand.
        assert_eq!(base(&rate(Currency::JPY, Currency::SAR, 25_100_000, 1000), 1000), 2510);
        // 1.250 dinars at 9.947 riyals.
        assert_eq!(base(&rate(Currency::BHD, Currency::SAR, 9_947_000, 1), 1250), 1243);
        assert_eq!(base(&rate(Currency::SAR, Currency::BHD, 100_530, 1), 100), 101);
    }

    #[test]
    fn what_is_too_large_is_refused_and_another_currency_is_a_mistake() {
        let dollar = rate(Currency::USD, Currency::SAR, 3_750_000, 1);
        let refused = dollar.to_base(Money::new(i64::MAX, Currency::USD)).unwrap_err();
        assert_eq!(refused.fields()[0].code, "amount_too_large");
        assert_eq!(dollar.to_base(Money::new(1, Currency::EUR)).unwrap_err().code(), "internal");
    }

    proptest! {
        #[test]
        fn the_result_is_within_half_a_unit_of_the_exact_one(
            minor in -1_000_000_000_i64..1_000_000_000, micros in 1..1_000_000_000_i64,
            power in 0..7_u32,
        ) {
            let units = 10_i32.pow(power);
            let base = rate(Currency::JPY, Currency::SAR, micros, units)
                .to_base(Money::new(minor, Currency::JPY)).unwrap();
            let under = 1_000_000 * i128::from(units);
            let exact = i128::from(minor) * i128::from(micros) * 100;
            let off = (i128::from(base) * under - exact).abs();
            prop_assert!(off * 2 <= under);
        }
    }
}
