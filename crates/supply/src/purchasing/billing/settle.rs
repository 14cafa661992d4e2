//! Posting a bill: what it clears of the receipts, what the goods turn out to have cost, and how
//! far the orders are then.

use base::{Date, Money, Problem, Quantity, Rate, Tx};
use finance::bills::{self, Bill, BillLine, ClearedLine, ClearedPart};
use finance::currencies::{self, ExchangeRate};
use finance::ledger::AccountRef;
use finance::numbers;
use finance::tax;
use uuid::Uuid;

use crate::inventory::{self, Revaluation, RevaluedLine};
use crate::purchasing::orders::{self, PurchaseMove, PurchaseOrder};
use crate::purchasing::received::{self, Cleared, ReceivedLine};
use crate::purchasing::requests::Decision;
use crate::purchasing::settings;

/// Approves a bill that waits, with its differences: it is posted.
///
/// # Errors
/// 404, 409 when it does not wait, 412, 422 `purchase_own_approval` for one's own bill above the
/// limit in the settings; a closed period.
pub async fn approve(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<Bill, Problem> {
    numbers::hold(tx).await?;
    let bill = bills::lock(tx, id).await?;
    expect(&bill, decision.version)?;
    settings::may_approve(tx, bill.created_by, bill.gross_base).await?;
    let said = decision.said(false)?;
    post_now(tx, bill, &said).await
}

/// Rejects a bill that waits; the goods can be billed by another.
///
/// # Errors
/// 404, 409 when it does not wait, 412, 422 without a reason.
pub async fn reject(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<Bill, Problem> {
    let bill = bills::lock(tx, id).await?;
    expect(&bill, decision.version)?;
    let said = decision.said(true)?;
    bills::reject(tx, bill, &said).await
}

/// Withdraws one's own bill while it waits; the goods can be billed by another.
///
/// # Errors
/// 404, 409 when it does not wait, 412, 422 `bill_of_another` when somebody else entered it.
pub async fn withdraw(tx: &mut Tx, id: Uuid, decision: Decision) -> Result<Bill, Problem> {
    let bill = bills::lock(tx, id).await?;
    expect(&bill, decision.version)?;
    let said = decision.said(false)?;
    bills::withdraw(tx, bill, &said).await
}

fn expect(bill: &Bill, version: Option<i32>) -> Result<(), Problem> {
    match version {
        Some(version) if version != bill.version => Err(Problem::stale()),
        _ => Ok(()),
    }
}

/// The receipts' lines that a bill names, locked.
pub(super) async fn receipts_of(tx: &mut Tx, bill: &Bill) -> Result<Vec<ReceivedLine>, Problem> {
    let keys: Vec<(Uuid, i32)> =
        bill.lines.iter().filter_map(|line| Some((line.receipt_id?, line.receipt_line?))).collect();
    received::lock(tx, &keys).await
}

/// Posts a bill whose row is locked, while the ledger's head is held.
pub(super) async fn post_now(tx: &mut Tx, bill: Bill, decision: &str) -> Result<Bill, Problem> {
    let mut receipts = receipts_of(tx, &bill).await?;
    let mut cleared = Vec::new();
    let mut counted = Vec::new();
    let (currency, own) = (bill.gross.currency, tx.currency());
    let rate = currencies::kept(currency, own, bill.bill_date, bill.exchange_rate);
    for line in &bill.lines {
        match receipt_of(&mut receipts, line) {
            Some(receipt) => {
                // Since the bill was entered, another's may have said who delivered.
                if receipt.supplier_id.is_some_and(|id| id != bill.supplier_id) {
                    return Err(Problem::refused("bill_other_supplier"));
                }
                receipt.supplier_id = Some(bill.supplier_id);
                let part = receipt.bill(line.quantity);
                let Cleared { quantity, value } = part;
                let exchange = exchanged(&rate, receipt, line, part)?;
                let part = ClearedPart { quantity, value, exchange };
                cleared.push(ClearedLine { n: line.n, part });
                counted.extend(line.order_id.zip(line.order_line).map(|at| (at, quantity)));
            }
            None => {
                counted.extend(line.order_id.zip(line.order_line).map(|at| (at, line.quantity)));
            }
        }
    }
    received::save(tx, &receipts).await?;
    count_billed(tx, &counted, PurchaseMove::Bill).await?;
    let bill = bills::post(tx, bill, &cleared, decision).await?;
    let off = |line: &BillLine| {
        line.net_base.minor - line.cleared_value.minor - line.cleared_exchange.minor
    };
    reprice(tx, &bill, &bill, &receipts, off).await?;
    Ok(bill)
}

/// What goods are billed at above what they were received at only because the rate of the
/// currency changed in between: no price of theirs. Nothing where they were ordered in another
/// currency than they are billed in.
fn exchanged(
    rate: &ExchangeRate,
    receipt: &ReceivedLine,
    line: &BillLine,
    part: Cleared,
) -> Result<i64, Problem> {
    let ordered = receipt.order_price.filter(|_| receipt.order_currency == Some(rate.currency));
    let Some(price) = ordered.filter(|_| !rate.is_own() && part.quantity.is_positive()) else {
        return Ok(0);
    };
    let agreed = tax::line_net(price, part.quantity, Rate::ZERO, rate.currency)?;
    let dearer = rate.to_base(Money::new(line.net.minor - agreed, rate.currency))?;
    Ok(line.net_base.minor - part.value - dearer)
}

pub(super) fn receipt_of<'a>(
    receipts: &'a mut [ReceivedLine],
    line: &BillLine,
) -> Option<&'a mut ReceivedLine> {
    let key = (line.receipt_id?, line.receipt_line?);
    receipts.iter_mut().find(|receipt| receipt.key() == key)
}

/// Moves what goods cost more (or less) than they were received at, out of the account of goods
/// received and into the stock, or into the variance for what is gone. `document` posts it.
pub(super) async fn reprice(
    tx: &mut Tx,
    document: &Bill,
    bill: &Bill,
    receipts: &[ReceivedLine],
    off: impl Fn(&BillLine) -> i64,
) -> Result<(), Problem> {
    let mut lines = Vec::new();
    let mut date = document.bill_date;
    for line in bill.lines.iter().filter(|line| line.receipt_id.is_some()) {
        let receipt = receipts
            .iter()
            .find(|r| Some(r.receipt_id) == line.receipt_id && Some(r.line) == line.receipt_line);
        let Some(receipt) = receipt else { continue };
        let amount = off(line);
        // Goods do not change their value before they are there.
        date = later(date, receipt.date);
        let quantity = match line.cleared_quantity {
            none if none.is_zero() => receipt.quantity,
            some => some,
        };
        if amount != 0 {
            let variant_id = receipt.variant_id;
            lines.push(RevaluedLine { line: line.n, variant_id, quantity, amount });
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    let revaluation = Revaluation {
        source_type: document.kind.name(),
        source_id: document.id,
        number: document.number.clone().unwrap_or_default(),
        effective_date: date,
        contra: AccountRef::Role("grni"),
        lines,
    };
    inventory::revalue_price(tx, revaluation).await?;
    Ok(())
}

fn later(one: Date, other: Date) -> Date {
    if one > other { one } else { other }
}

/// Counts what was billed of the orders' lines, or is billed no longer, and moves the orders on.
pub(in crate::purchasing) async fn count_billed(
    tx: &mut Tx,
    counted: &[((Uuid, i32), Quantity)],
    step: PurchaseMove,
) -> Result<(), Problem> {
    let mut ids: Vec<Uuid> = counted.iter().map(|((order, _), _)| *order).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let mut orders = orders::lock_all(tx, &ids).await?;
    for ((id, n), quantity) in counted {
        let order = orders.iter_mut().find(|order| order.head.id == *id);
        let line = order.and_then(|order| order.lines.iter_mut().find(|line| line.n == *n));
        let Some(line) = line else { continue };
        let billed = match step {
            PurchaseMove::Unbill => line.billed.checked_sub(*quantity),
            _ => line.billed.checked_add(*quantity),
        };
        let billed = billed.ok_or_else(|| Problem::refused("too_large"))?;
        line.billed = if billed.is_negative() { Quantity::ZERO } else { billed };
    }
    for order in &mut orders {
        order.head.state = moved(order, step)?;
    }
    orders::progress(tx, &orders).await
}

fn moved(order: &PurchaseOrder, step: PurchaseMove) -> Result<orders::PurchaseOrderState, Problem> {
    order.head.state.go(order.step_after(step))
}
