//! The money for what came back.

use std::collections::BTreeMap;

use base::{Date, Problem, Quantity, Tx};
use finance::invoices::{self, CreditLine, Invoice, Kind, NewCreditNote};
use serde_json::json;
use uuid::Uuid;

use super::goods::{GoodsReturn, ReturnCredit, ReturnState};
use super::{sale, store};
use crate::orders::{self, Order};

/// Writes the credit notes for what came back and had been invoiced, one for each invoice that
/// billed it, the latest first.
///
/// # Errors
/// 403, 404, 409 when the goods are not here or nothing is left to credit.
pub async fn credit(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<GoodsReturn, Problem> {
    tx.demand("invoices.credit")?;
    let (mut back, mut order) = super::hold(tx, id).await?;
    back.expect(version)?;
    if back.head.state != ReturnState::Received {
        return Err(Problem::conflict("return_not_received"));
    }
    let today = tx.today();
    if write_off(tx, &mut back, order.as_mut(), today).await? == 0 {
        return Err(Problem::conflict("return_nothing_to_credit"));
    }
    Ok(back)
}

/// Credits what can be; says how many notes that took.
pub(super) async fn write_off(
    tx: &mut Tx,
    back: &mut GoodsReturn,
    order: Option<&mut Order>,
    date: Date,
) -> Result<usize, Problem> {
    let written = match (order, back.head.invoice_id) {
        (Some(order), _) => of_order(tx, back, order, date).await?,
        (None, Some(sold)) => sale::write_off(tx, back, sold, date).await?.into_iter().collect(),
        (None, None) => Vec::new(),
    };
    if written.is_empty() {
        return Ok(0);
    }
    back.head.version += 1;
    back.head.updated_at = tx.now();
    store::save(tx, back).await?;
    store::insert_credits(tx, back.head.id, &written).await?;
    let numbers: Vec<&str> = written.iter().map(|note| note.number.as_str()).collect();
    tx.audit("returns.credit", "return", back.head.id, json!({"number": numbers.join(", ")}));
    let count = written.len();
    back.credit_notes.extend(written);
    Ok(count)
}

/// Credits what came back of an order on the invoices that billed it.
async fn of_order(
    tx: &mut Tx,
    back: &mut GoodsReturn,
    order: &mut Order,
    date: Date,
) -> Result<Vec<ReturnCredit>, Problem> {
    let due = due(back, order);
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let invoices = invoices::of_order(tx, order.head.id).await?;
    let (notes, found) = notes(&invoices, &due);
    if notes.is_empty() {
        return Ok(Vec::new());
    }
    let mut written = Vec::with_capacity(notes.len());
    // Each is a legal document of its own; an order has few invoices.
    for (invoice, lines) in notes {
        let reason = back.head.reason.clone();
        let new = NewCreditNote { reason, lines: Some(lines), date: Some(date), id: None };
        let note = invoices::credit(tx, invoice, new).await?;
        written.push(ReturnCredit { id: note.id, number: note.number, cancelled: false });
    }
    cover(back, &found);
    let credited: Vec<(i32, Quantity)> = found.into_iter().collect();
    orders::came_back(tx, order, &[], &credited).await?;
    Ok(written)
}

/// How much of each line of the order this return has to credit: what came back with it, as far
/// as the order was invoiced beyond what the customer keeps.
fn due(back: &GoodsReturn, order: &Order) -> BTreeMap<i32, Quantity> {
    let mut open: BTreeMap<i32, Quantity> = BTreeMap::new();
    for line in &back.lines {
        let rest = line.received.checked_sub(line.credited).unwrap_or(Quantity::ZERO);
        let sum = open.entry(line.moved_as()).or_insert(Quantity::ZERO);
        *sum = sum.checked_add(rest).unwrap_or(*sum);
    }
    for (n, quantity) in &mut open {
        let most = order.line(*n).map_or(Quantity::ZERO, |line| line.to_credit());
        *quantity = (*quantity).min(most);
    }
    open.retain(|_, quantity| quantity.is_positive());
    open
}

type Notes = Vec<(Uuid, Vec<CreditLine>)>;

/// Which lines of which invoices are credited, and how much of each line of the order that
/// covers: what somebody credited by hand already is not credited again.
fn notes(invoices: &[Invoice], due: &BTreeMap<i32, Quantity>) -> (Notes, BTreeMap<i32, Quantity>) {
    let mut due = due.clone();
    let mut found: BTreeMap<i32, Quantity> = BTreeMap::new();
    let mut notes = Vec::new();
    for invoice in invoices.iter().rev().filter(|invoice| invoice.kind == Kind::Invoice) {
        let mut lines = Vec::new();
        for line in &invoice.lines {
            let Some(wanted) = line.order_line.and_then(|n| due.get_mut(&n)) else { continue };
            let left = left_of(invoices, invoice.id, line.n, line.quantity);
            let part = left.min(*wanted);
            if !part.is_positive() {
                continue;
            }
            *wanted = wanted.checked_sub(part).unwrap_or(Quantity::ZERO);
            let sum = found.entry(line.order_line.unwrap_or_default()).or_insert(Quantity::ZERO);
            *sum = sum.checked_add(part).unwrap_or(*sum);
            lines.push(CreditLine { n: line.n, quantity: part });
        }
        if !lines.is_empty() {
            notes.push((invoice.id, lines));
        }
    }
    (notes, found)
}

/// What no credit note that stands has taken back of a line of an invoice.
fn left_of(invoices: &[Invoice], invoice: Uuid, n: i32, billed: Quantity) -> Quantity {
    let stands =
        |note: &&Invoice| note.original_id == Some(invoice) && note.cancelled_by_id.is_none();
    let notes = invoices.iter().filter(stands);
    let lines = notes.flat_map(|note| &note.lines).filter(|line| line.original_line == Some(n));
    lines.fold(billed, |left, line| left.checked_sub(line.quantity).unwrap_or(Quantity::ZERO))
}

/// Counts what was credited on the lines of the return, the first of them first.
pub(super) fn cover(back: &mut GoodsReturn, found: &BTreeMap<i32, Quantity>) {
    let mut found = found.clone();
    for line in &mut back.lines {
        let Some(left) = found.get_mut(&line.moved_as()) else { continue };
        let rest = line.received.checked_sub(line.credited).unwrap_or(Quantity::ZERO);
        let part = rest.min(*left);
        line.credited = line.credited.checked_add(part).unwrap_or(line.credited);
        *left = left.checked_sub(part).unwrap_or(Quantity::ZERO);
    }
}
