//! What living animals are worth at the end of a month.

use base::{Date, Problem, Tx, UnitPrice};
use finance::ledger::PostingLine;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::{Batch, Mode};
use super::event::EventKind;
use super::record::{Change, begin, record};
use super::share::worth;

/// The prices at which a batch is about to be measured.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewValuation {
    /// The id of the event, if the client chooses it (UUIDv7).
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// What a kilogram would fetch.
    pub price: UnitPrice,
    /// What selling a kilogram would cost.
    #[serde(default)]
    pub costs_to_sell: UnitPrice,
    /// A remark: where the price comes from.
    #[serde(default)]
    pub note: String,
}

/// Measures a batch at fair value less costs to sell: what that differs from what it stands at is
/// a gain or a loss. It is never worth less than nothing.
///
/// # Errors
/// 404; `batch_closed`; `batch_at_cost`; `batch_not_weighed`; 422 for prices that cannot be, or a
/// closed month.
pub async fn revalue(tx: &mut Tx, batch: Uuid, new: NewValuation) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    if batch.mode == Mode::Cost {
        return Err(Problem::refused("batch_at_cost").fact("code", &batch.code));
    }
    if !batch.biomass_kg.is_positive() {
        return Err(Problem::refused("batch_not_weighed").fact("code", &batch.code));
    }
    demand_prices(new.price, new.costs_to_sell)?;
    let value = worth(tx, batch.biomass_kg, new.price, new.costs_to_sell)?;
    let gain = value - batch.carrying_amount.minor;
    let change = Change {
        fair_value: gain,
        result: gain,
        against: vec![PostingLine::credit("fair_value_change", gain)],
        price: Some(new.price),
        costs_to_sell: Some(new.costs_to_sell),
        ..Change::new(EventKind::Revalued, head)
    };
    record(tx, &batch, change).await
}

/// Refuses prices below nothing.
pub(super) fn demand_prices(price: UnitPrice, costs_to_sell: UnitPrice) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for (price, field) in [(price, "price"), (costs_to_sell, "costs_to_sell")] {
        if price.is_negative() {
            problem = problem.field(field, "not_negative");
        }
    }
    problem.or_ok()
}
