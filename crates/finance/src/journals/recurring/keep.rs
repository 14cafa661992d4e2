//! Keeping recurring journals.

use base::{Date, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::lines::{DraftLine, NewJournalLine, Sums, resolve};
use super::super::post::check;
use super::super::store::recurring as store;
use super::{Every, Recurring, find_recurring};
use crate::facts::said;

/// A recurring journal about to be kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecurring {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// What each occurrence is about; its name when not said.
    #[serde(default)]
    pub memo: String,
    /// How often.
    pub every: Every,
    /// The day of the first occurrence.
    pub starts: Date,
    /// No occurrence after this day.
    #[serde(default)]
    pub ends: Option<Date>,
    /// Whether occurrences are posted by themselves; needs the right to post.
    #[serde(default)]
    pub posts: bool,
    /// The lines of each occurrence, which balance.
    pub lines: Vec<NewJournalLine>,
}

/// A change of a recurring journal; what is not said stays. What was made already stays too.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeRecurring {
    /// The version that was read.
    pub version: Option<i32>,
    /// What people call it.
    pub name: Option<String>,
    /// What each occurrence is about.
    pub memo: Option<String>,
    /// No occurrence after this day.
    pub ends: Option<Date>,
    /// Whether occurrences are posted by themselves.
    pub posts: Option<bool>,
    /// All lines anew.
    pub lines: Option<Vec<NewJournalLine>>,
}

/// A recurring journal as it is written.
pub(in super::super) struct Kept {
    pub id: Uuid,
    pub name: String,
    pub memo: String,
    pub every: Every,
    pub starts: Date,
    pub ends: Option<Date>,
    pub posts: bool,
    pub amount: i64,
    pub next_on: Option<Date>,
    pub lines: Vec<DraftLine>,
}

/// Keeps a recurring journal; its first occurrence is made when its day has come.
///
/// # Errors
/// 422 for what cannot be, 403 for posting by itself without the right to post.
pub async fn create_recurring(tx: &mut Tx, new: NewRecurring) -> Result<Recurring, Problem> {
    let lines = resolve(tx, &new.lines).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Recurring>().uuid());
    let kept = Kept {
        id,
        name: new.name.trim().to_owned(),
        memo: new.memo.trim().to_owned(),
        every: new.every,
        starts: new.starts,
        ends: new.ends,
        posts: new.posts,
        amount: Sums::of(lines.iter().map(|line| line.amount)).amount()?,
        next_on: Some(new.starts),
        lines,
    };
    judge(tx, &kept)?;
    store::insert(tx, &kept).await?;
    let facts = json!({"name": kept.name, "amount": said(tx, kept.amount)});
    tx.audit("journals.create_recurring", "recurring_journal", id, facts);
    find_recurring(tx, id).await
}

/// Changes what the occurrences to come will be.
///
/// # Errors
/// As [`create_recurring`]; 412 when somebody changed it since.
pub async fn change_recurring(
    tx: &mut Tx,
    id: Uuid,
    change: ChangeRecurring,
) -> Result<Recurring, Problem> {
    let (old, lines) = held(tx, id, change.version).await?;
    let lines = match &change.lines {
        Some(lines) => resolve(tx, lines).await?,
        None => lines,
    };
    let kept = Kept {
        id,
        name: change.name.map_or(old.name, |name| name.trim().to_owned()),
        memo: change.memo.map_or(old.memo, |memo| memo.trim().to_owned()),
        every: old.every,
        starts: old.starts,
        ends: change.ends.or(old.ends),
        posts: change.posts.unwrap_or(old.posts),
        amount: Sums::of(lines.iter().map(|line| line.amount)).amount()?,
        next_on: old.next_on,
        lines,
    };
    judge(tx, &kept)?;
    let kept = Kept { next_on: within(kept.next_on, kept.ends), ..kept };
    store::change(tx, &kept).await?;
    let amounts = json!([said(tx, old.amount.minor), said(tx, kept.amount)]);
    tx.audit("journals.change_recurring", "recurring_journal", id, json!({"amount": amounts}));
    find_recurring(tx, id).await
}

/// Stops a recurring journal: nothing more is made of it.
///
/// # Errors
/// 404, 412 when somebody changed it since.
pub async fn stop_recurring(
    tx: &mut Tx,
    id: Uuid,
    version: Option<i32>,
) -> Result<Recurring, Problem> {
    let (old, lines) = held(tx, id, version).await?;
    let kept = Kept {
        id,
        name: old.name,
        memo: old.memo,
        every: old.every,
        starts: old.starts,
        ends: old.ends,
        posts: old.posts,
        amount: old.amount.minor,
        next_on: None,
        lines,
    };
    store::change(tx, &kept).await?;
    tx.audit("journals.stop_recurring", "recurring_journal", id, json!({"name": kept.name}));
    find_recurring(tx, id).await
}

async fn held(
    tx: &mut Tx,
    id: Uuid,
    version: Option<i32>,
) -> Result<(Recurring, Vec<DraftLine>), Problem> {
    let lines = store::hold(tx, id).await?.ok_or_else(Problem::not_found)?;
    let old = find_recurring(tx, id).await?;
    if version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    Ok((old, lines))
}

/// A day, unless it lies after the end.
pub(super) fn within(day: Option<Date>, ends: Option<Date>) -> Option<Date> {
    day.filter(|day| ends.is_none_or(|ends| *day <= ends))
}

fn judge(tx: &Tx, kept: &Kept) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if kept.name.is_empty() {
        problem = problem.field("name", "required");
    }
    for (field, text) in [("name", &kept.name), ("memo", &kept.memo)] {
        if text.chars().count() > 200 {
            problem = problem.field_with(field, "too_long", &[("most", &200)]);
        }
    }
    if kept.ends.is_some_and(|ends| ends < kept.starts) {
        problem = problem.field("ends", "recurring_ends_early");
    }
    // A year's worth of occurrences at once is a slip of the pen, not a catch-up.
    if tx.today().plus_months(-12).is_ok_and(|earliest| kept.starts < earliest) {
        problem = problem.field("starts", "recurring_starts_early");
    }
    problem.or_ok()?;
    check(tx, &kept.lines)?;
    if kept.posts {
        tx.demand("journals.post")?;
    }
    Ok(())
}
