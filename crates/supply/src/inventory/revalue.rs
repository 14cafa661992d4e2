//! What goods cost becomes known later: a bill differs from the receipt, freight and duty arrive.
//!
//! Nothing that was posted is changed. The share of what is still there makes the stock worth
//! more or less; the share of what is gone goes to a variance. Since cost is one average over the
//! whole company, "still there" is as much of the quantity as the company owns now.

use std::collections::BTreeMap;

use base::round::{self, Rounding};
use base::{Date, Problem, Quantity, Timestamp, Tx};
use finance::ledger::{self, AccountRef, Module, Posted, Posting, PostingLine};
use finance::numbers;
use uuid::Uuid;

use super::cost::Cost;
use super::moved::{Move, details_hash};
use super::movement::CostKey;
use super::store;

/// A later change of what goods cost.
#[derive(Debug, Clone)]
pub struct Revaluation {
    /// The kind of document that changes it: `bill`, `landed_cost`.
    pub source_type: &'static str,
    /// That document.
    pub source_id: Uuid,
    /// Its number, for the memo of the journal entry.
    pub number: String,
    /// The business day.
    pub effective_date: Date,
    /// The account that the amounts come from: it is credited with their sum.
    pub contra: AccountRef,
    /// Which goods, and by how much.
    pub lines: Vec<RevaluedLine>,
}

/// Goods whose cost changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevaluedLine {
    /// The line of the document, from 1.
    pub line: i32,
    /// The item.
    pub variant_id: Uuid,
    /// How much of it the amount belongs to, above zero.
    pub quantity: Quantity,
    /// By how much it cost more, or less when below zero; minor units of the company's currency.
    pub amount: i64,
}

/// What a revaluation did.
#[derive(Debug, Clone)]
pub struct Revalued {
    /// Its journal entry; none when there was nothing to change.
    pub posted: Option<Posted>,
    /// What the stock became worth more.
    pub on_hand: i64,
    /// What went to the variance.
    pub gone: i64,
    /// The same, line by line.
    pub shares: Vec<Share>,
}

/// How an amount was shared between what is there and what is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The line of the document.
    pub line: i32,
    /// What the stock became worth more.
    pub on_hand: i64,
    /// What went to the variance.
    pub gone: i64,
    /// How much of the quantity was still there.
    pub held: Quantity,
}

/// Revalues stock: Dr inventory with the share of what is there, Dr `cost_variance` with the
/// share of what is gone, Cr the account that it comes from, in one entry.
///
/// # Errors
/// 422 for a date to come or in a closed period; what the ledger refuses.
pub async fn revalue(tx: &mut Tx, revaluation: Revaluation) -> Result<Revalued, Problem> {
    let sum = revaluation.total()?;
    let contra = [(revaluation.contra, sum)];
    revalue_from(tx, revaluation, &contra, "cost_variance").await
}

/// The same for a price that turned out otherwise than agreed: what is gone is a
/// `purchase_price_variance`.
///
/// # Errors
/// As [`revalue`].
pub async fn revalue_price(tx: &mut Tx, revaluation: Revaluation) -> Result<Revalued, Problem> {
    let sum = revaluation.total()?;
    let contra = [(revaluation.contra, sum)];
    revalue_from(tx, revaluation, &contra, "purchase_price_variance").await
}

/// The same where the amounts come from several accounts, each with what it is credited.
///
/// # Errors
/// As [`revalue`].
pub(crate) async fn revalue_from(
    tx: &mut Tx,
    revaluation: Revaluation,
    contra: &[(AccountRef, i64)],
    variance: &'static str,
) -> Result<Revalued, Problem> {
    if revaluation.effective_date > tx.today() {
        return Err(Problem::invalid().field("date", "date_to_come"));
    }
    // The ledger's head before any row of stock, as everybody takes them.
    numbers::hold(tx).await?;
    let mut items: Vec<Uuid> = revaluation.lines.iter().map(|line| line.variant_id).collect();
    items.sort_unstable();
    items.dedup();
    let keys: Vec<CostKey> = items.iter().map(|item| (*item, None)).collect();
    let owned = store::costs::lock(tx, &keys).await?;
    let lots = store::costs::lock_lots(tx, &items).await?;
    let by_item = owned.iter().map(|((item, _), cost)| (*item, *cost)).collect();
    let (shares, after) = shared(&revaluation.lines, &by_item);
    let rows = rows_of(tx, &revaluation, &shares);
    let on_hand = sum(shares.iter().map(|share| share.on_hand))?;
    let gone = sum(shares.iter().map(|share| share.gone))?;
    if rows.is_empty() {
        return Ok(Revalued { posted: None, on_hand, gone, shares });
    }
    let mut lines: Vec<PostingLine> = rows
        .iter()
        .map(|row| PostingLine::debit("inventory", row.value).item(row.variant_id))
        .collect();
    lines.push(PostingLine::debit(variance, gone));
    lines.extend(contra.iter().map(|(account, amount)| PostingLine::credit(*account, *amount)));
    let posting = Posting {
        details_hash: seal(&[], &rows),
        ..Posting::new(
            Module::Stock,
            revaluation.effective_date,
            revaluation.source_type,
            revaluation.source_id,
            &revaluation.number,
            lines,
        )
    };
    let posted = ledger::post(tx, posting).await?;
    let mut costs = lots_after(&by_item, &after, &lots);
    costs.extend(after.into_iter().map(|(item, cost)| ((item, None), cost)));
    store::costs::set(tx, &costs).await?;
    store::revaluations::insert(tx, posted.entry_id, &rows).await?;
    Ok(Revalued { posted: Some(posted), on_hand, gone, shares })
}

impl Revaluation {
    fn total(&self) -> Result<i64, Problem> {
        sum(self.lines.iter().map(|line| line.amount))
    }
}

fn sum(amounts: impl Iterator<Item = i64>) -> Result<i64, Problem> {
    let sum: i128 = amounts.map(i128::from).sum();
    i64::try_from(sum).map_err(|_| Problem::refused("too_large"))
}

/// Shares every amount out, and says what the items cost afterwards. Lines of one item share
/// what is there of it: none of it is counted twice.
fn shared(
    lines: &[RevaluedLine],
    owned: &BTreeMap<Uuid, Cost>,
) -> (Vec<Share>, BTreeMap<Uuid, Cost>) {
    let mut left: BTreeMap<Uuid, Quantity> =
        owned.iter().map(|(item, cost)| (*item, cost.quantity)).collect();
    let mut after = owned.clone();
    let mut shares = Vec::with_capacity(lines.len());
    for line in lines {
        let there = left.entry(line.variant_id).or_default();
        let held = line.quantity.min(*there);
        *there = there.checked_sub(held).unwrap_or_default();
        let cost = after.entry(line.variant_id).or_default();
        let on_hand = part_of(line.amount, held, line.quantity, cost.value);
        cost.value += on_hand;
        let gone = line.amount - on_hand;
        shares.push(Share { line: line.line, on_hand, gone, held });
    }
    (shares, after)
}

/// The part of an amount that belongs to what is still there; stock is never worth less than
/// nothing, so what it cannot bear goes to the variance.
pub(super) fn part_of(amount: i64, held: Quantity, quantity: Quantity, value: i64) -> i64 {
    if !held.is_positive() {
        return 0;
    }
    let product = i128::from(amount) * i128::from(held.micros());
    let part = round::div(product, i128::from(quantity.micros()), Rounding::HalfEven);
    i64::try_from(part).unwrap_or(amount).clamp(value.saturating_neg(), i64::MAX - value)
}

/// What lots with costs of their own cost afterwards: together as much as their item. What is
/// added is shared out by how much of each is there, what is taken away by what each is worth,
/// so that none is worth less than nothing.
fn lots_after(
    before: &BTreeMap<Uuid, Cost>,
    after: &BTreeMap<Uuid, Cost>,
    lots: &BTreeMap<CostKey, Cost>,
) -> BTreeMap<CostKey, Cost> {
    let mut changed = BTreeMap::new();
    for (item, now) in after {
        let was = before.get(item).copied().unwrap_or_default();
        let amount = now.value - was.value;
        let own: Vec<(&CostKey, &Cost)> = lots.iter().filter(|(key, _)| key.0 == *item).collect();
        if amount == 0 || own.is_empty() {
            continue;
        }
        let weigh = |cost: &Cost| if amount > 0 { cost.quantity.micros() } else { cost.value };
        let weights: Vec<i64> = own.iter().map(|(_, cost)| weigh(cost)).collect();
        for ((key, cost), part) in own.into_iter().zip(round::allocate(amount, &weights)) {
            changed.insert(*key, Cost { value: cost.value + part, ..*cost });
        }
    }
    changed
}

/// A revaluation of one item as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct RevaluedRow {
    pub id: Uuid,
    pub variant_id: Uuid,
    pub quantity: Quantity,
    pub held: Quantity,
    pub value: i64,
    pub gone: i64,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub source_type: String,
    pub source_id: Uuid,
    pub source_line: i32,
}

fn rows_of(tx: &Tx, revaluation: &Revaluation, shares: &[Share]) -> Vec<RevaluedRow> {
    let lines = revaluation.lines.iter().zip(shares);
    lines
        .filter(|(_, share)| share.on_hand != 0 || share.gone != 0)
        .map(|(line, share)| RevaluedRow {
            id: tx.new_id::<RevaluedRow>().uuid(),
            variant_id: line.variant_id,
            quantity: line.quantity,
            held: share.held,
            value: share.on_hand,
            gone: share.gone,
            effective_date: revaluation.effective_date,
            recorded_at: tx.now(),
            source_type: revaluation.source_type.to_owned(),
            source_id: revaluation.source_id,
            source_line: share.line,
        })
        .collect()
}

/// BLAKE3 of the canonical form of an entry's stock moves and revaluations. Without
/// revaluations it is the hash of the moves alone.
///
/// The form is `"seaworthy revaluations 1\n"`, the hash of the moves, the number of
/// revaluations, then each in the order of its id: the ids of revaluation, item and source as 16
/// bytes; quantity, held quantity, value, gone and the moment of recording in microseconds as
/// 64-bit, the source line as 32-bit numbers; the effective date and source type as texts.
/// Numbers are big-endian; a text is its length in bytes as a 32-bit number and then its UTF-8.
pub(super) fn seal(moves: &[Move], rows: &[RevaluedRow]) -> [u8; 32] {
    let moves = details_hash(moves);
    if rows.is_empty() {
        return moves;
    }
    let mut sorted: Vec<&RevaluedRow> = rows.iter().collect();
    sorted.sort_by_key(|row| row.id);
    let mut hash = blake3::Hasher::new();
    hash.update(b"seaworthy revaluations 1\n");
    hash.update(&moves);
    hash.update(&(sorted.len() as u64).to_be_bytes());
    for row in sorted {
        for id in [row.id, row.variant_id, row.source_id] {
            hash.update(id.as_bytes());
        }
        let numbers = [
            row.quantity.micros(),
            row.held.micros(),
            row.value,
            row.gone,
            row.recorded_at.micros(),
        ];
        for number in numbers {
            hash.update(&number.to_be_bytes());
        }
        hash.update(&row.source_line.to_be_bytes());
        for text in [&row.effective_date.to_string(), &row.source_type] {
            hash.update(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
    *hash.finalize().as_bytes()
}

#[cfg(test)]
#[path = "revalue_tests.rs"]
mod tests;
