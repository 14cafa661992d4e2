//! One batch of the file: read together, compared together, written together.

use std::collections::{HashMap, HashSet};

use base::{Lang, Problem, Tx};
use platform::imports::{ImportRow, RowProblem, RowReader};
use uuid::Uuid;

use super::super::handle::{candidates, handle_of, sku_of};
use super::super::product::Product;
use super::super::store::{self, Owner};
use super::parse::{self, FileProduct};
use super::plan::{self, Beside, Merged};

/// Rows that are read before something is written.
const ROWS: usize = 4000;
/// One product never has more rows than this; what follows changes it again.
const ROWS_OF_ONE: usize = 1000;

/// What a batch comes to.
#[derive(Default)]
pub(super) struct Planned {
    /// Products to write, each with the one that was there.
    pub writes: Vec<(Option<Product>, Merged, FileProduct)>,
    pub unchanged: u32,
    pub wrong: Vec<RowProblem>,
}

/// Reads whole products until there are enough rows; `held` is the row that was read too far.
pub(super) fn read(
    rows: &mut RowReader,
    held: &mut Option<ImportRow>,
) -> Result<Vec<Vec<ImportRow>>, Problem> {
    let (mut groups, mut count): (Vec<Vec<ImportRow>>, _) = (Vec::new(), 0);
    loop {
        let row = match held.take() {
            Some(row) => row,
            None => match rows.next_row()? {
                Some(row) => row,
                None => return Ok(groups),
            },
        };
        let joins = groups.last().is_some_and(|group| {
            let last = group.last();
            group.len() < ROWS_OF_ONE && last.is_some_and(|last| parse::same_product(last, &row))
        });
        if !joins && count >= ROWS {
            *held = Some(row);
            return Ok(groups);
        }
        count += 1;
        match groups.last_mut() {
            Some(group) if joins => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
}

/// Who has which code, in the database and in this batch.
struct Codes {
    lang: Lang,
    handles: HashMap<String, Uuid>,
    skus: HashMap<String, (Uuid, Uuid, String)>,
    barcodes: HashMap<String, (Uuid, String)>,
}

/// Compares what the file says with what there is.
pub(super) async fn plan(
    tx: &mut Tx,
    groups: Vec<Vec<ImportRow>>,
    beside: &Beside,
) -> Result<Planned, Problem> {
    let mut planned = Planned::default();
    let files: Vec<(Uuid, FileProduct)> = groups
        .into_iter()
        .filter_map(|group| parse::product(group, &mut planned.wrong))
        .map(|file| (Uuid::now_v7(), file))
        .collect();
    let (mut codes, known) = load(tx, &files).await?;
    let now = tx.now();
    for (id, file) in files {
        let there = known_of(&file, &codes).and_then(|id| known.get(&id));
        let merged = match plan::merge(&file, there, id, beside, now) {
            Ok(merged) => merged,
            Err(wrong) => {
                planned.wrong.push(wrong);
                continue;
            }
        };
        finish(&mut planned, &mut codes, there.cloned(), merged, file);
    }
    refuse_changes_of_stocked(tx, &mut planned).await?;
    Ok(planned)
}

/// The product that the file means: by its handle, else by its first SKU.
fn known_of(file: &FileProduct, codes: &Codes) -> Option<Uuid> {
    match &file.handle {
        Some(handle) => codes.handles.get(handle).copied(),
        None => {
            let sku = file.variants.iter().find_map(|variant| variant.sku.as_ref())?;
            codes.skus.get(sku).map(|(_, product, _)| *product)
        }
    }
}

/// Makes the codes that are missing, then keeps the product, or reports what it breaks.
fn finish(
    planned: &mut Planned,
    codes: &mut Codes,
    there: Option<Product>,
    mut merged: Merged,
    file: FileProduct,
) {
    codes.complete(&mut merged.product);
    if there.as_ref() == Some(&merged.product) {
        planned.unchanged += 1;
        return;
    }
    let checked = merged.product.check().and_then(|()| codes.claim(&merged.product));
    match checked {
        Ok(()) => planned.writes.push((there, merged, file)),
        Err(problem) => planned.wrong.extend(plan::refused(&problem, &file, &merged)),
    }
}

/// Loads the products that the batch may mean, and everybody who has one of its codes.
async fn load(
    tx: &mut Tx,
    files: &[(Uuid, FileProduct)],
) -> Result<(Codes, HashMap<Uuid, Product>), Problem> {
    let (mut handles, mut skus, mut barcodes) = (Vec::new(), Vec::new(), Vec::new());
    for (id, file) in files {
        let handle = file.handle.clone().unwrap_or_else(|| handle_without(file));
        for variant in &file.variants {
            match &variant.sku {
                Some(sku) => skus.push(sku.clone()),
                None => skus.extend(candidates(&sku_of(&handle, &variant.options, *id), 3)),
            }
            barcodes.extend(variant.barcode.clone());
        }
        handles.push(handle);
    }
    let owners = store::owners(tx, &handles, &skus, &barcodes).await?;
    let codes = Codes::of(tx.tenant().lang, owners);
    let wanted: HashSet<Uuid> = files.iter().filter_map(|(_, f)| known_of(f, &codes)).collect();
    let wanted: Vec<Uuid> = wanted.into_iter().collect();
    let known = store::products(tx, &wanted).await?;
    Ok((codes, known.into_iter().map(|product| (product.id, product)).collect()))
}

/// The handle of a product that the file knows by its SKU.
fn handle_without(file: &FileProduct) -> String {
    let name = file.names.iter().flatten().next().map_or("", String::as_str);
    let sku = file.variants.iter().find_map(|v| v.sku.as_deref()).unwrap_or_default();
    handle_of(&format!("{name} {sku}"))
}

impl Codes {
    fn of(lang: Lang, owners: Vec<Owner>) -> Self {
        let mut codes =
            Self { lang, handles: HashMap::new(), skus: HashMap::new(), barcodes: HashMap::new() };
        for owner in owners {
            let name = owner.name.get(lang).to_owned();
            let (sku, barcode) = (owner.sku, owner.barcode);
            let Some(variant) = owner.variant_id else {
                codes.handles.insert(owner.handle, owner.product_id);
                continue;
            };
            if let Some(barcode) = barcode {
                codes.barcodes.insert(barcode, (variant, name.clone()));
            }
            if let Some(sku) = sku {
                codes.skus.insert(sku, (variant, owner.product_id, name));
            }
        }
        codes
    }

    /// Makes the handle and the SKUs that the file leaves open.
    fn complete(&self, product: &mut Product) {
        if product.handle.is_empty() {
            let sku = product.variants.first().map(|v| v.sku.as_str()).unwrap_or_default();
            product.handle = handle_of(&format!("{} {sku}", product.name.get(Lang::En)));
        }
        let mut own: HashSet<String> = product.variants.iter().map(|v| v.sku.clone()).collect();
        let (handle, id) = (product.handle.clone(), product.id);
        for variant in product.variants.iter_mut().filter(|v| v.sku.is_empty()) {
            let wanted = sku_of(&handle, &variant.options, id);
            let mut names = candidates(&wanted, 3);
            let free = names.find(|sku| !self.skus.contains_key(sku) && !own.contains(sku));
            let last = || format!("V-{}", variant.id.simple()).to_uppercase();
            variant.sku = free.unwrap_or_else(last);
            own.insert(variant.sku.clone());
        }
    }

    /// Takes the product's codes for it, unless another has one of them.
    fn claim(&mut self, product: &Product) -> Result<(), Problem> {
        let mut problem = Problem::conflict("product_taken");
        if self.handles.get(&product.handle).is_some_and(|id| *id != product.id) {
            problem = problem.field_with(
                "handle",
                "product_handle_taken",
                &[("product", &product.handle)],
            );
        }
        for (i, variant) in product.variants.iter().enumerate() {
            if let Some((id, _, name)) = self.skus.get(&variant.sku)
                && *id != variant.id
            {
                let path = format!("variants[{i}].sku");
                problem = problem.field_with(path, "product_sku_taken", &[("product", name)]);
            }
            let barcode = variant.barcode.as_ref().and_then(|code| self.barcodes.get(code));
            if let Some((_, name)) = barcode.filter(|(id, _)| *id != variant.id) {
                let path = format!("variants[{i}].barcode");
                problem = problem.field_with(path, "product_barcode_taken", &[("product", name)]);
            }
        }
        problem.or_ok()?;
        let name = product.name.get(self.lang).to_owned();
        self.handles.insert(product.handle.clone(), product.id);
        for variant in &product.variants {
            let claim = (variant.id, product.id, name.clone());
            self.skus.insert(variant.sku.clone(), claim);
            if let Some(barcode) = &variant.barcode {
                self.barcodes.insert(barcode.clone(), (variant.id, name.clone()));
            }
        }
        Ok(())
    }
}

/// Unit and tracking are fixed once there was stock.
async fn refuse_changes_of_stocked(tx: &mut Tx, planned: &mut Planned) -> Result<(), Problem> {
    let moved = |there: &Option<Product>, merged: &Merged| match there {
        Some(old) => old.unit != merged.product.unit || old.tracked != merged.product.tracked,
        None => false,
    };
    let asked: Vec<Uuid> = planned
        .writes
        .iter()
        .filter(|(there, merged, _)| moved(there, merged))
        .map(|(_, merged, _)| merged.product.id)
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    let stocked = store::stocked(tx, &asked).await?;
    let writes = std::mem::take(&mut planned.writes);
    for (there, merged, file) in writes {
        if moved(&there, &merged) && stocked.contains(&merged.product.id) {
            planned.wrong.push(file.row.problem("unit", "product_had_stock"));
        } else {
            planned.writes.push((there, merged, file));
        }
    }
    Ok(())
}
