//! Counting and weighing: the batch is what was found, and worth what it was.

use base::{Date, Problem, Quantity, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::Batch;
use super::event::EventKind;
use super::record::{Change, MOST, MOST_KG, begin, record};

/// What was found when a batch was counted and weighed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWeighing {
    /// The id of the event, if the client chooses it (UUIDv7).
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// How many animals there are; as many as before when not said.
    #[serde(default)]
    pub count: Option<i64>,
    /// What they weigh together, in kilograms.
    pub biomass_kg: Quantity,
    /// A remark: how many were in the sample.
    #[serde(default)]
    pub note: String,
}

/// States how many animals there are and what they weigh. Nothing is posted: their cost is spread
/// over those that are there.
///
/// # Errors
/// 404; `batch_closed`; 422 for numbers that cannot be.
pub async fn weigh(tx: &mut Tx, batch: Uuid, new: NewWeighing) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let count = new.count.unwrap_or(batch.count);
    let mut problem = Problem::invalid();
    if !(0..=MOST).contains(&count) {
        let code = if count < 0 { "not_negative" } else { "too_large" };
        problem = problem.field("count", code);
    }
    if new.biomass_kg.is_negative() {
        problem = problem.field("biomass_kg", "not_negative");
    } else if new.biomass_kg > MOST_KG {
        problem = problem.field("biomass_kg", "too_large");
    }
    problem.or_ok()?;
    let change = Change {
        count: count - batch.count,
        biomass: new.biomass_kg.micros() - batch.biomass_kg.micros(),
        ..Change::new(EventKind::Weighed, head)
    };
    record(tx, &batch, change).await
}
