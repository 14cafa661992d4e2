//! Finding products.

use base::list::filter;
use base::{Filtered, List, Problem, Quantity, Sort, Text, Timestamp, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::product::State;
use super::store;

/// A product as lists show it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct ProductSummary {
    /// Its id.
    pub id: Uuid,
    /// Its name in addresses.
    pub handle: String,
    /// Its name.
    pub name: Text,
    /// Whether it is for sale.
    pub state: State,
    /// Who makes or brands it.
    pub vendor: String,
    /// Its type.
    pub type_id: Option<Uuid>,
    /// Its category.
    pub category_id: Option<Uuid>,
    /// What it is counted in.
    pub unit: String,
    /// Whether its stock is counted.
    pub tracked: bool,
    /// The SKU of its first variant.
    pub sku: String,
    /// The price of its first variant.
    pub price: UnitPrice,
    /// How many variants it has.
    pub variant_count: i64,
    /// What can still be promised of all its variants.
    pub available: Quantity,
    /// The file of the small picture of its first image.
    pub thumbnail_id: Option<Uuid>,
    /// Counts the changes.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a list of products can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ProductFilter {
    /// `active`, `draft` or `archived`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<State>,
    /// Those of a category or any below it.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub category: Option<Uuid>,
    /// Those of a type.
    #[serde(deserialize_with = "filter", rename = "type")]
    #[param(value_type = Option<Uuid>)]
    pub type_id: Option<Uuid>,
    /// Those of a vendor, written exactly so.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub vendor: Option<String>,
    /// Those with this tag.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub tag: Option<String>,
    /// `in`: something available; `out`: nothing; `low`: a variant at or below its warning.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub stock: Option<StockFilter>,
}

/// Products by what there is of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StockFilter {
    /// Something is available.
    In,
    /// Nothing is.
    Out,
    /// A variant is at or below its warning.
    Low,
}

impl std::str::FromStr for StockFilter {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "in" => Ok(StockFilter::In),
            "out" => Ok(StockFilter::Out),
            "low" => Ok(StockFilter::Low),
            _ => Err("stock is in, out or low"),
        }
    }
}

/// What a list of products is asked: filters, search, order, page.
pub type ProductQuery = Filtered<ProductFilter>;

const SORTS: &[Sort] = &[
    Sort::asc("name", "p.sort_name", "text"),
    Sort::asc("updated", "p.updated_at", "timestamptz"),
    Sort::asc("vendor", "p.vendor", "text"),
];

/// The best match first, unless another order was asked for.
const FOUND: Sort = Sort::desc("relevance", "s.score", "real");

/// A page of products. `q` finds names in every language, SKUs and barcodes, also mistyped.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn list(tx: &mut Tx, query: &ProductQuery) -> Result<List<ProductSummary>, Problem> {
    let sorted = query.list.sort.as_deref().is_some_and(|s| !s.trim().is_empty());
    let sort = match query.list.search() {
        Some(q) if !sorted && is_searchable(q) => FOUND,
        _ => query.list.sort(SORTS)?,
    };
    let below = match query.filter.category {
        Some(category) => Some(store::subtree(tx, category).await?),
        None => None,
    };
    store::list(tx, query, sort, below).await
}

/// Whether a text is long enough for the search by likeness; a shorter one finds what begins so.
pub(super) fn is_searchable(q: &str) -> bool {
    q.chars().count() >= 3
}

/// The vendors of the company's products, at most a hundred, for a filter.
///
/// # Errors
/// When the database is away.
pub async fn vendors(tx: &mut Tx) -> Result<Vec<String>, Problem> {
    store::vendors(tx).await
}
