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
