//! What `ledger verify` asks of batches.

use base::{Check, Offender, Problem, Tx};

use super::store::verify as store;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "batches_are_events", run: |tx| Box::pin(events(tx)) },
        Check { name: "batches_are_ledger", run: |tx| Box::pin(ledger(tx)) },
    ]
}

/// A batch is the sum of its events.
async fn events(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::unlike_events(tx).await?.map(|found| Offender {
        kind: "batch",
        id: found.id.to_string(),
        detail: format!(
            "{} says {} animals, {} kg, cost {} and adjustment {} in minor units; its events sum \
             to {}, {}, {} and {}",
            found.code,
            found.count,
            found.biomass,
            found.cost,
            found.fair_value,
            found.event_count,
            found.event_biomass,
            found.event_cost,
            found.event_fair_value
        ),
    }))
}

/// The batches are the balance of their two accounts, batch by batch.
async fn ledger(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::unlike_ledger(tx).await?.map(|found| {
        let detail = format!(
            "cost {} and adjustment {} in minor units; the accounts of biological assets say {} \
             and {}",
            found.cost, found.fair_value, found.posted_cost, found.posted_fair_value
        );
        match (found.id, found.code) {
            (Some(id), Some(code)) => {
                Offender { kind: "batch", id: id.to_string(), detail: format!("{code}: {detail}") }
            }
            _ => Offender {
                kind: "account",
                id: "biological_cost".to_owned(),
                detail: format!("of no batch: {detail}"),
            },
        }
    }))
}
