//! Goods that were sold at once, without an order: they left with their invoice, and come back to
//! it.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Problem, Quantity, Tx};
use finance::invoices::{self, CreditLine, Invoice, NewCreditNote};
use finance::numbers;
use supply::inventory;
use uuid::Uuid;

use super::goods::{GoodsReturn, ReturnCredit, Returnable, SALE};
use super::store;

/// What can still come back of a sale at once, line by line; nothing of an invoice whose goods
/// left with a delivery.
///
/// # Errors
/// 404 when the company has no such invoice.
pub async fn returnable(tx: &mut Tx, invoice_id: Uuid) -> Result<Vec<Returnable>, Problem> {
    let invoice = invoices::find(tx, invoice_id).await?;
    Ok(left_of(tx, &invoice).await?.0)
}

/// What can still come back of a sale at once, and the warehouse that the goods left.
pub(super) async fn left_of(
    tx: &mut Tx,
    invoice: &Invoice,
) -> Result<(Vec<Returnable>, Option<Uuid>), Problem> {
    let gone = inventory::left_with(tx, SALE, invoice.id).await?;
    let taken: HashMap<i32, Quantity> = store::taken_of_sale(tx, invoice.id).await?;
    let warehouse = gone.first().and_then(|line| line.warehouse_id);
    let line = |gone: inventory::LeftWith| {
        let sold = invoice.lines.iter().find(|line| line.n == gone.line)?;
        Some(Returnable {
            line: gone.line,
            order_line: None,
            variant_id: gone.variant_id,
            sku: sold.sku.clone(),
            description: sold.description.clone(),
            unit: gone.unit,
            delivered: gone.quantity,
            taken: taken.get(&gone.line).copied().unwrap_or(Quantity::ZERO),
        })
    };
    Ok((gone.into_iter().filter_map(line).collect(), warehouse))
}

/// Credits what came back of a sale, as far as nobody credited it by hand; says how many notes
/// that took.
pub(super) async fn write_off(
    tx: &mut Tx,
    back: &mut GoodsReturn,
    invoice_id: Uuid,
    date: Date,
) -> Result<Option<ReturnCredit>, Problem> {
    // What is left to credit stays so until the commit.
    numbers::hold(tx).await?;
    let left = invoices::left_to_credit(tx, invoice_id).await?;
    let mut due: BTreeMap<i32, Quantity> = BTreeMap::new();
    for line in &back.lines {
        let rest = line.received.checked_sub(line.credited).unwrap_or(Quantity::ZERO);
        let sum = due.entry(line.moved_as()).or_insert(Quantity::ZERO);
        *sum = sum.checked_add(rest).unwrap_or(*sum);
    }
    for (n, quantity) in &mut due {
        let most = left.iter().find(|line| line.n == *n).map_or(Quantity::ZERO, |l| l.quantity);
        *quantity = (*quantity).min(most);
    }
    due.retain(|_, quantity| quantity.is_positive());
    if due.is_empty() {
        return Ok(None);
    }
    let lines = due.iter().map(|(n, quantity)| CreditLine { n: *n, quantity: *quantity });
    let (lines, reason) = (Some(lines.collect()), back.head.reason.clone());
    let new = NewCreditNote { reason, lines, date: Some(date), id: None };
    let note = invoices::credit(tx, invoice_id, new).await?;
    super::credit::cover(back, &due);
    Ok(Some(ReturnCredit { id: note.id, number: note.number, cancelled: false }))
}
