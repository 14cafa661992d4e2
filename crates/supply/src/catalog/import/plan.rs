//! What a product of the file makes of the product that is there: pure.

use std::collections::HashMap;

use base::{Id, Lang, Problem, Text, Timestamp};
use platform::imports::RowProblem;
use uuid::Uuid;

use super::super::change::tidy_list;
use super::super::product::{Product, ProductVariant, State};
use super::parse::{FileProduct, FileVariant};

/// What the names in the file mean in this company.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Types by their names in small letters.
    pub types: HashMap<String, Uuid>,
    /// Categories by their names from the top down, in small letters.
    pub categories: HashMap<Vec<String>, Uuid>,
    /// Tax codes by their codes in small letters.
    pub taxes: HashMap<String, Uuid>,
    pub default_tax: Uuid,
    /// What goods carry on which no tax is charged.
    pub zero_tax: Option<Uuid>,
}

/// The product as it would be, and which line of the file each of its variants came from.
#[derive(Debug)]
pub(super) struct Merged {
    pub product: Product,
    pub lines: HashMap<Uuid, usize>,
}

/// Makes a new product of the file's, or changes the one that is there: what the file does not
/// say stays, and variants that it does not name stay.
pub(super) fn merge(
    file: &FileProduct,
    known: Option<&Product>,
    new_id: Uuid,
    beside: &Beside,
    now: Timestamp,
) -> Result<Merged, RowProblem> {
    let mut product = match known {
        Some(known) => known.clone(),
        None => fresh(file, new_id, beside, now)?,
    };
    change(&mut product, file, beside)?;
    let mut lines = HashMap::new();
    for (line, variant) in file.variants.iter().enumerate() {
        let id = put(&mut product, variant, known.is_none() && line == 0, now);
        if lines.insert(id, line).is_some() {
            let mut twice = variant.row.problem("option1_value", "product_variant_twice");
            twice.facts.push(("options", variant.options.join(" / ")));
            return Err(twice);
        }
    }
    if known.is_some_and(|known| *known != product) {
        product.updated_at = now;
    }
    Ok(Merged { product, lines })
}

fn fresh(
    file: &FileProduct,
    id: Uuid,
    beside: &Beside,
    now: Timestamp,
) -> Result<Product, RowProblem> {
    let name = names(file, None).ok_or_else(|| file.row.problem("title", "required"))?;
    Ok(Product {
        id,
        handle: file.handle.clone().unwrap_or_default(),
        name,
        description: String::new(),
        vendor: String::new(),
        tags: Vec::new(),
        type_id: None,
        attributes: Default::default(),
        category_id: None,
        unit: "piece".to_owned(),
        tax_code_id: beside.default_tax,
        tracked: true,
        state: State::Active,
        options: Vec::new(),
        variants: Vec::new(),
        images: Vec::new(),
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

fn names(file: &FileProduct, known: Option<&Text>) -> Option<Text> {
    let of = |lang: Lang| {
        let said = file.names[lang as usize].as_deref();
        (lang, said.or_else(|| known.and_then(|known| known.exact(lang))).unwrap_or_default())
    };
    Text::from_parts(Lang::ALL.map(of)).ok()
}

fn change(product: &mut Product, file: &FileProduct, beside: &Beside) -> Result<(), RowProblem> {
    if let Some(name) = names(file, Some(&product.name)) {
        product.name = name;
    }
    set(&mut product.description, &file.description);
    set(&mut product.vendor, &file.vendor);
    set(&mut product.unit, &file.unit);
    set(&mut product.tracked, &file.tracked);
    set(&mut product.state, &file.state);
    if let Some(tags) = &file.tags {
        product.tags = tidy_list(tags.clone());
    }
    if let Some(name) = &file.type_name {
        product.type_id = beside.types.get(&name.to_lowercase()).copied().or(product.type_id);
    }
    if let Some(path) = &file.category {
        product.category_id = beside.categories.get(&key_of(path)).copied();
    }
    if let Some(code) = &file.tax_code {
        let known = beside.taxes.get(&code.to_lowercase());
        product.tax_code_id =
            *known.ok_or_else(|| file.row.problem("tax_code", "import_unknown_tax"))?;
    } else if file.taxable == Some(false) {
        product.tax_code_id = beside.zero_tax.unwrap_or(product.tax_code_id);
    }
    if !file.options.is_empty() {
        product.options = file.options.clone();
    }
    Ok(())
}

/// Names of categories as they are compared.
pub(super) fn key_of(path: &[String]) -> Vec<String> {
    path.iter().map(|name| name.to_lowercase()).collect()
}

fn set<T: Clone>(field: &mut T, said: &Option<T>) {
    if let Some(said) = said {
        *field = said.clone();
    }
}

/// Changes the variant that the line means, or adds one: known by its SKU, else by its options,
/// else as the only one of a product without options.
fn put(product: &mut Product, line: &FileVariant, fresh: bool, now: Timestamp) -> Uuid {
    let same = |v: &ProductVariant| {
        let (a, b) = (v.options.iter(), line.options.iter());
        a.map(|o| o.to_lowercase()).eq(b.map(|o| o.to_lowercase()))
    };
    let by_sku = line.sku.as_ref();
    let at = by_sku.and_then(|sku| product.variants.iter().position(|v| v.sku == *sku));
    let at = at.or_else(|| match product.options.is_empty() || !line.options.is_empty() {
        true => product.variants.iter().position(same),
        false => None,
    });
    let at = at.unwrap_or_else(|| {
        let position = product.variants.iter().map(|v| v.position).max().unwrap_or(0) + 1;
        product.variants.push(ProductVariant {
            id: Id::<ProductVariant>::at(now).uuid(),
            sku: String::new(),
            barcode: None,
            options: line.options.clone(),
            price: Default::default(),
            weight_g: 0,
            volume_ml: 0,
            low_stock: None,
            position: if fresh { 1 } else { position },
            active: true,
            version: 1,
        });
        product.variants.len() - 1
    });
    let variant = &mut product.variants[at];
    set(&mut variant.sku, &line.sku);
    set(&mut variant.price, &line.price);
    set(&mut variant.weight_g, &line.weight_g);
    if line.barcode.is_some() {
        variant.barcode = line.barcode.clone();
    }
    if line.low_stock.is_some() {
        variant.low_stock = line.low_stock;
    }
    if !line.options.is_empty() {
        variant.options = line.options.clone();
    }
    variant.id
}

/// The rows that a refusal of the whole product is about.
pub(super) fn refused(problem: &Problem, file: &FileProduct, merged: &Merged) -> Vec<RowProblem> {
    let mut out: Vec<RowProblem> = Vec::new();
    for field in problem.fields() {
        let (index, name) = split(&field.path);
        let variant = index.and_then(|i| merged.product.variants.get(i));
        let line = variant.and_then(|variant| merged.lines.get(&variant.id));
        let row = line.map_or(&file.row, |line| &file.variants[*line].row);
        let key = column(name);
        if out.iter().any(|known| known.row == row.number && known.field == key) {
            continue;
        }
        let mut wrong = row.problem(key, field.code);
        wrong.facts = field.facts.iter().map(|(name, value)| (*name, value.clone())).collect();
        out.push(wrong);
    }
    out
}

/// `variants[2].sku` is the third variant's `sku`.
fn split(path: &str) -> (Option<usize>, &str) {
    let inside = path.strip_prefix("variants[").and_then(|rest| rest.split_once(']'));
    match inside {
        Some((index, rest)) => (index.parse().ok(), rest.trim_start_matches('.')),
        None => (None, path),
    }
}

/// The column of the file in which a field stands.
fn column(field: &str) -> &'static str {
    let known = [
        "handle",
        "description",
        "vendor",
        "unit",
        "tags",
        "sku",
        "barcode",
        "price",
        "weight_g",
        "low_stock",
    ];
    match field.split('[').next().unwrap_or_default() {
        "name" => "title",
        "options" => "option1_value",
        field => known.into_iter().find(|key| *key == field).unwrap_or(""),
    }
}
