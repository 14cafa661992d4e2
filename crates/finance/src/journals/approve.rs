//! Somebody else looks at a journal before it is posted.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::journal::{demand, hold};
use super::post::{check, write};
use super::{Journal, JournalState, find, store};

/// A journal goes back to its author.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SendBack {
    /// The version that was read.
    pub version: Option<i32>,
    /// What should be changed about it.
    pub reason: String,
}

/// Approves a journal that waits, and posts it.
///
/// # Errors
/// `journal_own` for whoever wrote it or handed it in; 409 when it does not wait, 412 when
/// somebody changed it since; and as the ledger refuses.
pub async fn approve(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Journal, Problem> {
    let journal = hold(tx, id, version).await?;
    demand(&journal, JournalState::Waiting)?;
    if journal.is_by(tx.actor().user_id()) {
        return Err(Problem::refused("journal_own"));
    }
    let lines = store::lines(tx, id).await?;
    check(tx, &lines)?;
    write(tx, &journal, &lines, "journals.approve").await
}

/// Makes a draft again of a journal that waits: its author takes it back, or whoever should
/// approve it does not.
///
/// # Errors
/// 422 without a reason, 409 when it does not wait, 412 when somebody changed it since.
pub async fn send_back(tx: &mut Tx, id: Uuid, back: SendBack) -> Result<Journal, Problem> {
    let journal = hold(tx, id, back.version).await?;
    demand(&journal, JournalState::Waiting)?;
    let reason = back.reason.trim();
    let mut problem = Problem::invalid();
    if reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    problem.or_ok()?;
    store::send_back(tx, id, reason).await?;
    tx.audit("journals.send_back", "journal", id, json!({"reason": reason}));
    find(tx, id).await
}
