//! A product and its variants as they are kept and shown.

use std::str::FromStr;

use base::{Quantity, Text, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a product is for sale.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// For sale.
    #[default]
    Active,
    /// Not yet for sale.
    Draft,
    /// No longer for sale; its history stays.
    Archived,
}

impl State {
    /// Every state, in the order of a product's life.
    pub const ALL: [State; 3] = [State::Active, State::Draft, State::Archived];

    /// The word in the database, in JSON and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Draft => "draft",
            State::Archived => "archived",
        }
    }
}

/// The word is no state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a product is active, draft or archived")]
pub struct UnknownState;

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(word: &str) -> Result<Self, UnknownState> {
        State::ALL.into_iter().find(|state| state.as_str() == word).ok_or(UnknownState)
    }
}

/// The attributes of a product, by the keys of its type.
pub type Attributes = Map<String, Value>;

/// A product with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Product {
    /// Its id.
    pub id: Uuid,
    /// Its name in addresses and import files: `ocean-blue-shirt`.
    pub handle: String,
    /// Its name.
    pub name: Text,
    /// What it is, in plain text.
    pub description: String,
    /// Who makes or brands it; may be empty.
    pub vendor: String,
    /// Free words to find it by.
    pub tags: Vec<String>,
    /// Its type, which says what attributes it has.
    pub type_id: Option<Uuid>,
    /// The values of its type's attributes.
    #[schema(value_type = Object)]
    pub attributes: Attributes,
    /// Its place in the tree of categories.
    pub category_id: Option<Uuid>,
    /// What it is counted in: `piece`, `kg`.
    pub unit: String,
    /// How it is taxed.
    pub tax_code_id: Uuid,
    /// Whether its stock is counted; services are not.
    pub tracked: bool,
    /// Whether it is for sale.
    pub state: State,
    /// In what its variants differ: `["Size", "Colour"]`; empty with a single variant.
    pub options: Vec<String>,
    /// Its variants, the first of which lists show.
    pub variants: Vec<ProductVariant>,
    /// Its pictures, the first of which lists show.
    pub images: Vec<Image>,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// One variant of a product: what is stocked, priced and sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProductVariant {
    /// Its id.
    pub id: Uuid,
    /// Its stock keeping unit, unique in the company.
    pub sku: String,
    /// What a scanner reads, unique in the company.
    pub barcode: Option<String>,
    /// Its values for the product's options, in their order.
    pub options: Vec<String>,
    /// The price of one unit before tax.
    pub price: UnitPrice,
    /// The weight of one unit in grams.
    pub weight_g: i64,
    /// The room that one unit takes up, in millilitres.
    pub volume_ml: i64,
    /// Warn at or below this much available; null means never.
    pub low_stock: Option<Quantity>,
    /// Its place among the variants, from 1.
    pub position: i32,
    /// Whether it can be sold.
    pub active: bool,
    /// Counts the changes.
    pub version: i32,
}

/// A picture of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
pub struct Image {
    /// Its id.
    pub id: Uuid,
    /// The file of the picture.
    pub file_id: Uuid,
    /// The file of the small picture, at most 320 pixels wide and high.
    pub thumbnail_id: Uuid,
    /// Its place among the pictures, from 1.
    pub position: i32,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Pixels from side to side.
    pub width: i32,
    /// Pixels from top to bottom.
    pub height: i32,
}

/// A product to be made. Only the name is needed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The name.
    pub name: Text,
    /// The name in addresses; made of the name when not given.
    #[serde(default)]
    pub handle: Option<String>,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// Who makes or brands it.
    #[serde(default)]
    pub vendor: String,
    /// Free words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Its type.
    #[serde(default)]
    pub type_id: Option<Uuid>,
    /// The values of its type's attributes.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub attributes: Attributes,
    /// Its category.
    #[serde(default)]
    pub category_id: Option<Uuid>,
    /// What it is counted in; `piece` when not given.
    #[serde(default)]
    pub unit: Option<String>,
    /// How it is taxed; the company's default when not given.
    #[serde(default)]
    pub tax_code_id: Option<Uuid>,
    /// Whether its stock is counted; yes when not given.
    #[serde(default)]
    pub tracked: Option<bool>,
    /// Whether it is for sale; yes when not given.
    #[serde(default)]
    pub state: State,
    /// In what its variants differ; at most three.
    #[serde(default)]
    pub options: Vec<String>,
    /// Its variants; a single one at price zero when none is given.
    #[serde(default)]
    pub variants: Vec<NewVariant>,
}

impl NewProduct {
    /// A product with its name and nothing else said.
    #[must_use]
    pub fn named(name: Text) -> Self {
        Self {
            id: None,
            name,
            handle: None,
            description: String::new(),
            vendor: String::new(),
            tags: Vec::new(),
            type_id: None,
            attributes: Attributes::new(),
            category_id: None,
            unit: None,
            tax_code_id: None,
            tracked: None,
            state: State::Active,
            options: Vec::new(),
            variants: Vec::new(),
        }
    }
}

/// A variant to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewVariant {
    /// A UUIDv7 of the client's choosing.
    pub id: Option<Uuid>,
    /// Its SKU; made of the handle and the options when empty.
    pub sku: String,
    /// Its barcode.
    pub barcode: Option<String>,
    /// Its values for the product's options, in their order.
    pub options: Vec<String>,
    /// The price of one unit before tax.
    pub price: UnitPrice,
    /// The weight of one unit in grams.
    pub weight_g: i64,
    /// The room that one unit takes up, in millilitres.
    pub volume_ml: i64,
    /// Warn at or below this much available.
    pub low_stock: Option<Quantity>,
    /// Whether it can be sold; yes when not given.
    pub active: Option<bool>,
}

/// What to change of a product: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeProduct {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another name in addresses.
    pub handle: Option<String>,
    /// Another name.
    pub name: Option<Text>,
    /// Another description.
    pub description: Option<String>,
    /// Another vendor.
    pub vendor: Option<String>,
    /// Other words to find it by.
    pub tags: Option<Vec<String>>,
    /// Another type; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Uuid>)]
    pub type_id: Option<Option<Uuid>>,
    /// Other values of the attributes: all of them.
    #[schema(value_type = Option<Object>)]
    pub attributes: Option<Attributes>,
    /// Another category; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Uuid>)]
    pub category_id: Option<Option<Uuid>>,
    /// Another unit; fixed once there was stock.
    pub unit: Option<String>,
    /// Another tax code.
    pub tax_code_id: Option<Uuid>,
    /// Whether its stock is counted; fixed once there was stock.
    pub tracked: Option<bool>,
    /// Whether it is for sale.
    pub state: Option<State>,
    /// Other options; the values of every variant must follow.
    pub options: Option<Vec<String>>,
    /// Changes of variants: one with a known `id` is changed, any other is added.
    pub variants: Option<Vec<ChangeVariant>>,
    /// Variants to delete; only those that no order, invoice or stock move names.
    pub remove: Vec<Uuid>,
}

/// What to change of a variant: only the fields that are sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeVariant {
    /// Which one, inside the change of a product.
    pub id: Option<Uuid>,
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another SKU; empty has it made of the handle and the options.
    pub sku: Option<String>,
    /// Another barcode; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    pub barcode: Option<Option<String>>,
    /// Other values for the product's options.
    pub options: Option<Vec<String>>,
    /// Another price.
    pub price: Option<UnitPrice>,
    /// Another weight in grams.
    pub weight_g: Option<i64>,
    /// Another room that one takes up, in millilitres.
    pub volume_ml: Option<i64>,
    /// Another limit for the warning; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Quantity>)]
    pub low_stock: Option<Option<Quantity>>,
    /// Whether it can be sold.
    pub active: Option<bool>,
}

/// A field of a PATCH that may be null: not sent is `None`, sent as null is `Some(None)`.
pub(super) fn sent<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
