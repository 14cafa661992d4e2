//! The prices of a list.

use std::collections::HashSet;

use base::{Filtered, List, Problem, Quantity, Sort, Text, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;

/// More at once than this are an import.
const MOST: usize = 1000;

/// What one unit of an item costs, from so much of it on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Price {
    /// The item.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// The values of its options.
    pub options: Vec<String>,
    /// The least quantity; zero for any.
    pub from_quantity: Quantity,
    /// The price of one unit without tax.
    pub unit_price: UnitPrice,
    /// The catalogue's price of one unit.
    pub catalog_price: UnitPrice,
}

/// A price to be set.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPrice {
    /// The item; or say its `sku`.
    pub variant_id: Option<Uuid>,
    /// The item's code; or say its id.
    pub sku: Option<String>,
    /// The least quantity; any when not given.
    pub from_quantity: Quantity,
    /// The price of one unit without tax; null takes the price away.
    pub unit_price: Option<UnitPrice>,
}

/// What the prices of a list can be narrowed by: nothing but the search.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PriceFilter {}

/// What the prices of a list are asked: search, order, page.
pub type PriceQuery = Filtered<PriceFilter>;

const SORTS: &[Sort] = &[Sort::asc("sku", "v.sku || lpad(r.from_quantity::text, 20, '0')", "text")];

/// A page of the prices of a list; `q` searches SKU and name.
///
/// # Errors
/// 404; 400 for an order or a cursor that is none.
pub async fn prices(tx: &mut Tx, id: Uuid, query: &PriceQuery) -> Result<List<Price>, Problem> {
    super::find(tx, id).await?;
    let sort = query.list.sort(SORTS)?;
    store::prices(tx, id, query, sort).await
}

/// Sets prices of a list, or takes them away; others stay as they are. Says how many changed.
///
/// # Errors
/// 404; 422 with every line that cannot be.
pub async fn set_prices(tx: &mut Tx, id: Uuid, new: &[NewPrice]) -> Result<u64, Problem> {
    let list = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let mut problem = Problem::invalid();
    if new.is_empty() {
        problem = problem.field("lines", "required");
    }
    if new.len() > MOST {
        return Err(problem.field_with("lines", "price_list_too_long", &[("most", &MOST)]));
    }
    let found = store::variants_of(tx, new).await?;
    let mut seen = HashSet::new();
    let mut items = Vec::with_capacity(new.len());
    for (i, (price, variant)) in new.iter().zip(&found).enumerate() {
        let Some(variant) = variant else {
            problem = problem.field(format!("lines[{i}].variant_id"), "unknown");
            continue;
        };
        if price.from_quantity.is_negative() {
            problem = problem.field(format!("lines[{i}].from_quantity"), "not_negative");
        }
        if price.unit_price.is_some_and(UnitPrice::is_negative) {
            problem = problem.field(format!("lines[{i}].unit_price"), "not_negative");
        }
        if !seen.insert((*variant, price.from_quantity)) {
            problem = problem.field(format!("lines[{i}].from_quantity"), "price_named_twice");
        }
        items.push(*variant);
    }
    problem.or_ok()?;
    let changed = store::set_prices(tx, id, &items, new).await?;
    if changed > 0 {
        store::touch(tx, id).await?;
        let facts = json!({"name": list.name, "prices": changed});
        tx.audit("price_lists.set_prices", "price_list", id, facts);
    }
    Ok(changed)
}
