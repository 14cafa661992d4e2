//! Lines of the bank, and lines of the books that the bank may have.

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{account, store};

/// A line of the bank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BankLine {
    /// Its id.
    pub id: Uuid,
    /// The bank account.
    pub bank_account_id: Uuid,
    /// Its day.
    pub date: Date,
    /// How much; into the account is positive.
    pub amount: Money,
    /// What happened, in the bank's words.
    pub description: String,
    /// The payer's or payee's own reference.
    pub reference: String,
    /// The bank's reference.
    pub bank_reference: String,
    /// Who paid or was paid.
    pub counterparty: String,
    /// The match that it is in.
    pub match_id: Option<Uuid>,
}

impl BankLine {
    /// Everything that it says, for looking for words.
    #[must_use]
    pub fn words(&self) -> String {
        [&*self.description, &self.reference, &self.counterparty].join(" ")
    }
}

/// A line of the books on the account of a bank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct BookLine {
    /// The entry.
    pub entry_id: Uuid,
    /// The line in it.
    pub n: i32,
    /// Its day.
    pub date: Date,
    /// The number of the entry.
    pub number: String,
    /// What it is about.
    pub memo: String,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// Minor units in the currency of the bank account; debit positive.
    pub amount: i64,
    /// The customer or supplier, where one is known.
    pub party: String,
    /// The payer's own reference.
    pub reference: String,
    /// The match that it is in.
    pub match_id: Option<Uuid>,
}

/// What a list of bank lines can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BankLineFilter {
    /// Only those that are matched (`true`) or not (`false`).
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<bool>)]
    pub matched: Option<bool>,
    /// This day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// This day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of bank lines is asked.
pub type BankLineQuery = Filtered<BankLineFilter>;

const SORTS: &[Sort] =
    &[Sort::desc("date", "l.date", "date"), Sort::asc("amount", "l.amount", "bigint")];

/// A page of the lines of an account, the newest first unless another order is asked for.
///
/// # Errors
/// 404, 400 for an order or a cursor that is none.
pub async fn lines(
    tx: &mut Tx,
    account: Uuid,
    query: &BankLineQuery,
) -> Result<List<BankLine>, Problem> {
    let account = account::find(tx, account).await?;
    let sort = query.list.sort(SORTS)?;
    store::lines::list(tx, &account, query, sort).await
}

/// The line with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn line(tx: &mut Tx, id: Uuid) -> Result<BankLine, Problem> {
    store::lines::by_ids(tx, &[id]).await?.pop().ok_or_else(Problem::not_found)
}

/// The lines of the books that the bank does not have yet, up to a day, the oldest first; at
/// most 500.
///
/// # Errors
/// 404, or when the database is away.
pub async fn book_lines(
    tx: &mut Tx,
    account: Uuid,
    to: Option<Date>,
) -> Result<Vec<BookLine>, Problem> {
    let account = account::find(tx, account).await?;
    store::lines::open_book(tx, &account, None, to).await
}
