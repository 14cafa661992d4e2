//! A customer wants to send goods back.

use base::{Money, Problem, Quantity, Tx};
use finance::invoices::{self, Kind};
use serde_json::json;
use supply::inventory;
use uuid::Uuid;

use super::asked::{NewReturn, check_words, meant};
use super::goods::{GoodsReturn, ReturnHead, ReturnLine, ReturnState, Returnable};
use super::{sale, store};
use crate::customers;
use crate::orders::{self, OrderCustomer};

/// What the goods left with.
struct Origin {
    order: Option<(Uuid, String)>,
    delivery: Option<(Uuid, String)>,
    invoice: Option<(Uuid, String)>,
    customer: OrderCustomer,
    /// Where they left.
    warehouse_id: Uuid,
    left: Vec<Returnable>,
}

/// Asks for a return of goods of one delivery, or of one sale at once. Only what stock is kept of
/// can come back.
///
/// # Errors
/// 422 for more than left and neither came back nor is about to, 409 when nothing is left.
pub async fn request(tx: &mut Tx, new: NewReturn) -> Result<GoodsReturn, Problem> {
    check_words(&new.reason, &new.note)?;
    let origin = match (new.delivery_id, new.invoice_id) {
        (Some(delivery), None) => of_delivery(tx, delivery).await?,
        (None, Some(invoice)) => of_sale(tx, invoice).await?,
        _ => return Err(Problem::invalid().field("delivery_id", "return_of_one")),
    };
    let meant = meant(&origin.left, new.lines.as_deref())?;
    let warehouse_id = match new.warehouse_id {
        None => origin.warehouse_id,
        Some(id) => {
            let unknown = |_| Problem::invalid().field("warehouse_id", "unknown");
            inventory::find_warehouse(tx, id).await.map_err(unknown)?.id
        }
    };
    let of_sale = origin.invoice.is_some();
    let lines = (1..).zip(meant).map(|(n, (line, quantity, condition))| ReturnLine {
        n,
        delivery_line: (!of_sale).then_some(line.line),
        order_line: line.order_line,
        invoice_line: of_sale.then_some(line.line),
        variant_id: line.variant_id,
        sku: line.sku,
        description: line.description,
        unit: line.unit,
        condition,
        quantity,
        received: Quantity::ZERO,
        credited: Quantity::ZERO,
    });
    let lines = lines.collect();
    let back =
        GoodsReturn { head: head(tx, &new, origin, warehouse_id), lines, credit_notes: Vec::new() };
    store::insert(tx, &back).await?;
    let facts = json!({"delivery": back.head.came_with(), "reason": back.head.reason});
    tx.audit("returns.request", "return", back.head.id, facts);
    let payload = json!({"return_id": back.head.id, "order_id": back.head.order_id});
    tx.record("returns.requested", back.head.id, payload);
    Ok(back)
}

async fn of_delivery(tx: &mut Tx, id: Uuid) -> Result<Origin, Problem> {
    let unknown = |_| Problem::invalid().field("delivery_id", "unknown");
    let delivery = orders::find_delivery(tx, id).await.map_err(unknown)?;
    // Two requests for one delivery follow each other.
    let order = orders::lock(tx, delivery.order_id).await?;
    Ok(Origin {
        left: store::returnable(tx, delivery.id).await?,
        order: Some((order.head.id, order.head.number.unwrap_or_default())),
        delivery: Some((delivery.id, delivery.number)),
        invoice: None,
        customer: order.head.customer,
        warehouse_id: order.head.warehouse_id,
    })
}

async fn of_sale(tx: &mut Tx, id: Uuid) -> Result<Origin, Problem> {
    let unknown = |_| Problem::invalid().field("invoice_id", "unknown");
    // Two requests for one sale follow each other.
    let invoice = invoices::lock(tx, id).await.map_err(unknown)?;
    let (left, warehouse) = sale::left_of(tx, &invoice).await?;
    let (Kind::Invoice, Some(warehouse_id)) = (invoice.kind, warehouse) else {
        return Err(Problem::conflict("return_not_sold_at_once"));
    };
    let customer = customers::find(tx, invoice.customer_id).await?;
    let customer = OrderCustomer { id: customer.id, code: customer.code, name: customer.name };
    let invoice = Some((invoice.id, invoice.number));
    Ok(Origin { order: None, delivery: None, invoice, customer, warehouse_id, left })
}

fn head(tx: &Tx, new: &NewReturn, origin: Origin, warehouse_id: Uuid) -> ReturnHead {
    let nothing = Money::zero(tx.currency());
    let (order_id, order_number) = origin.order.unzip();
    let (delivery_id, delivery_number) = origin.delivery.unzip();
    let (invoice_id, invoice_number) = origin.invoice.unzip();
    ReturnHead {
        id: new.id.unwrap_or_else(|| tx.new_id::<GoodsReturn>().uuid()),
        number: None,
        state: ReturnState::Requested,
        order_id,
        order_number,
        delivery_id,
        delivery_number,
        invoice_id,
        invoice_number,
        customer: origin.customer,
        warehouse_id,
        reason: new.reason.trim().to_owned(),
        note: new.note.trim().to_owned(),
        received_on: None,
        received_at: None,
        value: nothing,
        loss: nothing,
        entry_id: None,
        loss_entry_id: None,
        declined_because: String::new(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
