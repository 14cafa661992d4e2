//! The scale of a chart: round numbers at even distances, in whole numbers throughout.

use super::SIDE;

/// From the lowest line to the highest, and the distance between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub low: i64,
    pub high: i64,
    pub step: i64,
}

impl Scale {
    /// A scale that holds nought and all values, with about four lines at 1, 2 or 5 times a
    /// power of ten.
    pub fn of(values: impl Iterator<Item = i64>) -> Self {
        let (mut low, mut high) = (0_i128, 0_i128);
        for value in values {
            low = low.min(i128::from(value));
            high = high.max(i128::from(value));
        }
        let span = (high - low).max(1);
        let mut step = 1_i128;
        'found: loop {
            for factor in [1, 2, 5] {
                if span <= step * factor * 4 {
                    step *= factor;
                    break 'found;
                }
            }
            step *= 10;
        }
        let low = low.div_euclid(step) * step;
        let high = (high + step - 1).div_euclid(step) * step;
        let fit = |n: i128| i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX });
        Self { low: fit(low), high: fit(high.max(low + step)), step: fit(step) }
    }

    /// How far from the top a value lies.
    pub fn y(&self, value: i64) -> i64 {
        let span = i128::from(self.high) - i128::from(self.low);
        let above = i128::from(self.high) - i128::from(value);
        i64::try_from(above * i128::from(SIDE) / span.max(1)).unwrap_or(0).clamp(0, SIDE)
    }

    /// The lines from the highest to the lowest.
    pub fn ticks(&self) -> Vec<i64> {
        let mut ticks = Vec::new();
        let mut at = self.high;
        while at >= self.low && ticks.len() < 12 {
            ticks.push(at);
            let Some(next) = at.checked_sub(self.step) else { break };
            at = next;
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_numbers_and_hold_all_values() {
        assert_eq!(Scale::of([3, 97].into_iter()).ticks(), [100, 50, 0]);
        assert_eq!(Scale::of([1_730].into_iter()).ticks(), [2_000, 1_500, 1_000, 500, 0]);
        assert_eq!(Scale::of([-40, 120].into_iter()).ticks(), [150, 100, 50, 0, -50]);
        assert_eq!(Scale::of([].into_iter()).ticks(), [1, 0]);
    }

    #[test]
    fn the_largest_values_neither_overflow_nor_leave_the_drawing() {
        let scale = Scale::of([i64::MIN, i64::MAX].into_iter());
        assert_eq!((scale.y(i64::MAX), scale.y(i64::MIN)), (0, SIDE));
        assert!(scale.ticks().len() >= 2);
    }
}
