//! What happened to a batch.

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Timestamp, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// The kinds of what can happen to a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum EventKind {
    /// Young animals, feed or medicine came out of the stock.
    Stocked,
    /// Wages, energy and other costs were applied.
    Applied,
    /// It was counted and weighed.
    Weighed,
    /// Animals died as some always do: the others carry their cost.
    Died,
    /// More died than usual: their cost is a loss.
    Lost,
    /// It was measured at fair value less costs to sell.
    Revalued,
    /// Animals became goods.
    Harvested,
    /// Nothing was left.
    Closed,
    /// What happened before was a mistake and is taken back.
    Undone,
}

impl EventKind {
    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stocked => "stocked",
            Self::Applied => "applied",
            Self::Weighed => "weighed",
            Self::Died => "died",
            Self::Lost => "lost",
            Self::Revalued => "revalued",
            Self::Harvested => "harvested",
            Self::Closed => "closed",
            Self::Undone => "undone",
        }
    }
}

/// Something that happened to a batch. It is never changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BatchEvent {
    /// Its id.
    pub id: Uuid,
    /// Its place in the life of the batch, from 1.
    pub n: i32,
    /// What happened.
    pub kind: EventKind,
    /// The business day.
    pub date: Date,
    /// How many animals there were more afterwards, below zero for fewer.
    pub count: i64,
    /// How many kilograms there were more afterwards.
    pub biomass_kg: Quantity,
    /// By how much the cost rose.
    pub cost: Money,
    /// By how much the fair value adjustment rose.
    pub fair_value_adjustment: Money,
    /// What was earned at once, below zero for a loss.
    pub result: Money,
    /// The item that came out of the stock or went into it.
    pub variant_id: Option<Uuid>,
    /// Its SKU.
    pub sku: Option<String>,
    /// How much of it, in its own unit.
    pub quantity: Option<Quantity>,
    /// The price of a kilogram.
    pub price: Option<UnitPrice>,
    /// What selling a kilogram costs.
    pub costs_to_sell: Option<UnitPrice>,
    /// The account that an applied cost was taken from.
    pub account_id: Option<Uuid>,
    /// The event that this one takes back.
    pub undoes_id: Option<Uuid>,
    /// A remark.
    pub note: String,
    /// Its journal entry; none where no value moved.
    pub entry_id: Option<Uuid>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

const SORTS: &[Sort] = &[Sort::desc("n", "e.n", "integer")];

/// A page of what happened to a batch, the newest first.
///
/// # Errors
/// 404 when the company has no such batch; 400 for an order or a cursor that is none.
pub async fn events(
    tx: &mut Tx,
    batch: Uuid,
    query: &ListQuery,
) -> Result<List<BatchEvent>, Problem> {
    let batch = super::find(tx, batch).await?;
    store::events(tx, batch.id, query, query.sort(SORTS)?).await
}
