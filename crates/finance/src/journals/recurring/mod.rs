//! Journals that are written again and again: rent, depreciation, an instalment.
//!
//! An occurrence is made once, however often the job runs; where it cannot be posted, since its
//! month is closed or an account was retired, it is left as a draft for somebody to look at.

mod keep;
mod run;

pub(super) use keep::Kept;
pub use keep::{ChangeRecurring, NewRecurring, change_recurring, create_recurring, stop_recurring};
pub use run::{RunRecurring, run_due};

use std::str::FromStr;

use base::{Date, List, ListQuery, Money, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{JournalLine, store};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Every {
    /// Every month.
    Month,
    /// Every three months.
    Quarter,
    /// Every twelve months.
    Year,
}

impl Every {
    /// Every rhythm, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The day of the occurrence with this number, counted from zero. Counted from the start
    /// and not from the day before, so that the 31st comes back after February.
    pub(super) fn day(self, starts: Date, n: i32) -> Result<Date, Problem> {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        starts.plus_months(months * n).map_err(Problem::internal)
    }
}

impl FromStr for Every {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|every| every.name() == text);
        found.ok_or("every is month, quarter or year")
    }
}

/// A recurring journal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Recurring {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// What each occurrence is about.
    pub memo: String,
    /// How often.
    pub every: Every,
    /// The day of the first occurrence.
    pub starts: Date,
    /// No occurrence after this day.
    pub ends: Option<Date>,
    /// Whether occurrences are posted by themselves; else they are left as drafts.
    pub posts: bool,
    /// The sum of the debits.
    pub amount: Money,
    /// How many occurrences were made.
    pub made: i32,
    /// The day of the next occurrence; none when it has ended or was stopped.
    pub next_on: Option<Date>,
    /// Grows with every change.
    pub version: i32,
    /// The lines of each occurrence; in a list there are none.
    pub lines: Vec<JournalLine>,
}

const SORTS: &[Sort] = &[
    Sort::asc("next", "coalesce(r.next_on, 'infinity'::date)", "date"),
    Sort::asc("name", "r.name", "text"),
];

/// A page of recurring journals without their lines, the next to come first.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn recurring(tx: &mut Tx, query: &ListQuery) -> Result<List<Recurring>, Problem> {
    store::recurring::list(tx, query, query.sort(SORTS)?, query.limit()).await
}

/// The recurring journal with this id, with its lines.
///
/// # Errors
/// 404 when the company has none.
pub async fn find_recurring(tx: &mut Tx, id: Uuid) -> Result<Recurring, Problem> {
    store::recurring::find(tx, id).await?.ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_last_of_a_month_comes_back_after_a_short_one() {
        let starts = Date::of(2026, 1, 31);
        let day = |n| Every::Month.day(starts, n).unwrap();
        assert_eq!(day(1), Date::of(2026, 2, 28));
        assert_eq!(day(2), Date::of(2026, 3, 31));
        assert_eq!(Every::Quarter.day(starts, 1).unwrap(), Date::of(2026, 4, 30));
        assert_eq!(Every::Year.day(Date::of(2028, 2, 29), 1).unwrap(), Date::of(2029, 2, 28));
    }
}
