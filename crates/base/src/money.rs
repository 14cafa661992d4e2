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
