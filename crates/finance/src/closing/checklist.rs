//! The checklist of a month: every capability's questions, asked now.

use base::{CloseCheck, CloseFinding, CloseState, Days, Problem, Timestamp, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ledger::{self, Module};

/// A row of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckRow {
    /// Its name: `orders_close_drafts`. Its label is the message of the name with dashes.
    pub name: &'static str,
    /// The part of the business that it is about.
    pub module: &'static str,
    /// How it stands.
    pub state: CloseState,
    /// How many things are left.
    pub count: i64,
    /// The page on which they are mended.
    pub href: Option<String>,
    /// When it was asked, of a row that reads the books from end to end; null where that is now,
    /// or never.
    pub asked_at: Option<Timestamp>,
}

impl CheckRow {
    /// The message key of its label.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Whether it reads the books from end to end, so that it is asked only on demand.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.name == VERIFY
    }
}

/// The row that reads the books from end to end. It looks for contradictions, and what is posted
/// while it looks cannot bring any.
pub(super) const VERIFY: &str = "closing_close_verify";

/// Asks everything that stands in the way of closing these days, in the order in which a month
/// is usually closed: sales, purchases, stock, the ledger.
///
/// # Errors
/// When the database is away.
pub async fn checklist(tx: &mut Tx, days: Days) -> Result<Vec<CheckRow>, Problem> {
    recheck(tx, days, Vec::new()).await
}

/// The same for a look: what reads the books from end to end is not asked again, but said as
/// the last verification, usually that of the night, found it.
///
/// # Errors
/// When the database is away.
pub async fn glance(tx: &mut Tx, days: Days) -> Result<Vec<CheckRow>, Problem> {
    let last = ledger::last_verified(tx).await?;
    let state = match last.as_ref().and_then(|run| run.ok) {
        Some(true) => CloseState::Done,
        Some(false) => CloseState::Block,
        None => CloseState::Unasked,
    };
    let verified = CheckRow {
        name: VERIFY,
        module: Module::Ledger.name(),
        state,
        count: i64::from(state == CloseState::Block),
        href: Some("/admin/ledger/verify".to_owned()),
        asked_at: last.and_then(|run| run.finished_at),
    };
    recheck(tx, days, vec![verified]).await
}

/// As [`checklist`], but the slow row is taken from the list that was made before.
pub(super) async fn recheck(
    tx: &mut Tx,
    days: Days,
    mut before: Vec<CheckRow>,
) -> Result<Vec<CheckRow>, Problem> {
    before.retain(CheckRow::is_slow);
    let app = tx.app().clone();
    let mut checks: Vec<CloseCheck> =
        app.capabilities().iter().flat_map(|c| c.close_checks.iter().copied()).collect();
    let order = |check: &CloseCheck| Module::ALL.iter().position(|m| m.name() == check.module);
    checks.sort_by_key(|check| order(check).unwrap_or(usize::MAX));
    let mut rows = Vec::with_capacity(checks.len());
    for check in checks {
        if let Some(at) = before.iter().position(|row| row.name == check.name) {
            rows.push(before.swap_remove(at));
            continue;
        }
        let CloseFinding { state, count, href } = (check.run)(tx, days).await?;
        let CloseCheck { name, module, .. } = check;
        rows.push(CheckRow { name, module, state, count, href, asked_at: None });
    }
    Ok(rows)
}
