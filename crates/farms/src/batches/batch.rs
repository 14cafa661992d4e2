//! A batch, and finding batches.

use std::str::FromStr;

use base::list::filter;
use base::{Date, Filtered, List, Money, Problem, Quantity, Sort, Text, Timestamp, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;

/// How a batch is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// At what it has cost.
    Cost,
    /// At fair value less costs to sell.
    FairValue,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Cost, Self::FairValue];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::FairValue => "fair_value",
        }
    }
}

impl FromStr for Mode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|mode| mode.name() == text);
        found.ok_or("mode is cost or fair_value")
    }
}

/// How far a batch has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum BatchState {
    /// It lives.
    Open,
    /// Nothing is left of it.
    Closed,
}

impl BatchState {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for BatchState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or("state is open or closed")
    }
}

/// A group of animals that are raised and valued together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// Its short name, unique in the company.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What lives in it.
    pub species: String,
    /// How it is measured.
    pub mode: Mode,
    /// Whether it lives.
    pub state: BatchState,
    /// The day on which it began.
    pub opened_on: Date,
    /// The day on which it was closed.
    pub closed_on: Option<Date>,
    /// How many animals there are, as last stated.
    pub count: i64,
    /// What they weigh together in kilograms, as last stated.
    pub biomass_kg: Quantity,
    /// What it has cost, without what animals that are gone took with them.
    pub cost: Money,
    /// What has to be added to the cost to get what it is worth; zero for one at cost.
    pub fair_value_adjustment: Money,
    /// What it stands at in the books: both together.
    pub carrying_amount: Money,
    /// What a kilogram has cost; none where nothing was weighed.
    pub cost_per_kg: Option<UnitPrice>,
    /// The day for which it was last revalued.
    pub revalued_on: Option<Date>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Counts its changes.
    pub version: i32,
    /// The place of its last event.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) events: i32,
}

/// What a list of batches can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BatchFilter {
    /// `open` or `closed`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<BatchState>,
    /// `cost` or `fair_value`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub mode: Option<Mode>,
}

/// What a list of batches is asked.
pub type BatchQuery = Filtered<BatchFilter>;

const SORTS: &[Sort] = &[
    Sort::desc("opened", "b.opened_on", "date"),
    Sort::asc("code", "b.code", "text"),
    Sort::asc("count", "b.count", "bigint"),
    Sort::asc("biomass", "b.biomass", "bigint"),
    Sort::asc("value", "(b.cost + b.fair_value)", "bigint"),
];

/// A page of batches, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &BatchQuery) -> Result<List<Batch>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The batch with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Batch, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}
