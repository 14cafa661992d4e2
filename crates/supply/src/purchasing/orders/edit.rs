//! A change to a draft.

use base::{Money, Problem, Tx};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::draft::{self, ChangePurchaseOrder, NewPurchaseLine};
use super::order::{PurchaseMove, PurchaseOrder, PurchaseOrderLine};
use super::place::{parties, said};
use super::store;

/// Changes the fields that are sent; lines are replaced as a whole. Prices and tax codes of
/// lines that were not sent stay as they were agreed.
///
/// # Errors
/// 404, 409 `purchase_order_not_draft`, 412 when somebody else was faster, 422 for the fields.
pub async fn edit(
    tx: &mut Tx,
    id: Uuid,
    change: ChangePurchaseOrder,
) -> Result<PurchaseOrder, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = old.head.state.go(PurchaseMove::Edit)?;
    old.expect(change.version)?;
    let mut order = old.clone();
    order.head.state = state;
    order.head.reference = change.reference.map_or(order.head.reference, |t| t.trim().to_owned());
    order.head.note = change.note.map_or(order.head.note, |t| t.trim().to_owned());
    order.head.order_date = change.order_date.unwrap_or(order.head.order_date);
    order.head.expected_date = change.expected_date.or(order.head.expected_date);
    if order.head.expected_date.is_some_and(|expected| expected < order.head.order_date) {
        return Err(Problem::invalid().field("expected_date", "purchase_expected_before"));
    }
    draft::check_words(&order.head.reference, &order.head.note, change.lines.as_deref())?;
    let supplier_id = change.supplier_id.unwrap_or(old.head.supplier.id);
    let warehouse_id = change.warehouse_id.unwrap_or(old.head.warehouse_id);
    let stay = change.lines.is_none();
    let mut asked = change.lines.unwrap_or_else(|| old.lines.iter().map(again).collect());
    let same = supplier_id == old.head.supplier.id;
    let currency = change.currency.or(Some(old.head.gross.currency).filter(|_| same));
    let day = (currency, order.head.order_date);
    let found = store::context(tx, supplier_id, Some(warehouse_id), day, &asked).await?;
    let (seller, warehouse_id) = parties(&found)?;
    if stay {
        let prices = asked.iter_mut().filter_map(|line| line.unit_price.as_mut());
        found.rate.carry(&old.head.rate(), prices)?;
    }
    let priced = draft::price(&asked, &found.lines, seller.lang, found.rate.currency)?;
    order.head.exchange_rate = found.rate.of_document();
    let own = tx.currency();
    order.head.net_base = Money::new(found.rate.to_base(priced.net)?, own);
    order.head.gross_base = Money::new(found.rate.to_base(priced.gross)?, own);
    order.head.supplier = seller.supplier;
    order.head.warehouse_id = warehouse_id;
    (order.head.net, order.head.tax, order.head.gross) = (priced.net, priced.tax, priced.gross);
    order.lines = priced.lines;
    if order == old {
        return Ok(old);
    }
    order.head.version += 1;
    order.head.updated_at = tx.now();
    if order.lines != old.lines {
        store::replace_lines(tx, &order).await?;
    }
    store::save(tx, &order).await?;
    tx.audit("purchasing.edit", "purchase_order", id, changes(&old, &order));
    tx.record("purchasing.changed", id, json!({"order_id": id}));
    Ok(order)
}

/// A line that stays, as it would be asked for.
fn again(line: &PurchaseOrderLine) -> NewPurchaseLine {
    NewPurchaseLine {
        variant_id: Some(line.variant_id),
        sku: None,
        quantity: line.quantity,
        unit_price: Some(line.unit_price),
        tax_code_id: Some(line.tax_code_id),
        description: Some(line.description.clone()),
    }
}

/// What changed, for the timeline: `{"reference": ["old", "new"]}`.
fn changes(old: &PurchaseOrder, new: &PurchaseOrder) -> Value {
    let facts = |order: &PurchaseOrder| {
        let lines: Vec<String> =
            order.lines.iter().map(|line| format!("{} × {}", line.quantity, line.sku)).collect();
        json!({"supplier": order.head.supplier.name, "order_date": order.head.order_date,
            "expected_date": order.head.expected_date, "reference": order.head.reference,
            "note": order.head.note, "gross": said(order.head.gross),
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
