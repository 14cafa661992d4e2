//! The second axis of every report: what was known when.

use std::fmt;
use std::str::FromStr;

use base::dates::DateError;
use base::{Date, Problem, Timestamp, Tx};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// "As known on": the end of a day, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownOn {
    /// The end of this day of the company.
    Day(Date),
    /// This moment.
    Moment(Timestamp),
}

impl KnownOn {
    /// The last moment that counts.
    ///
    /// # Errors
    /// For a day at the end of the calendar.
    pub fn moment(self, tx: &Tx) -> Result<Timestamp, Problem> {
        match self {
            Self::Moment(moment) => Ok(moment),
            Self::Day(day) => {
                let next = day.plus_days(1).map_err(Problem::internal)?;
                let ended = next.starts_in(&tx.tenant().time_zone).map_err(Problem::internal)?;
                Ok(ended.minus(std::time::Duration::from_micros(1)))
            }
        }
    }
}

impl FromStr for KnownOn {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.parse() {
            Ok(day) => Ok(Self::Day(day)),
            Err(_) => text.parse().map(Self::Moment),
        }
    }
}

impl fmt::Display for KnownOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

impl Serialize for KnownOn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KnownOn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_day_or_a_moment_is_read_and_written_back() {
        for text in ["2026-04-05", "2026-04-05T10:00:00Z"] {
            assert_eq!(text.parse::<KnownOn>().unwrap().to_string(), text);
        }
        assert!("soon".parse::<KnownOn>().is_err());
    }
}
