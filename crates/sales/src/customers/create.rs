//! A new customer.

use base::{Currency, Problem, Tx};
use finance::currencies;
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
    known_currency(tx, customer.currency).await?;
    if customer.code.is_empty() {
        customer.code = store::next_code(tx).await?;
    }
    store::insert(tx, &customer).await?;
    let facts = json!({"code": customer.code, "name": customer.name});
    tx.audit("customers.create", "customer", id, facts);
    tx.record("customers.created", id, json!({"customer_id": id}));
    Ok(customer)
}

/// A customer is billed in a currency that the company uses.
pub(super) async fn known_currency(tx: &mut Tx, currency: Currency) -> Result<(), Problem> {
    if currencies::is_used(tx, currency).await? {
        return Ok(());
    }
    let named = [("currency", &currency as &dyn std::fmt::Display)];
    Err(Problem::invalid().field_with("currency", "currency_not_used", &named))
}
