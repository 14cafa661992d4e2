//! Sales at once in another currency: owed, paid at the counter, taken back, credited by mistake.

use serde_json::{Value, json};

use super::{Abroad, id, sar, usd};

const BOOKS: [&str; 7] =
    ["receivable", "sales", "output_tax", "cogs", "inventory", "exchange_gain", "exchange_loss"];

/// Ten more nets that were there on the day of the sales, at 4.00 each as the others.
async fn stocked() -> Abroad {
    let a = Abroad::open().await;
    let lines = json!([{"sku": "NET", "quantity": "10", "unit_cost": "4"}]);
    let receipt = json!({"date": "2026-03-01", "lines": lines});
    let _ = a.posted("/api/v1/stock/receipts", &receipt).await;
    a
}

async fn sold(a: &Abroad, paid: Option<&str>) -> Value {
    let lines = json!([{"sku": "NET", "quantity": "3", "unit_price": "9.99"}]);
    let mut sale = json!({"customer_id": a.customer["id"], "date": "2026-03-10", "lines": lines});
    if let Some(method) = paid {
        sale["paid"] = json!(method);
    }
    a.posted("/api/v1/sales", &sale).await
}

#[tokio::test]
async fn a_sale_in_dollars_takes_the_rate_of_its_day_and_its_goods_their_cost() {
    let a = stocked().await;
    let sale = sold(&a, None).await;
    // 29.97 and 4.50 tax at 3.74: 128.9178, its tax 16.83; the goods went out at 4.00 each.
    assert_eq!((&sale["gross"], &sale["gross_base"]), (&usd("34.47"), &sar("128.92")));
    assert_eq!((&sale["tax_base"], &sale["net_base"]), (&sar("16.83"), &sar("112.09")));
    assert_eq!(sale["due_date"], "2026-04-09");
    assert_eq!(a.balances(BOOKS).await, [12_892, -11_209, -1683, 1200, 6800, 0, 0]);
    // One comes back on the 15th, at the cost and at the rate of the sale.
    let line = json!({"line": 1, "quantity": "1"});
    let new = json!({"invoice_id": sale["id"], "reason": "Torn", "lines": [line]});
    let back = a.posted("/api/v1/returns", &new).await;
    let path = format!("/api/v1/returns/{}/receipt", id(&back));
    let back = a.owner.post(&path, &json!({"credit": true})).await.expect(200).json();
    assert_eq!(back["value"], sar("4.00"));
    assert_eq!(a.balances(BOOKS).await, [8595, -7473, -1122, 800, 7200, 0, 0]);
    // The note was a mistake: everything but the goods is as before, at the same rate.
    let note = format!("/api/v1/invoices/{}", id(&back["credit_notes"][0]));
    let why = json!({"reason": "They get another net"});
    let debit = a.posted(&format!("{note}/cancellation"), &why).await;
    assert_eq!((&debit["gross"], &debit["gross_base"]), (&usd("11.49"), &sar("42.97")));
    assert_eq!(a.balances(BOOKS).await, [12_892, -11_209, -1683, 800, 7200, 0, 0]);
    let sale = a.owner.get(&format!("/api/v1/invoices/{}", id(&sale))).await.expect(200).json();
    assert_eq!(sale["open"], usd("34.47"));
    a.close().await;
}

#[tokio::test]
async fn a_sale_in_dollars_is_paid_at_the_counter_at_the_rate_of_its_day() {
    let a = stocked().await;
    let sale = sold(&a, Some("cash")).await;
    assert_eq!((&sale["state"], &sale["open"]), (&json!("paid"), &usd("0.00")));
    assert_eq!(a.balances(BOOKS).await, [0, -11_209, -1683, 1200, 6800, 0, 0]);
    assert_eq!(a.balances(["cash"]).await, [12_892]);
    // The prices of the catalogue are riyals: 12.50 at 3.77 are 3.315…, with tax 3.82.
    let sale = json!({"customer_id": a.customer["id"], "paid": "bank",
        "lines": [{"sku": "NET", "quantity": "1"}]});
    let sale = a.posted("/api/v1/sales", &sale).await;
    assert_eq!((&sale["gross"], &sale["gross_base"]), (&usd("3.82"), &sar("14.40")));
    assert_eq!(a.balances(["bank", "receivable"]).await, [1440, 0]);
    a.close().await;
}

#[tokio::test]
async fn limits_hold_at_the_counter_in_riyals_whatever_the_sale_is_in() {
    let a = stocked().await;
    let customer = format!("/api/v1/customers/{}", id(&a.customer));
    let limit = json!({"credit_limit": sar("128.91")});
    let _ = a.owner.patch(&customer, &limit).await.expect(200);
    let before = a.balances(BOOKS).await;
    let lines = json!([{"sku": "NET", "quantity": "3", "unit_price": "9.99"}]);
    let mut sale = json!({"customer_id": a.customer["id"], "date": "2026-03-10", "lines": lines});
    let refused = a.owner.post("/api/v1/sales", &sale).await;
    refused.refused(422, "sale_above_credit_limit");
    // A net cost 4.00 riyals, 1.07 dollars; at 1.06 it is sold below its cost.
    let rules = json!({"discount_limit": null, "below_cost": true});
    let _ = a.owner.post("/api/v1/approval-rules", &rules).await.expect(200);
    sale["lines"][0]["unit_price"] = json!("1.06");
    // The owner could sell it so; whoever only sells cannot.
    let manager = a.t.as_user("acme", "manager").await;
    manager.post("/api/v1/sales", &sale).await.refused(422, "sale_needs_approval");
    // No rate, no sale.
    sale["lines"][0]["unit_price"] = json!("1.10");
    sale["date"] = json!("2026-02-20");
    a.owner.post("/api/v1/sales", &sale).await.refused(422, "no_exchange_rate");
    assert_eq!(a.balances(BOOKS).await, before);
    sale["date"] = json!("2026-03-10");
    let _ = a.posted("/api/v1/sales", &sale).await;
    a.close().await;
}
