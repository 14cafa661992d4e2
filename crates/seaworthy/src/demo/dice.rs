//! Chance that falls the same way every time: the demo of one day is the demo of every machine.

use base::Timestamp;
use uuid::Uuid;

/// A sequence of numbers that is wholly decided by its name (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of a name.
    pub fn named(name: &str) -> Self {
        let mut seed = [0; 8];
        seed.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..8]);
        Self(u64::from_le_bytes(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1).max(1);
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// A place in a list of so many.
    pub fn place(&mut self, count: usize) -> usize {
        let last = i64::try_from(count).unwrap_or(1) - 1;
        usize::try_from(self.between(0, last.max(0))).unwrap_or(0)
    }

    /// A place in a list of so many, where the first ones come up more often.
    pub fn favoured_place(&mut self, count: usize) -> usize {
        self.place(count).min(self.place(count))
    }

    /// Whether it happens, at so many times in a thousand.
    pub fn happens(&mut self, per_mille: i64) -> bool {
        self.between(1, 1000) <= per_mille
    }

    /// An id of a moment, as a client may choose it (UUIDv7).
    pub fn id(&mut self, at: Timestamp) -> Uuid {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.next().to_le_bytes());
        random[8..].copy_from_slice(&self.next().to_le_bytes()[..2]);
        let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// The list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.place(last + 1);
            list.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_falls_the_same_way() {
        let (mut one, mut two) = (Dice::named("bahr"), Dice::named("bahr"));
        let fall = |dice: &mut Dice| [(); 20].map(|()| dice.between(-3, 99));
        let falls = fall(&mut one);
        assert_eq!(falls, fall(&mut two));
        assert!(falls.iter().all(|n| (-3..=99).contains(n)));
        assert_ne!(falls, fall(&mut Dice::named("padma")));
    }

    #[test]
    fn everything_or_nothing_happens_at_the_ends() {
        let mut dice = Dice::named("ends");
        assert!((0..100).all(|_| dice.happens(1000)));
        assert!(!(0..100).any(|_| dice.happens(0)));
        assert_eq!(dice.between(7, 7), 7);
        assert_eq!(dice.place(1), 0);
    }
}
