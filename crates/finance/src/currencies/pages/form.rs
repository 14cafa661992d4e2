//! The two forms of the page of currencies: taking one up, and entering a rate.

use base::{Currency, Date, FormData, Problem, UnitPrice};

use super::super::{NewCurrency, NewRate};

/// A currency as it was typed.
#[derive(Default)]
pub(super) struct CurrencyForm {
    pub(super) code: String,
    pub(super) good_days: String,
}

impl CurrencyForm {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self { code: text("code").to_uppercase(), good_days: text("good_days") }
    }

    pub(super) fn to_new(&self) -> Result<NewCurrency, Problem> {
        let code = self.code.parse::<Currency>();
        let good_days = match self.good_days.as_str() {
            "" => Ok(None),
            days => days.parse().map(Some),
        };
        match (code, good_days) {
            (Ok(code), Ok(good_days)) => Ok(NewCurrency { code, good_days }),
            (Err(_), _) => Err(Problem::invalid().field("code", "unknown")),
            (_, Err(_)) => Err(Problem::invalid().field("good_days", "not_a_number")),
        }
    }
}

/// A rate as it was typed.
#[derive(Default)]
pub(super) struct RateForm {
    pub(super) currency: String,
    pub(super) date: String,
    pub(super) rate: String,
    pub(super) units: String,
    pub(super) source: String,
}

impl RateForm {
    pub(super) fn of(today: Date) -> Self {
        Self { date: today.to_string(), units: "1".to_owned(), ..Self::default() }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            currency: text("currency"),
            date: text("date"),
            rate: text("rate"),
            units: text("units"),
            source: text("source"),
        }
    }

    /// The command; its mistakes stand under the paths of the verb, of which this is the first
    /// rate.
    pub(super) fn to_new(&self) -> Result<NewRate, Problem> {
        let currency = self.currency.parse::<Currency>();
        let date = self.date.parse::<Date>();
        let rate = UnitPrice::parse_local(&self.rate);
        let mut problem = Problem::invalid();
        for (wrong, path, code) in [
            (currency.is_err(), "rates[0].currency", "unknown"),
            (date.is_err(), "rates[0].date", "not_a_date"),
            (rate.is_err(), "rates[0].rate", "not_a_number"),
        ] {
            if wrong {
                problem = problem.field(path, code);
            }
        }
        match (currency, date, rate) {
            (Ok(currency), Ok(date), Ok(rate)) => {
                let (units, source) = (self.units.parse().ok(), self.source.clone());
                Ok(NewRate { currency, date, rate, units, source })
            }
            _ => Err(problem),
        }
    }
}
