//! Sending what was ordered.

use base::{Problem, Quantity, Tx};
use serde_json::json;
use supply::inventory::{self, Pick, Shipment, StockLine};
use uuid::Uuid;

use super::confirm::demand;
use super::credit;
use super::delivery::{Delivery, DeliveryLine, LineQuantity, NewDelivery, meant};
use super::lots;
use super::order::{Line, Move, Order};
use super::store;

/// Delivers lines of an order, or everything that is left: the stock held for it leaves the
/// warehouse and its cost is booked, all in this transaction.
///
/// # Errors
/// 404, 412, 409 when the order is not confirmed or nothing is left, 422 for more than is left or
/// when the customer is above its limit of credit.
pub async fn deliver(tx: &mut Tx, id: Uuid, new: NewDelivery) -> Result<Delivery, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state = order.head.state.go(Move::Deliver)?;
    order.expect(new.version)?;
    if new.note.chars().count() > 500 {
        return Err(Problem::invalid().field_with("note", "too_long", &[("most", &500)]));
    }
    let asked: Option<Vec<LineQuantity>> = new.lines.as_ref().map(|lines| {
        lines.iter().map(|l| LineQuantity { line: l.line, quantity: l.quantity }).collect()
    });
    let meant = meant(&order, asked.as_deref(), Line::to_deliver, "order_nothing_to_deliver")?;
    credit::at_shipment(tx, &order).await?;
    let picks = lots::picked(tx, &order, new.lines.as_deref().unwrap_or_default()).await?;
    let mut delivery = Delivery {
        id: new.id.unwrap_or_else(|| tx.new_id::<Delivery>().uuid()),
        number: String::new(),
        order_id: id,
        order_number: order.head.number.clone().unwrap_or_default(),
        date: new.date.unwrap_or_else(|| tx.today()),
        recorded_at: tx.now(),
        note: new.note.trim().to_owned(),
        entry_id: None,
        lines: packed(&order, &meant),
    };
    delivery.number = finance::numbers::next(tx, "DN", delivery.date).await?;
    let kept = kept(&order, &delivery);
    progress(&mut order, &meant)?;
    delivery.entry_id = ship(tx, &order, &delivery, kept, &picks).await?;
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::insert_delivery(tx, &delivery).await?;
    store::save(tx, &order.head, &order.lines).await?;
    announce(tx, &order, &delivery);
    Ok(delivery)
}

fn packed(order: &Order, meant: &[(i32, Quantity)]) -> Vec<DeliveryLine> {
    let lines = meant.iter().filter_map(|(n, quantity)| Some((order.line(*n)?, *quantity)));
    lines
        .zip(1..)
        .map(|((line, quantity), n)| DeliveryLine {
            n,
            order_line: line.n,
            variant_id: line.variant_id,
            sku: line.sku.clone(),
            description: line.description.clone(),
            unit: line.unit.clone(),
            quantity,
        })
        .collect()
}

/// What stock is kept of, numbered as in the order, for that is how it was reserved.
fn kept(order: &Order, delivery: &Delivery) -> Vec<StockLine> {
    let kept = |line: &&DeliveryLine| order.line(line.order_line).is_some_and(|l| l.tracked);
    let lines = delivery.lines.iter().filter(kept);
    lines
        .map(|l| StockLine { line: l.order_line, variant_id: l.variant_id, quantity: l.quantity })
        .collect()
}

/// Moves what stock is kept of; the journal entry of its cost, if there is any. The order has
/// counted the delivery already, so what is left of it is what stays reserved.
async fn ship(
    tx: &mut Tx,
    order: &Order,
    delivery: &Delivery,
    lines: Vec<StockLine>,
    picks: &[Pick],
) -> Result<Option<Uuid>, Problem> {
    if lines.is_empty() {
        return Ok(None);
    }
    let shipment = Shipment {
        source_type: "delivery",
        source_id: delivery.id,
        number: delivery.number.clone(),
        demand: demand(order),
        warehouse_id: order.head.warehouse_id,
        effective_date: delivery.date,
        lines,
    };
    if picks.is_empty() {
        let posted = inventory::ship(tx, shipment).await?;
        return Ok(posted.map(|posted| posted.entry_id));
    }
    let open = order.lines.iter().filter(|line| line.tracked && line.to_deliver().is_positive());
    let left: Vec<StockLine> = open
        .map(|l| StockLine { line: l.n, variant_id: l.variant_id, quantity: l.to_deliver() })
        .collect();
    let posted = inventory::ship_choosing(tx, shipment, picks, &left).await?;
    Ok(posted.map(|posted| posted.entry_id))
}

fn progress(order: &mut Order, meant: &[(i32, Quantity)]) -> Result<(), Problem> {
    for (n, quantity) in meant {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == *n) {
            let sum = line.delivered.checked_add(*quantity);
            line.delivered = sum.ok_or_else(|| Problem::internal("delivered overflows"))?;
        }
    }
    order.head.delivery_state = order.delivered();
    Ok(())
}

fn announce(tx: &mut Tx, order: &Order, delivery: &Delivery) {
    let id = order.head.id;
    let lines = delivery.lines.iter().map(|line| format!("{} × {}", line.quantity, line.sku));
    let lines: Vec<String> = lines.collect();
    let facts = json!({"number": delivery.number, "lines": lines.join(", ")});
    tx.audit("orders.deliver", "order", id, facts.clone());
    tx.audit("orders.deliver", "delivery", delivery.id, facts);
    let payload = json!({"order_id": id, "delivery_id": delivery.id,
        "delivery_state": order.head.delivery_state});
    tx.record("orders.delivered", id, payload);
}
