//! Up to which day the bank and the books agree.
//!
//! On a day, the bank's balance must be what the books have of what the bank has: the sum of the
//! lines of the books that are cleared by then, and of those from before the beginning. The
//! difference is nothing, or the day is not finished. What the books have and the bank has not
//! yet is outstanding and no difference.

use base::{Date, Money, Problem, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BankAccount, BankLine, BookLine, account, import, store};

/// How the bank and the books stand on a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Standing {
    /// The bank account.
    pub bank_account_id: Uuid,
    /// The day.
    pub on: Date,
    /// What the bank says on its evening.
    pub statement_balance: Money,
    /// What the books say.
    pub book_balance: Money,
    /// What the books have and the bank has not yet.
    pub outstanding: Money,
    /// How many such lines.
    pub outstanding_lines: i64,
    /// Lines of the bank that nothing belongs to.
    pub unmatched_lines: i64,
    /// What is not explained: the bank's balance less what is cleared.
    pub difference: Money,
    /// Gaps between statements up to that day.
    pub gaps: i64,
    /// Up to which day both agreed before.
    pub reconciled_to: Option<Date>,
}

impl Standing {
    /// Whether the day can be finished.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.difference.is_zero() && self.unmatched_lines == 0
    }
}

/// A day on which both agreed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Reconciliation {
    /// Its id.
    pub id: Uuid,
    /// The bank account.
    pub bank_account_id: Uuid,
    /// The day.
    pub to_date: Date,
    /// The end of the ledger's chain when it was finished.
    pub through_seq: i64,
    /// What the bank said, in minor units of the account's currency.
    pub statement_balance: i64,
    /// What the books said.
    pub book_balance: i64,
    /// What the books had and the bank had not yet.
    pub outstanding: i64,
    /// When it was finished.
    pub finished_at: Timestamp,
    /// By whom.
    pub finished_by: String,
    /// When it was opened again.
    pub reopened_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// A day about to be finished.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReconciliation {
    /// The day.
    pub to_date: Date,
}

/// Why a finished day is opened again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// The reason, which stays with it.
    pub reason: String,
}

/// The report of a finished day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Report {
    /// The bank account; its number is masked.
    pub account: BankAccount,
    /// The day.
    pub reconciliation: Reconciliation,
    /// Lines of the bank since the day before it that was finished.
    pub cleared: Vec<BankLine>,
    /// Lines of the books that the bank did not have yet.
    pub outstanding: Vec<BookLine>,
}

/// How both sides stand on a day; the last day of a statement, or today, when not said.
///
/// # Errors
/// 404, or when the database is away.
pub async fn standing(tx: &mut Tx, account: Uuid, on: Option<Date>) -> Result<Standing, Problem> {
    let account = account::find(tx, account).await?;
    let on = on.or(account.statements_to).unwrap_or_else(|| tx.today());
    Ok(measured(tx, &account, on).await?.0)
}

async fn measured(
    tx: &mut Tx,
    account: &BankAccount,
    on: Date,
) -> Result<(Standing, i64), Problem> {
    let sums = store::reconcile::sums(tx, account, on, None).await?;
    let statements = import::statements(tx, account.id).await?;
    let gaps = statements.iter().filter(|s| s.missing.is_some() && s.from <= on).count();
    let money = |minor: i64| Money::new(minor, account.currency);
    let bank = store::reconcile::bank_balance(tx, account, on).await?;
    let cleared = sums.book - sums.outstanding;
    let standing = Standing {
        bank_account_id: account.id,
        on,
        statement_balance: money(bank),
        book_balance: money(sums.book),
        outstanding: money(sums.outstanding),
        outstanding_lines: sums.outstanding_lines,
        unmatched_lines: sums.unmatched,
        difference: money(bank - cleared),
        gaps: i64::try_from(gaps).unwrap_or(i64::MAX),
        reconciled_to: account.reconciled_to,
    };
    Ok((standing, sums.through_seq))
}

/// Finishes a day: from now on what is matched up to it stays so.
///
/// # Errors
/// 404, `bank_difference` or `bank_unmatched` when both do not agree, `bank_reconciled` when
/// a later day is finished, or when the database is away.
pub async fn finish(
    tx: &mut Tx,
    account: Uuid,
    new: NewReconciliation,
) -> Result<Reconciliation, Problem> {
    store::accounts::hold(tx, account).await?;
    let account = account::find(tx, account).await?;
    let to = new.to_date;
    if to > tx.today() {
        return Err(Problem::invalid().field("to_date", "date_in_future"));
    }
    if let Some(done) = account.reconciled_to.filter(|done| *done >= to) {
        return Err(Problem::refused("bank_reconciled").fact("date", done));
    }
    if account.statements_to.is_none_or(|last| last < to) {
        return Err(Problem::refused("bank_no_statement").fact("date", to));
    }
    let (standing, through_seq) = measured(tx, &account, to).await?;
    if standing.unmatched_lines > 0 {
        return Err(Problem::refused("bank_unmatched").fact("count", standing.unmatched_lines));
    }
    if !standing.difference.is_zero() {
        let difference = standing.difference.to_decimal_string();
        return Err(Problem::refused("bank_difference").fact("difference", difference));
    }
    let id = tx.new_id::<Reconciliation>().uuid();
    store::reconcile::insert(tx, id, &standing, through_seq).await?;
    let facts = json!({"to": to, "balance": standing.statement_balance.to_decimal_string()});
    tx.audit("banking.reconcile", "bank_account", account.id, facts);
    tx.record("banking.reconciled", account.id, json!({"bank_account_id": account.id, "to": to}));
    find(tx, id).await
}

/// Opens the last finished day again.
///
/// # Errors
/// 404, when there is no reason, when a later day is finished, or when the database is away.
pub async fn reopen(tx: &mut Tx, id: Uuid, why: Reopening) -> Result<Reconciliation, Problem> {
    let found = find(tx, id).await?;
    store::accounts::hold(tx, found.bank_account_id).await?;
    let account = account::find(tx, found.bank_account_id).await?;
    let reason = why.reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid().field("reason", "required"));
    }
    if reason.chars().count() > 500 {
        return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
    }
    let last = account.reconciled_to == Some(found.to_date) && found.reopened_at.is_none();
    if !last || !store::reconcile::reopen(tx, id, reason).await? {
        return Err(Problem::conflict("bank_not_last"));
    }
    let facts = json!({"to": found.to_date, "reason": reason});
    tx.audit("banking.reopen", "bank_account", account.id, facts);
    find(tx, id).await
}

/// The finished day with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Reconciliation, Problem> {
    let found = store::reconcile::list(tx, None, Some(id)).await?.pop();
    found.ok_or_else(Problem::not_found)
}

/// The finished days of an account, the newest first; at most 200.
///
/// # Errors
/// 404, or when the database is away.
pub async fn reconciliations(tx: &mut Tx, account: Uuid) -> Result<Vec<Reconciliation>, Problem> {
    let account = account::find(tx, account).await?;
    store::reconcile::list(tx, Some(account.id), None).await
}

/// The report of a finished day.
///
/// # Errors
/// 404, or when the database is away.
pub async fn report(tx: &mut Tx, id: Uuid) -> Result<Report, Problem> {
    let reconciliation = find(tx, id).await?;
    let mut account = account::find(tx, reconciliation.bank_account_id).await?;
    let cleared = store::reconcile::cleared(tx, &reconciliation).await?;
    let outstanding = store::reconcile::outstanding(tx, &account, &reconciliation).await?;
    account.number = account.masked();
    Ok(Report { account, reconciliation, cleared, outstanding })
}
