//! The SQL of batches.

mod read;
pub(super) mod verify;

pub(super) use read::{events, find, hold, last_that_counts, list};

use base::problem::constraint;
use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::batch::Batch;
use super::event::EventKind;
use super::open::NewBatch;
use super::record::Change;

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    opened_on: Date,
    new: &NewBatch,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into batches (tenant_id, id, code, name, species, mode, opened_on, created_at,
            created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant)
    .bind(id)
    .bind(&new.code)
    .bind(&new.name)
    .bind(&new.species)
    .bind(new.mode.name())
    .bind(opened_on)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("batches_tenant_id_code_key") => {
            Problem::invalid().field_with("code", "batch_code_taken", &[("code", &new.code)])
        }
        _ => error.into(),
    })?;
    Ok(())
}

pub(super) async fn insert_event(
    tx: &mut Tx,
    batch: &Batch,
    id: Uuid,
    entry: Option<Uuid>,
    change: &Change,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into batch_events (tenant_id, id, batch_id, n, kind, date, entry_id, count,
            biomass, cost, fair_value, result, variant_id, quantity, price, costs_to_sell,
            account_id, undoes_id, note, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21)",
    )
    .bind(tenant)
    .bind(id)
    .bind(batch.id)
    .bind(batch.events + 1)
    .bind(change.kind.name())
    .bind(change.date)
    .bind(entry)
    .bind(change.count)
    .bind(change.biomass)
    .bind(change.cost)
    .bind(change.fair_value)
    .bind(change.result)
    .bind(change.goods.as_ref().map(supply::inventory::Crossed::variant_id))
    .bind(change.goods.as_ref().map(supply::inventory::Crossed::quantity))
    .bind(change.price)
    .bind(change.costs_to_sell)
    .bind(change.account_id)
    .bind(change.undoes.as_ref().map(|event| event.id))
    .bind(&change.note)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds the event that was just written to its batch, which is held.
pub(super) async fn change(tx: &mut Tx, batch: &Batch, kind: EventKind) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update batches b set count = b.count + e.count, biomass = b.biomass + e.biomass,
            cost = b.cost + e.cost, fair_value = b.fair_value + e.fair_value, events = e.n,
            state = case when $4 then 'closed' else b.state end,
            closed_on = case when $4 then e.date else b.closed_on end,
            version = b.version + 1
        from batch_events e
        where b.tenant_id = $1 and b.id = $2
            and e.tenant_id = $1 and e.batch_id = $2 and e.n = $3",
    )
    .bind(tenant)
    .bind(batch.id)
    .bind(batch.events + 1)
    .bind(kind == EventKind::Closed)
    .execute(tx.conn())
    .await?;
    Ok(())
}
