//! Places: the tree of a warehouse – its main place, zones, aisles, bins – and the places
//! outside the company. Goods may lie at any place of the tree.

use base::{List, ListQuery, Problem, Sort, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::asked::filter;

/// A place that stock can be at.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Location {
    /// Its id.
    pub id: Uuid,
    /// Its short name, unique below its parent.
    pub code: String,
    /// The codes from the warehouse down, with slashes between, unique in the company.
    pub path: String,
    /// Its name.
    pub name: Text,
    /// `internal`, `transit`, or what lies outside: `supplier`, `customer`, `adjustment`,
    /// `production`, `loss`, `biological`.
    pub kind: String,
    /// Of an internal place: `main`, `zone`, `aisle`, `bin`.
    pub tier: String,
    /// The warehouse of an internal place.
    pub warehouse_id: Option<Uuid>,
    /// The place that it is part of.
    pub parent_id: Option<Uuid>,
    /// Whether goods may come to it.
    pub active: bool,
    /// Counts its changes.
    pub version: i32,
}

/// What part of a warehouse a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A part of the warehouse: the cold room.
    Zone,
    /// A row of shelves.
    Aisle,
    /// A shelf, a pallet's place.
    Bin,
}

impl Tier {
    /// Every tier, from large to small.
    pub const ALL: [Tier; 3] = [Tier::Zone, Tier::Aisle, Tier::Bin];

    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Tier::Zone => "zone",
            Tier::Aisle => "aisle",
            Tier::Bin => "bin",
        }
    }

    /// The tier of a word; none for the main place.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
}

/// A place to be made inside a warehouse.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLocation {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The place that it is part of; the main place of a warehouse is its `stock_location_id`.
    pub parent_id: Option<Uuid>,
    /// What it is: smaller than its parent.
    pub tier: Tier,
    /// Its short name: letters, digits and dashes; kept in capitals.
    pub code: String,
    /// Its name; the code when not said.
    #[serde(default)]
    pub name: Option<Text>,
}

/// A change of a place: only what is sent is changed. Its code stays, for it stands on labels.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LocationChange {
    /// The version that was read; also taken from If-Match.
    pub version: Option<i32>,
    /// Its name.
    pub name: Option<Text>,
    /// Whether goods may come to it.
    pub active: Option<bool>,
}

/// What the list of places is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LocationQuery {
    /// Search (the beginning of a path), order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only of this warehouse.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub warehouse: Option<Uuid>,
    /// Only of this kind.
    #[serde(deserialize_with = "filter")]
    pub kind: Option<String>,
    /// Only of this tier.
    #[serde(deserialize_with = "filter")]
    pub tier: Option<String>,
}

const SORTS: &[Sort] = &[Sort::asc("path", "l.path", "text"), Sort::asc("code", "l.code", "text")];

/// A page of places, in the order of the tree.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn locations(tx: &mut Tx, query: &LocationQuery) -> Result<List<Location>, Problem> {
    store::locations::list(tx, query, query.list.sort(SORTS)?).await
}

/// The place with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find_location(tx: &mut Tx, id: Uuid) -> Result<Location, Problem> {
    store::locations::find(tx, id, false).await?.ok_or_else(Problem::not_found)
}

/// A code of a warehouse or a place in capitals, or what is wrong with it.
pub(super) fn code_of(text: &str) -> Result<String, &'static str> {
    let code = text.trim().to_uppercase();
    if code.is_empty() {
        return Err("required");
    }
    let good = code.len() <= 20 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if good { Ok(code) } else { Err("warehouse_code") }
}

/// Makes a place below another one.
///
/// # Errors
/// 422 for a parent outside the warehouses or too small, or a code that cannot be; 409 when the
/// code is taken.
pub async fn create_location(tx: &mut Tx, new: NewLocation) -> Result<Location, Problem> {
    let Some(parent_id) = new.parent_id else {
        return Err(Problem::invalid().field("parent_id", "required"));
    };
    let parent = store::locations::find(tx, parent_id, true).await?;
    let parent = parent.filter(|parent| parent.kind == "internal");
    let parent = parent.ok_or_else(|| Problem::invalid().field("parent_id", "unknown"))?;
    let mut problem = Problem::invalid();
    if Tier::of(&parent.tier).is_some_and(|tier| tier >= new.tier) {
        problem = problem.field("tier", "location_tier");
    }
    if !parent.active {
        problem = problem.field_with("parent_id", "location_closed", &[("code", &parent.path)]);
    }
    let code = code_of(&new.code);
    if let Err(wrong) = code {
        problem = problem.field("code", wrong);
    }
    problem.or_ok()?;
    let code = code.unwrap_or_default();
    let name = match new.name {
        Some(name) => name,
        None => Text::new(base::Lang::En, &code).map_err(Problem::internal)?,
    };
    let location = Location {
        id: new.id.unwrap_or_else(|| tx.new_id::<Location>().uuid()),
        path: format!("{}/{code}", parent.path),
        code,
        name,
        kind: "internal".to_owned(),
        tier: new.tier.word().to_owned(),
        warehouse_id: parent.warehouse_id,
        parent_id: Some(parent.id),
        active: true,
        version: 1,
    };
    store::locations::insert(tx, &location).await?;
    tx.audit("locations.create", "location", location.id, json!({"path": [null, location.path]}));
    Ok(location)
}

/// Changes a place. One with goods at it or below, or with open places below, cannot be closed;
/// the main place is closed with its warehouse.
///
/// # Errors
/// 404 for another company's or one outside, 412 when it changed meanwhile, 422 when a rule
/// refuses.
pub async fn change_location(
    tx: &mut Tx,
    id: Uuid,
    change: LocationChange,
) -> Result<Location, Problem> {
    let old = store::locations::find(tx, id, true).await?;
    let old = old.filter(|old| old.parent_id.is_some()).ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = old.clone();
    new.name = change.name.unwrap_or(new.name);
    new.active = change.active.unwrap_or(new.active);
    if old.active && !new.active && store::locations::is_used(tx, &old).await? {
        return Err(Problem::invalid().field("active", "location_not_empty"));
    }
    new.version += 1;
    store::locations::update(tx, &new).await?;
    let facts = json!({"name": [old.name, new.name], "active": [old.active, new.active]});
    tx.audit("locations.change", "location", id, facts);
    Ok(new)
}
