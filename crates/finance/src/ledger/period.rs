//! Who may still post into a month.

use base::{Date, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The part of the business that a posting comes from. Each can be locked out of a month by
/// itself, so that the books are closed step by step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// Invoices, credit notes, what customers pay.
    Sales,
    /// Bills, debit notes, what suppliers are paid.
    Purchases,
    /// Whatever moves goods or changes what they are worth.
    Stock,
    /// Entries written by hand, the bank, the close itself.
    Ledger,
}

impl Module {
    /// Every part, in the order in which a month is usually closed.
    pub const ALL: [Self; 4] = [Self::Sales, Self::Purchases, Self::Stock, Self::Ledger];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Purchases => "purchases",
            Self::Stock => "stock",
            Self::Ledger => "ledger",
        }
    }
}

/// The month of a posting, as posting needs it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Period {
    pub state: String,
    pub locked: Vec<String>,
}

impl Period {
    /// Refuses what may no longer be posted into the month of `date`.
    pub(super) fn admits(&self, module: Module, date: Date) -> Result<(), Problem> {
        if self.state != "open" {
            return Err(Problem::refused("period_closed").fact("date", date));
        }
        if self.locked.iter().any(|locked| locked == module.name()) {
            let locked = Problem::refused("period_locked").fact("date", date);
            return Err(locked.fact("module", module.name()));
        }
        Ok(())
    }
}
