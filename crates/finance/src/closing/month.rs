//! A month of the books and how it stands.

use std::collections::BTreeMap;

use base::{Date, Days, Problem, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::ledger::Module;

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Month {
    /// Its first day, by which it is known.
    pub starts: Date,
    /// Its last day.
    pub ends: Date,
    /// Its id; none before anything was done with it.
    pub id: Option<Uuid>,
    /// Whether it is closed for good.
    pub closed: bool,
    /// The parts of the business that may no longer post into it, with who locked them when.
    pub locks: Vec<MonthLock>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    pub closed_by: String,
    /// Grows with every change.
    pub version: i32,
}

/// A part of the business that is locked out of a month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonthLock {
    /// The part.
    pub module: Module,
    /// Who locked it.
    pub by: String,
    /// When.
    pub at: Option<Timestamp>,
}

/// Who locked a part, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LockedBy {
    pub by: String,
    pub at: Timestamp,
}

/// By the names of the parts.
pub(super) type Lockers = BTreeMap<String, LockedBy>;

impl Month {
    /// A month that nothing was done with yet.
    pub(super) fn untouched(starts: Date) -> Self {
        Self {
            starts,
            ends: starts.last_of_month(),
            id: None,
            closed: false,
            locks: Vec::new(),
            closed_at: None,
            closed_by: String::new(),
            version: 1,
        }
    }

    /// Its days.
    #[must_use]
    pub fn days(&self) -> Days {
        Days { from: self.starts, to: self.ends }
    }

    /// The lock of a part of the business, if there is one.
    #[must_use]
    pub fn lock(&self, module: Module) -> Option<&MonthLock> {
        self.locks.iter().find(|lock| lock.module == module)
    }

    /// How it stands in an address: `2026-02`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{:04}-{:02}", self.starts.year(), self.starts.month())
    }
}

/// Reads a month of an address.
pub(super) fn parse(key: &str) -> Result<Date, Problem> {
    format!("{key}-01").parse().map_err(|_| Problem::not_found())
}

/// The twelve months of the fiscal year that begins on this day.
///
/// # Errors
/// When the database is away or the calendar ends.
pub async fn months(tx: &mut Tx, starts: Date) -> Result<Vec<Month>, Problem> {
    let firsts = (0..12).map(|n| starts.plus_months(n)).collect::<Result<Vec<Date>, _>>();
    let firsts = firsts.map_err(Problem::internal)?;
    let found = store::periods::of(tx, &firsts).await?;
    let month = |first: &Date| {
        let known = found.iter().find(|month| month.starts == *first).cloned();
        known.unwrap_or_else(|| Month::untouched(*first))
    };
    Ok(firsts.iter().map(month).collect())
}

/// The month that begins on this day.
///
/// # Errors
/// When the database is away.
pub async fn find(tx: &mut Tx, starts: Date) -> Result<Month, Problem> {
    let found = store::periods::of(tx, &[starts]).await?.pop();
    Ok(found.unwrap_or_else(|| Month::untouched(starts)))
}

/// One close or reopening of a month.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct PastClose {
    /// `close` or `reopen`.
    pub action: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor_name: String,
    /// Why it was opened again.
    pub reason: String,
    /// The checklist as it stood, with the sentences to its warnings.
    #[schema(value_type = Object)]
    pub checklist: serde_json::Value,
}

/// Every close and reopening of a month, the newest first; at most a hundred.
///
/// # Errors
/// When the database is away.
pub async fn history(tx: &mut Tx, period: Uuid) -> Result<Vec<PastClose>, Problem> {
    store::periods::history(tx, period).await
}
