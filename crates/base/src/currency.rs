//! Currencies of ISO 4217.

use std::fmt;
use std::str::FromStr;

use crate::column::{serde_as_string, stored_as, string_schema};

/// A currency that money can be kept in: three letters, with its number of decimals.
///
/// Precious metals, funds and units of account (XAU, CLF) are in ISO 4217 too, but nobody is
/// paid in them, so they are refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(iso_currency::Currency);

/// The code is no currency that we can keep books in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{code}” is not a currency; use its three letters from ISO 4217, such as SAR")]
pub struct CurrencyError {
    /// What was given, cut to a readable length.
    pub code: String,
}

impl Currency {
    /// Saudi riyal, two decimals.
    pub const SAR: Self = Self(iso_currency::Currency::SAR);
    /// Bangladeshi taka, two decimals.
    pub const BDT: Self = Self(iso_currency::Currency::BDT);
    /// United States dollar, two decimals.
    pub const USD: Self = Self(iso_currency::Currency::USD);
    /// Euro, two decimals.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    /// Bahraini dinar, three decimals.
    pub const BHD: Self = Self(iso_currency::Currency::BHD);
    /// Japanese yen, no decimals.
    pub const JPY: Self = Self(iso_currency::Currency::JPY);
    /// Kuwaiti dinar, with three decimals.
    pub const KWD: Self = Self(iso_currency::Currency::KWD);

    /// The currency of three upper-case letters.
    pub fn parse(code: &str) -> Result<Self, CurrencyError> {
        iso_currency::Currency::from_code(code)
            .filter(|c| matches!(c.exponent(), Some(0 | 2 | 3)) && !c.is_fund() && !c.is_special())
            .map(Self)
            .ok_or_else(|| CurrencyError { code: code.chars().take(20).collect() })
    }

    /// The three letters, `SAR`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the minor unit is: 2 for halalas, 3 for fils, 0 for yen.
    pub fn exponent(self) -> u32 {
        // `parse` lets in only currencies that have one.
        self.0.exponent().map_or(2, u32::from)
    }

    /// The number of ISO 4217, 682 for SAR.
    pub fn numeric(self) -> u16 {
        self.0.numeric()
    }

    /// The English name, for lists to choose from.
    pub fn name(&self) -> &str {
        self.0.name()
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        Self::parse(code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

serde_as_string!(Currency);
stored_as!(Currency, String, |c| c.code().to_owned(), |code| Ok(Currency::parse(&code)?));
string_schema!(Currency, "Currency", |schema| schema
    .description(Some("A currency of ISO 4217."))
    .pattern(Some("^[A-Z]{3}$"))
    .examples(["SAR"]));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn currencies_know_their_decimals_and_numbers() {
        for (code, exponent, numeric) in
            [("SAR", 2, 682), ("BDT", 2, 50), ("BHD", 3, 48), ("KWD", 3, 414), ("JPY", 0, 392)]
        {
            let currency = Currency::parse(code).unwrap();
            assert_eq!((currency.code(), currency.exponent()), (code, exponent));
            assert_eq!(currency.numeric(), numeric);
        }
    }

    #[test]
    fn what_nobody_is_paid_in_is_refused() {
        for code in ["XAU", "XXX", "XTS", "CLF", "sar", "SA", "SARS", "", "ريال"] {
            let refused = CurrencyError { code: code.to_owned() };
            assert_eq!(Currency::parse(code), Err(refused));
        }
    }

    #[test]
    fn json_carries_the_code() {
        assert_eq!(serde_json::to_string(&Currency::SAR).unwrap(), "\"SAR\"");
        assert_eq!(serde_json::from_str::<Currency>("\"BDT\"").unwrap(), Currency::BDT);
        assert!(serde_json::from_str::<Currency>("\"ABC\"").is_err());
    }
}
