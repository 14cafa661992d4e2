//! Taking an import back: what it made is deleted, what it changed becomes what it was. What
//! somebody changed since stays as it is; what was sold or stocked since is only archived.

use std::collections::{HashMap, HashSet};

use base::{Problem, Tx};
use platform::files;
use platform::imports::{PastEffect, UndoSummary, effects};
use serde_json::json;
use uuid::Uuid;

use super::super::product::{Product, ProductVariant, State};
use super::super::store;

const BATCH: i64 = 500;

pub(super) async fn undo(tx: &mut Tx, import: Uuid) -> Result<UndoSummary, Problem> {
    let (mut summary, mut after) = (UndoSummary::default(), None);
    loop {
        let past = effects(tx, import, "product", after, BATCH).await?;
        let Some(last) = past.last() else { return Ok(summary) };
        after = Some(last.entity_id);
        store::plan_anew(tx).await?;
        undo_batch(tx, &past, &mut summary).await?;
        tx.flush().await?;
    }
}

async fn undo_batch(
    tx: &mut Tx,
    past: &[PastEffect],
    summary: &mut UndoSummary,
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = past.iter().map(|effect| effect.entity_id).collect();
    let now: HashMap<Uuid, Product> =
        store::lock_products(tx, &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let variants: Vec<Uuid> =
        now.values().flat_map(|p| &p.variants).map(|variant| variant.id).collect();
    let used = store::used_variants(tx, &variants).await?;
    let (mut delete, mut archive, mut restore) = (Vec::new(), Vec::new(), Vec::new());
    for effect in past {
        let Some(product) = now.get(&effect.entity_id) else { continue };
        if product.version != effect.after_version {
            summary.kept += 1;
            continue;
        }
        match &effect.before {
            Some(before) => {
                let before = serde_json::from_value(before.clone()).map_err(Problem::internal)?;
                restore.push((product, restored(product, before, tx, &used)));
                summary.undone += 1;
            }
            None if product.variants.iter().any(|v| used.contains(&v.id)) => {
                archive.push(product.id);
                summary.kept += 1;
            }
            None => {
                delete.push(product.id);
                summary.undone += 1;
            }
        }
    }
    put_back(tx, restore, &used).await?;
    for product in delete.iter().filter_map(|id| now.get(id)) {
        let facts = json!({"name": product.name, "handle": product.handle});
        tx.audit("catalog.delete", "product", product.id, facts);
    }
    let pictures = store::delete_products(tx, &delete).await?;
    files::delete(tx, &pictures).await?;
    for (id, before) in store::set_state(tx, &archive, State::Archived).await? {
        tx.audit("catalog.update", "product", id, json!({"state": [before, State::Archived]}));
    }
    Ok(())
}

/// The product as it was before. Variants that the import added and that were used since stay,
/// off sale; the others go.
fn restored(now: &Product, before: Product, tx: &Tx, used: &HashSet<Uuid>) -> Product {
    let version = now.version + 1;
    let mut variants: Vec<ProductVariant> = before.variants.clone();
    for variant in &mut variants {
        let known = now.variants.iter().find(|v| v.id == variant.id);
        if let Some(known) = known.filter(|known| *known != variant) {
            variant.version = known.version + 1;
        }
    }
    let added = now.variants.iter().filter(|v| variants.iter().all(|kept| kept.id != v.id));
    let kept: Vec<ProductVariant> = added
        .filter(|variant| used.contains(&variant.id))
        .map(|v| ProductVariant { active: false, version: v.version + 1, ..v.clone() })
        .collect();
    variants.extend(kept);
    Product { variants, version, updated_at: tx.now(), ..before }
}

async fn put_back(
    tx: &mut Tx,
    restore: Vec<(&Product, Product)>,
    used: &HashSet<Uuid>,
) -> Result<(), Problem> {
    let gone: Vec<Uuid> = restore
        .iter()
        .flat_map(|(now, new)| {
            let lost = now.variants.iter().filter(|v| new.variants.iter().all(|k| k.id != v.id));
            lost.map(|variant| variant.id)
        })
        .filter(|id| !used.contains(id))
        .collect();
    for (now, new) in &restore {
        tx.audit("catalog.update", "product", new.id, now.changes_to(new));
    }
    store::delete_variants(tx, gone).await?;
    let products: Vec<&Product> = restore.iter().map(|(_, new)| new).collect();
    store::put_products(tx, &products).await?;
    let variants: Vec<(Uuid, &ProductVariant)> =
        products.iter().flat_map(|p| p.variants.iter().map(|v| (p.id, v))).collect();
    store::put_variants(tx, &variants).await
}
