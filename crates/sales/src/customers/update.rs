//! A change to a customer.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::create::known_currency;
use super::{ChangeCustomer, Customer, store};

/// Changes the fields that were sent. Invoices that were posted keep the customer as it was.
///
/// # Errors
/// 404, 412 when somebody else was faster, or when a field cannot be accepted.
pub async fn update(tx: &mut Tx, id: Uuid, change: ChangeCustomer) -> Result<Customer, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = change.apply(&old);
    new.check(tx.currency())?;
    if new.code.is_empty() {
        return Err(Problem::invalid().field("code", "required"));
    }
    if new == old {
        return Ok(old);
    }
    if new.currency != old.currency {
        known_currency(tx, new.currency).await?;
    }
    new.version = old.version + 1;
    new.updated_at = tx.now();
    store::save(tx, &new).await?;
    tx.audit("customers.update", "customer", id, old.changes_to(&new));
    tx.record("customers.changed", id, json!({"customer_id": id}));
    Ok(new)
}
