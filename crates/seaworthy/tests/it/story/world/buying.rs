//! What is asked for, ordered, received, billed, made dearer and given back: one of each.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::{id, made};
use crate::story::buying::account;

pub(super) async fn buy(t: &TestApp, owner: &Client) {
    let supplier = json!({ "name": "Delta Fishers", "email": "sales@delta.example",
        "price_tolerance": "0.02" });
    let supplier = made(owner, "/api/v1/suppliers", &supplier).await;
    t.product("acme", "NET-7", "40").await;
    let lines = json!([{ "sku": "NET-7", "quantity": "10", "unit_cost": "25" }]);
    let wish = json!({ "reason": "For the winter", "needed_by": "2026-03-30", "lines": lines });
    let _waiting = made(owner, "/api/v1/purchase-requests", &wish).await;
    let order = |approve: bool, quantity: &str| {
        json!({ "supplier_id": supplier["id"], "approve": approve,
            "lines": [{ "sku": "NET-7", "quantity": quantity, "unit_price": "25" }] })
    };
    let _draft = made(owner, "/api/v1/purchase-orders", &order(false, "5")).await;
    let order = made(owner, "/api/v1/purchase-orders", &order(true, "10")).await;
    let path = format!("/api/v1/purchase-orders/{}/receipts", id(&order));
    let came = json!({ "lines": [{ "line": 1, "quantity": "8" }] });
    let receipt = made(owner, &path, &came).await;
    billed(owner, &supplier, &receipt).await;
    let line = json!({ "receipt_id": receipt["id"], "receipt_line": 1 });
    let freight = json!({ "basis": "value", "targets": [line], "items": [{
        "description": "Freight", "account_id": account(owner, "6300").await["id"],
        "amount": { "amount": "16.00", "currency": "SAR" } }] });
    made(owner, "/api/v1/landed-costs", &freight).await;
    let back = json!({ "receipt_id": receipt["id"], "reason": "Torn",
        "lines": [{ "line": 1, "quantity": "1" }] });
    made(owner, "/api/v1/purchase-returns", &back).await;
}

/// A bill that is posted, with a debit note, and one that waits.
async fn billed(owner: &Client, supplier: &Value, receipt: &Value) {
    let bill = |number: &str, quantity: &str, price: &str| {
        json!({ "supplier_id": supplier["id"], "supplier_number": number,
            "lines": [{ "receipt_id": receipt["id"], "receipt_line": 1, "quantity": quantity,
                "unit_price": price }] })
    };
    let posted = made(owner, "/api/v1/bills", &bill("D-1", "4", "25")).await;
    let note = json!({ "reason": "Too dear", "lines": [{ "n": 1,
        "net": { "amount": "5.00", "currency": "SAR" } }] });
    made(owner, &format!("/api/v1/bills/{}/debit-notes", id(&posted)), &note).await;
    let _waits = made(owner, "/api/v1/bills", &bill("D-2", "2", "31")).await;
}
