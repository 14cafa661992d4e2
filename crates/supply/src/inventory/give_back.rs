//! Goods go back to their supplier, at the price that they were bought at. They leave the stock
//! at today's average; the difference is a variance, so the average of what stays never moves.

use base::{Date, Problem, Quantity, Tx};
use finance::ledger::{self, Module, Posted, Posting, PostingLine};
use uuid::Uuid;

use super::move_stock::move_stock;
use super::movement::{MoveLine, Movement, Place};
use super::store;
use super::warehouse::{self, Outside};

/// Goods that go back. Take the number first, as for every movement.
#[derive(Debug, Clone)]
pub struct GiveBack {
    /// The kind of document: `purchase_return`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// Its number, for the memo of the journal entry.
    pub number: String,
    /// Where the goods leave.
    pub warehouse_id: Uuid,
    /// The business day.
    pub effective_date: Date,
    /// What leaves.
    pub lines: Vec<GivenLine>,
}

/// One line of goods that go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenLine {
    /// The line of the document, from 1.
    pub line: i32,
    /// The item.
    pub variant_id: Uuid,
    /// How much, above zero.
    pub quantity: Quantity,
    /// What it had been bought at, in minor units.
    pub value: i64,
}

/// What giving back did.
#[derive(Debug, Clone)]
pub struct GivenBack {
    /// The journal entry of the goods; none when they were worth nothing.
    pub posted: Option<Posted>,
    /// What the goods were worth on average.
    pub cost: i64,
}

/// Gives goods back: Dr goods received not billed at the original price, Cr inventory at the
/// average; the difference goes to `purchase_price_variance`.
///
/// # Errors
/// `out_of_stock` where less is free; `stock_missing_then` for a day gone by; 422 for a date to
/// come or in a closed period.
pub async fn give_back(tx: &mut Tx, given: GiveBack) -> Result<GivenBack, Problem> {
    let warehouse = warehouse::find_warehouse(tx, given.warehouse_id).await?;
    let supplier = store::warehouses::outside(tx, Outside::Supplier.code()).await?;
    let (from, to) = (Place::Within(warehouse.id), Place::Outside(supplier));
    let line =
        |line: &GivenLine| MoveLine::new(line.line, line.variant_id, from, to, line.quantity);
    let movement = Movement {
        source_type: given.source_type,
        source_id: given.source_id,
        number: given.number.clone(),
        effective_date: given.effective_date,
        contra: "grni",
        demand: None,
        lines: given.lines.iter().map(line).collect(),
    };
    let moved = move_stock(tx, movement).await?;
    let bought: i128 = given.lines.iter().map(|line| i128::from(line.value)).sum();
    let bought = i64::try_from(bought).map_err(|_| Problem::refused("too_large"))?;
    let posted = price_difference(tx, &given, bought - moved.left).await?;
    Ok(GivenBack { posted: moved.posted.or(posted), cost: moved.left })
}

/// The goods left at their average; what they had been bought at above that was never in it.
async fn price_difference(
    tx: &mut Tx,
    given: &GiveBack,
    difference: i64,
) -> Result<Option<Posted>, Problem> {
    if difference == 0 {
        return Ok(None);
    }
    let lines = vec![
        PostingLine::debit("grni", difference),
        PostingLine::credit("purchase_price_variance", difference),
    ];
    let (date, source) = (given.effective_date, given.source_type);
    let posting = Posting::new(Module::Stock, date, source, given.source_id, &given.number, lines);
    ledger::post(tx, posting).await.map(Some)
}
