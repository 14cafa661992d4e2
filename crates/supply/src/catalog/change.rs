//! How a new product and a change become the product that is kept: pure.

use base::{Id, Timestamp};
use uuid::Uuid;

use super::handle::handle_of;
use super::product::{
    ChangeProduct, ChangeVariant, NewProduct, NewVariant, Product, ProductVariant,
};

impl NewProduct {
    /// The product that this would become; handle and SKUs may still be empty.
    pub(super) fn into_product(self, id: Uuid, tax_code_id: Uuid, now: Timestamp) -> Product {
        let handle = self.handle.as_deref().map(tidy).filter(|handle| !handle.is_empty());
        let variants =
            if self.variants.is_empty() { vec![NewVariant::default()] } else { self.variants };
        Product {
            id,
            handle: handle.map(|handle| handle.to_lowercase()).unwrap_or_default(),
            name: self.name,
            description: self.description.trim().to_owned(),
            vendor: tidy(&self.vendor),
            tags: tidy_list(self.tags),
            type_id: self.type_id,
            attributes: self.attributes,
            category_id: self.category_id,
            unit: tidy(self.unit.as_deref().unwrap_or("piece")),
            tax_code_id: self.tax_code_id.unwrap_or(tax_code_id),
            tracked: self.tracked.unwrap_or(true),
            state: self.state,
            options: self.options.iter().map(|o| tidy(o)).collect(),
            variants: (1..)
                .zip(variants)
                .map(|(position, variant)| variant.into_variant(position, now))
                .collect(),
            images: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

impl NewVariant {
    pub(super) fn into_variant(self, position: i32, now: Timestamp) -> ProductVariant {
        ProductVariant {
            id: self.id.unwrap_or_else(|| Id::<ProductVariant>::at(now).uuid()),
            sku: tidy(&self.sku),
            barcode: barcode(self.barcode.as_deref()),
            options: self.options.iter().map(|o| tidy(o)).collect(),
            price: self.price,
            weight_g: self.weight_g,
            volume_ml: self.volume_ml,
            low_stock: self.low_stock,
            position,
            active: self.active.unwrap_or(true),
            version: 1,
        }
    }
}

impl ChangeProduct {
    /// The product as it would be afterwards; its version is not counted up yet.
    pub(super) fn apply(self, old: &Product, now: Timestamp) -> Product {
        let text = |new: Option<String>, old: &str| new.map_or(old.to_owned(), |new| tidy(&new));
        let name = self.name.unwrap_or_else(|| old.name.clone());
        let handle = text(self.handle, &old.handle).to_lowercase();
        let mut product = Product {
            handle: if handle.is_empty() {
                handle_of(super::rules::sort_name(&name).as_str())
            } else {
                handle
            },
            name,
            description: self
                .description
                .map_or(old.description.clone(), |new| new.trim().to_owned()),
            vendor: text(self.vendor, &old.vendor),
            tags: self.tags.map_or(old.tags.clone(), tidy_list),
            type_id: self.type_id.unwrap_or(old.type_id),
            attributes: self.attributes.unwrap_or_else(|| old.attributes.clone()),
            category_id: self.category_id.unwrap_or(old.category_id),
            unit: text(self.unit, &old.unit),
            tax_code_id: self.tax_code_id.unwrap_or(old.tax_code_id),
            tracked: self.tracked.unwrap_or(old.tracked),
            state: self.state.unwrap_or(old.state),
            options: self
                .options
                .map_or(old.options.clone(), |options| options.iter().map(|o| tidy(o)).collect()),
            ..old.clone()
        };
        product.variants.retain(|variant| !self.remove.contains(&variant.id));
        for change in self.variants.unwrap_or_default() {
            change.apply_to(&mut product, now);
        }
        product
    }
}

impl ChangeVariant {
    fn apply_to(self, product: &mut Product, now: Timestamp) {
        let known = product.variants.iter_mut().find(|v| Some(v.id) == self.id);
        match known {
            Some(variant) => self.apply(variant),
            None => {
                let last = product.variants.iter().map(|v| v.position).max().unwrap_or(0);
                product.variants.push(self.into_new().into_variant(last + 1, now));
            }
        }
    }

    fn apply(self, variant: &mut ProductVariant) {
        if let Some(sku) = self.sku {
            variant.sku = tidy(&sku);
        }
        if let Some(new) = self.barcode {
            variant.barcode = barcode(new.as_deref());
        }
        if let Some(options) = self.options {
            variant.options = options.iter().map(|o| tidy(o)).collect();
        }
        variant.price = self.price.unwrap_or(variant.price);
        variant.weight_g = self.weight_g.unwrap_or(variant.weight_g);
        variant.volume_ml = self.volume_ml.unwrap_or(variant.volume_ml);
        variant.low_stock = self.low_stock.unwrap_or(variant.low_stock);
        variant.active = self.active.unwrap_or(variant.active);
    }

    fn into_new(self) -> NewVariant {
        NewVariant {
            id: self.id,
            sku: self.sku.unwrap_or_default(),
            barcode: self.barcode.flatten(),
            options: self.options.unwrap_or_default(),
            price: self.price.unwrap_or_default(),
            weight_g: self.weight_g.unwrap_or_default(),
            volume_ml: self.volume_ml.unwrap_or_default(),
            low_stock: self.low_stock.flatten(),
            active: self.active,
        }
    }
}

impl From<NewVariant> for ChangeVariant {
    fn from(new: NewVariant) -> Self {
        Self {
            id: new.id,
            version: None,
            sku: Some(new.sku),
            barcode: Some(new.barcode),
            options: Some(new.options),
            price: Some(new.price),
            weight_g: Some(new.weight_g),
            volume_ml: Some(new.volume_ml),
            low_stock: Some(new.low_stock),
            active: new.active,
        }
    }
}

/// One line without blanks around it or doubled inside.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scanners type plain digits, whatever digits a person typed.
pub(super) fn barcode(text: Option<&str>) -> Option<String> {
    text.map(|text| tidy(&base::digits::to_ascii(text))).filter(|text| !text.is_empty())
}

/// Each once, in their order, without the empty ones.
pub(super) fn tidy_list(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for text in list.iter().map(|text| tidy(text)).filter(|text| !text.is_empty()) {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
