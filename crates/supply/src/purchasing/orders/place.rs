//! A new order to a supplier.

use base::{Money, Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::decide::make_firm;
use super::draft::{self, NewPurchaseLine, NewPurchaseOrder};
use super::order::{PurchaseOrder, PurchaseOrderHead, PurchaseOrderState};
use super::store::{self, Context};
use crate::purchasing::requests;

/// Places an order as a draft or, with `approve`, approves it in the same transaction. Made of a
/// request, it takes over what was asked for and the request counts as ordered.
///
/// # Errors
/// 422 with the fields that cannot be, 409 for a request that is not approved, or the rule that
/// refuses the approval.
pub async fn place(tx: &mut Tx, mut new: NewPurchaseOrder) -> Result<PurchaseOrder, Problem> {
    if new.approve {
        tx.demand("purchasing.approve")?;
    }
    let id = new.id.unwrap_or_else(|| tx.new_id::<PurchaseOrder>().uuid());
    let mut estimated = false;
    if let Some(request) = new.request_id {
        let request = requests::order(tx, request, id).await?;
        if new.lines.is_empty() {
            let again = |line: &requests::PurchaseRequestLine| NewPurchaseLine {
                variant_id: Some(line.variant_id),
                quantity: line.quantity,
                unit_price: Some(line.unit_cost),
                ..NewPurchaseLine::default()
            };
            new.lines = request.lines.iter().map(again).collect();
            estimated = true;
        }
    }
    draft::check_words(&new.reference, &new.note, Some(&new.lines))?;
    let order_date = new.order_date.unwrap_or_else(|| tx.today());
    let day = (new.currency, order_date);
    let found = store::context(tx, new.supplier_id, new.warehouse_id, day, &new.lines).await?;
    let (buyer, warehouse_id) = parties(&found)?;
    // What a request expects is in the company's currency.
    for line in new.lines.iter_mut().filter(|_| estimated) {
        line.unit_price = line.unit_price.map(|price| found.rate.price(price)).transpose()?;
    }
    let priced = draft::price(&new.lines, &found.lines, buyer.lang, found.rate.currency)?;
    let own = tx.currency();
    if new.expected_date.is_some_and(|expected| expected < order_date) {
        return Err(Problem::invalid().field("expected_date", "purchase_expected_before"));
    }
    let head = PurchaseOrderHead {
        id,
        number: None,
        supplier: buyer.supplier,
        warehouse_id,
        request_id: new.request_id,
        state: PurchaseOrderState::Draft,
        order_date,
        expected_date: new.expected_date,
        reference: new.reference.trim().to_owned(),
        note: new.note.trim().to_owned(),
        net: priced.net,
        tax: priced.tax,
        gross: priced.gross,
        exchange_rate: found.rate.of_document(),
        net_base: Money::new(found.rate.to_base(priced.net)?, own),
        gross_base: Money::new(found.rate.to_base(priced.gross)?, own),
        version: 1,
        created_by: tx.actor().user_id(),
        approved_by: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        approved_at: None,
        sent_at: None,
    };
    let mut order = PurchaseOrder { head, lines: priced.lines };
    let facts = json!({"supplier": order.head.supplier.name, "gross": said(order.head.gross)});
    tx.audit("purchasing.place", "purchase_order", id, facts);
    tx.record("purchasing.placed", id, json!({"order_id": id}));
    if new.approve {
        make_firm(tx, &mut order).await?;
    }
    store::insert(tx, &order).await?;
    Ok(order)
}

/// An amount with its currency, `34.50 SAR`, as people read it on a timeline.
pub(in crate::purchasing) fn said(amount: Money) -> String {
    format!("{} {}", amount.to_decimal_string(), amount.currency)
}

/// The supplier and the warehouse, if the one may be ordered from and the other delivered to.
pub(super) fn parties(found: &Context) -> Result<(store::Seller, Uuid), Problem> {
    let mut problem = Problem::invalid();
    match &found.seller {
        None => problem = problem.field("supplier_id", "unknown"),
        Some(seller) if !seller.active => {
            problem = problem.field("supplier_id", "purchase_supplier_set_aside");
        }
        Some(_) => {}
    }
    match &found.warehouse {
        None => problem = problem.field("warehouse_id", "unknown"),
        Some(warehouse) if !warehouse.active => {
            let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("code", &warehouse.code)];
            problem = problem.field_with("warehouse_id", "warehouse_closed", facts);
        }
        Some(_) => {}
    }
    match (&found.seller, &found.warehouse) {
        (Some(seller), Some(warehouse)) if problem.fields().is_empty() => {
            Ok((seller.clone(), warehouse.id))
        }
        _ => Err(problem),
    }
}
