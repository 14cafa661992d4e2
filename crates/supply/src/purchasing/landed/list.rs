//! Landed costs as they were posted, and finding them.

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::land::LandedBasis;
use super::store;

/// Costs that were shared out. It is written once.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LandedCost {
    /// Its id.
    pub id: Uuid,
    /// `LC-2026-00001`.
    pub number: String,
    /// The business day.
    pub date: Date,
    /// By what they were shared out.
    pub basis: LandedBasis,
    /// A remark.
    pub note: String,
    /// All of it.
    pub amount: Money,
    /// What the stock became worth more.
    pub on_hand: Money,
    /// What went to the variance, since the goods are gone.
    pub gone: Money,
    /// Its journal entry.
    pub entry_id: Uuid,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// What was paid for; empty in lists.
    pub items: Vec<LandedItem>,
    /// What it belongs to; empty in lists.
    pub targets: Vec<LandedTarget>,
}

/// One cost.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LandedItem {
    /// Its number, from 1.
    pub n: i32,
    /// What it is.
    pub description: String,
    /// Who charges it.
    pub supplier_id: Option<Uuid>,
    /// The account that it comes from.
    pub account_id: Uuid,
    /// How much.
    pub amount: Money,
}

/// A line of a receipt that costs belong to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LandedTarget {
    /// Its number, from 1.
    pub n: i32,
    /// The receipt.
    pub receipt_id: Uuid,
    /// The receipt's number.
    pub receipt_number: String,
    /// Its line.
    pub receipt_line: i32,
    /// What came.
    pub sku: String,
    /// How much was kept of it.
    pub quantity: Quantity,
    /// How much of that was still there.
    pub held: Quantity,
    /// Its share.
    pub amount: Money,
    /// Of it, what the stock became worth more.
    pub on_hand: Money,
    /// Of it, what went to the variance.
    pub gone: Money,
}

/// What a list of landed costs is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LandedCostQuery {
    /// Search, order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
}

const SORTS: &[Sort] = &[
    Sort::desc("number", "c.number", "text"),
    Sort::asc("date", "c.cost_date", "date"),
    Sort::asc("amount", "c.amount", "bigint"),
];

/// A page of landed costs, the newest first; without items and targets.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &LandedCostQuery) -> Result<List<LandedCost>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?).await
}

/// The landed cost with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<LandedCost, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}
