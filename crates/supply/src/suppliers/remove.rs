//! A supplier that was a mistake.

use base::{Problem, Tx};
use finance::open_items::{self, Side};
use serde_json::json;
use uuid::Uuid;

use super::store;

/// Deletes a supplier that nothing refers to. One with an order or a bill stays for ever; set it
/// aside with `active: false` instead.
///
/// # Errors
/// 404, 412, or 409 when an order, receipt or bill names it.
pub async fn remove(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<(), Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    // The books know it by its id alone, so no foreign key keeps it.
    if open_items::is_known(tx, Side::Payable, id).await? {
        return Err(Problem::conflict("still_referenced"));
    }
    store::delete(tx, id).await?;
    let facts = json!({"code": old.code, "name": old.name});
    tx.audit("suppliers.remove", "supplier", id, facts);
    tx.record("suppliers.removed", id, json!({"supplier_id": id}));
    Ok(())
}
