//! Costs that never lay in the stock: wages, energy, a share of the rent.

use base::{Date, Money, Problem, Tx};
use finance::ledger::{self, AccountRef, AccountType, Control, PostingLine};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::Batch;
use super::event::EventKind;
use super::record::{Change, begin, record};

/// A cost about to be applied to a batch.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppliedCost {
    /// The id of the event, if the client chooses it (UUIDv7).
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// How much, in the company's currency.
    pub amount: Money,
    /// The account that it is taken from; that of applied production costs when not said.
    #[serde(default)]
    pub account_id: Option<Uuid>,
    /// What it was for.
    #[serde(default)]
    pub note: String,
}

/// Applies a cost: Dr biological assets, cost; Cr the account.
///
/// # Errors
/// 404; `batch_closed`; 422 for an amount or account that cannot be, or a closed month.
pub async fn allocate(tx: &mut Tx, batch: Uuid, new: NewAppliedCost) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let (own, mut problem) = (tx.currency(), Problem::invalid());
    if new.amount.currency != own {
        problem = problem.field_with("amount", "other_currency", &[("currency", &own)]);
    } else if !new.amount.is_positive() {
        problem = problem.field("amount", "not_positive");
    } else if new.amount.minor > i64::MAX / 1000 {
        problem = problem.field("amount", "too_large");
    }
    if let Some(id) = new.account_id {
        let chart = ledger::accounts(tx).await?;
        if !chart.iter().any(|account| account.id == id && is_free(account)) {
            problem = problem.field("account_id", "batch_account");
        }
    }
    problem.or_ok()?;
    let from = new.account_id.map_or(AccountRef::Role("applied_costs"), AccountRef::Id);
    let change = Change {
        cost: new.amount.minor,
        against: vec![PostingLine::credit(from, new.amount.minor)],
        account_id: new.account_id,
        ..Change::new(EventKind::Applied, head)
    };
    record(tx, &batch, change).await
}

/// Whether costs may be taken from an account: not from what other documents keep count of, and
/// not from what was earned.
pub(super) fn is_free(account: &ledger::Account) -> bool {
    account.active && account.control == Control::None && account.kind != AccountType::Income
}
