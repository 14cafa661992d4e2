//! From a need to the line of the bank that paid for it, by the API: each step by somebody who
//! may take it, and by nobody else.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::balance;
use super::buying::{
    self, BALANCE, BILL, BILLED_PRICE, CAME_FIRST, ESTIMATE, ORDER, VALUES, WANTED,
};

/// The three who buy: one needs and receives, one decides, one pays.
struct Office {
    keeper: Client,
    manager: Client,
    clerk: Client,
}

#[tokio::test]
async fn a_company_goes_from_a_need_to_the_line_of_the_bank() {
    let t = TestApp::start().await;
    let (supplier, bank) = buying::set_up(&t).await;
    let o = Office {
        keeper: t.as_user("acme", "storekeeper").await,
        manager: t.as_user("acme", "manager").await,
        clerk: t.as_user("acme", "accountant").await,
    };
    let request = requested(&o).await;
    let order = ordered(&o, &supplier, &request).await;
    t.run_jobs().await;
    assert!(t.mails().iter().any(|mail| mail.contains("PO-2026-00001")));
    let receipts = received(&o, &order).await;
    buying::damage(&o.keeper).await;
    let bill = billed(&o, &supplier, &receipts).await;
    paid(&o, &supplier, &bill).await;
    reconciled(&o, &bank).await;
    done(&o, &order, &request).await;
    t.run_jobs().await;
    t.verify("acme").await;
    balance::by_api(&o.clerk, BALANCE).await;
}

async fn requested(o: &Office) -> Value {
    let lines = WANTED.map(|(sku, quantity, cost)| {
        json!({ "sku": sku, "quantity": quantity,
            "unit_cost": cost })
    });
    let wish = json!({ "reason": "The nets are torn.", "lines": lines });
    let request = o.keeper.post("/api/v1/purchase-requests", &wish).await.expect(201).json();
    assert_eq!(
        (&request["number"], &request["estimate"]["amount"]),
        (&json!("REQ-2026-00001"), &json!(ESTIMATE))
    );
    let path = format!("/api/v1/purchase-requests/{}/approval", text(&request["id"]));
    o.keeper.post(&path, &json!({})).await.refused(403, "not_permitted");
    let _ = o.manager.post(&path, &json!({})).await.expect(200);
    request
}

async fn ordered(o: &Office, supplier: &Value, request: &Value) -> Value {
    let order = json!({ "supplier_id": supplier["id"], "request_id": request["id"] });
    let order = o.manager.post("/api/v1/purchase-orders", &order).await.expect(201).json();
    assert_eq!(order["state"], "draft");
    assert_eq!(sums(&order), ORDER);
    let home = format!("/api/v1/purchase-orders/{}", text(&order["id"]));
    let early = o.keeper.post(&format!("{home}/receipts"), &json!({})).await;
    early.refused(409, "purchase_order_not_approved");
    let _ = o.manager.post(&format!("{home}/approval"), &json!({})).await.expect(200);
    let sent = o.manager.post(&format!("{home}/dispatch"), &json!({})).await.expect(200).json();
    assert_eq!((&sent["number"], &sent["state"]), (&json!("PO-2026-00001"), &json!("sent")));
    sent
}

/// Two parcels; what is left when the first has come.
async fn received(o: &Office, order: &Value) -> [Value; 2] {
    let home = format!("/api/v1/purchase-orders/{}", text(&order["id"]));
    let path = format!("{home}/receipts");
    let line = |(n, quantity): (usize, &str)| json!({ "line": n + 1, "quantity": quantity });
    let lines: Vec<Value> = CAME_FIRST.into_iter().enumerate().map(line).collect();
    let first = o.keeper.post(&path, &json!({ "lines": lines })).await.expect(201).json();
    let now = o.keeper.get(&home).await.expect(200).json();
    assert_eq!(now["state"], "partially_received");
    let came: Vec<&Value> = [0, 1].map(|n| &now["lines"][n]["received"]).to_vec();
    assert_eq!(came, CAME_FIRST);
    let rest = o.keeper.post(&path, &json!({})).await.expect(201).json();
    let values = [&first, &rest].map(|receipt| text(&receipt["value"]["amount"]));
    assert_eq!(values, VALUES);
    assert_eq!(o.keeper.get(&home).await.expect(200).json()["state"], "received");
    o.keeper.post(&path, &json!({})).await.refused(409, "purchase_nothing_to_receive");
    [first, rest]
}

/// The bill differs in its price and waits for somebody else.
async fn billed(o: &Office, supplier: &Value, receipts: &[Value; 2]) -> Value {
    let line = |receipt: usize, n: i32, quantity: &str, price: &str| {
        json!({ "receipt_id": receipts[receipt]["id"], "receipt_line": n, "quantity": quantity,
            "unit_price": price })
    };
    let lines =
        [line(0, 1, "4", BILLED_PRICE), line(0, 2, "100", "1.25"), line(1, 1, "6", BILLED_PRICE)];
    let bill = json!({ "supplier_id": supplier["id"], "supplier_number": "GN-77",
        "lines": lines });
    let bill = o.clerk.post("/api/v1/bills", &bill).await.expect(201).json();
    assert_eq!((&bill["state"], &bill["number"]), (&json!("waiting"), &Value::Null));
    let differences = bill["differences"].as_array().unwrap().iter();
    let differences: Vec<Value> = differences.map(|d| json!([d["code"], d["line"]])).collect();
    assert_eq!(differences, [json!(["price_above", 1]), json!(["price_above", 3])]);
    let path = format!("/api/v1/bills/{}/approval", text(&bill["id"]));
    o.clerk.post(&path, &json!({})).await.refused(403, "not_permitted");
    let posted = o.manager.post(&path, &json!({})).await.expect(200).json();
    assert_eq!(
        (&posted["number"], &posted["state"]),
        (&json!("BILL-2026-00001"), &json!("posted"))
    );
    assert_eq!(sums(&posted), BILL);
    posted
}

async fn paid(o: &Office, supplier: &Value, bill: &Value) {
    let open = async || {
        let found = o.clerk.get("/api/v1/open-items?side=payable").await.expect(200).json();
        found["items"].as_array().unwrap().clone()
    };
    let items = open().await;
    assert_eq!((items.len(), &items[0]["number"]), (1, &bill["number"]));
    let money = json!({ "amount": BILL[2], "currency": "SAR" });
    let payment = json!({ "method": "bank", "amount": money, "reference": "TT 7",
        "parts": [{ "item_id": items[0]["id"], "amount": money }] });
    let path = format!("/api/v1/payments/pay/payable/{}", text(&supplier["id"]));
    o.keeper.post(&path, &payment).await.refused(403, "not_permitted");
    let paid = o.clerk.post(&path, &payment).await.expect(201).json();
    assert_eq!(paid["number"], "VPAY-2026-00001");
    assert_eq!(open().await, Vec::<Value>::new());
}

/// Both lines of the bank find what they are, and the day is finished.
async fn reconciled(o: &Office, bank: &Value) {
    let home = format!("/api/v1/bank-accounts/{}", text(&bank["id"]));
    let file = buying::STATEMENT.as_bytes();
    let sent = o.clerk.upload(&format!("{home}/files"), &[], "march.sta", file).await;
    let path = format!("/api/v1/bank-files/{}/import", text(&sent.expect(201).json()["id"]));
    let taken = o.clerk.post(&path, &json!({})).await.expect(201).json();
    assert_eq!(taken["added"], 2);
    let finish = json!({ "to_date": "2026-03-15" });
    let reconciliations = format!("{home}/reconciliations");
    let early = o.clerk.post(&reconciliations, &finish).await;
    early.refused(422, "bank_unmatched");
    let found = o.clerk.get(&format!("{home}/suggestions")).await.expect(200).json();
    let found = found["items"].as_array().unwrap();
    assert_eq!(found.len(), 2);
    for open in found {
        let both = json!({ "lines": [open["line"]["id"]], "book": open["suggestion"]["book"] });
        let _ = o.clerk.post(&format!("{home}/matches"), &both).await.expect(201);
    }
    let day = o.clerk.post(&reconciliations, &finish).await.expect(201).json();
    assert_eq!((&day["statement_balance"], &day["outstanding"]), (&json!(49_400), &json!(0)));
}

/// Every paper knows how far it has come.
async fn done(o: &Office, order: &Value, request: &Value) {
    let state = async |kind: &str, one: &Value| {
        let path = format!("/api/v1/{kind}/{}", text(&one["id"]));
        o.manager.get(&path).await.expect(200).json()["state"].clone()
    };
    assert_eq!(state("purchase-orders", order).await, "billed");
    assert_eq!(state("purchase-requests", request).await, "ordered");
    let unbilled = o.clerk.get("/api/v1/reports/goods-received-not-billed").await;
    let unbilled = unbilled.expect(200).json();
    assert_eq!((&unbilled["lines"], &unbilled["total"]["amount"]), (&json!([]), &json!("0.00")));
}

fn sums(paper: &Value) -> [&str; 3] {
    ["net", "tax", "gross"].map(|sum| text(&paper[sum]["amount"]))
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}
