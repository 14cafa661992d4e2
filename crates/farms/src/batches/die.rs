//! Mortality. Some animals always die, and the others carry what those had cost. When more die
//! than usual, what they had cost is a loss of that day.

use base::{Date, Problem, Quantity, Tx};
use finance::ledger::PostingLine;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::Batch;
use super::event::EventKind;
use super::record::{Change, Head, begin, record};
use super::share::share;

/// Animals that died.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeaths {
    /// The id of the event, if the client chooses it (UUIDv7).
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// How many.
    pub count: i64,
    /// What they weighed together, in kilograms; their share when not said.
    #[serde(default)]
    pub biomass_kg: Option<Quantity>,
    /// A remark: the cause.
    #[serde(default)]
    pub note: String,
}

/// Counts animals out that died as some always do. Nothing is posted.
///
/// # Errors
/// 404; `batch_closed`; 422 where more died than there were.
pub async fn die(tx: &mut Tx, batch: Uuid, new: NewDeaths) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let change = dead(&batch, &new, EventKind::Died, head)?;
    record(tx, &batch, change).await
}

/// Counts animals out that should not have died: their share of the cost is a loss, and their
/// share of the fair value adjustment is taken back.
///
/// # Errors
/// 404; `batch_closed`; 422 where more died than there were, or a closed month.
pub async fn lose(tx: &mut Tx, batch: Uuid, new: NewDeaths) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let gone = dead(&batch, &new, EventKind::Lost, head)?;
    let cost = share(batch.cost.minor, new.count, batch.count);
    let fair_value = share(batch.fair_value_adjustment.minor, new.count, batch.count);
    let against = vec![
        PostingLine::debit("mortality_loss", cost),
        PostingLine::debit("fair_value_change", fair_value),
    ];
    let change = Change {
        cost: -cost,
        fair_value: -fair_value,
        result: -(cost + fair_value),
        against,
        ..gone
    };
    record(tx, &batch, change).await
}

fn dead(batch: &Batch, new: &NewDeaths, kind: EventKind, head: Head) -> Result<Change, Problem> {
    let mut problem = Problem::invalid();
    if new.count <= 0 {
        problem = problem.field("count", "not_positive");
    } else if new.count > batch.count {
        let alive: (&'static str, &dyn std::fmt::Display) = ("alive", &batch.count);
        problem = problem.field_with("count", "batch_more_than_alive", &[alive]);
    }
    let all = batch.biomass_kg.micros();
    let by_count = || share(all, new.count, batch.count);
    let weight = match new.biomass_kg {
        Some(weight) if new.count < batch.count => weight.micros(),
        _ => by_count(),
    };
    if weight < 0 {
        problem = problem.field("biomass_kg", "not_negative");
    } else if weight > all {
        let alive: (&'static str, &dyn std::fmt::Display) = ("weight", &batch.biomass_kg);
        problem = problem.field_with("biomass_kg", "batch_heavier_than_alive", &[alive]);
    }
    problem.or_ok()?;
    Ok(Change { count: -new.count, biomass: -weight, ..Change::new(kind, head) })
}
