//! A new customer.

use base::{Problem, Tx};
use serde_json::json;

use super::{Customer, NewCustomer, store};

/// Makes a customer; without a code of its own it gets the next one, `C-00001`.
///
/// # Errors
/// When a field cannot be accepted or the code is taken.
pub async fn create(tx: &mut Tx, new: NewCustomer) -> Result<Customer, Problem> {
    let id = new.id.unwrap_or_else(|| tx.new_id::<Customer>().uuid());
    let mut customer = new.into_customer(id, tx.tenant(), tx.now());
    customer.check(tx.currency())?;
    if customer.code.is_empty() {
        customer.code = store::next_code(tx).await?;
    }
    store::insert(tx, &customer).await?;
    let facts = json!({"code": customer.code, "name": customer.name});
    tx.audit("customers.create", "customer", id, facts);
    tx.record("customers.created", id, json!({"customer_id": id}));
    Ok(customer)
}
