//! Changes to a product and its variants.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::create::fill_skus;
use super::product::{ChangeProduct, ChangeVariant, NewVariant, Product, ProductVariant, State};
use super::{attributes, store, taken};

/// Changes the fields that were sent; orders and invoices keep what they were written with.
///
/// # Errors
/// 404, 412 when somebody else was faster, or when a field cannot be accepted.
pub async fn update(tx: &mut Tx, id: Uuid, change: ChangeProduct) -> Result<Product, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    save(tx, old, change).await
}

/// Adds a variant to a product.
///
/// # Errors
/// As [`update`].
pub async fn add_variant(tx: &mut Tx, product: Uuid, new: NewVariant) -> Result<Product, Problem> {
    let change = ChangeProduct { variants: Some(vec![new.into()]), ..ChangeProduct::default() };
    update(tx, product, change).await
}

/// Changes a variant.
///
/// # Errors
/// As [`update`]; the version is the variant's own.
pub async fn change_variant(
    tx: &mut Tx,
    id: Uuid,
    mut change: ChangeVariant,
) -> Result<ProductVariant, Problem> {
    let product = store::product_of(tx, id).await?.ok_or_else(Problem::not_found)?;
    let old = store::lock(tx, product).await?.ok_or_else(Problem::not_found)?;
    let known = old.variants.iter().find(|v| v.id == id).ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != known.version) {
        return Err(Problem::stale());
    }
    change.id = Some(id);
    let change = ChangeProduct { variants: Some(vec![change]), ..ChangeProduct::default() };
    let product = save(tx, old, change).await?;
    product.variants.into_iter().find(|v| v.id == id).ok_or_else(Problem::not_found)
}

/// Deletes a variant that was a mistake. One that was ordered or stocked stays; make it
/// inactive instead.
///
/// # Errors
/// 404, 409 when something names it, or 422 when it is the product's last.
pub async fn remove_variant(tx: &mut Tx, id: Uuid) -> Result<Product, Problem> {
    let product = store::product_of(tx, id).await?.ok_or_else(Problem::not_found)?;
    update(tx, product, ChangeProduct { remove: vec![id], ..ChangeProduct::default() }).await
}

/// Moves products to another state, as the buttons above the list do; those that are there
/// already are left alone. Says how many were moved.
///
/// # Errors
/// When the database is away. Ids that the company does not have are passed over.
pub async fn set_state(tx: &mut Tx, ids: &[Uuid], state: State) -> Result<u64, Problem> {
    let moved = store::set_state(tx, ids, state).await?;
    for (id, before) in &moved {
        tx.audit("catalog.update", "product", *id, json!({"state": [before, state]}));
        tx.record("products.changed", *id, json!({"product_id": id}));
    }
    Ok(u64::try_from(moved.len()).unwrap_or(u64::MAX))
}

/// Takes a product off sale for good; its history stays.
///
/// # Errors
/// 404, or 412 when somebody else was faster.
pub async fn archive(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Product, Problem> {
    let state = Some(State::Archived);
    update(tx, id, ChangeProduct { version, state, ..ChangeProduct::default() }).await
}

async fn save(tx: &mut Tx, old: Product, change: ChangeProduct) -> Result<Product, Problem> {
    let mut new = change.apply(&old, tx.now());
    new.check()?;
    if new.type_id != old.type_id || new.attributes != old.attributes {
        attributes::check(tx, &new).await?;
    }
    if new.tax_code_id != old.tax_code_id {
        store::tax_code(tx, Some(new.tax_code_id)).await?;
    }
    if (new.unit != old.unit || new.tracked != old.tracked) && store::had_stock(tx, new.id).await? {
        let field = if new.unit == old.unit { "tracked" } else { "unit" };
        return Err(Problem::conflict("product_had_stock").field(field, "product_had_stock"));
    }
    fill_skus(tx, &mut new).await?;
    if new == old {
        return Ok(old);
    }
    taken::check(tx, &new).await?;
    for variant in &mut new.variants {
        if old.variants.iter().any(|v| v.id == variant.id && v != variant) {
            variant.version += 1;
        }
    }
    new.version = old.version + 1;
    new.updated_at = tx.now();
    store::save(tx, &old, &new).await?;
    tx.audit("catalog.update", "product", new.id, old.changes_to(&new));
    tx.record("products.changed", new.id, json!({"product_id": new.id}));
    Ok(new)
}
