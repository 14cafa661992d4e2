//! The goods of a return are here.

use std::collections::BTreeMap;

use base::{Date, Money, Problem, Quantity, Tx};
use finance::invoices;
use serde_json::json;
use supply::inventory::{self, TakeBack, TakenBack};
use uuid::Uuid;

use super::asked::{ReceiveReturn, came};
use super::credit::write_off;
use super::goods::{Condition, GoodsReturn, ReturnHead, ReturnState};
use super::store;
use crate::orders;

/// Receives goods: the number is taken, what is good comes into stock at the cost at which it
/// left, what is damaged becomes a loss, the order counts what came back, and with `credit` what
/// was invoiced of it is credited; all of it or nothing.
///
/// # Errors
/// 403, 404, 412, 409 when it is received or declined already, 422 for more than was asked for,
/// a day before the delivery or to come, or a closed period.
pub async fn receive(tx: &mut Tx, id: Uuid, how: ReceiveReturn) -> Result<GoodsReturn, Problem> {
    if how.credit {
        tx.demand("invoices.credit")?;
    }
    let (mut back, mut order) = super::hold(tx, id).await?;
    back.expect(how.version)?;
    back.expect_requested()?;
    let came = came(&back, how.lines.as_deref())?;
    let date = how.date.unwrap_or_else(|| tx.today());
    let left_on = left_on(tx, &back.head).await?;
    if date < left_on {
        let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("date", &left_on)];
        return Err(Problem::invalid().field_with("date", "return_before_delivery", facts));
    }
    let number = finance::numbers::next(tx, "RET", date).await?;
    let taken = take_back(&back, &number, date, &came)?;
    let took = inventory::take_back(tx, taken).await?;
    let mut returned: BTreeMap<i32, Quantity> = BTreeMap::new();
    for (n, quantity, condition) in &came {
        let Some(line) = back.lines.iter_mut().find(|line| line.n == *n) else { continue };
        (line.received, line.condition) = (*quantity, *condition);
        let sum = returned.entry(line.moved_as()).or_insert(Quantity::ZERO);
        *sum = sum.checked_add(*quantity).ok_or_else(|| Problem::refused("too_large"))?;
    }
    let head = &mut back.head;
    (head.state, head.number) = (ReturnState::Received, Some(number));
    (head.received_on, head.received_at) = (Some(date), Some(tx.now()));
    head.value = Money::new(took.value, tx.currency());
    head.loss = Money::new(took.loss, tx.currency());
    (head.entry_id, head.loss_entry_id) = (took.entry_id, took.loss_entry_id);
    head.updated_at = tx.now();
    head.version += 1;
    if let Some(order) = &mut order {
        let returned: Vec<(i32, Quantity)> = returned.into_iter().collect();
        orders::came_back(tx, order, &returned, &[]).await?;
    }
    store::save(tx, &back).await?;
    announce(tx, &back);
    if how.credit {
        // What was not invoiced needs no credit: that is no reason to refuse the goods.
        write_off(tx, &mut back, order.as_mut(), date).await?;
    }
    Ok(back)
}

fn take_back(
    back: &GoodsReturn,
    number: &str,
    date: Date,
    came: &[(i32, Quantity, Condition)],
) -> Result<TakeBack, Problem> {
    let (shipped_type, shipped_id) = back.head.left_with()?;
    let line = |(n, quantity, condition): &(i32, Quantity, Condition)| {
        back.line(*n).map(|line| TakenBack {
            line: line.n,
            shipped_line: line.moved_as(),
            variant_id: line.variant_id,
            quantity: *quantity,
            scrap: *condition == Condition::Damaged,
        })
    };
    Ok(TakeBack {
        source_type: "return",
        source_id: back.head.id,
        number: number.to_owned(),
        shipped_type,
        shipped_id,
        warehouse_id: back.head.warehouse_id,
        effective_date: date,
        lines: came.iter().filter_map(line).collect(),
    })
}

/// The day on which the goods left.
async fn left_on(tx: &mut Tx, head: &ReturnHead) -> Result<Date, Problem> {
    match (head.delivery_id, head.invoice_id) {
        (Some(delivery), _) => Ok(orders::find_delivery(tx, delivery).await?.date),
        (None, Some(invoice)) => Ok(invoices::find(tx, invoice).await?.issue_date),
        (None, None) => Err(Problem::internal("a return of nothing")),
    }
}

fn announce(tx: &mut Tx, back: &GoodsReturn) {
    let head = &back.head;
    let came = back.lines.iter().filter(|line| line.received.is_positive());
    let came: Vec<String> = came.map(|l| format!("{} × {}", l.received, l.sku)).collect();
    let facts = json!({"number": head.number, "lines": came.join(", ")});
    tx.audit("returns.receive", "return", head.id, facts);
    let payload = json!({"return_id": head.id, "order_id": head.order_id});
    tx.record("returns.received", head.id, payload);
}
