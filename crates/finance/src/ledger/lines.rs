//! The ledger of an account, line by line, with the balance after each.

use base::{Cursor, Date, List, ListQuery, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::report::sides;
use super::{BalanceQuery, KnownOn, balances, known_through, store};
use crate::asked::filter;

/// A line of an account's ledger.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LedgerLine {
    /// The entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// The line in it.
    pub n: i32,
    /// The business day.
    pub date: Date,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// What it is about.
    pub memo: String,
    /// The amount, if it is a debit; else zero.
    pub debit: Money,
    /// The amount, if it is a credit; else zero.
    pub credit: Money,
    /// The balance after it; a credit is negative.
    pub balance: Money,
}

/// What an account's ledger is asked: days and page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct LedgerQuery {
    /// The days.
    #[serde(flatten)]
    pub days: Days,
    /// The page.
    #[serde(flatten)]
    pub list: ListQuery,
}

/// A range of days.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Days {
    /// This day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// This day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Entries of one kind of document: `invoice`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub source: Option<String>,
    /// Only what was recorded by the end of this day, or by this moment.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_on: Option<KnownOn>,
    /// Only what was posted for this cost centre.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub cost_centre_id: Option<Uuid>,
    /// Only what was posted for this project.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub project_id: Option<Uuid>,
}

impl Days {
    /// The last place of the chain that counts.
    pub(super) async fn known_through(&self, tx: &mut Tx) -> Result<i64, Problem> {
        let known_on = self.known_on.map(|known| known.moment(tx)).transpose()?;
        known_through(tx, known_on).await
    }
}

impl IntoParams for LedgerQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = Days::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

/// Where a page of an account's ledger ended: the day, place and line of its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LedgerPlace {
    pub date: Date,
    pub seq: i64,
    pub n: i32,
}

impl LedgerPlace {
    fn encode(self, entry: Uuid) -> String {
        let value = format!("{} {} {}", self.date, self.seq, self.n);
        Cursor { value, id: entry }.encode()
    }

    fn decode(cursor: &Cursor) -> Option<Self> {
        let mut parts = cursor.value.splitn(3, ' ');
        let date = parts.next()?.parse().ok()?;
        let (seq, n) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { date, seq, n })
    }
}

/// A page of an account's ledger, the oldest first, with the balance after each line.
///
/// # Errors
/// 400 for a cursor that is none.
pub async fn account_ledger(
    tx: &mut Tx,
    account: Uuid,
    query: &LedgerQuery,
) -> Result<List<LedgerLine>, Problem> {
    let bad = || Problem::bad_request("bad_cursor");
    let after = query.list.cursor()?;
    let after = after.map(|c| LedgerPlace::decode(&c).ok_or_else(bad)).transpose()?;
    let limit = query.list.limit();
    let through = query.days.known_through(tx).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let rows = store::account_lines(tx, account, &query.days, through, after, limit + 1).await?;
    let more = rows.len() > most;
    let mut balance = match rows.first() {
        Some(first) => before(tx, account, &query.days, through, first).await?,
        None => 0,
    };
    let (mut items, mut last) = (Vec::with_capacity(most.min(rows.len())), None);
    for row in rows.into_iter().take(most) {
        let (debit, credit) = sides(tx, row.amount);
        balance = balance.saturating_add(row.amount);
        let place = LedgerPlace { date: row.effective_date, seq: row.seq, n: row.n };
        last = Some(place.encode(row.entry_id));
        items.push(LedgerLine {
            entry_id: row.entry_id,
            number: row.number,
            n: row.n,
            date: row.effective_date,
            source_type: row.source_type,
            source_id: row.source_id,
            memo: row.memo,
            debit,
            credit,
            balance: Money::new(balance, tx.currency()),
        });
    }
    Ok(List { items, next: last.filter(|_| more) })
}

/// What an account came to in the days that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AccountSums {
    /// The balance before the first day; a credit is negative.
    pub opening: Money,
    /// The debits of the days.
    pub debit: Money,
    /// The credits of the days.
    pub credit: Money,
    /// The debits less the credits.
    pub movement: Money,
    /// The balance at the end of the last day.
    pub closing: Money,
}

/// What an account came to in a range of days; nothing where no first day is asked for.
///
/// # Errors
/// When the database is away.
pub async fn account_sums(
    tx: &mut Tx,
    account: Uuid,
    days: &Days,
) -> Result<Option<AccountSums>, Problem> {
    let Some(from) = days.from else { return Ok(None) };
    let through = days.known_through(tx).await?;
    let opening = on_the_eve(tx, account, days, from).await?;
    let (debit, credit) = store::account_sums(tx, account, days, through).await?;
    let movement = debit.saturating_sub(credit);
    let money = |minor| Money::new(minor, tx.currency());
    Ok(Some(AccountSums {
        opening: money(opening),
        debit: money(debit),
        credit: money(credit),
        movement: money(movement),
        closing: money(opening.saturating_add(movement)),
    }))
}

/// The balance of an account before a line: that of the day before, and the day's own lines.
async fn before(
    tx: &mut Tx,
    account: Uuid,
    days: &Days,
    through: i64,
    first: &store::AccountLine,
) -> Result<i64, Problem> {
    let opening = on_the_eve(tx, account, days, first.effective_date).await?;
    let same_day = store::before_in_day(tx, account, days, through, first).await?;
    Ok(opening.saturating_add(same_day))
}

/// The balance of an account at the end of the day before.
async fn on_the_eve(tx: &mut Tx, account: Uuid, days: &Days, day: Date) -> Result<i64, Problem> {
    let eve = day.plus_days(-1).map_err(Problem::internal)?;
    let known_on = days.known_on.map(|known| known.moment(tx)).transpose()?;
    let query = BalanceQuery {
        known_on,
        accounts: Some(vec![account]),
        cost_centre_id: days.cost_centre_id,
        project_id: days.project_id,
        ..BalanceQuery::on(eve)
    };
    Ok(balances(tx, &query).await?.first().map_or(0, |balance| balance.amount))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_place_in_an_account_reads_back() {
        let place = LedgerPlace { date: Date::of(2026, 1, 31), seq: 7, n: 2 };
        let cursor = Cursor::decode(&place.encode(Uuid::from_u128(1))).unwrap();
        assert_eq!(LedgerPlace::decode(&cursor), Some(place));
        let other = Cursor { value: "INV-1".to_owned(), id: Uuid::nil() };
        assert_eq!(LedgerPlace::decode(&other), None);
    }
}
