//! A draft becomes an entry, or waits for somebody who may let it become one.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::journal::{demand, hold};
use super::lines::{DraftLine, Sums};
use super::{Journal, JournalState, find, store};
use crate::book_settings::settings;
use crate::facts::said;
use crate::ledger::{self, Module, Posting};

/// Posts a draft. Above the company's limit, or when the author may not post, it is handed in
/// for approval instead; the answer says which.
///
/// # Errors
/// When it does not balance, its month is closed, an account was retired; 409 when it is no
/// draft, 412 when somebody changed it since.
pub async fn post(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Journal, Problem> {
    let journal = hold(tx, id, version).await?;
    demand(&journal, JournalState::Draft)?;
    let lines = store::lines(tx, id).await?;
    check(tx, &lines)?;
    let limit = settings(tx).await?.approval_limit;
    let above = limit.is_some_and(|limit| journal.amount.minor > limit.minor);
    if above || !tx.actor().may("journals.post") {
        return hand_in(tx, &journal).await;
    }
    write(tx, &journal, &lines, "journals.post").await
}

/// Whether lines can be an entry.
pub(super) fn check(tx: &Tx, lines: &[DraftLine]) -> Result<(), Problem> {
    let sums = Sums::of(lines.iter().map(|line| line.amount));
    let difference = i64::try_from(sums.difference()).unwrap_or(i64::MAX);
    if difference != 0 {
        let debit = said(tx, i64::try_from(sums.debit).unwrap_or(i64::MAX));
        let credit = said(tx, i64::try_from(sums.credit).unwrap_or(i64::MAX));
        let problem = Problem::refused("journal_unbalanced").fact("debit", debit);
        let problem = problem.fact("credit", credit);
        return Err(problem.fact("difference", said(tx, difference.saturating_abs())));
    }
    if lines.len() < 2 {
        return Err(Problem::refused("entry_empty"));
    }
    Ok(())
}

async fn hand_in(tx: &mut Tx, journal: &Journal) -> Result<Journal, Problem> {
    // Whoever approves it should not be the first to hear that the month is closed.
    ledger::admit(tx, Module::Ledger, journal.date).await?;
    store::hand_in(tx, journal.id).await?;
    let facts = json!({"amount": said(tx, journal.amount.minor)});
    tx.audit("journals.hand_in", "journal", journal.id, facts);
    tx.record("journals.waiting", journal.id, json!({"journal_id": journal.id}));
    find(tx, journal.id).await
}

/// Writes the entry of a journal that is held.
pub(super) async fn write(
    tx: &mut Tx,
    journal: &Journal,
    lines: &[DraftLine],
    action: &'static str,
) -> Result<Journal, Problem> {
    let id = journal.id;
    let lines = lines.iter().map(DraftLine::posting).collect();
    let memo = match journal.reference.as_str() {
        "" => journal.memo.clone(),
        reference => format!("{} · {reference}", journal.memo),
    };
    let mut posting = Posting::new(Module::Ledger, journal.date, "journal", id, memo, lines);
    posting.reverses = match &journal.reverses {
        Some(reversed) => find(tx, reversed.id).await?.entry_id,
        None => None,
    };
    let posted = ledger::post(tx, posting).await?;
    store::set_posted(tx, id, &posted).await?;
    let facts = json!({"number": posted.number, "amount": said(tx, journal.amount.minor)});
    tx.audit(action, "journal", id, facts);
    if let Some(reversed) = &journal.reverses {
        let facts = json!({"number": posted.number});
        tx.audit("journals.reverse", "journal", reversed.id, facts);
    }
    tx.record("journals.posted", id, json!({"journal_id": id, "entry_id": posted.entry_id}));
    find(tx, id).await
}
