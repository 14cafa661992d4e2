//! How old the stock is, what of it matters, and what does not move.

use base::{Date, Money, Problem, Quantity, Rate, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::asked::filter;

/// An item by the age of its layers: what came last is what is still there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgeRow {
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// What the company owns of it, in its warehouses and on the way.
    pub quantity: Quantity,
    /// Up to 30, 60, 90, 180 days old, and older.
    pub ages: [Quantity; 5],
    /// What all of it is worth.
    pub value: Money,
    /// What is older than 180 days is worth at the average.
    pub old_value: Money,
}

/// An item by what of it was used or sold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbcRow {
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// What left, in its unit.
    pub quantity: Quantity,
    /// Its unit.
    pub unit: String,
    /// What that was worth.
    pub value: Money,
    /// Its part of all that left, with those before it.
    pub cumulative: Rate,
    /// `A`: the first four fifths of the value; `B`: up to 95 %; `C`: the rest.
    pub class: char,
}

/// An item that does not move.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadRow {
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// What the company owns of it.
    pub quantity: Quantity,
    /// What that is worth.
    pub value: Money,
    /// When some of it left last.
    pub last_issue: Option<Date>,
    /// When some of it came last.
    pub last_receipt: Option<Date>,
}

/// The days of a report.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReportQuery {
    /// From this day on; a year back when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Up to this day; today when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// How long an item must lie to be dead.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DeadQuery {
    /// No issue for so many days; 90 when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<i32>)]
    pub days: Option<i32>,
}

/// How old the stock is today, the oldest value first; at most 5,000 items.
///
/// # Errors
/// When the database is away.
pub async fn ageing(tx: &mut Tx) -> Result<Vec<AgeRow>, Problem> {
    store::reports::ageing(tx).await
}

/// What left for customers and production, by value; at most 5,000 items.
///
/// # Errors
/// When the database is away.
pub async fn abc(tx: &mut Tx, query: ReportQuery) -> Result<Vec<AbcRow>, Problem> {
    let to = query.to.unwrap_or_else(|| tx.today());
    let from = query.from.unwrap_or_else(|| to.plus_days(-364).unwrap_or(to));
    store::reports::abc(tx, from, to).await
}

/// What is there and has not left for so many days, the most worth first; at most 5,000 items.
///
/// # Errors
/// 400 for days that cannot be.
pub async fn dead_stock(tx: &mut Tx, query: DeadQuery) -> Result<Vec<DeadRow>, Problem> {
    let days = query.days.unwrap_or(90);
    if !(1..=3650).contains(&days) {
        return Err(Problem::bad_request("stock_report_days"));
    }
    let since = tx.today().plus_days(-days).map_err(Problem::internal)?;
    store::reports::dead(tx, since).await
}
