//! Closing a month for good, and opening it again.

use std::collections::BTreeMap;

use base::{CloseState, Date, Problem, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::checklist::{CheckRow, checklist, recheck};
use super::locks::hold;
use super::month::{Month, find};
use super::store::periods::{self as store, Act};
use crate::ledger;

const MOST_WORDS: usize = 500;

/// A month about to be closed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CloseMonth {
    /// The version that was read.
    pub version: Option<i32>,
    /// Why each warning is all right, by the name of its row.
    pub notes: BTreeMap<String, String>,
}

/// A month about to be opened again.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReopenMonth {
    /// Why.
    pub reason: String,
    /// Whether the months after it that are closed are opened again too.
    pub later: bool,
}

/// Closes a month for good: nothing is posted into it any more. Months before the first entry
/// of the books are closed with it.
///
/// # Errors
/// `month_not_over`, `month_is_closed`, `month_gap`, `close_blocked`; 422 for a warning without
/// a sentence; 412 when somebody changed the month since.
pub async fn close(tx: &mut Tx, starts: Date, how: CloseMonth) -> Result<Month, Problem> {
    let month = find(tx, starts).await?;
    let days = month.days();
    if days.to >= tx.today() {
        return Err(Problem::refused("month_not_over").fact("date", days.to));
    }
    let first = store::first_month(tx).await?.unwrap_or(starts).min(starts);
    store::begin_through(tx, first, starts).await?;
    may_close(tx, &month, first, &how).await?;
    let before = checklist(tx, days).await?;
    accepted(&before, &how.notes)?;
    // From here on nobody posts into the month. What was looked at without holding it is asked
    // again, except for what would keep everybody waiting.
    let (month, _) = hold(tx, starts).await?;
    may_close(tx, &month, first, &how).await?;
    let rows = recheck(tx, days, before).await?;
    let kept = accepted(&rows, &how.notes)?;
    let id = month.id.ok_or_else(|| Problem::internal("a held month has an id"))?;
    store::set_closed(tx, starts, first).await?;
    store::record(tx, &[id], Act::Close { checklist: &kept }).await?;
    ledger::snapshots::take(tx, days.to).await?;
    let warnings = rows.iter().filter(|row| row.state == CloseState::Warn).count();
    tx.audit("periods.close", "period", id, json!({"month": month.key(), "warnings": warnings}));
    tx.record("periods.closed", id, json!({"period_id": id, "from": days.from, "to": days.to}));
    find(tx, starts).await
}

/// Refuses a month that is closed, was changed since it was read, or has an open one before it.
async fn may_close(
    tx: &mut Tx,
    month: &Month,
    first: Date,
    how: &CloseMonth,
) -> Result<(), Problem> {
    if month.closed {
        return Err(Problem::conflict("month_is_closed").fact("month", month.key()));
    }
    if how.version.is_some_and(|version| version != month.version) {
        return Err(Problem::stale());
    }
    match store::first_open(tx, first, month.starts).await? {
        None => Ok(()),
        Some(open) => {
            let open = Month::untouched(open).key();
            Err(Problem::refused("month_gap").fact("month", open))
        }
    }
}

/// The checklist as it is kept with the close; refused while anything blocks, or a warning has
/// no sentence.
fn accepted(rows: &[CheckRow], notes: &BTreeMap<String, String>) -> Result<Value, Problem> {
    let blocking: Vec<&CheckRow> =
        rows.iter().filter(|row| row.state == CloseState::Block).collect();
    if let Some(first) = blocking.first() {
        let names: Vec<&str> = blocking.iter().map(|row| row.name).collect();
        let problem = Problem::refused("close_blocked").fact("count", blocking.len());
        return Err(problem.fact("check", first.name).fact("checks", names.join(", ")));
    }
    let mut problem = Problem::invalid();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let note = notes.get(row.name).map(|note| note.trim()).unwrap_or_default();
        let path = format!("notes.{}", row.name);
        if row.state == CloseState::Warn && note.is_empty() {
            problem = problem.field(path, "close_note_needed");
        } else if note.chars().count() > MOST_WORDS {
            problem = problem.field_with(path, "too_long", &[("most", &MOST_WORDS)]);
        }
        let note = if row.state == CloseState::Warn { note } else { "" };
        kept.push(json!({
            "name": row.name,
            "module": row.module,
            "state": row.state,
            "count": row.count,
            "note": note,
        }));
    }
    problem.or_ok()?;
    Ok(Value::Array(kept))
}

/// Opens a closed month again. The months after it stay closed only if none of them is: else
/// they must be opened again too.
///
/// # Errors
/// 422 without a reason; 409 when it is not closed, when a later one is and that is not said,
/// or when its year is closed.
pub async fn reopen(tx: &mut Tx, starts: Date, how: ReopenMonth) -> Result<Month, Problem> {
    let reason = how.reason.trim();
    let mut problem = Problem::invalid();
    if reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > MOST_WORDS {
        problem = problem.field_with("reason", "too_long", &[("most", &MOST_WORDS)]);
    }
    problem.or_ok()?;
    // From the earliest on, so that two who do this at once wait for each other.
    let closed = store::hold_closed_from(tx, starts).await?;
    let key = Month::untouched(starts).key();
    let Some((first, id)) = closed.first().copied().filter(|(first, _)| *first == starts) else {
        return Err(Problem::conflict("month_is_open").fact("month", key));
    };
    let last = closed.last().map_or(first, |(last, _)| *last);
    if last != starts && !how.later {
        let last = Month::untouched(last).key();
        return Err(Problem::conflict("month_later_closed").fact("month", key).fact("last", last));
    }
    if let Some(year) = super::store::years::standing_from(tx, starts).await? {
        return Err(Problem::conflict("month_year_closed").fact("date", year));
    }
    let ids: Vec<uuid::Uuid> = closed.iter().map(|(_, id)| *id).collect();
    store::set_open(tx, &ids).await?;
    store::record(tx, &ids, Act::Reopen { reason }).await?;
    for (month, id) in &closed {
        let facts = json!({"month": Month::untouched(*month).key(), "reason": reason});
        tx.audit("periods.reopen", "period", *id, facts);
    }
    tx.record("periods.reopened", id, json!({"period_id": id, "from": starts}));
    find(tx, starts).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn row(name: &'static str, state: CloseState) -> CheckRow {
        CheckRow { name, module: "ledger", state, count: 1, href: None, asked_at: None }
    }

    #[test]
    fn a_warning_needs_a_sentence_and_nothing_excuses_a_blocker() {
        let rows = [row("a", CloseState::Done), row("b", CloseState::Warn)];
        let refused = accepted(&rows, &BTreeMap::new()).unwrap_err();
        assert_eq!(refused.fields()[0].path, "notes.b");
        let blank = BTreeMap::from([("b".to_owned(), "  ".to_owned())]);
        assert_eq!(accepted(&rows, &blank).unwrap_err().fields()[0].code, "close_note_needed");
        let said = BTreeMap::from([("b".to_owned(), " Comes next week ".to_owned())]);
        assert_eq!(accepted(&rows, &said).unwrap()[1]["note"], "Comes next week");
        let blocked = [row("b", CloseState::Block), row("c", CloseState::Block)];
        let refused = accepted(&blocked, &said).unwrap_err();
        assert_eq!(refused.code(), "close_blocked");
        assert_eq!((&*refused.facts()["count"], &*refused.facts()["checks"]), ("2", "b, c"));
    }
}
