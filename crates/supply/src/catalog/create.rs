//! A new product.

use base::{Lang, Problem, Tx};
use serde_json::json;

use super::handle::{candidates, handle_of, sku_of};
use super::product::{NewProduct, Product};
use super::{attributes, store, taken};

/// Makes a product with its variants. A handle or SKU that is not given is made of the name.
///
/// # Errors
/// When a field cannot be accepted, or a handle, SKU or barcode belongs to another product,
/// which is named.
pub async fn create(tx: &mut Tx, new: NewProduct) -> Result<Product, Problem> {
    let id = new.id.unwrap_or_else(|| tx.new_id::<Product>().uuid());
    let tax_code_id = store::tax_code(tx, new.tax_code_id).await?;
    let mut product = new.into_product(id, tax_code_id, tx.now());
    fill_handle(tx, &mut product).await?;
    product.check()?;
    attributes::check(tx, &product).await?;
    fill_skus(tx, &mut product).await?;
    taken::check(tx, &product).await?;
    store::insert(tx, &product).await?;
    let skus: Vec<&str> = product.variants.iter().map(|v| v.sku.as_str()).collect();
    let skus = skus.join(", ");
    let facts = json!({"name": product.name, "handle": product.handle, "skus": skus});
    tx.audit("catalog.create", "product", id, facts);
    tx.record("products.created", id, json!({"product_id": id}));
    Ok(product)
}

/// Gives a product without a handle the first free one that its name allows.
async fn fill_handle(tx: &mut Tx, product: &mut Product) -> Result<(), Problem> {
    if !product.handle.is_empty() {
        return Ok(());
    }
    let mut base = handle_of(product.name.get(Lang::En));
    if base.is_empty() {
        base = format!("product-{}", &product.id.simple().to_string()[20..]);
    }
    let wanted: Vec<String> = candidates(&base, 50).collect();
    let used = store::used_handles(tx, &wanted).await?;
    let free = wanted.into_iter().find(|handle| !used.contains(handle));
    // Fifty namesakes: the id tells this one apart.
    product.handle = free.unwrap_or_else(|| format!("{base}-{}", product.id.simple()));
    Ok(())
}

/// Gives each variant without a SKU the first free one that its options allow.
pub(super) async fn fill_skus(tx: &mut Tx, product: &mut Product) -> Result<(), Problem> {
    let wanted: Vec<Vec<String>> = product
        .variants
        .iter()
        .filter(|variant| variant.sku.is_empty())
        .map(|v| candidates(&sku_of(&product.handle, &v.options, product.id), 20).collect())
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let all: Vec<String> = wanted.iter().flatten().cloned().collect();
    let mut used = store::used_skus(tx, &all).await?;
    used.extend(product.variants.iter().map(|v| v.sku.clone()));
    let mut wanted = wanted.into_iter();
    for variant in product.variants.iter_mut().filter(|v| v.sku.is_empty()) {
        let names = wanted.next().unwrap_or_default();
        let free = names.into_iter().find(|sku| !used.contains(sku));
        variant.sku = free.unwrap_or_else(|| format!("V-{}", variant.id.simple()).to_uppercase());
        used.insert(variant.sku.clone());
    }
    Ok(())
}
