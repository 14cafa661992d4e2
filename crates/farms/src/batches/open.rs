//! The first and the last day of a batch.

use base::{Date, Problem, Text, Tx};
use finance::ledger::PostingLine;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::{Batch, Mode, find};
use super::event::EventKind;
use super::record::{Change, begin, record};
use super::store;

/// A batch about to begin.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBatch {
    /// Its id, if the client chooses it (UUIDv7).
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its short name: letters, digits, dashes, dots, slashes.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What lives in it.
    #[serde(default)]
    pub species: String,
    /// How it is measured, for its whole life.
    pub mode: Mode,
    /// The day; today when not said.
    #[serde(default)]
    pub opened_on: Option<Date>,
}

/// A batch about to be closed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewClosing {
    /// The day; today when not said.
    pub date: Option<Date>,
    /// A remark.
    pub note: String,
}

/// Opens a batch in which nothing is yet.
///
/// # Errors
/// 422 for a code that is none or taken, a species that is too long or a day to come; 409 for a
/// used id.
pub async fn open(tx: &mut Tx, new: NewBatch) -> Result<Batch, Problem> {
    let opened_on = new.opened_on.unwrap_or_else(|| tx.today());
    let (code, species) = (new.code.trim().to_owned(), new.species.trim().to_owned());
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let mut problem = Problem::invalid();
    if code.is_empty() || code.chars().count() > 30 || !code.chars().all(good) {
        problem = problem.field("code", "batch_code");
    }
    if species.chars().count() > 100 {
        problem = problem.field_with("species", "too_long", &[("most", &100)]);
    }
    if opened_on > tx.today() {
        problem = problem.field("opened_on", "date_in_future");
    }
    problem.or_ok()?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Batch>().uuid());
    let facts = json!({"code": [null, code], "mode": [null, new.mode]});
    store::insert(tx, id, opened_on, &NewBatch { code, species, ..new }).await?;
    tx.audit("batches.open", "batch", id, facts);
    tx.record("batches.opened", id, json!({"batch_id": id}));
    find(tx, id).await
}

/// Closes a batch of which nothing is left. What its dead have cost and nobody bore is a loss.
///
/// # Errors
/// 404; `batch_closed`; `batch_alive` while animals are in it; a closed month.
pub async fn close(tx: &mut Tx, id: Uuid, new: NewClosing) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, id, None, new.date, &new.note).await?;
    if batch.count > 0 || batch.biomass_kg.is_positive() {
        let alive = Problem::refused("batch_alive").fact("count", batch.count);
        return Err(alive.fact("weight", batch.biomass_kg));
    }
    let (cost, fair_value) = (batch.cost.minor, batch.fair_value_adjustment.minor);
    let against = vec![
        PostingLine::debit("mortality_loss", cost),
        PostingLine::debit("fair_value_change", fair_value),
    ];
    let change = Change {
        cost: -cost,
        fair_value: -fair_value,
        result: -(cost + fair_value),
        against,
        ..Change::new(EventKind::Closed, head)
    };
    record(tx, &batch, change).await
}
