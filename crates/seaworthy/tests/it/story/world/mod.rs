//! A company in the middle of its work: something of everything, so that no page is empty.

mod buying;
mod farm;
mod money;
mod shelves;

use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// Products, stock, customers, and orders in each state.
pub(super) async fn trade(t: &TestApp, owner: &Client) {
    for (sku, price) in [("ROHU-1", "12.50"), ("KATLA-2", "9.75"), ("HILSA-3", "48")] {
        t.product("acme", sku, price).await;
        t.stock("acme", sku, "100", "6.25").await;
    }
    let customer = t.customer("acme", "Corner Fish Shop").await;
    let line = |sku: &str, quantity: &str| json!({ "sku": sku, "quantity": quantity });
    let order = json!({ "customer_id": customer["id"],
        "lines": [line("ROHU-1", "3"), line("KATLA-2", "2.5"), line("HILSA-3", "1")] });
    let _draft = owner.post("/api/v1/orders", &order).await.expect(201);
    let mut confirmed = order.clone();
    confirmed["confirm"] = true.into();
    let order = owner.post("/api/v1/orders", &confirmed).await.expect(201).json();
    let path = format!("/api/v1/orders/{}", order["id"].as_str().unwrap());
    let _ = owner.post(&format!("{path}/deliveries"), &json!({})).await.expect(201);
    let invoice = owner.post(&format!("{path}/invoices"), &json!({})).await.expect(201).json();
    let part = json!({ "amount": "10.00", "currency": "SAR" });
    let payment = json!({ "method": "cash", "amount": part });
    let invoice = format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap());
    let _ = owner.post(&format!("{invoice}/payments"), &payment).await.expect(201);
    let _undelivered = owner.post("/api/v1/orders", &confirmed).await.expect(201);
    let order = owner.post("/api/v1/orders", &confirmed).await.expect(201).json();
    let list = b"sku,name,price\nTUNA-4,Tuna,15\nCOD-5,Cod,much\n";
    let _ = owner.upload("/api/v1/imports", &[("kind", "products")], "list.csv", list).await;
    let category = json!({ "name": { "en": "River fish" } });
    let _ = owner.post("/api/v1/categories", &category).await.expect(201);
    let kind = json!({ "name": { "en": "Fish" }, "attributes": [] });
    let _ = owner.post("/api/v1/product-types", &kind).await.expect(201);
    let warehouse = json!({ "code": "PORT", "name": { "en": "Port store" } });
    let warehouse = owner.post("/api/v1/warehouses", &warehouse).await.expect(201).json();
    let transfer = json!({ "to_warehouse_id": warehouse["id"], "lines": [line("ROHU-1", "5")] });
    let _ = owner.post("/api/v1/stock/transfers", &transfer).await.expect(201);
    let adjustment = json!({ "reason": "count", "lines": [line("ROHU-1", "1")] });
    let _ = owner.post("/api/v1/stock/adjustments", &adjustment).await.expect(201);
    at_once(owner, &customer).await;
    quotes(owner, &customer).await;
    returned(owner, &order).await;
    shelves::fill(t, owner).await;
    buying::buy(t, owner).await;
    money::move_it(owner).await;
    farm::raise(t, owner).await;
    books(owner).await;
    t.run_jobs().await;
}

/// A sale at once, of which something was credited.
async fn at_once(owner: &Client, customer: &Value) {
    let sale = json!({ "customer_id": customer["id"],
        "lines": [{ "sku": "KATLA-2", "quantity": "2" }] });
    let sale = made(owner, "/api/v1/sales", &sale).await;
    let note = json!({ "reason": "Too dear", "lines": [{ "n": 1, "quantity": "1" }] });
    made(owner, &format!("/api/v1/invoices/{}/credit-notes", id(&sale)), &note).await;
}

/// Quotes before and after they are sent, and one that became an order.
async fn quotes(owner: &Client, customer: &Value) {
    let quote = json!({ "customer_id": customer["id"], "terms": "Delivery in two weeks.",
        "lines": [{ "sku": "ROHU-1", "quantity": "40", "discount": "0.05" }] });
    let _draft = owner.post("/api/v1/quotes", &quote).await.expect(201);
    let by_hand = json!({ "mail": false });
    for answer in ["", "/acceptance", "/order"] {
        let made = owner.post("/api/v1/quotes", &quote).await.expect(201).json();
        let path = format!("/api/v1/quotes/{}", made["id"].as_str().unwrap());
        let _ = owner.post(&format!("{path}/sending"), &by_hand).await.expect(200);
        if !answer.is_empty() {
            let _ = owner.post(&format!("{path}/acceptance"), &json!({})).await.expect(200);
        }
        if answer == "/order" {
            let _ = owner.post(&format!("{path}/order"), &json!({})).await.expect(201);
        }
    }
}

/// Something of an order comes back, and prices that only some customers pay.
async fn returned(owner: &Client, order: &Value) {
    let path = format!("/api/v1/orders/{}/deliveries", id(order));
    let delivery = made(owner, &path, &json!({})).await;
    let line = json!({ "line": 1, "quantity": "1", "condition": "good" });
    let back = json!({ "delivery_id": delivery["id"], "reason": "Not fresh", "lines": [line] });
    made(owner, "/api/v1/returns", &back).await;
    let list = made(owner, "/api/v1/price-lists", &json!({ "name": "Hotels" })).await;
    let path = format!("/api/v1/price-lists/{}/prices", id(&list));
    let price = json!({ "sku": "HILSA-3", "from_quantity": "5", "unit_price": "45" });
    let _ = owner.post(&path, &json!({ "lines": [price] })).await.expect(200);
}

/// Makes something; its answer.
async fn made(owner: &Client, path: &str, new: &Value) -> Value {
    owner.post(path, new).await.expect(201).json()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// Entries by hand in each state, one that recurs, and a month that is closed.
async fn books(owner: &Client) {
    let sar = |amount: &str| json!({ "amount": amount, "currency": "SAR" });
    let lines = json!([
        { "account": "6100", "debit": sar("900") }, { "account": "1100", "credit": sar("900") } ]);
    let mut rent = json!({ "memo": "Rent for March", "lines": lines });
    let _draft = owner.post("/api/v1/journals", &rent).await.expect(201);
    rent["post"] = true.into();
    let rent = owner.post("/api/v1/journals", &rent).await.expect(201).json();
    let paper = format!("/api/v1/journals/{}/papers", rent["id"].as_str().unwrap());
    let _ = owner.upload(&paper, &[], "contract.pdf", b"%PDF-1.4").await.expect(201);
    let again = json!({ "name": "Shop rent", "every": "month", "starts": "2026-04-01",
        "lines": lines });
    let _ = owner.post("/api/v1/recurring-journals", &again).await.expect(201);
    let _ = owner.post("/api/v1/periods/2026-02/close", &json!({})).await.expect(200);
}
