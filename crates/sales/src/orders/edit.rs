//! A change to a draft.

use base::{Money, Problem, Tx};
use finance::currencies;
use finance::tax::Prices;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::approval;
use super::draft::{self, ChangeOrder};
use super::order::{Line, Move, Order};
use super::place::parties;
use super::store;

/// Changes the fields that are sent; lines are replaced as a whole. Prices and tax codes of
/// lines that were not sent stay as they were agreed.
///
/// # Errors
/// 404, 409 `order_not_draft`, 412 when somebody else was faster, 422 for the fields.
pub async fn edit(tx: &mut Tx, id: Uuid, change: ChangeOrder) -> Result<Order, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = old.head.state.go(Move::Edit)?;
    old.expect(change.version)?;
    let mut order = old.clone();
    order.head.state = state;
    order.head.reference = change.reference.map_or(order.head.reference, |t| t.trim().to_owned());
    order.head.note = change.note.map_or(order.head.note, |t| t.trim().to_owned());
    order.head.order_date = change.order_date.unwrap_or(order.head.order_date);
    let included = change.prices_include_tax;
    order.head.prices_include_tax = included.unwrap_or(order.head.prices_include_tax);
    draft::check_words(&order.head.reference, &order.head.note, change.lines.as_deref())?;
    let customer_id = change.customer_id.unwrap_or(old.head.customer.id);
    let warehouse_id = change.warehouse_id.unwrap_or(old.head.warehouse_id);
    let stay = change.lines.is_none();
    let mut asked = change.lines.unwrap_or_else(|| old.lines.iter().map(Line::again).collect());
    let day = order.head.order_date;
    let same = customer_id == old.head.customer.id;
    let currency = change.currency.or(same.then_some(old.head.gross.currency));
    let found = store::context(tx, customer_id, Some(warehouse_id), currency, day, &asked).await?;
    let (buyer, warehouse_id) = parties(&found)?;
    let prices = Prices::including_tax(order.head.prices_include_tax);
    let currency = currency.unwrap_or(buyer.currency);
    let rate = currencies::fix(tx, currency, day, None).await?;
    if stay {
        rate.carry(&old.head.rate(), asked.iter_mut().filter_map(|l| l.unit_price.as_mut()))?;
    }
    let known = draft::in_currency(found.lines, &rate)?;
    let mut priced = draft::price(&asked, &known, buyer.lang, currency, prices)?;
    approval::mark(found.rules, &asked, &known, &mut priced.lines);
    order.head.exchange_rate = rate.of_document();
    order.head.gross_base = Money::new(rate.to_base(priced.gross)?, tx.currency());
    order.head.customer = buyer.customer;
    order.head.warehouse_id = warehouse_id;
    (order.head.net, order.head.tax, order.head.gross) = (priced.net, priced.tax, priced.gross);
    if order.head.customer == old.head.customer {
        approval::keep(&old.lines, &mut priced.lines);
    }
    order.lines = priced.lines;
    if order == old {
        return Ok(old);
    }
    // What was approved were these lines for this customer.
    if order.lines != old.lines || order.head.customer != old.head.customer {
        approval::begin(tx, &mut order.head, &order.lines);
    }
    order.head.version += 1;
    order.head.updated_at = tx.now();
    if order.lines != old.lines {
        store::replace_lines(tx, &order).await?;
    }
    store::save(tx, &order.head, &[]).await?;
    tx.audit("orders.edit", "order", id, changes(&old, &order));
    tx.record("orders.changed", id, json!({"order_id": id}));
    Ok(order)
}

/// What changed, for the timeline: `{"reference": ["old", "new"]}`.
fn changes(old: &Order, new: &Order) -> Value {
    let facts = |order: &Order| {
        let lines: Vec<String> =
            order.lines.iter().map(|line| format!("{} × {}", line.quantity, line.sku)).collect();
        json!({"customer": order.head.customer.name,
            "order_date": order.head.order_date, "reference": order.head.reference,
            "note": order.head.note,
            "prices_include_tax": order.head.prices_include_tax,
            "gross": format!("{} {}", order.head.gross.to_decimal_string(),
                order.head.gross.currency),
            "lines": lines.join(", ")})
    };
    let mut changes = Map::new();
    if let (Value::Object(before), Value::Object(after)) = (facts(old), facts(new)) {
        for (field, value) in after {
            let was = before.get(&field).cloned().unwrap_or_default();
            if was != value {
                changes.insert(field, json!([was, value]));
            }
        }
    }
    Value::Object(changes)
}
