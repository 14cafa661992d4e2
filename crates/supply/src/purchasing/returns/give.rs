//! Giving goods back.

use std::collections::BTreeMap;

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Quantity, Tx};
use finance::bills::{self, ClearedPart, Debited, NewDebit};
use finance::numbers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::{PurchaseReturn, PurchaseReturnLine};
use super::store;
use crate::inventory::{self, GiveBack, GivenLine};
use crate::purchasing::billing::{self, BilledLine};
use crate::purchasing::orders::{self, PurchaseMove, said};
use crate::purchasing::received::{self, ReceivedLine};
use crate::suppliers;

/// Goods to be given back, all of one receipt.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPurchaseReturn {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// The receipt of the goods.
    #[schema(required)]
    pub receipt_id: Uuid,
    /// The supplier, where the goods came without an order and were not billed.
    pub supplier_id: Option<Uuid>,
    /// The business day; today when not given.
    pub date: Option<Date>,
    /// Why; it stands on the debit note.
    #[schema(required)]
    pub reason: String,
    /// What goes back.
    #[schema(required)]
    pub lines: Vec<NewReturnLine>,
}

/// So much of a line of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnLine {
    /// The line of the receipt.
    pub line: i32,
    /// How much goes back.
    pub quantity: Quantity,
}

/// Gives goods back to their supplier. They leave the stock at the average cost; what they were
/// bought at is taken from what is owed: from goods not billed yet first, then by a debit note
/// for each bill.
///
/// # Errors
/// 422 for more than came, `out_of_stock` where less is free, a closed period; 404 for an unknown
/// receipt.
pub async fn give_back(tx: &mut Tx, new: NewPurchaseReturn) -> Result<PurchaseReturn, Problem> {
    numbers::hold(tx).await?;
    let mut received = received::of_receipt(tx, new.receipt_id, true).await?;
    let Some(first) = received.first() else { return Err(Problem::not_found()) };
    let warehouse_id = first.warehouse_id;
    let supplier_id = first.supplier_id.or(new.supplier_id);
    let date = new.date.unwrap_or_else(|| tx.today());
    check(&new, &received, supplier_id, date)?;
    let supplier_id = supplier_id.unwrap_or_default();
    let supplier = suppliers::find(tx, supplier_id).await;
    let supplier = supplier.map_err(|_| Problem::invalid().field("supplier_id", "unknown"))?;
    let mut billed = billing::billed_lines(tx, new.receipt_id).await?;
    let mut counted = Vec::new();
    let mut parts = Vec::new();
    for want in &new.lines {
        let Some(line) = received.iter_mut().find(|line| line.line == want.line) else { continue };
        line.supplier_id = Some(supplier_id);
        let taken = take(line, want.quantity, &mut billed)?;
        counted.extend(line.order_id.zip(line.order_line).map(|at| (at, want.quantity, taken.1)));
        parts.extend(taken.0);
    }
    let id = new.id.unwrap_or_else(|| tx.new_id::<PurchaseReturn>().uuid());
    let number = numbers::next(tx, "PRT", date).await?;
    received::save(tx, &received).await?;
    count_down(tx, &counted).await?;
    let reason = new.reason.trim().to_owned();
    debit(tx, &mut parts, date, &reason).await?;
    let given = GiveBack {
        source_type: "purchase_return",
        source_id: id,
        number: number.clone(),
        warehouse_id,
        effective_date: date,
        lines: (1..).zip(&parts).map(|(n, part)| part.given(n)).collect(),
    };
    let given = inventory::give_back(tx, given).await?;
    let currency = tx.currency();
    let value: i64 = parts.iter().map(|part| part.value).sum();
    let returned = PurchaseReturn {
        id,
        number,
        receipt_id: new.receipt_id,
        receipt_number: received.first().map(|r| r.receipt_number.clone()).unwrap_or_default(),
        supplier_id,
        supplier: supplier.name,
        warehouse_id,
        date,
        reason,
        value: Money::new(value, currency),
        cost: Money::new(given.cost, currency),
        entry_id: given.posted.map(|posted| posted.entry_id),
        recorded_at: tx.now(),
        lines: (1..).zip(&parts).map(|(n, part)| part.line(n, &received, currency)).collect(),
    };
    store::insert(tx, &returned).await?;
    let facts = json!({"number": returned.number, "value": said(returned.value)});
    tx.audit("purchasing.give_back", "purchase_return", id, facts.clone());
    tx.audit("purchasing.give_back", "stock_receipt", new.receipt_id, facts);
    tx.record("purchasing.given_back", id, json!({"return_id": id}));
    Ok(returned)
}

fn check(
    new: &NewPurchaseReturn,
    received: &[ReceivedLine],
    supplier: Option<Uuid>,
    date: Date,
) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if supplier.is_none() {
        problem = problem.field("supplier_id", "required");
    }
    if new.reason.trim().is_empty() {
        problem = problem.field("reason", "required");
    }
    if new.reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    if new.lines.is_empty() {
        problem = problem.field("lines", "lines_required");
    }
    if received.first().is_some_and(|line| date < line.date) {
        problem = problem.field("date", "purchase_before_receipt");
    }
    for (i, want) in new.lines.iter().enumerate() {
        let twice = new.lines[..i].iter().any(|other| other.line == want.line);
        let Some(line) = received.iter().find(|line| line.line == want.line) else {
            problem = problem.field(format!("lines[{i}].line"), "unknown");
            continue;
        };
        let left = line.returnable();
        if twice {
            problem = problem.field(format!("lines[{i}].line"), "line_named_twice");
        } else if !want.quantity.is_positive() {
            problem = problem.field(format!("lines[{i}].quantity"), "not_positive");
        } else if want.quantity > left {
            let path = format!("lines[{i}].quantity");
            problem = problem.field_with(path, "purchase_return_above", &[("left", &left)]);
        }
    }
    problem.or_ok()
}

/// A part of what goes back: of goods not billed yet, or of one bill's line.
#[derive(Debug, Clone, Copy)]
struct Part {
    receipt_line: i32,
    variant_id: Uuid,
    quantity: Quantity,
    /// What was not billed at what it was received at; what was in the bill's currency, until its
    /// debit note says what that is in the company's.
    value: i64,
    bill: Option<(Uuid, i32)>,
}

impl Part {
    fn given(&self, line: i32) -> GivenLine {
        let Part { variant_id, quantity, value, .. } = *self;
        GivenLine { line, variant_id, quantity, value }
    }

    fn line(
        &self,
        n: i32,
        received: &[ReceivedLine],
        currency: base::Currency,
    ) -> PurchaseReturnLine {
        let line = received.iter().find(|line| line.line == self.receipt_line);
        PurchaseReturnLine {
            n,
            receipt_line: self.receipt_line,
            variant_id: self.variant_id,
            sku: line.map(|line| line.sku.clone()).unwrap_or_default(),
            quantity: self.quantity,
            value: Money::new(self.value, currency),
            bill_id: self.bill.map(|(bill, _)| bill),
        }
    }
}

/// Takes so much of a received line: what was not billed first, then of its bills, the oldest
/// first; and how much of it was billed.
fn take(
    line: &mut ReceivedLine,
    quantity: Quantity,
    billed: &mut [BilledLine],
) -> Result<(Vec<Part>, Quantity), Problem> {
    let (unbilled, of_bills) = line.give_back(quantity);
    let (receipt_line, variant_id) = (line.line, line.variant_id);
    let mut parts = Vec::new();
    if unbilled.quantity.is_positive() {
        let (quantity, value) = (unbilled.quantity, unbilled.value);
        parts.push(Part { receipt_line, variant_id, quantity, value, bill: None });
    }
    let mut rest = of_bills;
    for bill in billed.iter_mut().filter(|bill| bill.receipt_line == receipt_line) {
        let quantity = rest.min(bill.left);
        if !quantity.is_positive() {
            continue;
        }
        let value = share(bill.net, quantity, bill.left);
        bill.net -= value;
        bill.left = bill.left.checked_sub(quantity).unwrap_or_default();
        rest = rest.checked_sub(quantity).unwrap_or_default();
        let bill = Some((bill.bill_id, bill.n));
        parts.push(Part { receipt_line, variant_id, quantity, value, bill });
    }
    if rest.is_positive() {
        return Err(Problem::internal("more was billed of a receipt than its bills say"));
    }
    Ok((parts, of_bills))
}

/// The share of what is left of a bill's line; the last takes all of it.
fn share(net: i64, quantity: Quantity, left: Quantity) -> i64 {
    if quantity == left {
        return net;
    }
    let product = i128::from(net) * i128::from(quantity.micros());
    let part = round::div(product, i128::from(left.micros()), Rounding::HalfEven);
    i64::try_from(part).unwrap_or(net)
}

/// Posts a debit note for each bill of which something goes back. What the notes say in the
/// company's currency is what the goods go back at.
async fn debit(tx: &mut Tx, parts: &mut [Part], date: Date, reason: &str) -> Result<(), Problem> {
    let mut of_bills: BTreeMap<Uuid, Vec<Debited>> = BTreeMap::new();
    for part in parts.iter() {
        let Some((bill, n)) = part.bill.filter(|_| part.value != 0) else { continue };
        let (quantity, net) = (part.quantity, part.value);
        let uncleared = ClearedPart::default();
        of_bills.entry(bill).or_default().push(Debited { n, quantity, net, uncleared });
    }
    for (id, lines) in of_bills {
        let bill = bills::lock(tx, id).await?;
        let date = if date < bill.bill_date { bill.bill_date } else { date };
        let note = NewDebit { id: None, date, reason: reason.to_owned(), lines };
        let note = bills::debit(tx, &bill, note).await?;
        for line in &note.lines {
            let of = |part: &&mut Part| part.bill == line.original_line.map(|n| (id, n));
            if let Some(part) = parts.iter_mut().find(of) {
                part.value = line.net_base.minor;
            }
        }
    }
    Ok(())
}

/// Counts what went back off the orders' lines, so that it can be delivered again.
async fn count_down(
    tx: &mut Tx,
    counted: &[((Uuid, i32), Quantity, Quantity)],
) -> Result<(), Problem> {
    let mut ids: Vec<Uuid> = counted.iter().map(|((order, _), ..)| *order).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut orders = orders::lock_all(tx, &ids).await?;
    let less = |from: Quantity, what: Quantity| {
        from.checked_sub(what).filter(|rest| rest.is_positive()).unwrap_or_default()
    };
    for ((id, n), quantity, billed) in counted {
        let order = orders.iter_mut().find(|order| order.head.id == *id);
        let line = order.and_then(|order| order.lines.iter_mut().find(|line| line.n == *n));
        if let Some(line) = line {
            line.received = less(line.received, *quantity);
            line.billed = less(line.billed, *billed);
        }
    }
    for order in &mut orders {
        order.head.state = order.head.state.go(PurchaseMove::GiveBack)?;
    }
    if orders.is_empty() {
        return Ok(());
    }
    orders::progress(tx, &orders).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_share_takes_the_rest() {
        let whole = Quantity::whole;
        assert_eq!(share(1000, whole(1), whole(3)), 333);
        assert_eq!(share(667, whole(1), whole(2)), 334);
        assert_eq!(share(333, whole(1), whole(1)), 333);
    }
}
