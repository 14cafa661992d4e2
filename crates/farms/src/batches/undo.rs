//! Taking back what was recorded by mistake: the last event, and then the one before it.

use base::{Date, Problem, Tx};
use finance::ledger::{AccountRef, PostingLine};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::batch::Batch;
use super::event::{BatchEvent, EventKind};
use super::record::{Change, begin, record};
use super::store;

/// The last event of a batch about to be taken back.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewUndo {
    /// The id of the event that takes it back, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The day; today when not said.
    pub date: Option<Date>,
    /// A remark: what was wrong.
    pub note: String,
}

/// Takes the last event back that still counts, by an event and an entry of the opposite. The
/// batch is then what it was before. What moved goods stays: those may be eaten or sold.
///
/// # Errors
/// 404; `batch_closed`; `batch_nothing_to_undo`; `batch_undo_goods`; 422 for a day before the
/// event, or a closed month.
pub async fn undo(tx: &mut Tx, batch: Uuid, new: NewUndo) -> Result<Batch, Problem> {
    let (batch, head) = begin(tx, batch, new.id, new.date, &new.note).await?;
    let nothing = || Problem::refused("batch_nothing_to_undo").fact("code", &batch.code);
    let event = store::last_that_counts(tx, batch.id).await?.ok_or_else(nothing)?;
    if event.variant_id.is_some() {
        let goods = Problem::refused("batch_undo_goods").fact("date", event.date);
        return Err(goods.fact("sku", event.sku.unwrap_or_default()));
    }
    if head.date < event.date {
        let day: (&'static str, &dyn std::fmt::Display) = ("date", &event.date);
        return Err(Problem::invalid().field_with("date", "batch_undo_before", &[day]));
    }
    let change = Change {
        count: -event.count,
        biomass: -event.biomass_kg.micros(),
        cost: -event.cost.minor,
        fair_value: -event.fair_value_adjustment.minor,
        result: -event.result.minor,
        against: against(&event),
        undoes: Some(event),
        ..Change::new(EventKind::Undone, head)
    };
    record(tx, &batch, change).await
}

/// The opposite of what the event wrote beside the accounts of batches.
fn against(event: &BatchEvent) -> Vec<PostingLine> {
    let (cost, fair_value) = (event.cost.minor, event.fair_value_adjustment.minor);
    match event.kind {
        EventKind::Applied => {
            let from = event.account_id.map_or(AccountRef::Role("applied_costs"), AccountRef::Id);
            vec![PostingLine::debit(from, cost)]
        }
        _ => vec![
            PostingLine::debit("mortality_loss", cost),
            PostingLine::debit("fair_value_change", fair_value),
        ],
    }
}
