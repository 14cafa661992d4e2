//! Where each number leads: the lists of other capabilities, with the filters that they know.

use base::Date;
use uuid::Uuid;

use super::days::Days;
use super::figures::{Age, Stage};

/// Invoices and credit notes of these days.
pub(super) fn invoices(first: Date, last: Date) -> String {
    format!("/admin/invoices?from={first}&to={last}")
}

/// Invoices of which something is left to pay.
pub(super) fn open_invoices() -> String {
    "/admin/invoices?state=open&kind=invoice".to_owned()
}

/// Invoices past their due date of which something is left to pay.
pub(super) fn overdue_invoices() -> String {
    "/admin/invoices?state=overdue".to_owned()
}

/// Open invoices of an age.
pub(super) fn aged(age: Age, today: Date) -> String {
    let mut href = open_invoices();
    let (first, last) = age.due(today).unwrap_or_default();
    if let Some(first) = first {
        href.push_str(&format!("&due_from={first}"));
    }
    if let Some(last) = last {
        href.push_str(&format!("&due_to={last}"));
    }
    href
}

/// Payments of this month.
pub(super) fn payments(days: &Days) -> String {
    format!("/admin/payments?from={}&to={}", days.month, days.today)
}

/// Confirmed orders of this month.
pub(super) fn new_orders(days: &Days) -> String {
    format!("/admin/orders?state=confirmed&from={}&to={}", days.month, days.today)
}

/// Confirmed orders that are not delivered, invoiced and paid.
pub(super) fn open_orders() -> String {
    "/admin/orders?todo=any".to_owned()
}

/// Orders in a stage.
pub(super) fn stage(stage: Stage) -> String {
    let query = match stage {
        Stage::Draft => "state=draft",
        Stage::Cancelled => "state=cancelled",
        Stage::ToDeliver => "todo=deliver",
        Stage::ToInvoice => "todo=invoice",
        Stage::ToPay => "todo=pay",
        Stage::Done => {
            "state=confirmed&delivery_state=delivered&invoice_state=invoiced&payment_state=paid"
        }
    };
    format!("/admin/orders?{query}")
}

/// What lies in the warehouses.
pub(super) fn stock() -> String {
    "/admin/stock".to_owned()
}

/// What has come down to its warning level.
pub(super) fn low_stock() -> String {
    "/admin/stock?stock=low".to_owned()
}

/// The budget beside what came of it.
pub(super) fn budget() -> String {
    "/admin/reports/budget".to_owned()
}

/// A product.
pub(super) fn product(id: Uuid) -> String {
    format!("/admin/products/{id}")
}
