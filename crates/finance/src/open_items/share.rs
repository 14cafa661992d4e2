//! What a part of an item is worth in the books: whole numbers, no rate, no remainder.

use base::round::{self, Rounding};

/// What is open of an item, in its own currency and in the company's; both from zero upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub amount: i64,
    pub base: i64,
}

impl Open {
    /// Takes a part off and says what it was worth. The last part takes all that is left, so
    /// that nothing remains of an item that was set off wholly. None when it is more than is
    /// open, or nothing.
    pub(super) fn take(&mut self, amount: i64) -> Option<i64> {
        if amount <= 0 || amount > self.amount {
            return None;
        }
        let base = self.worth(amount);
        self.amount -= amount;
        self.base -= base;
        Some(base)
    }

    fn worth(self, amount: i64) -> i64 {
        if amount == self.amount {
            return self.base;
        }
        let product = i128::from(self.base) * i128::from(amount);
        let share = round::div(product, i128::from(self.amount), Rounding::HalfEven);
        // Less than the whole, so it fits and never exceeds it.
        i64::try_from(share).unwrap_or(self.base).min(self.base)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_is_worth_its_share_and_the_last_the_rest() {
        let mut open = Open { amount: 300, base: 1000 };
        assert_eq!(open.take(100), Some(333));
        assert_eq!(open.take(100), Some(334), "333.5 goes to the even neighbour");
        assert_eq!(open.take(100), Some(333));
        assert_eq!(open, Open { amount: 0, base: 0 });
    }

    #[test]
    fn more_than_is_open_or_nothing_is_refused_and_changes_nothing() {
        let mut open = Open { amount: 300, base: 1000 };
        for wrong in [301, 0, -1, i64::MAX, i64::MIN] {
            assert_eq!(open.take(wrong), None);
        }
        assert_eq!(open, Open { amount: 300, base: 1000 });
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_whatever_their_order(
            parts in prop::collection::vec(1..10_000_000_i64, 1..40),
            base in 0..1_000_000_000_000_i64,
        ) {
            let amount = parts.iter().sum();
            let mut open = Open { amount, base };
            let mut worth = 0;
            for part in parts {
                let taken = open.take(part).unwrap();
                prop_assert!(taken >= 0);
                worth += taken;
                prop_assert!(open.amount >= 0 && open.base >= 0);
            }
            prop_assert_eq!((worth, open), (base, Open { amount: 0, base: 0 }));
        }

        #[test]
        fn in_the_own_currency_a_part_is_worth_itself(
            amount in 1..i64::MAX, part in 1..i64::MAX,
        ) {
            let mut open = Open { amount, base: amount };
            let taken = open.take(part);
            prop_assert_eq!(taken, (part <= amount).then_some(part));
            prop_assert_eq!(open.amount, open.base);
        }

        #[test]
        fn what_was_taken_and_given_back_can_be_taken_again(
            amount in 2..1_000_000_i64, base in 0..100_000_000_i64, part in 1..1_000_000_i64,
        ) {
            let part = part.min(amount - 1);
            let mut open = Open { amount, base };
            let first = open.take(part).unwrap();
            let mut again = Open { amount: open.amount + part, base: open.base + first };
            prop_assert_eq!(again, Open { amount, base });
            prop_assert_eq!(again.take(part), Some(first));
        }
    }
}
