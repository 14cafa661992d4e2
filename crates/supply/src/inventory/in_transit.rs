//! Everything that transfers have sent and that has not come yet, with what it is worth.

use base::{Date, Money, Problem, Quantity, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// Goods on their way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OnTheWay {
    /// The transfer that sent them.
    pub transfer_id: Uuid,
    /// Its number.
    pub number: String,
    /// Its business day.
    pub date: Date,
    /// The code of the warehouse that sent.
    pub from: String,
    /// The code of the warehouse that is to receive.
    pub to: String,
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its unit.
    pub unit: String,
    /// How much is still on its way.
    pub quantity: Quantity,
    /// What that is worth at the average, or at the cost of its lot.
    pub value: Money,
}

/// What is on its way, the oldest first; at most 5,000 lines.
///
/// # Errors
/// When the database is away.
pub async fn in_transit(tx: &mut Tx) -> Result<Vec<OnTheWay>, Problem> {
    store::transit::all(tx).await
}
