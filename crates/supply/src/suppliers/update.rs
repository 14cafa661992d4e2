//! A change to a supplier.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::{ChangeSupplier, Supplier, store};

/// Changes the fields that were sent. Bills that were posted keep the supplier as it was.
///
/// # Errors
/// 404, 412 when somebody else was faster, or when a field cannot be accepted.
pub async fn update(tx: &mut Tx, id: Uuid, change: ChangeSupplier) -> Result<Supplier, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = change.apply(&old);
    new.check()?;
    if new.code.is_empty() {
        return Err(Problem::invalid().field("code", "required"));
    }
    if new == old {
        return Ok(old);
    }
    new.version = old.version + 1;
    new.updated_at = tx.now();
    store::save(tx, &new).await?;
    tx.audit("suppliers.update", "supplier", id, old.changes_to(&new));
    tx.record("suppliers.changed", id, json!({"supplier_id": id}));
    Ok(new)
}
