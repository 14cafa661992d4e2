//! Handles, SKUs and barcodes are one product's alone; a refusal names the product that has it.

use base::{Lang, Problem, Tx};

use super::product::Product;
use super::store;

/// Refuses a product that would take what another has.
pub(super) async fn check(tx: &mut Tx, product: &Product) -> Result<(), Problem> {
    let lang = tx.tenant().lang;
    let owners = store::owners_of(tx, product).await?;
    let mut problem = Problem::conflict("product_taken");
    for owner in &owners {
        let name = owner.name.get(lang);
        let name = if name.is_empty() { owner.name.get(Lang::En) } else { name };
        let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("product", &name)];
        if owner.product_id != product.id && owner.handle == product.handle {
            problem = problem.field_with("handle", "product_handle_taken", &facts);
        }
        for (i, variant) in product.variants.iter().enumerate() {
            if owner.variant_id.is_none_or(|id| id == variant.id) {
                continue;
            }
            if owner.sku.as_deref() == Some(&variant.sku) {
                let path = format!("variants[{i}].sku");
                problem = problem.field_with(path, "product_sku_taken", &facts);
            }
            if variant.barcode.is_some() && owner.barcode == variant.barcode {
                let path = format!("variants[{i}].barcode");
                problem = problem.field_with(path, "product_barcode_taken", &facts);
            }
        }
    }
    problem.or_ok()
}
