//! Moving weighted average, exactly. What is kept is a quantity and its value; the rate is
//! derived for the moment and never stored, so it cannot drift. An issue of `q` from `(Q, V)`
//! takes `V·q/Q`, half to even, and all of `V` when `q` is all of `Q`.

use base::{Quantity, Rounding, round};

/// What the company owns of one item, wherever it lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// How much.
    pub quantity: Quantity,
    /// What it cost, in minor units of the company's currency.
    pub value: i64,
}

/// Why a cost cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// More would leave than is owned.
    #[error("{wanted} would leave, but only {owned} is owned")]
    NotOwned {
        /// What would leave.
        wanted: Quantity,
        /// What is owned.
        owned: Quantity,
    },
    /// The sum does not fit.
    #[error("quantity or value is too large")]
    TooLarge,
}

impl Cost {
    /// What `quantity` is worth at the average; none when nothing is owned, since then there is
    /// no average.
    #[must_use]
    pub fn worth(self, quantity: Quantity) -> Option<i64> {
        if !self.quantity.is_positive() {
            return None;
        }
        let product = i128::from(self.value) * i128::from(quantity.micros());
        let owned = i128::from(self.quantity.micros());
        i64::try_from(round::div(product, owned, Rounding::HalfEven)).ok()
    }

    /// After `quantity` arrived that cost `value`.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn plus(self, quantity: Quantity, value: i64) -> Result<Self, CostError> {
        let quantity = self.quantity.checked_add(quantity).ok_or(CostError::TooLarge)?;
        let value = self.value.checked_add(value).ok_or(CostError::TooLarge)?;
        Ok(Self { quantity, value })
    }

    /// After `quantity` left, and the value that it carried away.
    ///
    /// # Errors
    /// When more would leave than is owned.
    pub fn minus(self, quantity: Quantity) -> Result<(Self, i64), CostError> {
        let short = CostError::NotOwned { wanted: quantity, owned: self.quantity };
        if quantity > self.quantity || quantity.is_negative() {
            return Err(short);
        }
        let value = self.worth(quantity).unwrap_or(0);
        let left = self.quantity.checked_sub(quantity).ok_or(short)?;
        Ok((Self { quantity: left, value: self.value - value }, value))
    }

    /// After `quantity` left that was worth exactly `value`, by a cost of its own.
    ///
    /// # Errors
    /// When more would leave than is owned.
    pub fn less(self, quantity: Quantity, value: i64) -> Result<Self, CostError> {
        let short = CostError::NotOwned { wanted: quantity, owned: self.quantity };
        let left = self.quantity.checked_sub(quantity).filter(|left| !left.is_negative());
        let worth = self.value.checked_sub(value).filter(|worth| *worth >= 0);
        let (Some(quantity), Some(value)) = (left, worth) else { return Err(short) };
        Ok(Self { quantity, value })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn cost(quantity: i64, value: i64) -> Cost {
        Cost { quantity: Quantity::from_micros(quantity), value }
    }

    #[test]
    fn an_issue_takes_its_share_half_to_even() {
        let (left, value) = cost(3, 100).minus(Quantity::from_micros(1)).unwrap();
        assert_eq!((left, value), (cost(2, 67), 33));
        assert_eq!(cost(2, 5).minus(Quantity::from_micros(1)).unwrap().1, 2);
        assert_eq!(cost(2, 7).minus(Quantity::from_micros(1)).unwrap().1, 4);
    }

    #[test]
    fn the_last_issue_takes_everything() {
        let (left, value) = cost(7, 1001).minus(Quantity::from_micros(7)).unwrap();
        assert_eq!((left, value), (Cost::default(), 1001));
    }

    #[test]
    fn more_than_is_owned_cannot_leave() {
        let wanted = Quantity::from_micros(4);
        let owned = Quantity::from_micros(3);
        assert_eq!(cost(3, 9).minus(wanted), Err(CostError::NotOwned { wanted, owned }));
        assert_eq!(cost(0, 0).worth(Quantity::ONE), None);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Arrive(i64, i64),
        // A part of what is there, in thousandths.
        Leave(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let arrive = (1..1_000_000_000_000_i64, 0..10_000_000_000_i64)
            .prop_map(|(quantity, value)| Step::Arrive(quantity, value));
        let leave = (1..=1000_i64).prop_map(Step::Leave);
        prop::collection::vec(prop_oneof![arrive, leave], 1..60)
    }

    proptest! {
        /// The oracle holds the share as an exact fraction: numerator over the owned quantity.
        #[test]
        fn every_issue_is_within_half_a_minor_unit_of_the_exact_share(steps in steps()) {
            let (mut now, mut arrived, mut left) = (Cost::default(), 0_i128, 0_i128);
            for step in steps {
                match step {
                    Step::Arrive(quantity, value) => {
                        now = now.plus(Quantity::from_micros(quantity), value).unwrap();
                        arrived += i128::from(value);
                    }
                    Step::Leave(thousandths) => {
                        let owned = now.quantity.micros();
                        let micros = i128::from(owned) * i128::from(thousandths) / 1000;
                        let quantity = Quantity::from_micros(i64::try_from(micros).unwrap());
                        let (next, value) = now.minus(quantity).unwrap();
                        let exact = i128::from(now.value) * micros;
                        let off = i128::from(value) * i128::from(owned) - exact;
                        prop_assert!(2 * off.abs() <= i128::from(owned));
                        if 2 * off.abs() == i128::from(owned) && owned > 0 {
                            prop_assert_eq!(value % 2, 0);
                        }
                        left += i128::from(value);
                        now = next;
                    }
                }
                prop_assert!(now.value >= 0);
                prop_assert_eq!(arrived - left, i128::from(now.value));
                if now.quantity.is_zero() {
                    prop_assert_eq!(now.value, 0);
                }
            }
        }
    }
}
