//! Product types: what attributes the products of a kind have, such as a fabric or a thread.

use base::{Problem, Quantity, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::product::Attributes;

/// A type of products.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProductType {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: Text,
    /// What its products can say of themselves.
    pub attributes: Vec<Attribute>,
    /// Counts the changes; the ETag.
    pub version: i32,
}

/// One thing that products of a type say of themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its name in JSON: small letters, digits and `_`.
    pub key: String,
    /// Its name on pages.
    pub name: Text,
    /// What it holds.
    pub kind: AttributeKind,
    /// What can be chosen, when it is a choice.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AttributeKind {
    /// A line of text.
    Text,
    /// A decimal number, as a string.
    Number,
    /// One of a few.
    Choice,
    /// Yes or no.
    Boolean,
}

impl AttributeKind {
    /// Every kind.
    pub const ALL: [AttributeKind; 4] =
        [AttributeKind::Text, AttributeKind::Number, AttributeKind::Choice, AttributeKind::Boolean];

    /// The word in JSON and in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            AttributeKind::Text => "text",
            AttributeKind::Number => "number",
            AttributeKind::Choice => "choice",
            AttributeKind::Boolean => "boolean",
        }
    }
}

/// A type to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProductType {
    /// A UUIDv7 of the client's choosing.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its name.
    pub name: Text,
    /// Its attributes.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

/// What to change of a type: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeProductType {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another name.
    pub name: Option<Text>,
    /// Other attributes: all of them. Products keep values of attributes that go.
    pub attributes: Option<Vec<Attribute>>,
}

impl ProductType {
    /// Whether the attributes of a product are of this type.
    pub(super) fn check(&self, values: &Attributes) -> Result<(), Problem> {
        let mut problem = Problem::invalid();
        for (key, value) in values {
            let path = format!("attributes.{key}");
            let code = match self.attributes.iter().find(|a| a.key == *key) {
                None => Some("unknown"),
                Some(attribute) => attribute.refuses(value),
            };
            if let Some(code) = code {
                problem = problem.field(path, code);
            }
        }
        problem.or_ok()
    }

    /// Whether the type itself can be kept.
    pub(super) fn check_itself(&self) -> Result<(), Problem> {
        let mut problem = Problem::invalid();
        if self.attributes.len() > 50 {
            problem = problem.field_with("attributes", "product_type_attributes", &[("most", &50)]);
        }
        for (i, attribute) in self.attributes.iter().enumerate() {
            let path = |field: &str| format!("attributes[{i}].{field}");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let key = &attribute.key;
            if key.is_empty() || key.len() > 40 || !key.chars().all(plain) {
                problem = problem.field(path("key"), "product_attribute_key");
            } else if self.attributes[..i].iter().any(|before| before.key == *key) {
                problem = problem.field(path("key"), "product_attribute_twice");
            }
            if attribute.kind == AttributeKind::Choice && attribute.choices.is_empty() {
                problem = problem.field(path("choices"), "required");
            }
        }
        problem.or_ok()
    }
}

impl Attribute {
    /// The code of the rule that a value breaks.
    fn refuses(&self, value: &Value) -> Option<&'static str> {
        let fits = match (self.kind, value) {
            (_, Value::Null) => true,
            (AttributeKind::Boolean, value) => value.is_boolean(),
            (AttributeKind::Text, Value::String(text)) => {
                return (text.chars().count() > 500).then_some("product_attribute_long");
            }
            (AttributeKind::Number, Value::String(text)) => Quantity::parse(text).is_ok(),
            (AttributeKind::Choice, Value::String(text)) => self.choices.contains(text),
            _ => false,
        };
        if fits {
            return None;
        }
        Some(match self.kind {
            AttributeKind::Number => "not_a_number",
            AttributeKind::Choice => "unknown",
            AttributeKind::Boolean => "product_attribute_boolean",
            AttributeKind::Text => "product_attribute_text",
        })
    }
}
