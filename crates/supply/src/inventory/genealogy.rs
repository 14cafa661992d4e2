//! What lots were made of, and what was made of them.

use base::{Problem, Quantity, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::lot::LotName;
use super::store;

/// A part of a lot that went into another one.
#[derive(Debug, Clone, Copy)]
pub struct NewLotLink {
    /// The lot that was used.
    pub parent_id: Uuid,
    /// The lot that was made.
    pub child_id: Uuid,
    /// How much of the parent.
    pub quantity: Quantity,
    /// The stock move that brought the child.
    pub move_id: Uuid,
}

/// Which way to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// What was made of the lot: whom to call back.
    #[default]
    Forward,
    /// What the lot was made of: where it came from.
    Backward,
}

/// What the question for a lot's family says.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct GenealogyQuery {
    /// `forward`: what was made of it; `backward`: what it was made of.
    #[param(value_type = String)]
    pub direction: Direction,
}

/// The family of a lot in one direction.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Genealogy {
    /// The lots, each once, with how many steps away it is; the lot itself first.
    pub lots: Vec<Relative>,
    /// What went from which lot into which.
    pub links: Vec<LotLink>,
    /// Whether there is more than is shown.
    pub cut: bool,
}

/// A lot of a family.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Relative {
    /// The lot.
    pub lot: LotName,
    /// Its item.
    pub variant_id: Uuid,
    /// The item's SKU.
    pub sku: String,
    /// The item's name.
    pub name: Text,
    /// The item's unit.
    pub unit: String,
    /// How many steps away, at least.
    pub depth: i32,
    /// What lies in the warehouses.
    pub on_hand: Quantity,
}

/// What went from one lot into another.
#[derive(Debug, Clone, Copy, Serialize, ToSchema, sqlx::FromRow)]
pub struct LotLink {
    /// The lot that was used.
    pub parent_id: Uuid,
    /// The lot that was made.
    pub child_id: Uuid,
    /// How much of the parent.
    pub quantity: Quantity,
}

/// Writes down what lots were made of.
///
/// # Errors
/// `lot_circle` where a lot would be made of itself, if only by way of others.
pub async fn link_lots(tx: &mut Tx, links: &[NewLotLink]) -> Result<(), Problem> {
    if links.is_empty() {
        return Ok(());
    }
    if let Some(code) = store::genealogy::circle(tx, links).await? {
        return Err(Problem::refused("lot_circle").fact("lot", code));
    }
    store::genealogy::insert(tx, links).await
}

/// The family of a lot: at most 1,000 lots, the nearest first.
///
/// # Errors
/// 404 when the company has no such lot.
pub async fn genealogy(
    tx: &mut Tx,
    lot_id: Uuid,
    direction: Direction,
) -> Result<Genealogy, Problem> {
    super::lot::lot(tx, lot_id).await?;
    store::genealogy::family(tx, lot_id, direction).await
}
