//! Correcting a posted bill by a debit note: a price that was too high, or the whole bill.

use base::{Date, Money, Problem, Quantity, Tx};
use finance::bills::{self, Bill, BillLine, ClearedPart, Debited, NewDebit};
use finance::numbers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::settle::{count_billed, receipt_of, receipts_of, reprice};
use crate::purchasing::orders::PurchaseMove;
use crate::purchasing::received::{self, Cleared};

/// A debit note for a bill.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewBillDebit {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// Its day; today when not given.
    pub date: Option<Date>,
    /// Why.
    #[schema(required)]
    pub reason: String,
    /// How much less each line should have been; everything that is left when not given.
    pub lines: Option<Vec<NewDebitLine>>,
    /// The whole bill was a mistake: the goods can be billed again.
    pub cancel: bool,
}

/// How much less a line should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDebitLine {
    /// The line of the bill.
    pub n: i32,
    /// Without tax.
    pub net: Money,
}

/// Posts a debit note for a bill. What goods were billed too high makes the stock worth less, as
/// far as they are still there. A bill that is cancelled leaves its goods to be billed again.
///
/// # Errors
/// 404, 409 when the bill was not posted, nothing is left, or a cancelled one has debit notes;
/// 422 for more than is left; a closed period.
pub async fn correct(tx: &mut Tx, id: Uuid, new: NewBillDebit) -> Result<Bill, Problem> {
    numbers::hold(tx).await?;
    let bill = bills::lock(tx, id).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let mut receipts = receipts_of(tx, &bill).await?;
    let before = bills::debited(tx, id).await?;
    if new.cancel && !before.is_empty() {
        return Err(Problem::conflict("bill_has_debit_notes"));
    }
    let left =
        |line: &BillLine| line.net.minor - before.get(&line.n).copied().unwrap_or_default().net;
    let wanted: Vec<(i32, i64)> = match &new.lines {
        Some(lines) if !new.cancel => lines.iter().map(|line| (line.n, line.net.minor)).collect(),
        _ => bill.lines.iter().map(|line| (line.n, left(line))).filter(|(_, n)| *n != 0).collect(),
    };
    let mut lines = Vec::with_capacity(wanted.len());
    let mut uncounted = Vec::new();
    for (n, net) in wanted {
        let line = bill.lines.iter().find(|line| line.n == n);
        let mut uncleared = ClearedPart::default();
        if let Some(line) = line.filter(|_| new.cancel) {
            let billed = match receipt_of(&mut receipts, line) {
                Some(receipt) => {
                    uncleared = ClearedPart {
                        quantity: line.cleared_quantity,
                        value: line.cleared_value.minor,
                        exchange: line.cleared_exchange.minor,
                    };
                    let ClearedPart { quantity, value, .. } = uncleared;
                    receipt.unbill(Cleared { quantity, value })?;
                    quantity
                }
                None => line.quantity,
            };
            uncounted.extend(line.order_id.zip(line.order_line).map(|at| (at, billed)));
        }
        let quantity = line.map_or(Quantity::ONE, |line| line.quantity);
        lines.push(Debited { n, quantity, net, uncleared });
    }
    if new.cancel {
        received::save(tx, &receipts).await?;
        count_billed(tx, &uncounted, PurchaseMove::Unbill).await?;
    }
    let note = NewDebit { id: new.id, date, reason: new.reason, lines };
    let note = bills::debit(tx, &bill, note).await?;
    // What goes out of the stock again: the price, or only what it was off by.
    let off = |line: &BillLine| {
        let mine = note.lines.iter().find(|mine| mine.original_line == Some(line.n));
        mine.map_or(0, |mine| {
            mine.cleared_value.minor + mine.cleared_exchange.minor - mine.net_base.minor
        })
    };
    reprice(tx, &note, &bill, &receipts, off).await?;
    Ok(note)
}
