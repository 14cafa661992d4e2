//! What a report is asked, and the spans of days that its columns are.

use base::dates::DateError;
use base::{Date, Problem, Timestamp, Tx};
use finance::ledger::{self, BalanceQuery, KnownOn, Span};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::asked::filter;

/// The most columns that are put side by side.
const MOST_COLUMNS: i32 = 24;

/// What stands beside the days asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The days before, as many of them.
    PreviousPeriod,
    /// The same days of the year before.
    PreviousYear,
    /// Months side by side; the last is the month of the last day.
    Months,
}

/// What the sums of the gross margin are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarginBy {
    /// Each product.
    #[default]
    Product,
    /// Each customer.
    Customer,
    /// Each order.
    Order,
}

/// What a report is asked. Every report takes every question that means something to it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReportQuery {
    /// The first day; by default the first of the year.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// The last day, by default today: the "as of" of what has a balance.
    #[serde(alias = "as_of", deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Only what was recorded by the end of this day, or by this moment.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_on: Option<KnownOn>,
    /// What stands beside: `previous_period`, `previous_year` or `months`.
    #[serde(deserialize_with = "word")]
    #[param(value_type = Option<String>)]
    pub compare: Option<Compare>,
    /// How many columns beside it, or how many months.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<i32>)]
    pub columns: Option<i32>,
    /// Only what was posted for this cost centre.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub cost_centre_id: Option<Uuid>,
    /// Only what was posted for this project.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub project_id: Option<Uuid>,
    /// Only this account.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub account_id: Option<Uuid>,
    /// Only this variant of a product.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub variant_id: Option<Uuid>,
    /// The gross margin for each `product`, `customer` or `order`.
    #[serde(deserialize_with = "word")]
    #[param(value_type = Option<String>)]
    pub by: Option<MarginBy>,
    /// Shows accounts that came to nothing as well.
    #[serde(deserialize_with = "tick")]
    #[param(value_type = Option<bool>)]
    pub zeros: bool,
}

/// A word of a fixed list; forms send an empty text when none is chosen.
fn word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let text = Option::<String>::deserialize(deserializer)?;
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => {
            let value = serde_json::Value::String(text.to_owned());
            serde_json::from_value(value).map(Some).map_err(serde::de::Error::custom)
        }
    }
}

/// A tick box: there or not.
fn tick<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(matches!(text.as_deref(), Some("true" | "on" | "1")))
}

/// Whether a report's columns are days or spans of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The end of a day.
    Balance,
    /// From a day to a day.
    Movement,
}

/// A question with its days worked out.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub query: ReportQuery,
    /// The first is what was asked for, unless months stand side by side.
    pub spans: Vec<Span>,
    pub from: Date,
    pub to: Date,
    pub known_on: Option<Timestamp>,
}

impl Asked {
    pub fn of(tx: &Tx, query: ReportQuery, shape: Shape) -> Result<Self, Problem> {
        let to = query.to.unwrap_or_else(|| tx.today());
        let year = Date::try_new(to.year(), 1, 1).map_err(Problem::internal)?;
        let from = query.from.unwrap_or(year);
        if from > to {
            return Err(Problem::bad_request("report_days").fact("from", from).fact("to", to));
        }
        let known_on = query.known_on.map(|known| known.moment(tx)).transpose()?;
        let first = match shape {
            Shape::Balance => None,
            Shape::Movement => Some(from),
        };
        let spans = spans(Span { from: first, to }, query.compare, query.columns)
            .map_err(|_| Problem::bad_request("report_days").fact("from", from).fact("to", to))?;
        Ok(Self { query, spans, from, to, known_on })
    }

    /// The filters, for the fold.
    pub fn filters(&self) -> BalanceQuery {
        BalanceQuery {
            known_on: self.known_on,
            accounts: self.query.account_id.map(|id| vec![id]),
            cost_centre_id: self.query.cost_centre_id,
            project_id: self.query.project_id,
            ..BalanceQuery::on(self.to)
        }
    }

    /// The ledger of an account over a span, as it was known: what a figure leads to.
    pub fn drill(&self, account: Uuid, span: Span) -> String {
        let mut href = format!("/admin/ledger/accounts/{account}?to={}", span.to);
        if let Some(from) = span.from {
            href.push_str(&format!("&from={from}"));
        }
        if let Some(known) = self.query.known_on {
            href.push_str(&format!("&known_on={known}"));
        }
        for (name, id) in
            [("cost_centre_id", self.query.cost_centre_id), ("project_id", self.query.project_id)]
        {
            if let Some(id) = id {
                href.push_str(&format!("&{name}={id}"));
            }
        }
        href
    }

    /// The last place of the chain that counts.
    pub async fn through(&self, tx: &mut Tx) -> Result<i64, Problem> {
        ledger::known_through(tx, self.known_on).await
    }
}

/// The columns: what was asked for first, what it is compared with behind it; months in the
/// order of the calendar.
fn spans(
    base: Span,
    compare: Option<Compare>,
    columns: Option<i32>,
) -> Result<Vec<Span>, DateError> {
    let beside = |usual: i32| columns.unwrap_or(usual).clamp(1, MOST_COLUMNS);
    match compare {
        None => Ok(vec![base]),
        Some(Compare::PreviousPeriod) => (0..=beside(1)).map(|n| before(base, n)).collect(),
        Some(Compare::PreviousYear) => (0..=beside(1)).map(|n| by_months(base, 12 * n)).collect(),
        Some(Compare::Months) => {
            let last = base.to.first_of_month();
            let all = beside(6);
            (0..all)
                .map(|n| {
                    let first = last.plus_months(n + 1 - all)?;
                    let to = if n + 1 == all { base.to } else { first.last_of_month() };
                    Ok(Span { from: base.from.map(|_| first), to })
                })
                .collect()
        }
    }
}

/// The span `n` times before: whole months as whole months, other days as so many days.
fn before(span: Span, n: i32) -> Result<Span, DateError> {
    let Some(from) = span.from else { return by_months(span, n) };
    if from == from.first_of_month() && span.to == span.to.last_of_month() {
        let years = i32::from(span.to.year()) - i32::from(from.year());
        let months = years * 12 + i32::from(span.to.month()) - i32::from(from.month()) + 1;
        return by_months(span, months * n);
    }
    let days = from.days_until(span.to) + 1;
    Ok(Span { from: Some(from.plus_days(-days * n)?), to: span.to.plus_days(-days * n)? })
}

/// So many months earlier; the end of a month stays one.
fn by_months(span: Span, months: i32) -> Result<Span, DateError> {
    let earlier = |day: Date| day.plus_months(-months);
    let to = earlier(span.to)?;
    let to = if span.to == span.to.last_of_month() { to.last_of_month() } else { to };
    Ok(Span { from: span.from.map(earlier).transpose()?, to })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn told(from: Option<&str>, to: &str, compare: Compare, columns: i32) -> Vec<String> {
        let base = Span { from: from.map(day), to: day(to) };
        let all = spans(base, Some(compare), Some(columns)).unwrap();
        let tell = |span: &Span| match span.from {
            Some(from) => format!("{from}..{}", span.to),
            None => span.to.to_string(),
        };
        all.iter().map(tell).collect()
    }

    #[test]
    fn whole_months_are_compared_with_whole_months_and_days_with_days() {
        assert_eq!(
            told(Some("2026-03-01"), "2026-03-31", Compare::PreviousPeriod, 2),
            ["2026-03-01..2026-03-31", "2026-02-01..2026-02-28", "2026-01-01..2026-01-31"]
        );
        assert_eq!(
            told(Some("2026-01-01"), "2026-03-31", Compare::PreviousPeriod, 1),
            ["2026-01-01..2026-03-31", "2025-10-01..2025-12-31"]
        );
        assert_eq!(
            told(Some("2026-03-11"), "2026-03-20", Compare::PreviousPeriod, 1),
            ["2026-03-11..2026-03-20", "2026-03-01..2026-03-10"]
        );
        assert_eq!(
            told(None, "2026-03-31", Compare::PreviousPeriod, 1),
            ["2026-03-31", "2026-02-28"]
        );
    }

    #[test]
    fn a_year_before_a_leap_day_is_the_end_of_february() {
        assert_eq!(
            told(Some("2024-02-01"), "2024-02-29", Compare::PreviousYear, 1),
            ["2024-02-01..2024-02-29", "2023-02-01..2023-02-28"]
        );
        assert_eq!(
            told(None, "2025-02-28", Compare::PreviousYear, 1),
            ["2025-02-28", "2024-02-29"]
        );
    }

    #[test]
    fn months_stand_in_the_order_of_the_calendar_and_end_with_the_day() {
        assert_eq!(
            told(Some("2026-01-01"), "2026-03-15", Compare::Months, 3),
            ["2026-01-01..2026-01-31", "2026-02-01..2026-02-28", "2026-03-01..2026-03-15"]
        );
        assert_eq!(told(None, "2026-01-15", Compare::Months, 2), ["2025-12-31", "2026-01-15"]);
    }
}
