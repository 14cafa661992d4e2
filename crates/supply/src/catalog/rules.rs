//! The rules that a product keeps by itself, and what is derived from it: pure.

use std::collections::HashSet;

use base::{Lang, Problem, Text};
use serde_json::{Map, Value, json};

use super::handle::{LONGEST_HANDLE, LONGEST_SKU};
use super::product::{Product, ProductVariant};

/// The most options that a product can have.
pub(super) const MOST_OPTIONS: usize = 3;
/// The most variants that a product can have.
pub(super) const MOST_VARIANTS: usize = 250;
const MOST_TAGS: usize = 50;

impl Product {
    /// Whether it can be kept as it is; every field that cannot is named.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let mut found = Vec::new();
        self.check_fields(&mut found);
        self.check_options(&mut found);
        for (i, variant) in self.variants.iter().enumerate() {
            variant.check(i, self.options.len(), &mut found);
        }
        self.check_twins(&mut found);
        let problem = found.into_iter().fold(Problem::invalid(), |problem, wrong| {
            let facts: Vec<(&'static str, &dyn std::fmt::Display)> =
                wrong.facts.iter().map(|(name, value)| (*name, value as _)).collect();
            problem.field_with(wrong.path, wrong.code, &facts)
        });
        problem.or_ok()
    }

    fn check_fields(&self, found: &mut Vec<Wrong>) {
        let names = self.name.iter().map(|(_, name)| ("name", name, 200));
        let texts = [
            ("handle", self.handle.as_str(), LONGEST_HANDLE),
            ("description", self.description.as_str(), 20_000),
            ("vendor", self.vendor.as_str(), 100),
            ("unit", self.unit.as_str(), 20),
        ];
        for (field, text, most) in names.chain(texts) {
            if text.chars().count() > most {
                found.push(Wrong::too_long(field, most));
            }
        }
        if self.handle.is_empty() || self.handle.contains(['/', '?', '#', ' ']) {
            found.push(Wrong::new("handle", "product_handle"));
        }
        if self.unit.is_empty() {
            found.push(Wrong::new("unit", "required"));
        }
        if self.tags.len() > MOST_TAGS || self.tags.iter().any(|t| t.chars().count() > 60) {
            found.push(Wrong::new("tags", "product_tags").fact("most", MOST_TAGS));
        }
    }

    fn check_options(&self, found: &mut Vec<Wrong>) {
        if self.options.len() > MOST_OPTIONS {
            found.push(Wrong::new("options", "product_options").fact("most", MOST_OPTIONS));
        }
        let mut seen = HashSet::new();
        for (i, option) in self.options.iter().enumerate() {
            let path = format!("options[{i}]");
            if option.is_empty() {
                found.push(Wrong::new(path, "required"));
            } else if option.chars().count() > 60 {
                found.push(Wrong::too_long(path, 60));
            } else if !seen.insert(option.to_lowercase()) {
                found.push(Wrong::new(path, "product_option_twice").fact("option", option));
            }
        }
        if self.variants.len() > MOST_VARIANTS {
            found.push(Wrong::new("variants", "product_variants").fact("most", MOST_VARIANTS));
        }
        if self.variants.is_empty() {
            found.push(Wrong::new("variants", "required"));
        }
    }

    /// Two variants must differ in what tells them apart.
    fn check_twins(&self, found: &mut Vec<Wrong>) {
        let (mut skus, mut barcodes, mut options) =
            (HashSet::new(), HashSet::new(), HashSet::new());
        for (i, variant) in self.variants.iter().enumerate() {
            let path = |field: &str| format!("variants[{i}].{field}");
            if !variant.sku.is_empty() && !skus.insert(variant.sku.as_str()) {
                let wrong = Wrong::new(path("sku"), "product_sku_twice").fact("sku", &variant.sku);
                found.push(wrong);
            }
            if let Some(barcode) = &variant.barcode
                && !barcodes.insert(barcode.as_str())
            {
                let wrong = Wrong::new(path("barcode"), "product_barcode_twice");
                found.push(wrong.fact("barcode", barcode));
            }
            let values: Vec<String> = variant.options.iter().map(|v| v.to_lowercase()).collect();
            if !options.insert(values) {
                let said = variant.options.join(" / ");
                let code =
                    if said.is_empty() { "product_needs_options" } else { "product_variant_twice" };
                found.push(Wrong::new(path("options"), code).fact("options", said));
            }
        }
    }

    /// What search looks through: the names in every language, SKUs and barcodes, in small
    /// letters. The SKUs stand last since there can be many.
    pub(super) fn search_text(&self) -> String {
        let codes = self
            .variants
            .iter()
            .flat_map(|v| [Some(v.sku.as_str()), v.barcode.as_deref()].into_iter().flatten());
        let names = self.name.iter().map(|(_, name)| name);
        names.chain(codes).collect::<Vec<_>>().join(" ").to_lowercase()
    }

    /// What lists are sorted by.
    pub(super) fn sort_name(&self) -> String {
        sort_name(&self.name)
    }

    /// What changed, for the audit log: `{"name": ["old", "new"]}`.
    pub(super) fn changes_to(&self, new: &Product) -> Value {
        let mut changes = differences(self.facts(), new.facts());
        for variant in &new.variants {
            let old = self.variants.iter().find(|v| v.id == variant.id);
            let before = old.map(ProductVariant::facts).unwrap_or_default();
            for (field, change) in differences(before, variant.facts()) {
                changes.insert(format!("{} {field}", variant.sku), change);
            }
        }
        Value::Object(changes)
    }

    fn facts(&self) -> Map<String, Value> {
        let facts = json!({"handle": self.handle, "name": self.name, "unit": self.unit,
            "description": self.description, "vendor": self.vendor, "tags": self.tags,
            "type_id": self.type_id, "category_id": self.category_id,
            "attributes": self.attributes, "tax_code_id": self.tax_code_id,
            "tracked": self.tracked, "state": self.state, "options": self.options});
        object(facts)
    }
}

impl ProductVariant {
    fn check(&self, i: usize, options: usize, found: &mut Vec<Wrong>) {
        let path = |field: &str| format!("variants[{i}].{field}");
        if self.sku.chars().count() > LONGEST_SKU {
            found.push(Wrong::too_long(path("sku"), LONGEST_SKU));
        }
        if self.barcode.as_ref().is_some_and(|b| b.chars().count() > 64) {
            found.push(Wrong::too_long(path("barcode"), 64));
        }
        if self.options.len() != options {
            found.push(Wrong::new(path("options"), "product_option_count").fact("count", options));
        }
        for (n, value) in self.options.iter().enumerate() {
            if value.is_empty() {
                found.push(Wrong::new(format!("variants[{i}].options[{n}]"), "required"));
            } else if value.chars().count() > 100 {
                found.push(Wrong::too_long(format!("variants[{i}].options[{n}]"), 100));
            }
        }
        let amounts = [
            ("price", self.price.is_negative()),
            ("weight_g", self.weight_g < 0),
            ("volume_ml", self.volume_ml < 0),
            ("low_stock", self.low_stock.is_some_and(|low| low.is_negative())),
        ];
        for (field, _) in amounts.into_iter().filter(|(_, negative)| *negative) {
            found.push(Wrong::new(path(field), "product_negative"));
        }
    }

    fn facts(&self) -> Map<String, Value> {
        let facts = json!({"sku": self.sku, "barcode": self.barcode, "options": self.options,
            "price": self.price, "weight_g": self.weight_g, "volume_ml": self.volume_ml,
            "low_stock": self.low_stock, "active": self.active});
        object(facts)
    }
}

/// The English name, else the first there is, in small letters.
pub(super) fn sort_name(name: &Text) -> String {
    name.get(Lang::En).to_lowercase()
}

/// One thing that is wrong.
struct Wrong {
    path: String,
    code: &'static str,
    facts: Vec<(&'static str, String)>,
}

impl Wrong {
    fn new(path: impl Into<String>, code: &'static str) -> Self {
        Self { path: path.into(), code, facts: Vec::new() }
    }

    fn too_long(path: impl Into<String>, most: usize) -> Self {
        Self::new(path, "too_long").fact("most", most)
    }

    fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

fn differences(old: Map<String, Value>, new: Map<String, Value>) -> Map<String, Value> {
    new.into_iter()
        .filter_map(|(field, after)| {
            let before = old.get(&field).cloned().unwrap_or_default();
            (before != after).then(|| (field, json!([before, after])))
        })
        .collect()
}
