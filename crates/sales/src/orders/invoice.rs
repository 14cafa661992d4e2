//! Asking for the money.

use base::{Date, L, Problem, Quantity, Tx};
use finance::currencies::DocumentRate;
use finance::invoices::{self, Invoice, NewInvoice, NewInvoiceLine, Party};
use serde::Deserialize;
use serde_json::json;
use supply::catalog::unit_name;
use utoipa::ToSchema;
use uuid::Uuid;

use super::delivery::{LineQuantity, meant};
use super::order::{Line, Move, Order};
use super::store;
use crate::customers::{self, Customer};

/// An invoice to be made of an order.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewOrderInvoice {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// The version of the order that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The date of the invoice; today when not given.
    pub date: Option<Date>,
    /// What the order's currency is counted at; the rate of the day when not given.
    pub exchange_rate: Option<DocumentRate>,
    /// How much of which line; everything delivered, and everything that stock is not kept of,
    /// as far as it is not invoiced yet, when not given.
    pub lines: Option<Vec<LineQuantity>>,
}

/// Posts an invoice for lines of an order: goods once they are delivered, services at once. It
/// is due after the customer's days of payment.
///
/// # Errors
/// 404, 412, 409 when the order is not confirmed or nothing is to be invoiced, 422 for more
/// than that.
pub async fn invoice(tx: &mut Tx, id: Uuid, new: NewOrderInvoice) -> Result<Invoice, Problem> {
    let mut order = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    order.head.state = order.head.state.go(Move::Invoice)?;
    order.expect(new.version)?;
    let asked = new.lines.as_deref();
    let meant = meant(&order, asked, Line::to_invoice, "order_nothing_to_invoice")?;
    let customer = customers::find(tx, order.head.customer.id).await?;
    let issue_date = new.date.unwrap_or_else(|| tx.today());
    let supplied = store::last_delivery_date(tx, id).await?;
    let due_date = issue_date.plus_days(customer.payment_days).map_err(Problem::internal)?;
    let words = tx.app().l(tx.tenant(), customer.lang);
    let posted = invoices::post(
        tx,
        NewInvoice {
            id: new.id,
            customer_id: customer.id,
            order_id: Some(id),
            issue_date,
            due_date,
            supply_date: supplied.unwrap_or(issue_date),
            lang: customer.lang,
            lines: billed(&words, &order, &meant),
            buyer: buyer(customer),
            prices_include_tax: order.head.prices_include_tax,
            currency: order.head.gross.currency,
            exchange_rate: new.exchange_rate,
        },
    )
    .await?;
    for (n, quantity) in &meant {
        if let Some(line) = order.lines.iter_mut().find(|line| line.n == *n) {
            let sum = line.invoiced.checked_add(*quantity);
            line.invoiced = sum.ok_or_else(|| Problem::internal("invoiced overflows"))?;
        }
    }
    order.head.invoice_state = order.invoiced();
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &order.lines).await?;
    let gross = format!("{} {}", posted.gross.to_decimal_string(), posted.gross.currency);
    let facts = json!({"number": posted.number, "gross": gross});
    tx.audit("orders.invoice", "order", id, facts);
    tx.record("orders.invoiced", id, json!({"order_id": id, "invoice_id": posted.id}));
    Ok(posted)
}

fn billed(words: &L, order: &Order, meant: &[(i32, Quantity)]) -> Vec<NewInvoiceLine> {
    let lines = meant.iter().filter_map(|(n, quantity)| Some((order.line(*n)?, *quantity)));
    lines
        .map(|(line, quantity)| NewInvoiceLine {
            quantity,
            order_line: Some(line.n),
            ..whole(words, line)
        })
        .collect()
}

/// All of a line, of no order.
pub(super) fn whole(words: &L, line: &Line) -> NewInvoiceLine {
    NewInvoiceLine {
        variant_id: line.variant_id,
        sku: line.sku.clone(),
        description: line.description.clone(),
        unit: unit_name(words, &line.unit),
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        tax_code_id: line.tax_code_id,
        order_line: None,
    }
}

/// The customer as the invoice keeps it.
pub(super) fn buyer(customer: Customer) -> Party {
    Party {
        name: customer.name,
        tax_number: customer.tax_number,
        address: customer.address,
        city: customer.city,
        country: customer.country,
        email: customer.email,
        phone: String::new(),
        lang: customer.lang,
        note: String::new(),
    }
}
