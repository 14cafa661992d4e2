//! Locking parts of the business out of a month, and letting them in again.

use base::{Date, Problem, Tx};
use serde_json::json;

use super::month::{LockedBy, Lockers, Month, find};
use super::store::periods as store;
use crate::ledger::{self, Module};

/// Locks parts of the business out of a month: they can post nothing into it any more. Those
/// that are locked already stay as they are.
///
/// # Errors
/// 409 when the month is closed for good.
pub async fn lock(tx: &mut Tx, starts: Date, modules: &[Module]) -> Result<Month, Problem> {
    turn(tx, starts, modules, true).await
}

/// Lets parts of the business into a month again.
///
/// # Errors
/// 409 when the month is closed for good.
pub async fn unlock(tx: &mut Tx, starts: Date, modules: &[Module]) -> Result<Month, Problem> {
    turn(tx, starts, modules, false).await
}

async fn turn(
    tx: &mut Tx,
    starts: Date,
    modules: &[Module],
    locked: bool,
) -> Result<Month, Problem> {
    if modules.is_empty() {
        return Err(Problem::invalid().field("modules", "required"));
    }
    let (month, mut lockers) = hold(tx, starts).await?;
    if month.closed {
        return Err(Problem::conflict("month_is_closed").fact("month", month.key()));
    }
    let id = month.id.ok_or_else(|| Problem::internal("a held month has an id"))?;
    let changing: Vec<Module> =
        modules.iter().copied().filter(|m| month.lock(*m).is_some() != locked).collect();
    if changing.is_empty() {
        return Ok(month);
    }
    for module in changing {
        let name = module.name();
        if locked {
            let by = LockedBy { by: tx.actor().name().to_owned(), at: tx.now() };
            lockers.insert(name.to_owned(), by);
        } else {
            lockers.remove(name);
        }
        let action = if locked { "periods.lock" } else { "periods.unlock" };
        tx.audit(action, "period", id, json!({"month": month.key(), "module": name}));
    }
    store::set_locks(tx, id, &lockers).await?;
    find(tx, starts).await
}

/// The month with its row, which is made where there is none and held until the commit: whoever
/// posts into the month waits, and so do we for whoever is posting.
pub(super) async fn hold(tx: &mut Tx, starts: Date) -> Result<(Month, Lockers), Problem> {
    ledger::open_months(tx, &[starts]).await?;
    let lockers = store::hold(tx, starts).await?.ok_or_else(Problem::not_found)?;
    Ok((find(tx, starts).await?, lockers))
}
