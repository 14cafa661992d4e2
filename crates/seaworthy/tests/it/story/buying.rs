//! The numbers of the story of buying. Every amount was worked out by hand; the sums stand beside
//! them.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::balance::Balance;

pub(super) const SUPPLIER: &str = "Gulf Nets";
pub(super) const BANK: &str = "Al Rajhi";

/// What is needed: SKU, quantity, what one should cost.
/// 10 × 30.00 = 300.00 and 100 × 1.25 = 125.00.
pub(super) const WANTED: [(&str, &str, &str); 2] =
    [("NET-10", "10", "30"), ("ROPE-5", "100", "1.25")];
pub(super) const ESTIMATE: &str = "425.00";

/// Net, tax of 15 % and gross of the order.
pub(super) const ORDER: [&str; 3] = ["425.00", "63.75", "488.75"];

/// The first parcel brings 4 nets and all ropes, 120.00 + 125.00; the second 6 nets, 180.00.
pub(super) const CAME_FIRST: [&str; 2] = ["4", "100"];
pub(super) const VALUES: [&str; 2] = ["245.00", "180.00"];

/// Four nets are damaged before the bill comes: 4 × 30.00.
pub(super) const DAMAGED: &str = "4";

/// The bill says 31.50 for a net where 30.00 was agreed: 5 % above, and 2 % are tolerated.
/// 4 × 31.50 + 100 × 1.25 + 6 × 31.50 = 126.00 + 125.00 + 189.00; tax 66.00.
pub(super) const BILLED_PRICE: &str = "31.50";
pub(super) const BILL: [&str; 3] = ["440.00", "66.00", "506.00"];

/// The owners put in 1,000.00. The nets cost 15.00 more: six of ten are there and take 9.00, four
/// are gone and 6.00 is a variance. Inventory: 425.00 − 120.00 + 9.00. Bank: 1,000.00 − 506.00.
pub(super) const BALANCE: &Balance = &[
    ("bank", "494.00"),
    ("inventory", "314.00"),
    ("input_tax", "66.00"),
    ("3000", "-1000.00"),
    ("stock_adjustment", "120.00"),
    ("purchase_price_variance", "6.00"),
];

/// What the bank tells of the first half of March.
pub(super) const STATEMENT: &str = ":20:S\n:25:SA0380000000608010167519\n:28C:1/1\n\
    :60F:C260301SAR0,00\n\
    :61:2603020302C1000,00NTRFNONREF//B1\n:86:Capital\n\
    :61:2603150315D506,00NTRFNONREF//B2\n:86:Gulf Nets for nets and ropes\n\
    :62F:C260315SAR494,00\n";

/// The things that are bought, the supplier, the owners' money, and the account at the bank.
pub(super) async fn set_up(t: &TestApp) -> (Value, Value) {
    let owner = t.as_user("acme", "owner").await;
    for (sku, price) in [("NET-10", "49.50"), ("ROPE-5", "3")] {
        t.product("acme", sku, price).await;
    }
    let supplier = json!({ "name": SUPPLIER, "email": "sales@gulfnets.example", "lang": "en",
        "price_tolerance": "0.02", "quantity_tolerance": "0.02" });
    let supplier = owner.post("/api/v1/suppliers", &supplier).await.expect(201).json();
    let capital = journal("2026-03-02", "Capital", "1100", "3000", "1000.00");
    let _ = owner.post("/api/v1/journals", &capital).await.expect(201);
    (supplier, bank(t, "2026-03-01").await)
}

/// An entry of two lines that is posted at once.
pub(super) fn journal(day: &str, memo: &str, debit: &str, credit: &str, amount: &str) -> Value {
    let sar = json!({ "amount": amount, "currency": "SAR" });
    json!({ "date": day, "memo": memo, "post": true, "lines": [
        { "account": debit, "debit": sar }, { "account": credit, "credit": sar } ] })
}

/// The company's account at the bank, which begins with nothing.
pub(super) async fn bank(t: &TestApp, begins: &str) -> Value {
    let manager = t.as_user("acme", "manager").await;
    let new = json!({ "account_id": account(&manager, "1100").await["id"], "name": { "en": BANK },
        "bank": BANK, "number": "SA0380000000608010167519", "begins_on": begins });
    manager.post("/api/v1/bank-accounts", &new).await.expect(201).json()
}

/// The account of the chart with this code.
pub(super) async fn account(reader: &Client, code: &str) -> Value {
    let chart = reader.get("/api/v1/accounts").await.expect(200).json();
    let found = chart["items"].as_array().unwrap().iter().find(|a| a["code"] == code);
    found.unwrap().clone()
}

/// Some nets are damaged.
pub(super) async fn damage(keeper: &Client) {
    let line = json!({ "sku": "NET-10", "quantity": format!("-{DAMAGED}") });
    let damage = json!({ "reason": "damage", "lines": [line] });
    let gone = keeper.post("/api/v1/stock/adjustments", &damage).await.expect(201).json();
    assert_eq!(gone["value"]["amount"], "-120.00");
}
