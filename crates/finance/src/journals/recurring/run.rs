//! Making the occurrences whose day has come.

use base::{Job, JobCx, JobError, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::super::draft::Head;
use super::super::lines::{DraftLine, is_free};
use super::super::{Journal, post, store};
use super::keep::within;
use super::{Recurring, find_recurring};
use crate::ledger::{self, Module};

/// The job that makes them, one transaction each.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunRecurring {}

/// More than this in one run is not a catch-up any more; the next run goes on.
const MOST: usize = 200;

impl Job for RunRecurring {
    const KIND: &'static str = "journals.run_recurring";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        for _ in 0..MOST {
            let mut tx = cx.begin().await?;
            let more = run_due(&mut tx).await?.is_some();
            tx.commit().await?;
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// Makes the oldest occurrence that is due, if there is any.
///
/// # Errors
/// When the database is away.
pub async fn run_due(tx: &mut Tx) -> Result<Option<Journal>, Problem> {
    let today = tx.today();
    let Some(id) = store::recurring::hold_due(tx, today).await? else { return Ok(None) };
    let recurring = find_recurring(tx, id).await?;
    let lines = store::recurring::hold(tx, id).await?.unwrap_or_default();
    let Some(day) = recurring.next_on else { return Ok(None) };
    let journal = make(tx, &recurring, &lines, day).await?;
    let made = recurring.made + 1;
    let next = recurring.every.day(recurring.starts, made)?;
    store::recurring::advance(tx, id, made, within(Some(next), recurring.ends)).await?;
    Ok(Some(journal))
}

async fn make(
    tx: &mut Tx,
    recurring: &Recurring,
    lines: &[DraftLine],
    day: base::Date,
) -> Result<Journal, Problem> {
    let id = tx.new_id::<Journal>().uuid();
    let memo = if recurring.memo.is_empty() { &recurring.name } else { &recurring.memo };
    let head = Head {
        id,
        date: day,
        memo,
        reference: "",
        amount: recurring.amount.minor,
        reverses_id: None,
        occurrence: Some((recurring.id, day)),
        // Whoever set it up is its author, so that they do not approve it themselves.
        created_by: store::recurring::author(tx, recurring.id).await?,
    };
    store::insert(tx, &head, lines).await?;
    let facts = json!({"recurring": recurring.name, "date": day});
    tx.audit("journals.draft", "journal", id, facts);
    if recurring.posts && can_post(tx, recurring, lines).await? {
        return post(tx, id, None).await;
    }
    super::super::find(tx, id).await
}

/// Whether nothing stands in the way: then the draft is posted, or handed in for approval. Else
/// it is left for somebody to look at, rather than failing again every hour.
async fn can_post(
    tx: &mut Tx,
    recurring: &Recurring,
    lines: &[DraftLine],
) -> Result<bool, Problem> {
    let Some(day) = recurring.next_on else { return Ok(false) };
    match ledger::admit(tx, Module::Ledger, day).await {
        Ok(()) => {}
        Err(problem) if problem.is_mendable() => return Ok(false),
        Err(problem) => return Err(problem),
    }
    let chart = ledger::accounts(tx).await?;
    let good = |id: Uuid| {
        let found = chart.iter().find(|account| account.id == id);
        found.is_some_and(|account| account.active && is_free(account.control))
    };
    Ok(lines.iter().all(|line| good(line.account_id)))
}
