//! The days that the dashboard looks at, and sums over them.

use base::Date;
use base::dates::DateError;

/// The days that the dashboard looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub today: Date,
    /// The first of this month.
    pub month: Date,
    /// The first of last month.
    pub last_month: Date,
    /// The same day of last month, or its last one.
    pub same_day: Date,
    /// The first of the month eleven months ago: twelve months with this one.
    pub year: Date,
    /// The day before the thirteen weeks that sparklines show.
    pub before_weeks: Date,
}

impl Days {
    pub fn of(today: Date) -> Result<Self, DateError> {
        let month = today.first_of_month();
        Ok(Self {
            today,
            month,
            last_month: month.plus_months(-1)?,
            same_day: today.plus_months(-1)?,
            year: month.plus_months(-11)?,
            before_weeks: today.plus_days(-7 * WEEKS)?,
        })
    }

    /// The first day of everything that is compared by the month or the week.
    pub fn recent(&self) -> Date {
        self.last_month.min(self.before_weeks)
    }

    /// The spans of seven days that end today, the oldest first.
    pub fn weeks(&self, count: i32) -> Result<Vec<(Date, Date)>, DateError> {
        let week = |back: i32| -> Result<(Date, Date), DateError> {
            Ok((self.today.plus_days(-7 * back - 6)?, self.today.plus_days(-7 * back)?))
        };
        (0..count).rev().map(week).collect()
    }

    /// The last twelve months, this one last.
    pub fn months(&self) -> Result<Vec<(Date, Date)>, DateError> {
        let month = |i: i32| self.year.plus_months(i).map(|first| (first, first.last_of_month()));
        (0..12).map(month).collect()
    }
}

/// How many weeks a sparkline shows.
pub(super) const WEEKS: i32 = 13;

/// Sums by the day of one kind of thing, in the order of days.
#[derive(Debug, Clone, Default)]
pub(super) struct Daily(pub Vec<(Date, i64)>);

impl Daily {
    /// The sum from one day to another, both included.
    pub fn between(&self, first: Date, last: Date) -> i64 {
        let within = self.0.iter().filter(|(day, _)| (first..=last).contains(day));
        within.fold(0, |sum: i64, (_, n)| sum.saturating_add(*n))
    }

    /// The sum of everything after a day.
    pub fn after(&self, day: Date) -> i64 {
        let later = self.0.iter().filter(|(d, _)| *d > day);
        later.fold(0, |sum: i64, (_, n)| sum.saturating_add(*n))
    }

    /// This month so far, the same days of last month, and thirteen weeks.
    pub fn compared(&self, days: &Days) -> Result<(i64, i64, Vec<i64>), DateError> {
        let now = self.between(days.month, days.today);
        let before = self.between(days.last_month, days.same_day);
        let weeks = days.weeks(WEEKS)?;
        Ok((now, before, weeks.into_iter().map(|(a, b)| self.between(a, b)).collect()))
    }

    /// A balance of today, of four weeks ago and at the end of thirteen weeks: what it is now,
    /// less what has been added since.
    pub fn balances(&self, now: i64, days: &Days) -> Result<(i64, i64, Vec<i64>), DateError> {
        let at = |day: Date| now.saturating_sub(self.after(day));
        let weeks = days.weeks(WEEKS)?;
        Ok((now, at(days.today.plus_days(-28)?), weeks.into_iter().map(|(_, b)| at(b)).collect()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn this_month_is_compared_with_the_same_days_of_the_last() {
        let days = Days::of(day("2026-03-31")).unwrap();
        assert_eq!((days.month, days.last_month), (day("2026-03-01"), day("2026-02-01")));
        assert_eq!(days.same_day, day("2026-02-28"));
        assert_eq!(days.year, day("2025-04-01"));
        let daily = Daily(vec![
            (day("2026-01-31"), 1),
            (day("2026-02-01"), 10),
            (day("2026-02-28"), 100),
            (day("2026-03-01"), 1_000),
            (day("2026-03-31"), 10_000),
        ]);
        let (now, before, past) = daily.compared(&days).unwrap();
        assert_eq!((now, before), (11_000, 110));
        assert_eq!(past.len(), 13);
        assert_eq!(past.iter().sum::<i64>(), 11_111);
        assert_eq!(past[12], 10_000);
    }

    #[test]
    fn a_past_balance_is_todays_less_what_came_since() {
        let days = Days::of(day("2026-03-31")).unwrap();
        let daily = Daily(vec![(day("2026-03-01"), 500), (day("2026-03-30"), -200)]);
        let (now, before, past) = daily.balances(1_000, &days).unwrap();
        assert_eq!((now, before), (1_000, 1_200));
        assert_eq!((past[0], past[11], past[12]), (700, 1_200, 1_000));
    }

    #[test]
    fn weeks_touch_and_end_today() {
        let days = Days::of(day("2026-03-15")).unwrap();
        let weeks = days.weeks(26).unwrap();
        assert_eq!(weeks[25], (day("2026-03-09"), day("2026-03-15")));
        assert_eq!(weeks[0].0, day("2025-09-15"));
        for pair in weeks.windows(2) {
            assert_eq!(pair[0].1.plus_days(1).unwrap(), pair[1].0);
        }
        assert_eq!(days.months().unwrap()[11], (day("2026-03-01"), day("2026-03-31")));
    }
}
