//! Quantities, unit prices and rates: whole numbers of micros (10⁻⁶), since fish is sold by the
//! kilogram and tax by the tenth of a percent.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::column::{stored_as, string_schema};
use crate::decimal::{self, DecimalError, DecimalVisitor};

/// Decimals that micros hold.
const SCALE: u32 = 6;
/// Micros in one.
const ONE: i64 = 1_000_000;

macro_rules! micros {
    ($value:ident, $example:literal, $description:literal) => {
        impl $value {
            /// Zero.
            pub const ZERO: Self = Self(0);

            /// This many micros.
            pub const fn from_micros(micros: i64) -> Self {
                Self(micros)
            }

            /// The value in micros (10⁻⁶).
            pub const fn micros(self) -> i64 {
                self.0
            }

            /// Reads `1.5`: ASCII digits, no grouping, at most six decimals.
            pub fn parse(text: &str) -> Result<Self, DecimalError> {
                decimal::parse(text, SCALE).map(Self)
            }

            /// Reads what a person typed: any digits, grouping, blanks around.
            pub fn parse_local(text: &str) -> Result<Self, DecimalError> {
                decimal::parse_local(text, SCALE).map(Self)
            }

            /// Nothing at all.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// Below zero.
            pub const fn is_negative(self) -> bool {
                self.0 < 0
            }

            /// Above zero.
            pub const fn is_positive(self) -> bool {
                self.0 > 0
            }

            /// The sum, if it fits.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The difference, if it fits.
            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map(Self)
            }

            /// The same size on the other side of zero, if it fits.
            pub fn checked_neg(self) -> Option<Self> {
                self.0.checked_neg().map(Self)
            }

            /// The sum of all, if it fits; added up in 128 bits.
            pub fn sum(values: impl IntoIterator<Item = Self>) -> Option<Self> {
                let total: i128 = values.into_iter().map(|v| i128::from(v.0)).sum();
                i64::try_from(total).ok().map(Self)
            }
        }

        impl fmt::Display for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&decimal::format_short(self.0, SCALE))
            }
        }

        impl fmt::Debug for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $value {
            type Err = DecimalError;

            fn from_str(text: &str) -> Result<Self, DecimalError> {
                Self::parse(text)
            }
        }

        impl Serialize for $value {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $value {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(DecimalVisitor { scale: SCALE }).map(Self)
            }
        }

        stored_as!($value, i64, |value| value.0, |micros| Ok($value(micros)));
        string_schema!($value, stringify!($value), |schema| schema
            .description(Some($description))
            .pattern(Some(r"^-?\d+(\.\d{1,6})?$"))
            .examples([$example]));
    };
}

/// How much of something, in micros of its unit (pieces, kilograms, litres).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity(i64);

micros!(Quantity, "1.5", "Decimal number of the product's unit, at most six decimals.");

/// The price of one unit, in micros of the currency's major unit: 2.75 SAR is 2 750 000.
///
/// Finer than money, since a screw may cost 0.0125.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitPrice(i64);

micros!(UnitPrice, "2.75", "Price of one unit in the currency, at most six decimals.");

/// A part of one, in micros: 15 % is 150 000.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(i64);

micros!(Rate, "0.15", "Part of one, at most six decimals: 0.15 is 15 %.");

impl Quantity {
    /// One unit.
    pub const ONE: Self = Self(ONE);

    /// `n` whole units. Out of range only past nine million million units, where it saturates.
    pub const fn whole(n: i64) -> Self {
        Self(n.saturating_mul(ONE))
    }

    /// The count, when it is whole: what a product without fractions must be.
    pub const fn as_whole(self) -> Option<i64> {
        if self.0 % ONE == 0 { Some(self.0 / ONE) } else { None }
    }
}

impl Rate {
    /// Reads a percentage: `15` is 15 %, `7.5` is 7.5 %; at most four decimals.
    pub fn parse_percent(text: &str) -> Result<Self, DecimalError> {
        // Percent has two decimals fewer than the part of one.
        decimal::parse(text, SCALE - 2).map(Self)
    }

    /// Reads a percentage that a person typed: any digits, an optional percent sign.
    pub fn parse_percent_local(text: &str) -> Result<Self, DecimalError> {
        let bare = text.trim().trim_end_matches(['%', '٪', '\u{61c}', '\u{200e}', '\u{200f}']);
        decimal::parse_local(bare, SCALE - 2).map(Self)
    }

    /// The percentage without its sign, `7.5`: for machines and form fields.
    pub fn to_percent_string(self) -> String {
        decimal::format_short(self.0, SCALE - 2)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn quantities_are_micros_of_their_unit() {
        assert_eq!(Quantity::parse("1.5").unwrap().micros(), 1_500_000);
        assert_eq!(Quantity::parse_local("২,৫০০.২৫").unwrap().to_string(), "2500.25");
        assert_eq!(Quantity::whole(3).to_string(), "3");
        assert_eq!(Quantity::whole(3).as_whole(), Some(3));
        assert_eq!(Quantity::from_micros(-1).as_whole(), None);
        assert!(Quantity::parse("0.0000001").is_err());
    }

    #[test]
    fn percentages_are_parts_of_one() {
        assert_eq!(Rate::parse_percent("15").unwrap().micros(), 150_000);
        assert_eq!(Rate::parse_percent("7.5").unwrap().to_percent_string(), "7.5");
        assert_eq!(Rate::parse_percent("7.5").unwrap().to_string(), "0.075");
        assert_eq!(Rate::parse_percent_local("١٥٪").unwrap().micros(), 150_000);
        assert_eq!(Rate::parse_percent_local("15 %").unwrap().micros(), 150_000);
        assert!(Rate::parse_percent("7.12345").is_err());
    }

    #[test]
    fn sums_are_checked() {
        let most = Quantity::from_micros(i64::MAX);
        assert_eq!(most.checked_add(Quantity::ONE), None);
        assert_eq!(Quantity::sum([most, most]), None);
        let back = most.checked_neg().unwrap();
        assert_eq!(Quantity::sum([most, most, back]), Some(most));
    }

    #[test]
    fn json_carries_strings_and_refuses_floats() {
        let read = |json| serde_json::from_value::<Quantity>(json);
        assert_eq!(serde_json::to_value(Quantity::parse("1.50").unwrap()).unwrap(), json!("1.5"));
        assert_eq!(read(json!("1.5")).unwrap().micros(), 1_500_000);
        assert_eq!(read(json!(3)).unwrap(), Quantity::whole(3));
        assert_eq!(read(json!(-3)).unwrap(), Quantity::whole(-3));
        let float = read(json!(1.5)).unwrap_err().to_string();
        assert!(float.contains("as a string, such as \"1.5\""), "{float}");
        assert!(read(json!(i64::MAX)).is_err());
        assert!(read(json!(u64::MAX)).is_err());
        assert!(read(json!(null)).is_err());
    }
}
