//! What a document of a day gone by would change, before it is posted: it is carried out, looked
//! at, and taken back.

use base::{Date, Money, Problem, Quantity, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::StockDocument;
use super::new_document::{NewAdjustment, NewReceipt, NewTransfer};
use super::store;

/// The document to be looked at.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PreviewOf {
    /// A receipt.
    Receipt(NewReceipt),
    /// An adjustment.
    Adjustment(NewAdjustment),
    /// A transfer.
    Transfer(NewTransfer),
}

/// What a document would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// Its business day.
    pub date: Date,
    /// What it would add to the value of the stock.
    pub value: Money,
    /// What changes, by item.
    pub items: Vec<Changed>,
    /// Counts of these items since that day: they have found what was there, so a document
    /// before them may be counted twice.
    pub counts: Vec<CountSince>,
}

/// What changes of an item.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Changed {
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// What lies in the warehouses at the end of each month since, and today.
    pub months: Vec<MonthEnd>,
    /// What one unit is worth at the average now.
    pub average_before: Option<Money>,
    /// What one unit would be worth.
    pub average_after: Option<Money>,
}

/// What lies in the warehouses at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthEnd {
    /// The day.
    pub date: Date,
    /// As the books say now.
    pub before: Quantity,
    /// As they would say.
    pub after: Quantity,
}

/// A count that was posted after a document's day.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct CountSince {
    /// The count.
    pub count_id: Uuid,
    /// The day on which the item was counted.
    pub date: Date,
    /// The item's SKU.
    pub sku: String,
}

/// An item at a moment: what lay there at the ends of months, and the cost.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub variant_id: Uuid,
    pub sku: String,
    pub days: Vec<(Date, Quantity)>,
    pub average: Option<i64>,
}

/// Says what a document would change. Nothing is kept of it: the transaction is given up.
///
/// # Errors
/// What the document itself would be refused for.
pub async fn preview(mut tx: Tx, what: PreviewOf) -> Result<Preview, Problem> {
    store::preview::mark(&mut tx).await?;
    let document: StockDocument = match what {
        PreviewOf::Receipt(new) => super::receive(&mut tx, new).await?,
        PreviewOf::Adjustment(new) => super::adjust(&mut tx, new).await?,
        PreviewOf::Transfer(new) => super::transfer(&mut tx, new).await?,
    };
    let mut variants: Vec<Uuid> = document.lines.iter().map(|line| line.variant_id).collect();
    variants.sort_unstable();
    variants.dedup();
    let date = document.date;
    let after = store::preview::seen(&mut tx, &variants, date).await?;
    store::preview::take_back(&mut tx).await?;
    let before = store::preview::seen(&mut tx, &variants, date).await?;
    let counts = store::preview::counts_since(&mut tx, &variants, date).await?;
    let currency = tx.currency();
    tx.roll_back().await?;
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency));
    let items = after.into_iter().map(|after| {
        let old = before.iter().find(|before| before.variant_id == after.variant_id);
        let held = |day: Date| {
            let found = old.and_then(|old| old.days.iter().find(|(date, _)| *date == day));
            found.map(|(_, quantity)| *quantity).unwrap_or_default()
        };
        Changed {
            variant_id: after.variant_id,
            sku: after.sku,
            months: after
                .days
                .iter()
                .map(|(date, after)| MonthEnd { date: *date, before: held(*date), after: *after })
                .collect(),
            average_before: money(old.and_then(|old| old.average)),
            average_after: money(after.average),
        }
    });
    Ok(Preview { date, value: document.value, items: items.collect(), counts })
}
