//! The numbers of the story of a month's end. Every amount was worked out by hand; the sums stand
//! beside them.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::buying::{self, SUPPLIER, journal};

/// What stands in the way of closing February, in the order of the list.
pub(super) const LEFT: [&str; 4] = [
    "orders_close_to_invoice",
    "closing_close_grni",
    "journals_close_drafts",
    "banking_close_reconciled",
];

/// The bill of 20 ropes at 4.00: net, tax of 15 %, gross.
pub(super) const BILL: [&str; 3] = ["80.00", "12.00", "92.00"];

/// What the bank tells of February: the owners' 5,000.00, the rent, and a fee that nobody booked.
pub(super) const STATEMENT: &str = ":20:S\n:25:SA0380000000608010167519\n:28C:2/1\n\
    :60F:C260201SAR0,00\n\
    :61:2602030203C5000,00NTRFNONREF//B1\n:86:Capital\n\
    :61:2602200220D900,00NTRFNONREF//B2\n:86:Rent for February\n\
    :61:2602270227D12,50NTRFNONREF//B3\n:86:Monthly fee\n\
    :62F:C260228SAR4087,50\n";

/// Profit and loss of February. Three of twenty ropes at 4.00 were sold: 12.00; their invoice is
/// of March. Rent 900.00 and the fee 12.50.
pub(super) const RESULT: &[(&str, &str)] = &[
    ("reports-goods-sum", "12.00"),
    ("reports-gross-profit", "-12.00"),
    ("reports-expenses-sum", "912.50"),
    ("reports-profit", "-924.50"),
];

/// The balance sheet on the last of February: bank 5,000.00 − 900.00 − 12.50 = 4,087.50, ropes
/// 80.00 − 12.00 = 68.00, input tax 12.00; the bill 92.00; capital 5,000.00 − 924.50.
pub(super) const SHEET: &[(&str, &str)] = &[
    ("reports-assets-sum", "4167.50"),
    ("reports-liabilities-sum", "92.00"),
    ("reports-result", "-924.50"),
    ("reports-equity-sum", "4075.50"),
    ("reports-other-side", "4167.50"),
];

/// Three ropes at 10.00 are owed by their buyer, with tax: 34.50.
pub(super) const BALANCE: &super::balance::Balance = &[
    ("bank", "4087.50"),
    ("receivable", "34.50"),
    ("inventory", "68.00"),
    ("input_tax", "12.00"),
    ("payable", "-92.00"),
    ("output_tax", "-4.50"),
    ("3000", "-5000.00"),
    ("sales", "-30.00"),
    ("cogs", "12.00"),
    ("6100", "900.00"),
    ("6500", "12.50"),
];

/// What February left behind.
pub(super) struct February {
    pub supplier: Value,
    pub receipt: Value,
    pub order: Value,
    pub draft: Value,
    pub bank: Value,
}

/// A February in which everybody did their work but the last step of it.
pub(super) async fn february(t: &TestApp) -> February {
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.patch("/api/v1/settings/books", &json!({ "grni_days": 10 })).await.expect(200);
    let capital = journal("2026-02-03", "Capital", "1100", "3000", "5000.00");
    let _ = owner.post("/api/v1/journals", &capital).await.expect(201);
    t.product("acme", "ROPE", "10").await;
    let supplier = json!({ "name": SUPPLIER });
    let supplier = owner.post("/api/v1/suppliers", &supplier).await.expect(201).json();
    let receipt = bought(&owner, &supplier).await;
    let order = sold(t, &owner).await;
    let mut rent = journal("2026-02-20", "Rent for February", "6100", "1100", "900.00");
    rent["post"] = false.into();
    let draft = owner.post("/api/v1/journals", &rent).await.expect(201).json();
    let bank = buying::bank(t, "2026-02-01").await;
    let clerk = t.as_user("acme", "accountant").await;
    let home = format!("/api/v1/bank-accounts/{}", bank["id"].as_str().unwrap());
    let sent = clerk.upload(&format!("{home}/files"), &[], "feb.sta", STATEMENT.as_bytes()).await;
    let file = sent.expect(201).json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/bank-files/{file}/import");
    assert_eq!(clerk.post(&path, &json!({})).await.expect(201).json()["added"], 3);
    t.run_jobs().await;
    February { supplier, receipt, order, draft, bank }
}

/// Twenty ropes come on the fifth and are not billed; the receipt.
async fn bought(owner: &Client, supplier: &Value) -> Value {
    let order = json!({ "supplier_id": supplier["id"], "order_date": "2026-02-02",
        "approve": true,
        "lines": [{ "sku": "ROPE", "quantity": "20", "unit_price": "4" }] });
    let order = owner.post("/api/v1/purchase-orders", &order).await.expect(201).json();
    let path = format!("/api/v1/purchase-orders/{}/receipts", order["id"].as_str().unwrap());
    let came = json!({ "date": "2026-02-05" });
    owner.post(&path, &came).await.expect(201).json()
}

/// Three ropes leave on the twentieth and are not invoiced; the order.
async fn sold(t: &TestApp, owner: &Client) -> Value {
    let customer = t.customer("acme", "Nora Stores").await;
    let order = json!({ "customer_id": customer["id"], "order_date": "2026-02-10",
        "confirm": true, "lines": [{ "sku": "ROPE", "quantity": "3" }] });
    let order = owner.post("/api/v1/orders", &order).await.expect(201).json();
    let path = format!("/api/v1/orders/{}/deliveries", order["id"].as_str().unwrap());
    let _ = owner.post(&path, &json!({ "date": "2026-02-20" })).await.expect(201);
    order
}

/// The names of what stands in the way of closing February.
pub(super) async fn left(reader: &Client) -> Vec<String> {
    let found = reader.get("/api/v1/periods/2026-02?check=true").await.expect(200).json();
    let rows = found["checklist"].as_array().unwrap().clone();
    let open = rows.iter().filter(|row| row["state"] != "done");
    open.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

/// How many entries the books have.
pub(super) async fn entries(t: &TestApp) -> i64 {
    t.scalar("acme", "select count(*) from entries").await
}
