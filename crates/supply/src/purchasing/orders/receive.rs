//! Taking in what was ordered.

use base::{Date, Money, Problem, Quantity, Tx};
use finance::currencies::{self, ExchangeRate};
use finance::{numbers, tax};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::{PurchaseMove, PurchaseOrder, PurchaseOrderLine};
use super::store;
use crate::inventory::{self, NewReceipt, NewReceiptLine, ReceivedLot, StockDocument};
use crate::purchasing::{compare, received};
use crate::suppliers;

/// A receipt for an order.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPurchaseReceipt {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// The version of the order that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The business day; today when not given.
    pub date: Option<Date>,
    /// The number of the supplier's delivery note.
    pub reference: String,
    /// A remark.
    pub note: String,
    /// How much of which line; everything that is left when not given.
    pub lines: Option<Vec<PurchaseQuantity>>,
}

/// So much of a line of an order to a supplier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseQuantity {
    /// The number of the order's line.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
    /// The same goods in the item's second unit, of an item that has one.
    #[serde(default)]
    pub second_quantity: Option<Quantity>,
    /// The lot, of an item that is kept by lot.
    #[serde(default)]
    pub lot: Option<ReceivedLot>,
}

/// Receives lines of an order, or everything that is left, at the prices of the order. A little
/// more than was ordered may come, as far as the supplier's tolerance goes.
///
/// # Errors
/// 404, 412, 409 when the order is not out or nothing is left, 422 for more than may come.
pub async fn receive(
    tx: &mut Tx,
    id: Uuid,
    new: NewPurchaseReceipt,
) -> Result<StockDocument, Problem> {
    numbers::hold(tx).await?;
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state.go(PurchaseMove::ReceivePart).or_else(|refusal| {
        // Everything has come; a little more still may.
        order.head.state.go(PurchaseMove::ReceiveAll).map_err(|_| refusal)
    })?;
    order.expect(new.version)?;
    let supplier = suppliers::find(tx, order.head.supplier.id).await?;
    let meant = meant(&order, new.lines.as_deref(), supplier.quantity_tolerance)?;
    let goods: Vec<(&PurchaseOrderLine, Quantity)> =
        meant.iter().filter_map(|(n, quantity)| Some((order.line(*n)?, *quantity))).collect();
    let asked = new.lines.as_deref().unwrap_or_default();
    // The goods are worth what they cost on the day on which they came.
    let (currency, day) = (order.head.gross.currency, new.date.unwrap_or_else(|| tx.today()));
    let rate = currencies::rate(tx, currency, day).await?;
    let line = |(line, quantity): &(&PurchaseOrderLine, Quantity)| {
        let said = asked.iter().find(|one| one.line == line.n);
        Ok(NewReceiptLine {
            variant_id: Some(line.variant_id),
            quantity: *quantity,
            unit_cost: rate.base_price(line.unit_price)?,
            value: worth(&rate, line, *quantity)?,
            second_quantity: said.and_then(|one| one.second_quantity),
            lot: said.and_then(|one| one.lot.clone()),
            ..NewReceiptLine::default()
        })
    };
    let receipt = NewReceipt {
        id: new.id,
        warehouse_id: Some(order.head.warehouse_id),
        date: new.date,
        supplier_id: Some(supplier.id),
        reference: new.reference,
        note: new.note,
        lines: goods.iter().map(line).collect::<Result<_, Problem>>()?,
    };
    let receipt = inventory::receive(tx, receipt).await;
    let receipt = receipt.map_err(|problem| as_asked(problem, &meant, asked))?;
    let lines: Vec<(i32, i32)> = (1..).zip(meant.iter().map(|(n, _)| *n)).collect();
    received::name_order(tx, receipt.id, order.head.supplier.id, id, &lines).await?;
    count_up(&mut order, &meant)?;
    order.head.state = order.head.state.go(order.step_after(PurchaseMove::ReceivePart))?;
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order).await?;
    let came: Vec<String> =
        receipt.lines.iter().map(|l| format!("{} × {}", l.quantity, l.sku)).collect();
    let facts = json!({"number": receipt.number, "lines": came.join(", ")});
    tx.audit("purchasing.receive", "purchase_order", id, facts);
    let payload = json!({"order_id": id, "receipt_id": receipt.id, "state": order.head.state});
    tx.record("purchasing.received", id, payload);
    Ok(receipt)
}

/// Stock counts the lines that something came of; whoever asked counts all that were sent.
fn as_asked(problem: Problem, meant: &[(i32, Quantity)], asked: &[PurchaseQuantity]) -> Problem {
    problem.renamed(|path| {
        let (at, field) = path.strip_prefix("lines[")?.split_once("].")?;
        let (n, _) = meant.get(at.parse::<usize>().ok()?)?;
        let row = asked.iter().position(|one| one.line == *n)?;
        Some(format!("lines[{row}].{field}"))
    })
}

/// What so much of a line of an order in another currency cost; none in the company's own, where
/// price and quantity say it.
fn worth(
    rate: &ExchangeRate,
    line: &PurchaseOrderLine,
    quantity: Quantity,
) -> Result<Option<i64>, Problem> {
    if rate.is_own() {
        return Ok(None);
    }
    let net = tax::line_net(line.unit_price, quantity, base::Rate::ZERO, rate.currency)?;
    rate.to_base(Money::new(net, rate.currency)).map(Some)
}

fn count_up(order: &mut PurchaseOrder, meant: &[(i32, Quantity)]) -> Result<(), Problem> {
    for (n, quantity) in meant {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == *n) {
            let sum = line.received.checked_add(*quantity);
            line.received = sum.ok_or_else(|| Problem::refused("too_large"))?;
        }
    }
    Ok(())
}

/// Which lines are meant and how much of each: what was asked, checked against what may still
/// come; everything that is left when nothing was asked.
fn meant(
    order: &PurchaseOrder,
    asked: Option<&[PurchaseQuantity]>,
    tolerance: base::Rate,
) -> Result<Vec<(i32, Quantity)>, Problem> {
    let tracked = order.lines.iter().filter(|line| line.tracked);
    let meant: Vec<(i32, Quantity)> = match asked {
        None => tracked.map(|line| (line.n, line.to_receive())).collect(),
        Some(asked) => checked(order, asked, tolerance)?,
    };
    let meant: Vec<_> = meant.into_iter().filter(|(_, quantity)| quantity.is_positive()).collect();
    if meant.is_empty() {
        return Err(Problem::conflict("purchase_nothing_to_receive"));
    }
    Ok(meant)
}

fn checked(
    order: &PurchaseOrder,
    asked: &[PurchaseQuantity],
    tolerance: base::Rate,
) -> Result<Vec<(i32, Quantity)>, Problem> {
    let mut meant: Vec<(i32, Quantity)> = Vec::with_capacity(asked.len());
    let mut wrong = Problem::invalid();
    for (i, PurchaseQuantity { line: n, quantity, .. }) in asked.iter().enumerate() {
        let path = format!("lines[{i}].quantity");
        let Some(line) = order.line(*n).filter(|line| line.tracked) else {
            wrong = wrong.field(format!("lines[{i}].line"), "unknown");
            continue;
        };
        if quantity.is_negative() || meant.iter().any(|(other, _)| other == n) {
            wrong = wrong.field(path, "not_positive");
            continue;
        }
        let most = compare::most(line.quantity, tolerance);
        let left = most.checked_sub(line.received).filter(|left| left.is_positive());
        let left = left.unwrap_or_default();
        if *quantity > left {
            let facts: &[(&'static str, &dyn std::fmt::Display)] =
                &[("sku", &line.sku), ("wanted", quantity), ("left", &left)];
            wrong = wrong.field_with(path, "purchase_more_than_left", facts);
        } else {
            meant.push((*n, *quantity));
        }
    }
    wrong.or_ok().map(|()| meant)
}
