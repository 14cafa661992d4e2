//! A run over the whole file.

use std::collections::{HashMap, HashSet};

use base::{Lang, Problem, Quantity, Rate, Text, Tx, UnitPrice};
use platform::imports::{
    Effect, Example, ImportRow, ImportRun, ImportSummary, RowReader, record_effects,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::category::{NewCategory, categories, create_category};
use super::super::product::{Product, ProductVariant};
use super::super::product_type::NewProductType;
use super::super::product_types::{create_type, product_types};
use super::super::store;
use super::batch::{self, Planned};
use super::parse::FileProduct;
use super::plan::{Beside, Merged, key_of};
use crate::inventory::{NewAdjustment, NewAdjustmentLine, Reason, adjust};

/// A file with more mistakes than this has another mistake: its columns.
const MOST_ERRORS: usize = 10_000;
const MOST_EXAMPLES: usize = 20;
/// Lines of one entry of opening stock.
const STOCK_LINES: usize = 500;

/// What a run has come to so far.
struct Running<'a> {
    run: &'a ImportRun,
    beside: Beside,
    summary: ImportSummary,
    /// Products that this run has written already: they count once and keep their version.
    touched: HashSet<Uuid>,
    opening: Vec<(Uuid, Quantity, UnitPrice)>,
}

pub(super) async fn run(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let mut running = Running {
        run,
        beside: known(tx).await?,
        summary: ImportSummary::default(),
        touched: HashSet::new(),
        opening: Vec::new(),
    };
    let mut held: Option<ImportRow> = None;
    loop {
        let groups = batch::read(rows, &mut held)?;
        if groups.is_empty() {
            break;
        }
        store::plan_anew(tx).await?;
        running.make_order(tx, &groups).await?;
        let planned = batch::plan(tx, groups, &running.beside).await?;
        running.write(tx, planned).await?;
    }
    running.open_stock(tx).await?;
    Ok(running.summary)
}

/// What the names of types, categories and tax codes mean here.
async fn known(tx: &mut Tx) -> Result<Beside, Problem> {
    let mut beside = Beside::default();
    for found in product_types(tx).await? {
        beside.types.extend(found.name.iter().map(|(_, name)| (name.to_lowercase(), found.id)));
    }
    let all = categories(tx).await?;
    let by_id: HashMap<Uuid, _> = all.iter().map(|c| (c.id, c)).collect();
    for category in &all {
        for lang in Lang::ALL {
            let (mut path, mut at) = (Vec::new(), Some(category));
            while let Some(one) = at.filter(|_| path.len() < 20) {
                path.push(one.name.get(lang).to_lowercase());
                at = one.parent_id.and_then(|id| by_id.get(&id).copied());
            }
            path.reverse();
            beside.categories.insert(path, category.id);
        }
    }
    let taxes = finance::tax::codes(tx).await?;
    let none = taxes.iter().find(|tax| tax.rate == Rate::ZERO);
    beside.zero_tax = none.map(|tax| tax.id);
    beside.default_tax = store::tax_code(tx, None).await?;
    beside.taxes = taxes.iter().map(|tax| (tax.code.to_lowercase(), tax.id)).collect();
    Ok(beside)
}

impl Running<'_> {
    /// Makes the types and categories that the batch names and that there are none of yet.
    async fn make_order(&mut self, tx: &mut Tx, groups: &[Vec<ImportRow>]) -> Result<(), Problem> {
        for row in groups.iter().filter_map(|group| group.first()) {
            if let Some(name) = row.some("type") {
                let key = super::super::change::tidy(name).to_lowercase();
                if let std::collections::hash_map::Entry::Vacant(e) = self.beside.types.entry(key) {
                    let name = text(tx, name)?;
                    let new = NewProductType { id: None, name, attributes: Vec::new() };
                    e.insert(create_type(tx, new).await?.id);
                }
            }
            if let Some(said) = row.some("category") {
                self.make_category(tx, &super::parse::path(said)).await?;
            }
        }
        Ok(())
    }

    async fn make_category(&mut self, tx: &mut Tx, path: &[String]) -> Result<(), Problem> {
        let mut parent_id = None;
        for depth in 1..=path.len() {
            let key = key_of(&path[..depth]);
            let id = match self.beside.categories.get(&key) {
                Some(id) => *id,
                None => {
                    let name = text(tx, &path[depth - 1])?;
                    let new = NewCategory { id: None, parent_id, name, position: 0 };
                    create_category(tx, new).await?.id
                }
            };
            self.beside.categories.insert(key, id);
            parent_id = Some(id);
        }
        Ok(())
    }

    async fn write(&mut self, tx: &mut Tx, mut planned: Planned) -> Result<(), Problem> {
        self.summary.unchanged += planned.unchanged;
        self.summary.errors.append(&mut planned.wrong);
        if self.summary.errors.len() > MOST_ERRORS {
            return Err(Problem::refused("import_too_many_errors").fact("most", MOST_ERRORS));
        }
        let mut effects = Vec::with_capacity(planned.writes.len());
        for (old, merged, file) in &mut planned.writes {
            self.count_version(old.as_ref(), &mut merged.product);
            self.open(merged, file);
            self.tell(tx, old.as_ref(), &merged.product);
            if self.touched.insert(merged.product.id) {
                effects.push(Effect {
                    entity: "product",
                    entity_id: merged.product.id,
                    before: old.as_ref().map(|old| json!(old)),
                    after_version: merged.product.version,
                });
            }
        }
        let products: Vec<&Product> = planned.writes.iter().map(|(_, m, _)| &m.product).collect();
        store::put_products(tx, &products).await?;
        let variants: Vec<(Uuid, &ProductVariant)> = planned
            .writes
            .iter()
            .flat_map(|(old, merged, _)| {
                let before = old.as_ref().map(|old| old.variants.as_slice()).unwrap_or_default();
                let changed = merged.product.variants.iter().filter(|v| !before.contains(v));
                changed.map(|variant| (merged.product.id, variant))
            })
            .collect();
        store::put_variants(tx, &variants).await?;
        if !self.run.is_preview {
            record_effects(tx, self.run.import_id, &effects).await?;
            // The audit rows are written batch by batch, so that they take no memory.
            tx.flush().await?;
        }
        Ok(())
    }

    fn count_version(&self, old: Option<&Product>, new: &mut Product) {
        let Some(old) = old else { return };
        if !self.touched.contains(&new.id) {
            new.version = old.version + 1;
        }
        for variant in &mut new.variants {
            if old.variants.iter().any(|v| v.id == variant.id && v != variant) {
                variant.version += 1;
            }
        }
    }

    /// Counts the product, shows the first few, and writes it into the audit log.
    fn tell(&mut self, tx: &mut Tx, old: Option<&Product>, new: &Product) {
        let summary = &mut self.summary;
        let changes = old.map(|old| old.changes_to(new));
        if !self.touched.contains(&new.id) {
            match old {
                Some(_) => summary.updated += 1,
                None => summary.created += 1,
            }
            if summary.examples.len() < MOST_EXAMPLES {
                let name = new.name.get(tx.tenant().lang).to_owned();
                let detail = changes.as_ref().map_or_else(|| said(new), in_words);
                summary.examples.push(Example { created: old.is_none(), name, detail });
            }
        }
        if self.run.is_preview {
            return;
        }
        let (action, facts) = match changes {
            Some(changes) => ("catalog.update", changes),
            None => ("catalog.create", json!({"name": new.name, "handle": new.handle})),
        };
        tx.audit(action, "product", new.id, facts);
    }

    /// Remembers what lies on the shelf of the variants that are new.
    fn open(&mut self, merged: &Merged, file: &FileProduct) {
        for variant in merged.product.variants.iter().filter(|_| merged.product.tracked) {
            let line = merged.lines.get(&variant.id).and_then(|line| file.variants.get(*line));
            let Some(line) = line.filter(|_| variant.version == 1) else { continue };
            if let Some(quantity) = line.opening_stock {
                self.opening.push((variant.id, quantity, line.cost.unwrap_or_default()));
            }
        }
    }

    /// Books the opening stock of what never moved before: Dr inventory, Cr opening balance.
    async fn open_stock(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        if self.opening.is_empty() {
            return Ok(());
        }
        tx.demand("stock.adjust")?;
        let mut opening = std::mem::take(&mut self.opening);
        let ids: Vec<Uuid> = opening.iter().map(|(id, _, _)| *id).collect();
        let moved = store::moved(tx, &ids).await?;
        opening.retain(|(id, _, _)| !moved.contains(id));
        for lines in opening.chunks(STOCK_LINES) {
            let lines = lines.iter().map(|(id, quantity, cost)| NewAdjustmentLine {
                variant_id: Some(*id),
                sku: None,
                quantity: *quantity,
                unit_cost: Some(*cost),
                ..NewAdjustmentLine::default()
            });
            let new = NewAdjustment {
                id: None,
                warehouse_id: None,
                date: None,
                reason: Reason::Opening,
                note: String::new(),
                lines: lines.collect(),
            };
            adjust(tx, new).await?;
        }
        Ok(())
    }
}

fn text(tx: &Tx, name: &str) -> Result<Text, Problem> {
    Text::new(tx.tenant().lang, &super::super::change::tidy(name)).map_err(Problem::internal)
}

/// A new product beside its name.
fn said(product: &Product) -> String {
    let first = product.variants.first();
    let detail = first.map(|v| format!("{} · {}", v.sku, v.price)).unwrap_or_default();
    match product.variants.len() {
        0 | 1 => detail,
        n => format!("{detail} (×{n})"),
    }
}

/// What changes, old → new; the first three changes are enough for a preview.
fn in_words(changes: &Value) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.chars().take(60).collect(),
        Value::Null => "–".to_owned(),
        other => other.to_string().chars().take(60).collect(),
    };
    let changes = changes.as_object().into_iter().flatten().take(3);
    let words = changes
        .map(|(field, change)| format!("{field}: {} → {}", plain(&change[0]), plain(&change[1])));
    words.collect::<Vec<_>>().join("; ")
}
