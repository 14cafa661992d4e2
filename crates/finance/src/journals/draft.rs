//! Writing a journal, changing it, throwing it away.

use base::{Date, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::journal::{demand, hold};
use super::lines::{NewJournalLine, Sums, resolve};
use super::{Journal, JournalState, find, post, store};
use crate::facts::said;

const MOST_MEMO: usize = 500;
const MOST_REFERENCE: usize = 200;

/// A journal about to be written.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewJournal {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// The business day that it counts for; today when not said.
    pub date: Option<Date>,
    /// What it is about.
    pub memo: String,
    /// The number of the paper behind it.
    pub reference: String,
    /// Its lines; a draft need not balance.
    pub lines: Vec<NewJournalLine>,
    /// Whether to post it at once, or to hand it in where it needs approval.
    pub post: bool,
}

/// A change of a draft; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeJournal {
    /// The version that was read.
    pub version: Option<i32>,
    /// The business day.
    pub date: Option<Date>,
    /// What it is about.
    pub memo: Option<String>,
    /// The number of the paper behind it.
    pub reference: Option<String>,
    /// All lines anew.
    pub lines: Option<Vec<NewJournalLine>>,
    /// Whether to post it at once, or to hand it in where it needs approval.
    pub post: bool,
}

/// The head of a journal as it is written.
pub(super) struct Head<'a> {
    pub id: Uuid,
    pub date: Date,
    pub memo: &'a str,
    pub reference: &'a str,
    pub amount: i64,
    pub reverses_id: Option<Uuid>,
    pub occurrence: Option<(Uuid, Date)>,
    pub created_by: Option<Uuid>,
}

/// Writes a journal; posts it or hands it in when that is asked for.
///
/// # Errors
/// 422 with each line that cannot be, 409 for a used id; and as [`post`].
pub async fn draft(tx: &mut Tx, new: NewJournal) -> Result<Journal, Problem> {
    check(&new.memo, &new.reference)?;
    let lines = resolve(tx, &new.lines).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Journal>().uuid());
    let head = Head {
        id,
        date: new.date.unwrap_or_else(|| tx.today()),
        memo: new.memo.trim(),
        reference: new.reference.trim(),
        amount: Sums::of(lines.iter().map(|line| line.amount)).amount()?,
        reverses_id: None,
        occurrence: None,
        created_by: tx.actor().user_id(),
    };
    store::insert(tx, &head, &lines).await?;
    tx.audit("journals.draft", "journal", id, json!({"amount": said(tx, head.amount)}));
    match new.post {
        true => post(tx, id, None).await,
        false => find(tx, id).await,
    }
}

/// Changes a draft.
///
/// # Errors
/// As [`draft`]; 409 when it is no draft any more, 412 when somebody changed it since.
pub async fn edit(tx: &mut Tx, id: Uuid, change: ChangeJournal) -> Result<Journal, Problem> {
    let old = hold(tx, id, change.version).await?;
    demand(&old, JournalState::Draft)?;
    let memo = change.memo.unwrap_or_else(|| old.memo.clone());
    let reference = change.reference.unwrap_or_else(|| old.reference.clone());
    check(&memo, &reference)?;
    let lines = match &change.lines {
        Some(lines) => Some(resolve(tx, lines).await?),
        None => None,
    };
    let amount = match &lines {
        Some(lines) => Sums::of(lines.iter().map(|line| line.amount)).amount()?,
        None => old.amount.minor,
    };
    let head = Head {
        id,
        date: change.date.unwrap_or(old.date),
        memo: memo.trim(),
        reference: reference.trim(),
        amount,
        reverses_id: None,
        occurrence: None,
        created_by: None,
    };
    store::change(tx, &head, lines.as_deref()).await?;
    let facts = json!({
        "date": [old.date, head.date],
        "amount": [said(tx, old.amount.minor), said(tx, amount)],
    });
    tx.audit("journals.edit", "journal", id, facts);
    match change.post {
        true => post(tx, id, None).await,
        false => find(tx, id).await,
    }
}

/// Throws a draft away, with its papers.
///
/// # Errors
/// 404, 409 when it is no draft any more, 412 when somebody changed it since.
pub async fn discard(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<(), Problem> {
    let journal = hold(tx, id, version).await?;
    demand(&journal, JournalState::Draft)?;
    store::delete(tx, id).await?;
    let papers: Vec<_> = journal.papers.iter().map(|paper| paper.file_id).collect();
    platform::files::delete(tx, &papers).await?;
    let facts = json!({"memo": journal.memo, "amount": said(tx, journal.amount.minor)});
    tx.audit("journals.discard", "journal", id, facts);
    Ok(())
}

fn check(memo: &str, reference: &str) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if memo.trim().is_empty() {
        problem = problem.field("memo", "required");
    }
    if memo.chars().count() > MOST_MEMO {
        problem = problem.field_with("memo", "too_long", &[("most", &MOST_MEMO)]);
    }
    if reference.chars().count() > MOST_REFERENCE {
        problem = problem.field_with("reference", "too_long", &[("most", &MOST_REFERENCE)]);
    }
    problem.or_ok()
}
