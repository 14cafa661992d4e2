//! The checklist of a month: every capability's questions, asked now.

use base::{CloseCheck, CloseFinding, CloseState, Days, Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ledger::Module;

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
}

impl CheckRow {
    /// The message key of its label.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.replace('_', "-")
    }
}

/// Asks everything that stands in the way of closing these days, in the order in which a month
/// is usually closed: sales, purchases, stock, the ledger.
///
/// # Errors
/// When the database is away.
pub async fn checklist(tx: &mut Tx, days: Days) -> Result<Vec<CheckRow>, Problem> {
    recheck(tx, days, Vec::new()).await
}

/// Rows that read the books from end to end: they look for contradictions, and what is posted
/// while they look cannot bring any.
const SLOW: [&str; 1] = ["closing_close_verify"];

/// As [`checklist`], but the slow rows are taken from the list that was made before.
pub(super) async fn recheck(
    tx: &mut Tx,
    days: Days,
    mut before: Vec<CheckRow>,
) -> Result<Vec<CheckRow>, Problem> {
    before.retain(|row| SLOW.contains(&row.name));
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
        rows.push(CheckRow { name, module, state, count, href });
    }
    Ok(rows)
}
