//! The goods of a return are here.

use std::collections::BTreeMap;

use base::{Date, Money, Problem, Quantity, Tx};
use serde_json::json;
use supply::inventory::{self, TakeBack, TakenBack};
use uuid::Uuid;

use super::asked::{ReceiveReturn, came};
use super::credit::write_off;
use super::goods::{Condition, GoodsReturn, ReturnState};
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
    let order_id = super::find(tx, id).await?.head.order_id;
    // The order first, as everybody who changes one; then the return cannot change either.
    let mut order = orders::lock(tx, order_id).await?;
    let mut back = super::find(tx, id).await?;
    back.expect(how.version)?;
    back.expect_requested()?;
    let came = came(&back, how.lines.as_deref())?;
    let date = how.date.unwrap_or_else(|| tx.today());
    let delivered = orders::find_delivery(tx, back.head.delivery_id).await?.date;
    if date < delivered {
        let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("date", &delivered)];
        return Err(Problem::invalid().field_with("date", "return_before_delivery", facts));
    }
    let number = finance::numbers::next(tx, "RET", date).await?;
    let taken = take_back(&back, &number, date, &came);
    let took = inventory::take_back(tx, taken).await?;
    let mut returned: BTreeMap<i32, Quantity> = BTreeMap::new();
    for (n, quantity, condition) in &came {
        let Some(line) = back.lines.iter_mut().find(|line| line.n == *n) else { continue };
        (line.received, line.condition) = (*quantity, *condition);
        let sum = returned.entry(line.order_line).or_insert(Quantity::ZERO);
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
    let returned: Vec<(i32, Quantity)> = returned.into_iter().collect();
    orders::came_back(tx, &mut order, &returned, &[]).await?;
    store::save(tx, &back).await?;
    announce(tx, &back);
    if how.credit {
        // What was not invoiced needs no credit: that is no reason to refuse the goods.
        write_off(tx, &mut back, &mut order, date).await?;
    }
    Ok(back)
}

fn take_back(
    back: &GoodsReturn,
    number: &str,
    date: Date,
    came: &[(i32, Quantity, Condition)],
) -> TakeBack {
    let line = |(n, quantity, condition): &(i32, Quantity, Condition)| {
        back.line(*n).map(|line| TakenBack {
            line: line.n,
            // A delivery moves its stock under the numbers of the order's lines.
            shipped_line: line.order_line,
            variant_id: line.variant_id,
            quantity: *quantity,
            scrap: *condition == Condition::Damaged,
        })
    };
    TakeBack {
        source_type: "return",
        source_id: back.head.id,
        number: number.to_owned(),
        shipped_type: "delivery",
        shipped_id: back.head.delivery_id,
        warehouse_id: back.head.warehouse_id,
        effective_date: date,
        lines: came.iter().filter_map(line).collect(),
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
