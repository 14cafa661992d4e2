//! What is open of every party, by how long it is overdue.

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::list::AsOf;
use super::{Side, store};
use crate::asked::filter;
use crate::ledger::KnownOn;

/// Overdue by so many days at most; the last bucket has no end.
pub(super) const BUCKET_DAYS: [i32; 3] = [30, 60, 90];

/// What an ageing is asked.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AgeingQuery {
    /// `receivable` for customers (when not said), `payable` for suppliers.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub side: Option<Side>,
    /// The day; today when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub as_of: Option<Date>,
    /// As it was known at the end of this day, or at this moment.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_on: Option<KnownOn>,
    /// Parties whose name contains this.
    pub q: Option<String>,
}

/// What is open by age, in the company's currency and by the side's usual sign.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Ages {
    /// Not due yet.
    pub not_due: Money,
    /// Overdue by 1 to 30 days.
    pub days_30: Money,
    /// Overdue by 31 to 60 days.
    pub days_60: Money,
    /// Overdue by 61 to 90 days.
    pub days_90: Money,
    /// Overdue by more than 90 days.
    pub older: Money,
    /// Payments and credit that settle nothing yet; below zero.
    pub credit: Money,
    /// All of it.
    pub total: Money,
}

impl Ages {
    /// The amounts in the order of the columns, the total last.
    #[must_use]
    pub fn columns(&self) -> [Money; 7] {
        let Self { not_due, days_30, days_60, days_90, older, credit, total } = *self;
        [not_due, days_30, days_60, days_90, older, credit, total]
    }
}

/// A party of an ageing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgeingRow {
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name on its latest document.
    pub party_name: String,
    /// What is open of it.
    #[serde(flatten)]
    pub ages: Ages,
}

/// What is open of every party of a side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Ageing {
    /// Customers or suppliers.
    pub side: Side,
    /// The day.
    pub as_of: Date,
    /// The parties of which anything is open, by name; at most 5,000.
    pub rows: Vec<AgeingRow>,
    /// Their sum.
    pub total: Ages,
}

/// What was open of every party at the end of a day, as it was known then or is now, by how
/// long it was overdue. It sums to the control accounts of that day, but for what a revaluation
/// of the day added to them until the next.
///
/// # Errors
/// When the database is away.
pub async fn ageing(tx: &mut Tx, query: &AgeingQuery) -> Result<Ageing, Problem> {
    let side = query.side.unwrap_or(Side::Receivable);
    let at = AsOf::of(tx, query.as_of, query.known_on)?;
    let currency = tx.currency();
    let found = store::ages(tx, side, at, query.q.as_deref().unwrap_or_default()).await?;
    let sum = |column: usize| {
        let amounts = found.iter().map(|row| Money::new(row.amounts[column], currency));
        Money::sum(currency, amounts).map_err(Problem::internal)
    };
    let mut total = [Money::zero(currency); 6];
    for (column, amount) in total.iter_mut().enumerate() {
        *amount = sum(column)?;
    }
    let total = ages(total)?;
    let row = |row: store::AgesRow| {
        let amounts = row.amounts.map(|minor| Money::new(minor, currency));
        let (party_id, party_name) = (row.party_id, row.party_name);
        Ok(AgeingRow { party_id, party_name, ages: ages(amounts)? })
    };
    let rows = found.into_iter().map(row).collect::<Result<_, Problem>>()?;
    Ok(Ageing { side, as_of: at.date, rows, total })
}

fn ages(amounts: [Money; 6]) -> Result<Ages, Problem> {
    let [not_due, days_30, days_60, days_90, older, credit] = amounts;
    let total = Money::sum(not_due.currency, amounts).map_err(Problem::internal)?;
    Ok(Ages { not_due, days_30, days_60, days_90, older, credit, total })
}
