//! What a customer owes, in one question: for its page and for its credit limit.

use base::{Money, Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::open_items::{self, Side};

/// What a customer owes today.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Owed {
    /// What is open of its invoices, less what is unused of its credit notes and payments.
    pub open: Money,
    /// What of its invoices is past its day.
    pub overdue: Money,
}

/// What a customer owes; zero for one without invoices.
///
/// # Errors
/// When the database is away.
pub async fn owed(tx: &mut Tx, customer_id: Uuid) -> Result<Owed, Problem> {
    let currency = tx.currency();
    let (open, overdue) = open_items::owed(tx, Side::Receivable, customer_id).await?;
    Ok(Owed { open: Money::new(open, currency), overdue: Money::new(overdue, currency) })
}
