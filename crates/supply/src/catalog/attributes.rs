//! Whether a product's attributes are those of its type.

use base::{Problem, Tx};

use super::product::Product;
use super::store;

/// Refuses attributes that the product's type does not have or not so; and a type or category
/// that there is none of.
pub(super) async fn check(tx: &mut Tx, product: &Product) -> Result<(), Problem> {
    let Some(type_id) = product.type_id else {
        return match product.attributes.is_empty() {
            true => Ok(()),
            false => Err(Problem::invalid().field("attributes", "product_attributes_need_type")),
        };
    };
    let found = store::product_type(tx, type_id).await?;
    let found = found.ok_or_else(|| Problem::invalid().field("type_id", "unknown"))?;
    found.check(&product.attributes)
}
