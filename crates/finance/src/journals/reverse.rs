//! Taking a posted journal back by another one.

use base::{Date, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::Head;
use super::journal::{demand, hold};
use super::{Journal, JournalState, post, store};
use crate::facts::said;

/// A reversal about to be written.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewReversal {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// The business day on which it counts; today when not said, and never before the journal.
    pub date: Option<Date>,
    /// Why; the journal's own subject when not said.
    pub memo: String,
}

/// Writes the same lines with the sides changed, and posts them or hands them in, as any
/// journal. Each journal is taken back once.
///
/// # Errors
/// 409 when it is not posted or was taken back already; 422 for a day before it; and as
/// [`post`].
pub async fn reverse(tx: &mut Tx, id: Uuid, new: NewReversal) -> Result<Journal, Problem> {
    let old = hold(tx, id, None).await?;
    demand(&old, JournalState::Posted)?;
    if let Some(by) = &old.reversed_by {
        let number = by.number.clone().unwrap_or_else(|| "draft".to_owned());
        return Err(Problem::conflict("journal_reversed").fact("number", number));
    }
    // An accrual is taken back on a day to come, so the usual day is never before the journal.
    let date = new.date.unwrap_or_else(|| tx.today().max(old.date));
    if date < old.date {
        let day = old.date;
        return Err(Problem::invalid().field_with("date", "reversal_too_early", &[("date", &day)]));
    }
    let mut lines = store::lines(tx, id).await?;
    for line in &mut lines {
        line.amount = line.amount.saturating_neg();
    }
    let memo = match new.memo.trim() {
        "" => old.memo.as_str(),
        memo => memo,
    };
    if memo.chars().count() > 500 {
        return Err(Problem::invalid().field_with("memo", "too_long", &[("most", &500)]));
    }
    let reversal = new.id.unwrap_or_else(|| tx.new_id::<Journal>().uuid());
    let head = Head {
        id: reversal,
        date,
        memo,
        reference: old.number.as_deref().unwrap_or_default(),
        amount: old.amount.minor,
        reverses_id: Some(id),
        occurrence: None,
        created_by: tx.actor().user_id(),
    };
    store::insert(tx, &head, &lines).await?;
    let facts = json!({"amount": said(tx, head.amount), "reverses": old.number});
    tx.audit("journals.draft", "journal", reversal, facts);
    post(tx, reversal, None).await
}
