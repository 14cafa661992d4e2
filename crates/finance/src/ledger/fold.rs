//! The one fold that every report is: what the accounts came to on a day, as it was known at a
//! moment. Two axes: an entry counts when its business day is not after the day asked for, and
//! its place in the chain is not after the last one recorded by then.
//!
//! Nothing is added up from the beginning: the newest snapshot that both axes allow, then the
//! lines after its day, then those that were recorded late into the time that it covers. A
//! snapshot that knows too much serves too: what it knows too much is taken off.

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Problem, Text, Timestamp, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AccountType, store};

/// What balances are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceQuery {
    /// The first day of a movement; none asks for the balance since the beginning.
    pub from: Option<Date>,
    /// The last day that counts.
    pub to: Date,
    /// Only what was recorded by then; none asks for everything.
    pub known_on: Option<Timestamp>,
    /// Only these accounts.
    pub accounts: Option<Vec<Uuid>>,
    /// Only what was posted for this cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// Only what was posted for this project.
    pub project_id: Option<Uuid>,
    /// A row for each cost centre and project, instead of one for the account.
    pub by_dimension: bool,
}

impl BalanceQuery {
    /// The balances at the end of a day, as they are known now.
    #[must_use]
    pub fn on(to: Date) -> Self {
        Self {
            from: None,
            to,
            known_on: None,
            accounts: None,
            cost_centre_id: None,
            project_id: None,
            by_dimension: false,
        }
    }
}

/// What an account came to: debit positive, credit negative.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountBalance {
    /// The account.
    pub account: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The side of the books that it stands on.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// The cost centre, if rows are by dimension.
    pub cost_centre_id: Option<Uuid>,
    /// The project, if rows are by dimension.
    pub project_id: Option<Uuid>,
    /// Minor units of the company's currency.
    pub amount: i64,
}

/// Days of a report's column: a movement, or with no first day a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    /// The first day; none is the beginning of the books.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
}

/// An account with what it came to in each of several spans.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountColumns {
    /// The account and its dimensions; the amount is that of the first span.
    pub balance: AccountBalance,
    /// One amount a span, in their order.
    pub amounts: Vec<i64>,
}

/// The last place of the chain that was recorded by a moment; everything, without a moment.
/// Fixed for ever as soon as one entry was recorded after it.
///
/// # Errors
/// When the database is away.
pub async fn known_through(tx: &mut Tx, known_on: Option<Timestamp>) -> Result<i64, Problem> {
    match known_on {
        None => Ok(i64::MAX),
        Some(moment) => store::recorded_by(tx, moment).await,
    }
}

/// What the accounts came to, in the order of their codes; those that came to nothing are left
/// out. A chart has at most 2,000 accounts.
///
/// # Errors
/// When the database is away.
pub async fn balances(tx: &mut Tx, query: &BalanceQuery) -> Result<Vec<AccountBalance>, Problem> {
    let span = Span { from: query.from, to: query.to };
    let rows = columns(tx, &[span], query).await?;
    Ok(rows.into_iter().map(|row| row.balance).collect())
}

/// The same for several spans at once; `from` and `to` of the query do not count. Accounts that
/// came to nothing in each span are left out.
///
/// # Errors
/// When the database is away.
pub async fn columns(
    tx: &mut Tx,
    spans: &[Span],
    query: &BalanceQuery,
) -> Result<Vec<AccountColumns>, Problem> {
    let through = known_through(tx, query.known_on).await?;
    if through == 0 {
        // Nothing was known yet.
        return Ok(Vec::new());
    }
    let days = days_of(spans)?;
    let found = store::folded(tx, &days, through, query).await?;
    let mut rows: BTreeMap<Key, (store::Folded, Vec<i64>)> = BTreeMap::new();
    for row in found {
        let at = usize::try_from(row.i).map_err(Problem::internal)?;
        let (key, amount) = (row.key(), row.amount);
        let entry = rows.entry(key).or_insert_with(|| (row, vec![0; days.len()]));
        if let Some(cell) = entry.1.get_mut(at) {
            *cell = amount;
        }
    }
    let mut columns = Vec::with_capacity(rows.len());
    for (row, by_day) in rows.into_values() {
        let amounts = spans
            .iter()
            .map(|span| movement(*span, &days, &by_day))
            .collect::<Result<Vec<i64>, Problem>>()?;
        if amounts.iter().any(|amount| *amount != 0) {
            let balance = row.into_balance(amounts.first().copied().unwrap_or_default());
            columns.push(AccountColumns { balance, amounts });
        }
    }
    Ok(columns)
}

/// Code, account, cost centre, project: the order of rows.
pub(super) type Key = (String, Uuid, Option<Uuid>, Option<Uuid>);

/// The days whose balances the spans are made of: their ends, and the days before they begin.
fn days_of(spans: &[Span]) -> Result<Vec<Date>, Problem> {
    let mut days = BTreeSet::new();
    for span in spans {
        days.insert(span.to);
        if let Some(from) = span.from {
            days.insert(from.plus_days(-1).map_err(Problem::internal)?);
        }
    }
    Ok(days.into_iter().collect())
}

fn movement(span: Span, days: &[Date], by_day: &[i64]) -> Result<i64, Problem> {
    let at = |day: Date| {
        let place = days.binary_search(&day).ok();
        place.and_then(|place| by_day.get(place).copied()).unwrap_or_default()
    };
    let before = match span.from {
        Some(from) => at(from.plus_days(-1).map_err(Problem::internal)?),
        None => 0,
    };
    let moved = at(span.to).checked_sub(before);
    moved.ok_or_else(|| Problem::internal("an account moved by more than a number can hold"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn spans_share_the_days_that_they_touch() {
        let day = |d| Date::of(2026, 3, d);
        let spans = [
            Span { from: Some(day(2)), to: day(4) },
            Span { from: Some(day(5)), to: day(9) },
            Span { from: None, to: day(9) },
        ];
        let days = days_of(&spans).unwrap();
        assert_eq!(days, [day(1), day(4), day(9)]);
        let by_day = [10, 14, 9];
        let moved: Vec<i64> =
            spans.iter().map(|span| movement(*span, &days, &by_day).unwrap()).collect();
        assert_eq!(moved, [4, -5, 9]);
        assert!(movement(spans[0], &days, &[i64::MAX, i64::MIN, 0]).is_err());
    }
}
