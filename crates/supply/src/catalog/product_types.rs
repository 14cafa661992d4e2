//! Making and changing product types.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::product_type::{ChangeProductType, NewProductType, ProductType};
use super::store;

/// All product types.
///
/// # Errors
/// When the database is away.
pub async fn product_types(tx: &mut Tx) -> Result<Vec<ProductType>, Problem> {
    store::product_types(tx).await
}

/// The product type with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn product_type(tx: &mut Tx, id: Uuid) -> Result<ProductType, Problem> {
    store::product_type(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Makes a product type.
///
/// # Errors
/// When an attribute cannot be accepted.
pub async fn create_type(tx: &mut Tx, new: NewProductType) -> Result<ProductType, Problem> {
    let id = new.id.unwrap_or_else(|| tx.new_id::<ProductType>().uuid());
    let made = ProductType { id, name: new.name, attributes: new.attributes, version: 1 };
    made.check_itself()?;
    store::put_type(tx, &made).await?;
    tx.audit("catalog.create_type", "product_type", id, json!({"name": made.name}));
    Ok(made)
}

/// Changes a product type. Products keep the values of attributes that go; they are dropped
/// when the product is saved next.
///
/// # Errors
/// 404, 412, or when an attribute cannot be accepted.
pub async fn change_type(
    tx: &mut Tx,
    id: Uuid,
    change: ChangeProductType,
) -> Result<ProductType, Problem> {
    let old = store::lock_type(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = ProductType {
        name: change.name.unwrap_or_else(|| old.name.clone()),
        attributes: change.attributes.unwrap_or_else(|| old.attributes.clone()),
        ..old.clone()
    };
    new.check_itself()?;
    if new == old {
        return Ok(old);
    }
    new.version += 1;
    store::put_type(tx, &new).await?;
    let facts =
        json!({"name": [old.name, new.name], "attributes": [old.attributes, new.attributes]});
    tx.audit("catalog.change_type", "product_type", id, facts);
    Ok(new)
}
