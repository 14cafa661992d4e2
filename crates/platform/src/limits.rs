//! How often somebody may try: token buckets in memory. Each program counts for itself, which
//! is enough to make guessing passwords slow; nothing is bought with it but time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base::{App, Problem, Timestamp};

/// A bucket is emptied by tries and filled by time.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is counted: the first part of the key.
    pub name: &'static str,
    /// So many tries at once.
    pub burst: u32,
    /// One more try after each of these.
    pub refill: Duration,
}

/// Full buckets are forgotten when there are this many.
const MOST: usize = 50_000;

/// All buckets of the program: tries left in thousandths, and when that was counted.
#[derive(Default)]
struct Buckets(Mutex<HashMap<Name, Level>>);

/// Which limit, and whom it limits.
type Name = (&'static str, String);
/// Thousandths of tries left, and when that was counted.
type Level = (u64, Timestamp);

impl Limit {
    /// Takes one try.
    ///
    /// # Errors
    /// 429 with the seconds to wait when there is none left.
    pub fn take(&self, app: &App, key: &str) -> Result<(), Problem> {
        let (now, buckets) = (app.clock().now(), app.part::<Buckets>());
        let mut buckets = buckets.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, (_, at)| now.since(*at) < Duration::from_secs(3600));
        }
        if buckets.len() >= MOST {
            buckets.clear();
        }
        let full = u64::from(self.burst) * 1000;
        let bucket = buckets.entry((self.name, key.to_owned())).or_insert((full, now));
        let filled = self.gained(now.since(bucket.1)).saturating_add(bucket.0).min(full);
        if filled < 1000 {
            *bucket = (filled, now);
            let wait_ms = (1000 - filled) * self.refill_ms() / 1000;
            return Err(Problem::too_many(wait_ms.div_ceil(1000).max(1)));
        }
        *bucket = (filled - 1000, now);
        Ok(())
    }

    /// Gives a try back: it was no guess.
    pub fn give_back(&self, app: &App, key: &str) {
        let buckets = app.part::<Buckets>();
        let mut buckets = buckets.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((left, _)) = buckets.get_mut(&(self.name, key.to_owned())) {
            *left = (*left + 1000).min(u64::from(self.burst) * 1000);
        }
    }

    fn refill_ms(&self) -> u64 {
        u64::try_from(self.refill.as_millis()).unwrap_or(u64::MAX).max(1)
    }

    fn gained(&self, waited: Duration) -> u64 {
        let waited_ms = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
        waited_ms.saturating_mul(1000) / self.refill_ms()
    }
}
