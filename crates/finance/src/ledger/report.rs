//! Reading the books: the trial balance and entries. Amounts are shown as people read them: a
//! debit or a credit, never a sign.

use base::{Date, List, Money, Problem, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AccountType, BalanceQuery, KnownOn, LedgerQuery, balances, store};
use crate::asked::filter;

/// The balances of all accounts on a day; debits and credits sum to the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrialBalance {
    /// The day.
    pub as_of: Date,
    /// The accounts with a balance, in the order of their codes.
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
    /// Only what was recorded by the end of this day, or by this moment.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_on: Option<KnownOn>,
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
pub async fn trial_balance(
    tx: &mut Tx,
    query: &TrialBalanceQuery,
) -> Result<TrialBalance, Problem> {
    let as_of = query.as_of.unwrap_or_else(|| tx.today());
    let known_on = query.known_on.map(|known| known.moment(tx)).transpose()?;
    let found = balances(tx, &BalanceQuery { known_on, ..BalanceQuery::on(as_of) }).await?;
    let currency = tx.currency();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let (debit, credit) = sides(tx, row.amount);
        let (account_id, code, name, kind) = (row.account, row.code, row.name, row.kind);
        rows.push(TrialBalanceRow { account_id, code, name, kind, debit, credit });
    }
    let sum = |side: fn(&TrialBalanceRow) -> Money| {
        Money::sum(currency, rows.iter().map(side)).map_err(Problem::internal)
    };
    let (debit, credit) = (sum(|row| row.debit)?, sum(|row| row.credit)?);
    Ok(TrialBalance { as_of, rows, debit, credit })
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
    let through = query.days.known_through(tx).await?;
    store::entries(tx, query, through, query.list.sort(SORTS)?, query.list.limit()).await
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
    let amount = match party {
        Some(party) => store::party_balance(tx, role, party, as_of).await?,
        None => {
            let accounts = Some(store::with_role(tx, role).await?);
            let query = BalanceQuery { accounts, ..BalanceQuery::on(as_of) };
            balances(tx, &query).await?.first().map_or(0, |balance| balance.amount)
        }
    };
    Ok(Money::new(amount, tx.currency()))
}
