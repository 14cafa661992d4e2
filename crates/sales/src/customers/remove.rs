//! A customer that was a mistake.

use base::{Problem, Tx};
use finance::open_items::{self, Side};
use serde_json::json;
use uuid::Uuid;

use super::store;

/// Deletes a customer that nothing refers to. One with an order stays for ever; set it aside
/// with `active: false` instead.
///
/// # Errors
/// 404, 412, or 409 when an order, invoice or payment names it.
pub async fn remove(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<(), Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    if open_items::is_known(tx, Side::Receivable, id).await? {
        return Err(Problem::conflict("still_referenced"));
    }
    store::delete(tx, id).await?;
    let facts = json!({"code": old.code, "name": old.name});
    tx.audit("customers.remove", "customer", id, facts);
    tx.record("customers.removed", id, json!({"customer_id": id}));
    Ok(())
}
