//! Closing a fiscal year: one entry moves what was earned and spent to the retained earnings.

use base::{Date, Money, Problem, Timestamp, Tx};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::month::{Month, months};
use super::store::years as store;
use crate::book_settings::settings;
use crate::facts::said;
use crate::ledger::{self, Module, Posting, PostingLine};
use crate::numbers;

/// A fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FiscalYear {
    /// Its first day, by which it is known.
    pub starts: Date,
    /// Its last day.
    pub ends: Date,
    /// What it earned, a loss below zero.
    pub result: Money,
    /// How many of its twelve months are closed.
    pub months_closed: i64,
    /// Whether the year itself is.
    pub closed: bool,
    /// The entry that closed it; none when there was nothing to move.
    pub entry_id: Option<Uuid>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    pub closed_by: String,
}

/// A year as it was closed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Closing {
    pub id: Uuid,
    pub starts: Date,
    pub result: i64,
    pub entry_id: Option<Uuid>,
    pub closed_at: Timestamp,
    pub closed_by: String,
}

/// The fiscal years from the first entry to this year, the newest first; at most fifty.
///
/// # Errors
/// When the database is away.
pub async fn years(tx: &mut Tx) -> Result<Vec<FiscalYear>, Problem> {
    let settings = settings(tx).await?;
    let now = settings.year_of(tx.today())?;
    let first = match super::store::periods::first_month(tx).await? {
        Some(first) => settings.year_of(first)?.min(now),
        None => now,
    };
    let closings = store::standing(tx).await?;
    let mut starts = Vec::new();
    let mut at = now;
    while at >= first && starts.len() < 50 {
        starts.push(at);
        at = at.plus_months(-12).map_err(Problem::internal)?;
    }
    let figures = store::figures(tx, &starts).await?;
    let currency = tx.currency();
    let mut years = Vec::with_capacity(starts.len());
    for starts in starts {
        let closing = closings.iter().find(|closing| closing.starts == starts);
        let found = figures.iter().find(|figure| figure.starts == starts);
        let (result, months_closed) =
            found.map_or((0, 0), |figure| (figure.result, figure.months_closed));
        years.push(FiscalYear {
            starts,
            ends: last_day(starts)?,
            result: Money::new(closing.map_or(result, |closing| closing.result), currency),
            months_closed,
            closed: closing.is_some(),
            entry_id: closing.and_then(|closing| closing.entry_id),
            closed_at: closing.map(|closing| closing.closed_at),
            closed_by: closing.map(|closing| closing.closed_by.clone()).unwrap_or_default(),
        });
    }
    Ok(years)
}

fn last_day(starts: Date) -> Result<Date, Problem> {
    let next = starts.plus_months(12).map_err(Problem::internal)?;
    next.plus_days(-1).map_err(Problem::internal)
}

async fn year(tx: &mut Tx, starts: Date) -> Result<FiscalYear, Problem> {
    let found = years(tx).await?.into_iter().find(|year| year.starts == starts);
    found.ok_or_else(Problem::not_found)
}

/// Closes a year whose months are all closed.
///
/// # Errors
/// 404 for a day on which no fiscal year begins; 409 when it is closed; 422 when one of its
/// months or an earlier year with entries is open.
pub async fn close_year(tx: &mut Tx, starts: Date) -> Result<FiscalYear, Problem> {
    // Whoever posts takes the head before the month, and so does this.
    numbers::hold(tx).await?;
    // Who closes or opens years, or changes when they begin, does so one after the other.
    store::hold(tx).await?;
    if settings(tx).await?.year_of(starts)? != starts {
        return Err(Problem::not_found());
    }
    let ends = last_day(starts)?;
    if store::find(tx, starts).await?.is_some() {
        return Err(Problem::conflict("year_is_closed").fact("date", ends));
    }
    for month in months(tx, starts).await? {
        if !month.closed {
            return Err(Problem::refused("year_month_open").fact("month", month.key()));
        }
    }
    store::hold_months(tx, starts, ends).await?;
    if let Some(earlier) = store::unclosed_before(tx, starts).await? {
        let earlier = settings(tx).await?.year_of(earlier)?;
        return Err(Problem::refused("year_before_open").fact("date", earlier));
    }
    let id = tx.new_id::<FiscalYear>().uuid();
    let balances = store::balances(tx, starts, ends).await?;
    // Income stands in credit, so what it and the expenses come to is the result with its sign
    // changed; moving it away leaves both at zero.
    let sum: i64 = balances.iter().map(|(_, amount)| amount).sum();
    let result = sum.saturating_neg();
    let mut lines: Vec<PostingLine> = balances
        .iter()
        .map(|(account, amount)| PostingLine::debit(*account, amount.saturating_neg()))
        .collect();
    let entry_id = if lines.is_empty() {
        None
    } else {
        lines.push(PostingLine::debit("retained_earnings", sum));
        let memo = format!("{starts} – {ends}");
        let posting = Posting::new(Module::Ledger, ends, "year_close", id, memo, lines);
        Some(ledger::post_year(tx, posting).await?.entry_id)
    };
    store::insert(tx, id, (starts, ends), result, entry_id).await?;
    let facts = json!({"year": format!("{starts} – {ends}"), "result": said(tx, result)});
    tx.audit("periods.close_year", "year", id, facts);
    tx.record("periods.year_closed", id, json!({"starts": starts, "entry_id": entry_id}));
    year(tx, starts).await
}

/// Opens the year that was closed last again: the entry that closed it is taken back.
///
/// # Errors
/// 422 without a reason; 409 when it is not closed, or a later one is.
pub async fn reopen_year(tx: &mut Tx, starts: Date, reason: &str) -> Result<FiscalYear, Problem> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid().field("reason", "required"));
    }
    if reason.chars().count() > 500 {
        return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
    }
    numbers::hold(tx).await?;
    store::hold(tx).await?;
    let Some(closing) = store::find(tx, starts).await? else {
        return Err(Problem::conflict("year_is_open").fact("date", starts));
    };
    let standing = store::standing(tx).await?;
    if let Some(later) = standing.iter().find(|other| other.starts > starts) {
        return Err(Problem::conflict("year_later_closed").fact("date", later.starts));
    }
    let reversal = match closing.entry_id {
        None => None,
        Some(entry) => Some(take_back(tx, closing.id, entry, last_day(starts)?).await?),
    };
    store::set_open(tx, closing.id, reversal, reason).await?;
    let facts = json!({"year": starts, "reason": reason});
    tx.audit("periods.reopen_year", "year", closing.id, facts);
    year(tx, starts).await
}

async fn take_back(tx: &mut Tx, id: Uuid, entry: Uuid, day: Date) -> Result<Uuid, Problem> {
    let entry = ledger::entry(tx, entry).await?;
    let line = |line: &ledger::EntryLine| {
        PostingLine::debit(line.account_id, line.credit.minor - line.debit.minor)
    };
    let lines = entry.lines.iter().map(line).collect();
    let memo = entry.number.clone();
    let mut posting = Posting::new(Module::Ledger, day, "year_close", id, memo, lines);
    posting.reverses = Some(entry.id);
    Ok(ledger::post_year(tx, posting).await?.entry_id)
}

/// The name of a year: its first and last months.
pub(super) fn name(year: &FiscalYear) -> String {
    let month = |day: Date| Month::untouched(day.first_of_month()).key();
    format!("{} – {}", month(year.starts), month(year.ends))
}
