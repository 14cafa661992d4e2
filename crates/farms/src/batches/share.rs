//! What a part of a batch carries away. Pure.

use base::{Money, Problem, Quantity, Rounding, Tx, UnitPrice, round};

/// The share of `total` that `part` of `whole` takes, ties to even; all of it takes all of it.
pub(super) fn share(total: i64, part: i64, whole: i64) -> i64 {
    if part >= whole {
        return total;
    }
    let exact = i128::from(total) * i128::from(part);
    // Smaller than the total, which fits.
    i64::try_from(round::div(exact, i128::from(whole), Rounding::HalfEven)).unwrap_or(total)
}

/// What animals of this weight are worth: fair value less costs to sell, and never less than
/// nothing.
pub(super) fn worth(
    tx: &Tx,
    weight: Quantity,
    price: UnitPrice,
    costs_to_sell: UnitPrice,
) -> Result<i64, Problem> {
    let net = price.checked_sub(costs_to_sell).filter(|net| !net.is_negative());
    let net = net.unwrap_or(UnitPrice::ZERO);
    let value = Money::of(net, weight, tx.currency(), Rounding::HalfEven);
    // A tenth of what fits, so that sums of many batches still fit.
    match value {
        Ok(value) if value.minor <= i64::MAX / 10 => Ok(value.minor),
        _ => Err(Problem::invalid().field("price", "too_large")),
    }
}

/// What one kilogram has cost; none where nothing was weighed.
pub(super) fn per_kg(cost: Money, weight: Quantity) -> Option<UnitPrice> {
    if !weight.is_positive() {
        return None;
    }
    let finer = 10_i128.pow(6_u32.saturating_sub(cost.currency.exponent()));
    let exact = i128::from(cost.minor) * finer * 1_000_000;
    let micros = round::div(exact, i128::from(weight.micros()), Rounding::HalfEven);
    i64::try_from(micros).ok().map(UnitPrice::from_micros)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::Currency;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_ones_take_what_is_left() {
        assert_eq!(share(100, 1, 3), 33);
        assert_eq!(share(67, 1, 2), 34);
        assert_eq!(share(33, 7, 7), 33);
        assert_eq!(share(-33, 8, 7), -33);
        assert_eq!(share(-100, 1, 3), -33);
        assert_eq!(share(i64::MAX, i64::MAX - 1, i64::MAX), i64::MAX - 1);
    }

    #[test]
    fn a_kilogram_costs_what_it_costs() {
        let sar = Currency::parse("SAR").unwrap();
        let cost = Money::parse("35300", sar).unwrap();
        let per = per_kg(cost, Quantity::whole(3680)).unwrap();
        assert_eq!(per, UnitPrice::parse("9.592391").unwrap());
        assert_eq!(per_kg(cost, Quantity::ZERO), None);
    }

    proptest! {
        // What is left of cost and adjustment never becomes less than nothing, however often a
        // share of both is taken.
        #[test]
        fn what_is_left_is_never_worth_less_than_nothing(
            cost in 0..1_000_000_i64,
            value in 0..1_000_000_i64,
            parts in prop::collection::vec(1..50_i64, 1..20),
        ) {
            let (mut cost, mut adjustment) = (cost, value - cost);
            let mut whole: i64 = parts.iter().sum();
            for part in parts {
                cost -= share(cost, part, whole);
                adjustment -= share(adjustment, part, whole);
                whole -= part;
                prop_assert!(cost >= 0 && cost + adjustment >= 0, "{cost} {adjustment}");
            }
            prop_assert_eq!((cost, adjustment), (0, 0));
        }
    }
}
