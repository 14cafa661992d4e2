//! Lines of the books as reports list them: account by account, entry by entry, or what was
//! recorded between two moments.

use base::{Date, Problem, Text, Timestamp, Tx};
use uuid::Uuid;

use super::{Span, store};

/// Which lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookQuery {
    /// The business days.
    pub span: Span,
    /// Only what was recorded after this place of the chain.
    pub after_seq: i64,
    /// Only what was recorded up to this place of the chain.
    pub through_seq: i64,
    /// Only these accounts.
    pub accounts: Option<Vec<Uuid>>,
    /// Only what was posted for this cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// Only what was posted for this project.
    pub project_id: Option<Uuid>,
    /// In the order of the accounts, else in that of the entries.
    pub by_account: bool,
}

/// A line with what its entry says.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct BookLine {
    /// The entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// Its place in the chain.
    pub seq: i64,
    /// The line in it.
    pub n: i32,
    /// The business day.
    pub effective_date: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// What it is about.
    pub memo: String,
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Minor units, debit positive.
    pub amount: i64,
}

/// At most so many lines.
///
/// # Errors
/// When the database is away.
pub async fn book_lines(
    tx: &mut Tx,
    query: &BookQuery,
    most: i64,
) -> Result<Vec<BookLine>, Problem> {
    store::book_lines(tx, query, most).await
}

/// What an account moved on a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ByDay {
    /// The account.
    pub account_id: Uuid,
    /// The day.
    pub effective_date: Date,
    /// Minor units, debit positive.
    pub amount: i64,
}

/// What the entries of a rare kind of document moved, day by day: those of a year's close, which
/// a profit and loss statement leaves out. At most 50,000 days and accounts.
///
/// # Errors
/// When the database is away.
pub async fn moved_by(
    tx: &mut Tx,
    source_type: &str,
    query: &BookQuery,
) -> Result<Vec<ByDay>, Problem> {
    store::moved_by(tx, source_type, query).await
}
