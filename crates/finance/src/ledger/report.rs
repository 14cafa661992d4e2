//! Reading the books: the trial balance, an account's ledger, entries. Amounts are shown as
//! people read them: a debit or a credit, never a sign.

use base::{Cursor, Date, List, ListQuery, Money, Problem, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AccountType, store};
use crate::asked::filter;

/// The balances of all accounts on a day; debits and credits sum to the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrialBalance {
    /// The day.
    pub as_of: Date,
    /// The accounts that anything was ever posted to, in the order of their codes.
    pub rows: Vec<TrialBalanceRow>,
    /// The sum of the debits.
    pub debit: Money,
    /// The sum of the credits.
    pub credit: Money,
}

/// The balance of an account.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrialBalanceRow {
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The side of the books that it stands on.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// Its balance, if it is a debit; else zero.
    pub debit: Money,
    /// Its balance, if it is a credit; else zero.
    pub credit: Money,
}

/// What a trial balance is asked.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TrialBalanceQuery {
    /// The day; today when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub as_of: Option<Date>,
}

/// Splits a signed amount into debit and credit.
pub(super) fn sides(tx: &Tx, amount: i64) -> (Money, Money) {
    let money = |minor| Money::new(minor, tx.currency());
    (money(amount.max(0)), money(amount.min(0).saturating_neg()))
}

/// The trial balance of a day; a chart has at most 2,000 accounts.
///
/// # Errors
/// When the database is away.
pub async fn trial_balance(tx: &mut Tx, as_of: Option<Date>) -> Result<TrialBalance, Problem> {
    let as_of = as_of.unwrap_or_else(|| tx.today());
    let found = store::balances(tx, as_of).await?;
    let currency = tx.currency();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let (debit, credit) = sides(tx, row.amount);
        let (account_id, code, name, kind) = (row.id, row.code, row.name, row.kind);
        rows.push(TrialBalanceRow { account_id, code, name, kind, debit, credit });
    }
    let sum = |side: fn(&TrialBalanceRow) -> Money| {
        Money::sum(currency, rows.iter().map(side)).map_err(Problem::internal)
    };
    let (debit, credit) = (sum(|row| row.debit)?, sum(|row| row.credit)?);
    Ok(TrialBalance { as_of, rows, debit, credit })
}

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
    let rows = store::account_lines(tx, account, &query.days, after, limit + 1).await?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    let kept = rows.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX));
    let (mut items, mut last) = (Vec::new(), None);
    for row in kept {
        let (debit, credit) = sides(tx, row.amount);
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
            balance: Money::new(row.balance, tx.currency()),
        });
    }
    Ok(List { items, next: last.filter(|_| more) })
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// Its place in the chain.
    pub seq: i64,
    /// Its number.
    pub number: String,
    /// The business day.
    pub date: Date,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// The entry that it takes back.
    pub reverses_id: Option<Uuid>,
    /// What it is about.
    pub memo: String,
    /// The sum of its debits, which is the sum of its credits.
    pub amount: Money,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
    /// Its lines; in a list of entries there are none.
    pub lines: Vec<EntryLine>,
}

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryLine {
    /// Its number.
    pub n: i32,
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The amount, if it is a debit; else zero.
    pub debit: Money,
    /// The amount, if it is a credit; else zero.
    pub credit: Money,
    /// The customer or supplier.
    pub party_id: Option<Uuid>,
    /// The stock item.
    pub item_id: Option<Uuid>,
    /// The tax code.
    pub tax_code_id: Option<Uuid>,
    /// When it is to be paid.
    pub due_date: Option<Date>,
    /// A remark.
    pub memo: String,
}

/// The entry with this id, with its lines.
///
/// # Errors
/// 404 when the company has none.
pub async fn entry(tx: &mut Tx, id: Uuid) -> Result<Entry, Problem> {
    store::entry(tx, id).await?.ok_or_else(Problem::not_found)
}

const SORTS: &[Sort] = &[
    Sort::desc("posted", "e.seq", "bigint"),
    Sort::asc("date", "e.effective_date", "date"),
    Sort::asc("number", "e.number", "text"),
];

/// A page of entries without their lines, the last posted first unless another order is asked
/// for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn entries(tx: &mut Tx, query: &LedgerQuery) -> Result<List<Entry>, Problem> {
    store::entries(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The entries of a document, in the order of their posting, without their lines; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn entries_of(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<Entry>, Problem> {
    store::entries_of(tx, source_type, source_id).await
}

/// The balance of the account with a role on a day, or of one customer in it: debit positive.
///
/// # Errors
/// When the database is away.
pub async fn balance_of(
    tx: &mut Tx,
    role: &'static str,
    party: Option<Uuid>,
    as_of: Date,
) -> Result<Money, Problem> {
    let amount = store::balance_of(tx, role, party, as_of).await?;
    Ok(Money::new(amount, tx.currency()))
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
