//! Division and sharing out that lose nothing: how to round is always named at the call.

/// Which whole number a quotient becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest; a tie goes to the even neighbour. Sums of many such roundings do not
    /// drift, so the books use this one.
    HalfEven,
    /// To the nearest; a tie goes away from zero, as tax offices teach it.
    HalfUp,
    /// Toward zero.
    Down,
    /// Away from zero.
    Up,
}

/// `numer / denom`, rounded as told.
///
/// # Panics
/// When `denom` is zero, as the integer `/` does.
pub fn div(numer: i128, denom: i128, rounding: Rounding) -> i128 {
    let quotient = numer / denom;
    let remainder = numer % denom;
    if remainder == 0 {
        return quotient;
    }
    let away = if (numer < 0) == (denom < 0) { 1 } else { -1 };
    // |remainder| < |denom|, so the distance to the next whole number is denom - remainder.
    // Comparing these two avoids doubling, which could overflow.
    let behind = remainder.unsigned_abs();
    let ahead = denom.unsigned_abs() - behind;
    let moves = match rounding {
        Rounding::Down => false,
        Rounding::Up => true,
        Rounding::HalfUp => behind >= ahead,
        Rounding::HalfEven => behind > ahead || (behind == ahead && quotient % 2 != 0),
    };
    if moves { quotient + away } else { quotient }
}

/// Shares `total` out in proportion to `weights`, so that the shares sum to `total` exactly.
///
/// Largest remainder: each share is first cut toward its floor, then the units left over go to
/// the largest fractions, the earlier share first when fractions are equal. A share of weight
/// zero is zero. A negative total mirrors the positive one. Negative weights are allowed
/// (a discount line has a negative share). Weights that sum to zero say nothing about
/// proportion: then their sizes count, and if all are zero the shares are equal.
/// No weights give no shares.
pub fn allocate(total: i64, weights: &[i64]) -> Vec<i64> {
    let weights: Vec<i128> = weights.iter().map(|w| i128::from(*w)).collect();
    let sizes = || weights.iter().map(|w| w.abs()).collect::<Vec<_>>();
    // Weights of both signs can nearly cancel and blow the shares up past what a column holds.
    // Then, and when they cancel wholly, their sizes give shares that are always in range.
    share(total, &weights)
        .or_else(|| share(total, &sizes()))
        .or_else(|| share(total, &vec![1; weights.len()]))
        .unwrap_or_default()
}

fn share(total: i64, weights: &[i128]) -> Option<Vec<i64>> {
    let weight_sum: i128 = weights.iter().sum();
    if weight_sum == 0 {
        return None;
    }
    let sign = if total < 0 { -1 } else { 1 };
    let size = i128::from(total).abs();
    let whole = weight_sum.abs();
    let sided: Vec<i128> = weights.iter().map(|w| w * weight_sum.signum()).collect();
    let mut shares: Vec<i128> = Vec::with_capacity(sided.len());
    let mut fractions: Vec<(i128, usize)> = Vec::with_capacity(sided.len());
    for (index, weight) in sided.iter().enumerate() {
        let product = size * weight;
        shares.push(product.div_euclid(whole));
        fractions.push((product.rem_euclid(whole), index));
    }
    fractions.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = usize::try_from(size - shares.iter().sum::<i128>()).ok()?;
    for (_, index) in fractions.iter().take(left) {
        shares[*index] += 1;
    }
    shares.into_iter().map(|s| i64::try_from(s * sign).ok()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Rounding; 4] = [Rounding::HalfEven, Rounding::HalfUp, Rounding::Down, Rounding::Up];

    #[test]
    fn ties_go_where_the_name_says() {
        let quotients = |numer, denom| ALL.map(|rounding| div(numer, denom, rounding));
        assert_eq!(quotients(5, 2), [2, 3, 2, 3]);
        assert_eq!(quotients(7, 2), [4, 4, 3, 4]);
        assert_eq!(quotients(-5, 2), [-2, -3, -2, -3]);
        assert_eq!(quotients(5, -2), [-2, -3, -2, -3]);
        assert_eq!(quotients(-7, -2), [4, 4, 3, 4]);
        assert_eq!(quotients(1, 3), [0, 0, 0, 1]);
        assert_eq!(quotients(-2, 3), [-1, -1, 0, -1]);
        assert_eq!(quotients(6, 3), [2, 2, 2, 2]);
        assert_eq!(quotients(0, -7), [0, 0, 0, 0]);
    }

    #[test]
    fn the_widest_numbers_do_not_overflow() {
        assert_eq!(div(i128::MAX, i128::MAX - 1, Rounding::Up), 2);
        assert_eq!(div(i128::MAX - 1, i128::MAX, Rounding::HalfEven), 1);
        assert_eq!(div(i128::MIN, 2, Rounding::HalfUp), i128::MIN / 2);
    }

    #[test]
    fn the_units_left_over_go_to_the_largest_fractions() {
        assert_eq!(allocate(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(allocate(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(allocate(10, &[1, 0, 2]), [3, 0, 7]);
        assert_eq!(allocate(5, &[0, 0]), [3, 2]);
        assert_eq!(allocate(12, &[100, -20]), [15, -3]);
        assert_eq!(allocate(7, &[-1, -1]), [4, 3]);
        assert_eq!(allocate(6, &[5, -5]), [3, 3]);
        assert!(allocate(9, &[]).is_empty());
    }

    #[test]
    fn weights_that_nearly_cancel_stay_in_range() {
        let shares = allocate(i64::MAX, &[i64::MAX, 1 - i64::MAX]);
        assert_eq!(shares.iter().map(|s| i128::from(*s)).sum::<i128>(), i128::from(i64::MAX));
    }

    fn any_rounding() -> impl Strategy<Value = Rounding> {
        proptest::sample::select(&ALL[..])
    }

    fn sum(shares: &[i64]) -> i128 {
        shares.iter().map(|s| i128::from(*s)).sum()
    }

    proptest! {
        #[test]
        fn a_quotient_is_off_by_less_than_one(
            numer in any::<i128>(), denom in any::<i64>(), rounding in any_rounding(),
        ) {
            prop_assume!(denom != 0);
            let denom = i128::from(denom);
            let quotient = div(numer, denom, rounding);
            // |numer - quotient * denom| < |denom|, computed without overflow.
            let off = (quotient - numer / denom).unsigned_abs();
            prop_assert!(off <= u128::from(numer % denom != 0));
        }

        #[test]
        fn half_roundings_are_off_by_at_most_a_half(numer in any::<i64>(), denom in any::<i64>()) {
            prop_assume!(denom != 0);
            let (numer, denom) = (i128::from(numer), i128::from(denom));
            for rounding in [Rounding::HalfEven, Rounding::HalfUp] {
                let off = (numer - div(numer, denom, rounding) * denom).abs();
                prop_assert!(2 * off <= denom.abs());
            }
        }

        #[test]
        fn rounding_mirrors_at_zero(numer in any::<i64>(), denom in 1..i64::MAX,
            rounding in any_rounding()) {
            let (numer, denom) = (i128::from(numer), i128::from(denom));
            prop_assert_eq!(div(-numer, denom, rounding), -div(numer, denom, rounding));
        }

        #[test]
        fn shares_sum_to_the_total(
            total in any::<i64>(), weights in prop::collection::vec(any::<i64>(), 1..20),
        ) {
            let shares = allocate(total, &weights);
            prop_assert_eq!(shares.len(), weights.len());
            prop_assert_eq!(sum(&shares), i128::from(total));
        }

        #[test]
        fn a_share_is_within_one_of_its_proportion(
            total in any::<i64>(),
            weights in prop::collection::vec(0..1_000_000_000_i64, 1..20),
        ) {
            let whole: i128 = sum(&weights);
            prop_assume!(whole > 0);
            for (share, weight) in allocate(total, &weights).into_iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                prop_assert!((i128::from(share) * whole - exact).abs() < whole);
                prop_assert!(*weight != 0 || share == 0);
            }
        }

        #[test]
        fn a_negative_total_mirrors_the_positive_one(
            total in 0..i64::MAX, weights in prop::collection::vec(-1000..1000_i64, 0..20),
        ) {
            let mirrored: Vec<i64> = allocate(total, &weights).iter().map(|s| -s).collect();
            prop_assert_eq!(allocate(-total, &weights), mirrored);
        }
    }
}
