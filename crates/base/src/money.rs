//! Money: a whole number of a currency's minor unit. Never a float, never without its currency.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::currency::Currency;
use crate::decimal::{self, DecimalError};
use crate::quantity::{Quantity, Rate, UnitPrice};
use crate::round::{self, Rounding};

/// An amount of one currency, in its minor unit (halalas, paisa, fils).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in the minor unit: 1250 is 12.50 SAR.
    pub minor: i64,
    /// The currency it is in.
    pub currency: Currency,
}

/// Why an amount cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is not an amount of this currency.
    #[error(transparent)]
    Amount(#[from] DecimalError),
    /// Amounts of different currencies were added or compared; convert one of them first.
    #[error("{left} and {right} are different currencies and cannot be added")]
    CurrencyMismatch {
        /// The currency of the left side.
        left: Currency,
        /// The currency of the right side.
        right: Currency,
    },
    /// The result does not fit 64 bits.
    #[error("the amount in {currency} is too large")]
    Overflow {
        /// The currency of the result.
        currency: Currency,
    },
}

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads `12.50`: ASCII digits, no grouping, no more decimals than the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        Ok(Self::new(decimal::parse(text, currency.exponent())?, currency))
    }

    /// Reads what a person typed: Arabic-Indic or Bangla digits, grouping, blanks around.
    pub fn parse_local(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        Ok(Self::new(decimal::parse_local(text, currency.exponent())?, currency))
    }

    /// What `quantity` costs at `price` each. Exact until the one rounding named here.
    pub fn of(
        price: UnitPrice,
        quantity: Quantity,
        currency: Currency,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        // Micros times micros is 10⁻¹² of the major unit; the minor unit is 10⁻ᵉ.
        let product = i128::from(price.micros()) * i128::from(quantity.micros());
        let denom = 10_i128.pow(12 - currency.exponent());
        Self::from_i128(round::div(product, denom, rounding), currency)
    }

    /// This amount times `rate`: the tax of a net amount, a discount.
    pub fn at_rate(self, rate: Rate, rounding: Rounding) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor) * i128::from(rate.micros());
        Self::from_i128(round::div(product, 1_000_000, rounding), self.currency)
    }

    /// The sum; both sides must be of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let sum = self.minor.checked_add(other.minor);
        sum.map(|minor| Self::new(minor, self.currency)).ok_or_else(|| self.overflow())
    }

    /// The difference; both sides must be of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let difference = self.minor.checked_sub(other.minor);
        difference.map(|minor| Self::new(minor, self.currency)).ok_or_else(|| self.overflow())
    }

    /// The same size on the other side of zero.
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        let negated = self.minor.checked_neg();
        negated.map(|minor| Self::new(minor, self.currency)).ok_or_else(|| self.overflow())
    }

    /// The sum of amounts that must all be in `currency`; nothing sums to zero.
    ///
    /// Added up in 128 bits, so only the result has to fit, not every step on the way.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Self, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            Self::zero(currency).same_currency(amount)?;
            total += i128::from(amount.minor);
        }
        Self::from_i128(total, currency)
    }

    /// Shares this amount out by `weights` so that the parts sum to it exactly.
    /// See [`round::allocate`].
    pub fn allocate(self, weights: &[i64]) -> Vec<Self> {
        let shares = round::allocate(self.minor, weights);
        shares.into_iter().map(|minor| Self::new(minor, self.currency)).collect()
    }

    /// A wide intermediate result as money, if it fits.
    pub fn from_i128(minor: i128, currency: Currency) -> Result<Self, MoneyError> {
        let minor = i64::try_from(minor).map_err(|_| MoneyError::Overflow { currency })?;
        Ok(Self::new(minor, currency))
    }

    /// Nothing at all.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Below zero.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Above zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The amount with exactly the currency's decimals, `12.50`: for machines, not for people.
    pub fn to_decimal_string(self) -> String {
        decimal::format(self.minor, self.currency.exponent())
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
    }

    fn overflow(self) -> MoneyError {
        MoneyError::Overflow { currency: self.currency }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal_string(), self.currency)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Money", 2)?;
        object.serialize_field("amount", &self.to_decimal_string())?;
        object.serialize_field("currency", &self.currency)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            amount: Amount,
            currency: Currency,
        }
        let wire = Wire::deserialize(deserializer)?;
        Money::parse(&wire.amount.0, wire.currency).map_err(de::Error::custom)
    }
}

/// The amount's text, still without knowledge of the decimals that its currency allows.
struct Amount(String);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as a string, such as \"12.50\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                Ok(Amount(text.to_owned()))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

impl utoipa::PartialSchema for Money {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let amount = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Decimal number with the decimals of the currency."))
            .pattern(Some(r"^-?\d+(\.\d+)?$"))
            .examples(["12.50"]);
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("amount", amount)
            .property("currency", <Currency as utoipa::PartialSchema>::schema())
            .required("amount")
            .required("currency")
            .into()
    }
}

impl utoipa::ToSchema for Money {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn sar(text: &str) -> Money {
        Money::parse(text, Currency::SAR).unwrap()
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        assert_eq!(sar("12.5").to_decimal_string(), "12.50");
        assert_eq!(Money::new(1250, Currency::BHD).to_decimal_string(), "1.250");
        assert_eq!(Money::new(-1250, Currency::JPY).to_decimal_string(), "-1250");
        let refused = DecimalError::TooManyDecimals { text: "1.5".into(), most: 0 };
        assert_eq!(Money::parse("1.5", Currency::JPY), Err(MoneyError::Amount(refused)));
        assert!(Money::parse("12.505", Currency::SAR).is_err());
        assert!(Money::parse("1,250", Currency::SAR).is_err());
    }

    #[test]
    fn people_type_in_their_own_digits() {
        let local = |text| Money::parse_local(text, Currency::SAR).unwrap().minor;
        assert_eq!(local("١٬٢٣٤٫٥٠"), 123_450);
        assert_eq!(local("১২,৩৪,৫৬৭.৮৯"), 123_456_789);
        assert_eq!(local(" 1,234.5 "), 123_450);
        assert!(Money::parse_local("12,50", Currency::SAR).is_err());
    }

    #[test]
    fn different_currencies_do_not_add() {
        let refused =
            Err(MoneyError::CurrencyMismatch { left: Currency::SAR, right: Currency::BDT });
        let taka = Money::new(1, Currency::BDT);
        assert_eq!(sar("1").checked_add(taka), refused);
        assert_eq!(sar("1").checked_sub(taka), refused);
        assert_eq!(Money::sum(Currency::SAR, [sar("1"), taka]), refused);
    }

    #[test]
    fn overflow_is_refused_and_only_of_the_result() {
        let most = Money::new(i64::MAX, Currency::SAR);
        let least = Money::new(i64::MIN, Currency::SAR);
        let refused = Err(MoneyError::Overflow { currency: Currency::SAR });
        assert_eq!(most.checked_add(sar("0.01")), refused);
        assert_eq!(least.checked_neg(), refused);
        assert_eq!(least.checked_sub(sar("0.01")), refused);
        assert_eq!(Money::sum(Currency::SAR, [most, most]), refused);
        assert_eq!(Money::sum(Currency::SAR, [most, most, least]).unwrap().minor, i64::MAX - 1);
        assert_eq!(Money::sum(Currency::SAR, []), Ok(Money::zero(Currency::SAR)));
    }

    #[test]
    fn price_times_quantity_is_rounded_once() {
        let of = |price: &str, quantity: &str, rounding| {
            let (price, quantity) = (price.parse().unwrap(), quantity.parse().unwrap());
            Money::of(price, quantity, Currency::SAR, rounding).unwrap().to_decimal_string()
        };
        assert_eq!(of("2.75", "1.5", Rounding::HalfEven), "4.12");
        assert_eq!(of("2.75", "1.5", Rounding::HalfUp), "4.13");
        assert_eq!(of("0.0125", "1000", Rounding::HalfEven), "12.50");
        assert_eq!(of("19.99", "-3", Rounding::HalfEven), "-59.97");
        assert_eq!(of("33.333333", "3", Rounding::Down), "99.99");
        let most = (UnitPrice::from_micros(i64::MAX), Quantity::from_micros(i64::MAX));
        let refused = Err(MoneyError::Overflow { currency: Currency::SAR });
        assert_eq!(Money::of(most.0, most.1, Currency::SAR, Rounding::Down), refused);
    }

    #[test]
    fn tax_is_a_rate_of_the_net_amount() {
        let vat = Rate::parse_percent("15").unwrap();
        assert_eq!(sar("99.90").at_rate(vat, Rounding::HalfUp).unwrap(), sar("14.99"));
        assert_eq!(sar("-99.90").at_rate(vat, Rounding::HalfUp).unwrap(), sar("-14.99"));
    }

    #[test]
    fn json_has_exactly_amount_and_currency() {
        let wire = json!({"amount": "12.50", "currency": "SAR"});
        assert_eq!(serde_json::to_value(sar("12.50")).unwrap(), wire);
        assert_eq!(serde_json::from_value::<Money>(wire).unwrap(), sar("12.50"));
        for (wrong, reason) in [
            (json!({"amount": 12.5, "currency": "SAR"}), "an amount as a string"),
            (json!({"amount": 12, "currency": "SAR"}), "an amount as a string"),
            (json!({"amount": "12.505", "currency": "SAR"}), "too many decimals"),
            (json!({"amount": "12.50", "currency": "XAU"}), "is not a currency"),
            (json!({"amount": "12.50"}), "missing field `currency`"),
            (json!({"amount": "1", "currency": "SAR", "tax": "1"}), "unknown field `tax`"),
        ] {
            let error = serde_json::from_value::<Money>(wrong).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_reads_back(minor in any::<i64>(), code in "SAR|BHD|JPY|BDT") {
            let money = Money::new(minor, Currency::parse(&code).unwrap());
            prop_assert_eq!(Money::parse(&money.to_decimal_string(), money.currency), Ok(money));
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn parts_sum_to_the_whole(
            minor in any::<i64>(), weights in prop::collection::vec(0..10_000_i64, 1..12),
        ) {
            let whole = Money::new(minor, Currency::BDT);
            let parts = whole.allocate(&weights);
            prop_assert_eq!(Money::sum(Currency::BDT, parts), Ok(whole));
        }

        #[test]
        fn whole_quantities_multiply_exactly(
            price in -1_000_000..1_000_000_i64, n in 0..10_000_i64,
        ) {
            let each = UnitPrice::from_micros(price * 10_000);
            let cost = Money::of(each, Quantity::whole(n), Currency::SAR, Rounding::Down);
            prop_assert_eq!(cost.unwrap().minor, price * n);
        }
    }
}
