//! Matching: lines of the bank and lines of the books that are the same money.

use base::{Date, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{account, store};

/// The most lines of one match.
const MOST: usize = 200;

/// A line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookRef {
    /// The entry.
    pub entry_id: Uuid,
    /// The line in it.
    pub n: i32,
}

/// Lines of both sides that are about to be matched; their sums must be equal. One side may be
/// empty where the other sums to nothing: a payment and its reversal, a bank's mistake.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewMatch {
    /// Lines of the bank.
    pub lines: Vec<Uuid>,
    /// Lines of the books.
    pub book: Vec<BookRef>,
}

/// Lines of both sides that are the same money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct BankMatch {
    /// Its id.
    pub id: Uuid,
    /// The bank account.
    pub bank_account_id: Uuid,
    /// The day from which on both sides have it.
    pub matched_on: Date,
    /// The sum, in minor units of the account's currency.
    pub amount: i64,
}

/// A match as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct MatchRow {
    /// Its id.
    pub id: Uuid,
    /// The day from which on both sides have it.
    pub matched_on: Date,
    /// The sum, in minor units of the account's currency.
    pub amount: i64,
    /// What the bank says.
    pub bank: String,
    /// What the books say.
    pub books: String,
}

/// Matches lines.
///
/// # Errors
/// 404, `bank_match_differs`, 409 when one of them is matched already, `bank_reconciled` when
/// the day is, or when the database is away.
pub async fn accept(tx: &mut Tx, account: Uuid, new: NewMatch) -> Result<BankMatch, Problem> {
    store::accounts::hold(tx, account).await?;
    let account = account::find(tx, account).await?;
    let NewMatch { mut lines, book } = new;
    lines.sort_unstable();
    lines.dedup();
    let mut wanted: Vec<(Uuid, i32)> = book.iter().map(|at| (at.entry_id, at.n)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    if lines.len() + wanted.len() < 2 || lines.len() + wanted.len() > MOST {
        return Err(Problem::refused("bank_match_empty").fact("most", MOST));
    }
    let bank = store::lines::by_ids(tx, &lines).await?;
    let books = store::lines::certain_book(tx, &account, &wanted).await?;
    let own = bank.iter().all(|line| line.bank_account_id == account.id);
    let begun = |date: Date| account.begins_on.is_none_or(|begins| date >= begins);
    if !own
        || bank.len() != lines.len()
        || books.len() != wanted.len()
        || books.iter().any(|line| line.amount == 0 || !begun(line.date))
    {
        return Err(Problem::not_found());
    }
    if bank.iter().any(|l| l.match_id.is_some()) || books.iter().any(|l| l.match_id.is_some()) {
        return Err(Problem::conflict("bank_matched_already"));
    }
    let sum: i128 = bank.iter().map(|line| i128::from(line.amount.minor)).sum();
    let in_books: i128 = books.iter().map(|line| i128::from(line.amount)).sum();
    if sum != in_books {
        let said = |minor: i128| {
            let minor = i64::try_from(minor).unwrap_or(i64::MAX);
            base::Money::new(minor, account.currency).to_decimal_string()
        };
        let problem = Problem::refused("bank_match_differs");
        return Err(problem.fact("bank", said(sum)).fact("books", said(in_books)));
    }
    // The bank's day counts, since until then the money was on its way.
    let by_bank = bank.iter().map(|line| line.date).max();
    let day = by_bank.or_else(|| books.iter().map(|line| line.date).max());
    let matched_on = day.ok_or_else(Problem::not_found)?;
    let made = BankMatch {
        id: tx.new_id::<BankMatch>().uuid(),
        bank_account_id: account.id,
        matched_on,
        amount: i64::try_from(sum).map_err(Problem::internal)?,
    };
    unlocked(&made, account.reconciled_to)?;
    if !store::matches::insert(tx, &made, &lines, &books).await? {
        return Err(Problem::conflict("bank_matched_already"));
    }
    let numbers: Vec<&str> = books.iter().map(|line| line.number.as_str()).collect();
    let facts = json!({"match": made.id, "lines": lines, "entries": numbers.join(", ")});
    tx.audit("banking.match", "bank_account", account.id, facts);
    Ok(made)
}

/// Takes a match apart; both sides are open again.
///
/// # Errors
/// 404, `bank_reconciled` when its day is, or when the database is away.
pub async fn unmatch(tx: &mut Tx, id: Uuid) -> Result<BankMatch, Problem> {
    let found = store::matches::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    store::accounts::hold(tx, found.bank_account_id).await?;
    let account = account::find(tx, found.bank_account_id).await?;
    unlocked(&found, account.reconciled_to)?;
    // Somebody else may have taken it apart before we held the account.
    store::matches::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    store::matches::delete(tx, id).await?;
    tx.audit("banking.unmatch", "bank_account", account.id, json!({"match": id}));
    Ok(found)
}

fn unlocked(made: &BankMatch, done: Option<Date>) -> Result<(), Problem> {
    match done {
        Some(done) if made.matched_on <= done => {
            Err(Problem::refused("bank_reconciled").fact("date", done))
        }
        _ => Ok(()),
    }
}

/// The newest matches that may still be taken apart; at most 50.
///
/// # Errors
/// 404, or when the database is away.
pub async fn matches(tx: &mut Tx, account: Uuid) -> Result<Vec<MatchRow>, Problem> {
    let account = account::find(tx, account).await?;
    store::matches::recent(tx, account.id, account.reconciled_to).await
}
