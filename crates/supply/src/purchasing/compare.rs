//! The match of order, receipt and bill: what was agreed beside what was billed, and whether the
//! difference is within the supplier's tolerances. Pure.

use base::{Quantity, Rate, UnitPrice};
use finance::bills::Difference;

/// The most that may come or be billed where so much was agreed.
pub(super) fn most(agreed: Quantity, tolerance: Rate) -> Quantity {
    let more = i128::from(agreed.micros()) * i128::from(tolerance.micros()) / 1_000_000;
    let most = i128::from(agreed.micros()) + more;
    Quantity::from_micros(i64::try_from(most).unwrap_or(i64::MAX))
}

/// What a line of a bill is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreed {
    /// How much was received (of goods) or ordered (of services) and is not billed yet.
    pub quantity: Quantity,
    /// The price of the order; without one, what it was received at.
    pub unit_price: UnitPrice,
}

/// How far a bill may be from what was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tolerances {
    /// Of the price, up and down.
    pub price: Rate,
    /// Of the quantity, up: less than everything is a part and no difference.
    pub quantity: Rate,
}

/// What differs beyond the tolerances, in the words of `bills-difference-…`. Exactly at a
/// tolerance is within it.
pub(super) fn differences(
    line: i32,
    billed: Quantity,
    unit_price: UnitPrice,
    agreed: Agreed,
    tolerances: Tolerances,
) -> Vec<Difference> {
    let mut found = Vec::new();
    if billed > most(agreed.quantity, tolerances.quantity) {
        let code = if agreed.quantity.is_zero() { "nothing_left" } else { "quantity" };
        found.push(
            Difference::new(code, Some(line))
                .fact("billed", billed)
                .fact("agreed", agreed.quantity),
        );
    }
    let off = i128::from(unit_price.micros()) - i128::from(agreed.unit_price.micros());
    let may = i128::from(agreed.unit_price.micros()) * i128::from(tolerances.price.micros());
    if off.abs() * 1_000_000 > may {
        let code = if off > 0 { "price_above" } else { "price_below" };
        found.push(
            Difference::new(code, Some(line))
                .fact("billed", unit_price)
                .fact("agreed", agreed.unit_price),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const TWO_PERCENT: Tolerances =
        Tolerances { price: Rate::from_micros(20_000), quantity: Rate::from_micros(20_000) };
    const NONE: Tolerances = Tolerances { price: Rate::ZERO, quantity: Rate::ZERO };

    fn found(quantity: &str, price: &str, tolerances: Tolerances) -> Vec<String> {
        let agreed = Agreed { quantity: Quantity::whole(100), unit_price: "10".parse().unwrap() };
        let (quantity, price) = (quantity.parse().unwrap(), price.parse().unwrap());
        let found = differences(1, quantity, price, agreed, tolerances);
        found.into_iter().map(|difference| difference.code).collect()
    }

    #[test]
    fn exactly_at_the_tolerance_is_within_it() {
        assert!(found("102", "10.2", TWO_PERCENT).is_empty());
        assert!(found("102", "9.8", TWO_PERCENT).is_empty());
        assert_eq!(found("102.000001", "10", TWO_PERCENT), ["quantity"]);
        assert_eq!(found("100", "10.200001", TWO_PERCENT), ["price_above"]);
        assert_eq!(found("100", "9.799999", TWO_PERCENT), ["price_below"]);
    }

    #[test]
    fn without_a_tolerance_every_difference_counts_but_a_part_is_none() {
        assert!(found("100", "10", NONE).is_empty());
        assert!(found("40", "10", NONE).is_empty());
        assert_eq!(found("101", "10.01", NONE), ["quantity", "price_above"]);
    }

    #[test]
    fn what_is_billed_already_cannot_be_billed_again_within_any_tolerance() {
        let agreed = Agreed { quantity: Quantity::ZERO, unit_price: UnitPrice::ZERO };
        let found = differences(1, Quantity::ONE, UnitPrice::ZERO, agreed, TWO_PERCENT);
        assert_eq!(found[0].code, "nothing_left");
    }
}
