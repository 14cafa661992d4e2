//! Business days, moments, and the clock that tells them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

pub use jiff::tz::TimeZone;
use jiff_sqlx::ToSqlx;
use utoipa::openapi::{KnownFormat, SchemaFormat};

use crate::column::{serde_as_string, stored_as, string_schema};

/// A business day in the tenant's time zone: no time, no zone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

/// A moment, in UTC, to the microsecond that the database keeps.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

/// The text is no date or moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not a day of the calendar.
    #[error("“{text}” is not a date; write it like 2026-01-31")]
    NotADate {
        /// What was given, cut to a readable length.
        text: String,
    },
    /// Not a moment.
    #[error("“{text}” is not a moment; write it like 2026-01-31T09:30:00Z")]
    NotAMoment {
        /// What was given, cut to a readable length.
        text: String,
    },
    /// Outside the years -9999 to 9999.
    #[error("the date is out of range")]
    OutOfRange,
}

impl Date {
    /// The given day, for constants and tests.
    ///
    /// # Panics
    /// When there is no such day. For outside input use [`Date::try_new`] or `parse`.
    pub const fn of(year: i16, month: i8, day: i8) -> Self {
        Self(jiff::civil::date(year, month, day))
    }

    /// The given day, if there is one.
    pub fn try_new(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        jiff::civil::Date::new(year, month, day).map(Self).map_err(|_| DateError::OutOfRange)
    }

    /// The same day as jiff knows it.
    pub const fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// `days` later, or earlier when negative.
    pub fn plus_days(self, days: i32) -> Result<Self, DateError> {
        self.plus(jiff::SignedDuration::from_hours(i64::from(days) * 24))
    }

    /// `months` later, or earlier when negative; the 31st becomes the month's last day.
    pub fn plus_months(self, months: i32) -> Result<Self, DateError> {
        let span = jiff::Span::new().try_months(months).map_err(|_| DateError::OutOfRange)?;
        self.0.checked_add(span).map(Self).map_err(|_| DateError::OutOfRange)
    }

    fn plus(self, duration: jiff::SignedDuration) -> Result<Self, DateError> {
        self.0.checked_add(duration).map(Self).map_err(|_| DateError::OutOfRange)
    }

    /// Days from this one to `other`, negative when `other` is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        (other.0 - self.0).get_days()
    }

    /// The first day of this month.
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The last day of this month.
    pub fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// The moment at which this day begins in `zone`.
    pub fn starts_in(self, zone: &TimeZone) -> Result<Timestamp, DateError> {
        let zoned = self.0.to_zoned(zone.clone()).map_err(|_| DateError::OutOfRange)?;
        Ok(Timestamp::from(zoned.timestamp()))
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        // jiff reads a date out of other shapes too; a field takes only the plain one.
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = if plain { text.parse().ok() } else { None };
        date.map(Self).ok_or_else(|| DateError::NotADate { text: text.chars().take(40).collect() })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

serde_as_string!(Date);
stored_as!(Date, jiff_sqlx::Date, |date| date.0.to_sqlx(), |date| Ok(Date(date.to_jiff())));
string_schema!(Date, "Date", |schema| schema
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
    .description(Some("A business day."))
    .examples(["2026-01-31"]));

impl Timestamp {
    /// This many microseconds after 1970 began.
    pub fn from_micros(micros: i64) -> Result<Self, DateError> {
        jiff::Timestamp::from_microsecond(micros).map(Self).map_err(|_| DateError::OutOfRange)
    }

    /// Microseconds since 1970 began.
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// The same moment as jiff knows it.
    pub const fn instant(self) -> jiff::Timestamp {
        self.0
    }

    /// The business day that this moment falls on in `zone`.
    pub fn date_in(self, zone: &TimeZone) -> Date {
        Date(zone.to_datetime(self.0).date())
    }

    /// Later by `duration`; stays at the end of time rather than passing it.
    pub fn plus(self, duration: Duration) -> Self {
        Self::from(self.0.saturating_add(duration).unwrap_or(jiff::Timestamp::MAX))
    }

    /// Earlier by `duration`; stays at the beginning of time rather than passing it.
    pub fn minus(self, duration: Duration) -> Self {
        Self::from(self.0.saturating_sub(duration).unwrap_or(jiff::Timestamp::MIN))
    }

    /// How long after `earlier` this is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0.duration_since(earlier.0)).unwrap_or_default()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// Cut to the microsecond, so that what is written to the database reads back equal.
    fn from(moment: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment))
    }
}

impl FromStr for Timestamp {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let moment: Result<jiff::Timestamp, _> = text.parse();
        moment
            .map(Self::from)
            .map_err(|_| DateError::NotAMoment { text: text.chars().take(40).collect() })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

serde_as_string!(Timestamp);
stored_as!(Timestamp, jiff_sqlx::Timestamp, |moment| moment.0.to_sqlx(), |moment| Ok(
    Timestamp::from(moment.to_jiff())
));
string_schema!(Timestamp, "Timestamp", |schema| schema
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
    .description(Some("A moment in UTC."))
    .examples(["2026-01-31T09:30:00Z"]));

/// Where "now" comes from. Cloned handles show the same time, so a test turns one clock and the
/// whole program follows.
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    System,
    /// Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Hands::System)
    }

    /// A clock that stands at `moment` until it is turned.
    pub fn fixed(moment: Timestamp) -> Self {
        Self(Hands::Fixed(Arc::new(AtomicI64::new(moment.micros()))))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Hands::System => Timestamp::from(jiff::Timestamp::now()),
            Hands::Fixed(micros) => {
                let micros = micros.load(Ordering::SeqCst);
                Timestamp::from_micros(micros).unwrap_or(Timestamp(jiff::Timestamp::MAX))
            }
        }
    }

    /// The present business day in `zone`.
    pub fn today(&self, zone: &TimeZone) -> Date {
        self.now().date_in(zone)
    }

    /// Turns a fixed clock forward. The machine's clock runs by itself and is left alone.
    pub fn advance(&self, by: Duration) {
        self.set(self.now().plus(by));
    }

    /// Sets a fixed clock. The machine's clock runs by itself and is left alone.
    pub fn set(&self, moment: Timestamp) {
        match &self.0 {
            Hands::System => tracing::warn!("the machine's clock cannot be turned"),
            Hands::Fixed(micros) => micros.store(moment.micros(), Ordering::SeqCst),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_business_day_depends_on_the_zone() {
        let late = moment("2026-01-31T21:30:00Z");
        assert_eq!(late.date_in(&TimeZone::UTC), Date::of(2026, 1, 31));
        assert_eq!(late.date_in(&TimeZone::get("Asia/Riyadh").unwrap()), Date::of(2026, 2, 1));
        assert_eq!(late.date_in(&TimeZone::get("Asia/Dhaka").unwrap()), Date::of(2026, 2, 1));
    }

    #[test]
    fn a_day_begins_at_its_own_midnight() {
        let riyadh = TimeZone::get("Asia/Riyadh").unwrap();
        let begins = Date::of(2026, 2, 1).starts_in(&riyadh).unwrap();
        assert_eq!(begins, moment("2026-01-31T21:00:00Z"));
    }

    #[test]
    fn days_are_counted_on_the_calendar() {
        let end = Date::of(2028, 1, 31);
        assert_eq!(end.plus_months(1), Ok(Date::of(2028, 2, 29)));
        assert_eq!(end.plus_days(-31), Ok(Date::of(2027, 12, 31)));
        assert_eq!(Date::of(2028, 2, 10).last_of_month(), Date::of(2028, 2, 29));
        assert_eq!(end.days_until(Date::of(2028, 3, 1)), 30);
        assert_eq!(end.days_until(Date::of(2027, 1, 31)), -365);
        assert_eq!(Date::of(9999, 12, 31).plus_days(1), Err(DateError::OutOfRange));
        assert_eq!(Date::try_new(2026, 2, 29), Err(DateError::OutOfRange));
    }

    #[test]
    fn only_plain_dates_are_read() {
        assert_eq!("2026-01-31".parse(), Ok(Date::of(2026, 1, 31)));
        for text in ["2026-02-30", "31-01-2026", "2026-01-31T10:00", "20260131", "", "2026-1-31"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::NotADate { text: text.into() }));
        }
    }

    #[test]
    fn json_is_iso() {
        let both = (Date::of(2026, 1, 31), moment("2026-01-31T09:30:00.25Z"));
        let json = serde_json::to_string(&both).unwrap();
        assert_eq!(json, "[\"2026-01-31\",\"2026-01-31T09:30:00.25Z\"]");
        assert_eq!(serde_json::from_str::<(Date, Timestamp)>(&json).unwrap(), both);
        assert!(serde_json::from_str::<Timestamp>("\"2026-01-31\"").is_err());
    }

    #[test]
    fn moments_are_kept_to_the_microsecond() {
        let fine: jiff::Timestamp = "2026-01-31T09:30:00.123456789Z".parse().unwrap();
        assert_eq!(Timestamp::from(fine), moment("2026-01-31T09:30:00.123456Z"));
    }

    #[test]
    fn every_handle_of_a_clock_shows_the_same_time() {
        let clock = Clock::fixed(moment("2026-01-31T20:59:00Z"));
        let other = clock.clone();
        let riyadh = TimeZone::get("Asia/Riyadh").unwrap();
        assert_eq!(other.today(&riyadh), Date::of(2026, 1, 31));
        clock.advance(Duration::from_secs(60));
        assert_eq!(other.now(), moment("2026-01-31T21:00:00Z"));
        assert_eq!(other.today(&riyadh), Date::of(2026, 2, 1));
        assert_eq!(other.now().since(moment("2026-01-31T20:00:00Z")), Duration::from_secs(3600));
        assert_eq!(moment("2026-01-31T20:00:00Z").since(other.now()), Duration::ZERO);
    }
}
