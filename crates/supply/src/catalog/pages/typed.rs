//! A product as it was typed into its form, and how that becomes a command.

use base::{Cx, FormData, Lang, Problem, Quantity, Text};
use serde_json::Value;
use uuid::Uuid;

use super::typed_variant::{TypedVariant, read_rows};
use crate::catalog::rules::{MOST_OPTIONS, MOST_VARIANTS};
use crate::catalog::{
    AttributeKind, Attributes, ChangeProduct, ChangeVariant, NewProduct, NewVariant, Product,
    ProductType, State,
};

/// A product as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ProductForm {
    pub version: Option<i32>,
    /// English, Arabic, Bangla.
    pub names: [String; 3],
    pub handle: String,
    pub description: String,
    pub vendor: String,
    pub tags: String,
    pub type_id: String,
    pub attributes: Vec<(String, String)>,
    pub category_id: String,
    pub unit: String,
    pub tax_code_id: String,
    pub tracked: bool,
    pub state: String,
    pub options: [String; MOST_OPTIONS],
    /// Values to make variants of, with commas between them.
    pub values: [String; MOST_OPTIONS],
    pub rows: Vec<TypedVariant>,
    /// Variants whose line was taken away.
    pub removed: Vec<Uuid>,
}

/// What of the form is more than text.
struct Parsed {
    name: Text,
    type_id: Option<Uuid>,
    category_id: Option<Uuid>,
    tax_code_id: Option<Uuid>,
    state: State,
    attributes: Attributes,
    options: Vec<String>,
    variants: Vec<NewVariant>,
}

impl ProductForm {
    pub(super) fn empty() -> Self {
        let state = State::Active.as_str().to_owned();
        Self { unit: "piece".to_owned(), tracked: true, state, ..Self::default() }
    }

    pub(super) fn of(p: &Product) -> Self {
        let names = Lang::ALL.map(|lang| p.name.exact(lang).unwrap_or_default().to_owned());
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Self {
            version: Some(p.version),
            names,
            handle: p.handle.clone(),
            description: p.description.clone(),
            vendor: p.vendor.clone(),
            tags: p.tags.join(", "),
            type_id: p.type_id.map(|id| id.to_string()).unwrap_or_default(),
            attributes: p.attributes.iter().map(|(k, v)| (k.clone(), plain(v))).collect(),
            category_id: p.category_id.map(|id| id.to_string()).unwrap_or_default(),
            unit: p.unit.clone(),
            tax_code_id: p.tax_code_id.to_string(),
            tracked: p.tracked,
            state: p.state.as_str().to_owned(),
            options: array(&p.options),
            values: Default::default(),
            rows: p.variants.iter().map(TypedVariant::of).collect(),
            removed: Vec::new(),
        }
    }

    pub(super) fn read(data: &FormData, types: &[ProductType]) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let type_id = text("type_id");
        let of_type = types.iter().find(|t| t.id.to_string() == type_id);
        let attributes = of_type.into_iter().flat_map(|t| &t.attributes).map(|a| {
            let typed = text(&format!("attributes[{}]", a.key));
            (a.key.clone(), typed)
        });
        let (rows, removed) = read_rows(data);
        Self {
            version: data.text("version").parse().ok(),
            names: Lang::ALL.map(|lang| text(&format!("name_{}", lang.code()))),
            handle: text("handle"),
            description: text("description"),
            vendor: text("vendor"),
            tags: text("tags"),
            attributes: attributes.collect(),
            type_id,
            category_id: text("category_id"),
            unit: text("unit"),
            tax_code_id: text("tax_code_id"),
            tracked: data.has("tracked"),
            state: text("state"),
            options: std::array::from_fn(|i| text(&format!("options[{i}]"))),
            values: std::array::from_fn(|i| text(&format!("values[{i}]"))),
            rows,
            removed,
        }
    }

    /// How many options have a name; the grid has a column for each.
    pub(super) fn option_count(&self) -> usize {
        self.options.iter().filter(|option| !option.is_empty()).count()
    }

    pub(super) fn remove_row(&mut self, row: usize) {
        if row < self.rows.len() {
            self.removed.extend(self.rows.remove(row).id);
        }
    }

    /// Adds a line for each combination of the values typed that has none yet. A line without
    /// values, as a product without options has, becomes the first.
    pub(super) fn make_variants(&mut self) {
        let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
        for (option, values) in self.options.iter().zip(&self.values) {
            let values: Vec<&str> = split(values).collect();
            if option.is_empty() || values.is_empty() {
                continue;
            }
            combinations = combinations
                .iter()
                .flat_map(|before| {
                    values.iter().map(|value| {
                        let mut one = before.clone();
                        one.push((*value).to_owned());
                        one
                    })
                })
                .take(MOST_VARIANTS)
                .collect();
        }
        let price = self.rows.first().map(|row| row.price.clone()).unwrap_or_default();
        for combination in combinations.into_iter().filter(|c| !c.is_empty()) {
            let options = array(&combination);
            if self.rows.iter().any(|row| row.options == options) {
                continue;
            }
            let room = self.rows.len() < MOST_VARIANTS;
            let bare = self.rows.iter_mut().find(|row| row.options.iter().all(String::is_empty));
            match bare {
                Some(row) => row.options = options,
                None if room => {
                    let active = "true".to_owned();
                    let price = price.clone();
                    self.rows.push(TypedVariant { options, price, active, ..Default::default() });
                }
                None => break,
            }
        }
        self.values = Default::default();
    }

    pub(super) fn to_new(&self, types: &[ProductType]) -> Result<NewProduct, Problem> {
        let parsed = self.parsed(types)?;
        Ok(NewProduct {
            handle: Some(self.handle.clone()),
            description: self.description.clone(),
            vendor: self.vendor.clone(),
            tags: split(&self.tags).map(str::to_owned).collect(),
            type_id: parsed.type_id,
            attributes: parsed.attributes,
            category_id: parsed.category_id,
            unit: Some(self.unit.clone()),
            tax_code_id: parsed.tax_code_id,
            tracked: Some(self.tracked),
            state: parsed.state,
            options: parsed.options,
            variants: parsed.variants,
            ..NewProduct::named(parsed.name)
        })
    }

    pub(super) fn to_change(&self, types: &[ProductType]) -> Result<ChangeProduct, Problem> {
        let parsed = self.parsed(types)?;
        Ok(ChangeProduct {
            version: self.version,
            handle: Some(self.handle.clone()),
            name: Some(parsed.name),
            description: Some(self.description.clone()),
            vendor: Some(self.vendor.clone()),
            tags: Some(split(&self.tags).map(str::to_owned).collect()),
            type_id: Some(parsed.type_id),
            attributes: Some(parsed.attributes),
            category_id: Some(parsed.category_id),
            unit: Some(self.unit.clone()),
            tax_code_id: parsed.tax_code_id,
            tracked: Some(self.tracked),
            state: Some(parsed.state),
            options: Some(parsed.options),
            // The form asks for neither weight nor room, so it says nothing of them.
            variants: Some(
                parsed
                    .variants
                    .into_iter()
                    .map(|new| ChangeVariant { weight_g: None, volume_ml: None, ..new.into() })
                    .collect(),
            ),
            remove: self.removed.clone(),
        })
    }

    fn parsed(&self, types: &[ProductType]) -> Result<Parsed, Problem> {
        let mut problem = Problem::invalid();
        let names = Lang::ALL.into_iter().zip(self.names.iter().map(String::as_str));
        let name = Text::from_parts(names);
        if name.is_err() {
            problem = problem.field("name", "required");
        }
        let options: Vec<String> =
            self.options.iter().filter(|option| !option.is_empty()).cloned().collect();
        let mut variants = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            match row.parsed(i, options.len(), problem) {
                (Some(variant), rest) => {
                    variants.push(variant);
                    problem = rest;
                }
                (None, rest) => problem = rest,
            }
        }
        problem.or_ok()?;
        let id = |text: &str| text.parse::<Uuid>().ok();
        let of_type = types.iter().find(|t| Some(t.id) == id(&self.type_id));
        let kinds = of_type.map(|t| t.attributes.as_slice()).unwrap_or_default();
        Ok(Parsed {
            name: name.map_err(Problem::internal)?,
            type_id: id(&self.type_id),
            category_id: id(&self.category_id),
            tax_code_id: id(&self.tax_code_id),
            state: self.state.parse().unwrap_or_default(),
            attributes: kinds
                .iter()
                .filter_map(|a| {
                    let typed = self.attributes.iter().find(|(key, _)| *key == a.key);
                    let value = attribute(a.kind, typed.map_or("", |(_, value)| value))?;
                    Some((a.key.clone(), value))
                })
                .collect(),
            options,
            variants,
        })
    }
}

/// The value of an attribute as it was typed; nothing when the field is empty.
fn attribute(kind: AttributeKind, typed: &str) -> Option<Value> {
    match kind {
        _ if typed.is_empty() => None,
        AttributeKind::Boolean => Some(Value::Bool(typed == "true")),
        AttributeKind::Number => {
            let number = Quantity::parse_local(typed).map(|number| number.to_string());
            Some(Value::String(number.unwrap_or_else(|_| typed.to_owned())))
        }
        AttributeKind::Text | AttributeKind::Choice => Some(Value::String(typed.to_owned())),
    }
}

/// A list as people type it: with commas, also Arabic ones, or semicolons.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '،', ';', '؛', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn array(list: &[String]) -> [String; MOST_OPTIONS] {
    std::array::from_fn(|i| list.get(i).cloned().unwrap_or_default())
}

/// The currency that prices are in.
pub(super) fn currency(cx: &Cx) -> &'static str {
    cx.actor.tenant.currency.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(options: [&str; 3], values: [&str; 3]) -> ProductForm {
        let mut form = ProductForm::empty();
        form.options = options.map(str::to_owned);
        form.values = values.map(str::to_owned);
        form
    }

    #[test]
    fn variants_are_made_of_every_combination_that_is_missing() {
        let mut form = form(["Size", "Colour", ""], ["S, M", "Red، Blue", "x"]);
        form.rows.push(TypedVariant { price: "5".into(), ..TypedVariant::default() });
        form.rows.push(TypedVariant {
            options: array(&["M".into(), "Red".into()]),
            ..Default::default()
        });
        form.make_variants();
        let made: Vec<String> =
            form.rows.iter().map(|row| format!("{} {}", row.options[0], row.options[1])).collect();
        assert_eq!(made, ["S Red", "M Red", "S Blue", "M Blue"]);
        assert_eq!(form.rows[2].price, "5");
        assert_eq!(form.option_count(), 2);
    }
}
