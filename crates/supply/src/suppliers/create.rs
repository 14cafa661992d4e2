//! A new supplier.

use base::{Problem, Tx};
use serde_json::json;

use super::{NewSupplier, Supplier, store};

/// Makes a supplier; without a code of its own it gets the next one, `S-00001`.
///
/// # Errors
/// When a field cannot be accepted or the code is taken.
pub async fn create(tx: &mut Tx, new: NewSupplier) -> Result<Supplier, Problem> {
    let id = new.id.unwrap_or_else(|| tx.new_id::<Supplier>().uuid());
    let mut supplier = new.into_supplier(id, tx.tenant(), tx.now());
    supplier.check()?;
    if supplier.code.is_empty() {
        supplier.code = store::next_code(tx).await?;
    }
    store::insert(tx, &supplier).await?;
    let facts = json!({"code": supplier.code, "name": supplier.name});
    tx.audit("suppliers.create", "supplier", id, facts);
    tx.record("suppliers.created", id, json!({"supplier_id": id}));
    Ok(supplier)
}
