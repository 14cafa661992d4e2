//! Orders, receipts, bills and debit notes in dollars.

use serde_json::{Value, json};

use super::{Abroad, id, sar, usd};

const BOOKS: [&str; 7] = [
    "inventory",
    "grni",
    "payable",
    "input_tax",
    "exchange_gain",
    "exchange_loss",
    "purchase_price_variance",
];

impl Abroad {
    /// Ten nets at 12.34 dollars, ordered on 1 March and received on the 5th.
    async fn received(&self) -> (Value, Value) {
        let order = json!({"supplier_id": self.supplier["id"], "order_date": "2026-03-01",
            "lines": [{"sku": "NET", "quantity": "10", "unit_price": "12.34"}], "approve": true});
        let order = self.posted("/api/v1/purchase-orders", &order).await;
        let path = format!("/api/v1/purchase-orders/{}/receipts", id(&order));
        let receipt = self.posted(&path, &json!({"date": "2026-03-05"})).await;
        (order, receipt)
    }

    async fn billed(&self, number: &str, receipt: &Value, price: &str) -> Value {
        let bill = json!({"supplier_id": self.supplier["id"], "supplier_number": number,
            "bill_date": "2026-03-10", "lines": [{"receipt_id": receipt["id"], "receipt_line": 1,
            "unit_price": price}]});
        self.posted("/api/v1/bills", &bill).await
    }
}

#[tokio::test]
async fn each_step_of_buying_has_the_rate_of_its_day_and_the_rate_alone_is_no_price() {
    let a = Abroad::open().await;
    let (order, receipt) = a.received().await;
    // 123.40 and 18.51 tax; at 3.75 that is 462.75 of 532.1625.
    assert_eq!((&order["gross"], &order["gross_base"]), (&usd("141.91"), &sar("532.16")));
    assert_eq!(order["net_base"], sar("462.75"));
    assert_eq!(order["exchange_rate"], json!({"rate": "3.75", "units": 1}));
    // 123.40 at 3.76 is 463.984; 40.00 lay there before and are not billed yet.
    assert_eq!(receipt["value"], sar("463.98"));
    assert_eq!(a.balances(BOOKS).await, [50_398, -50_398, 0, 0, 0, 0, 0]);
    // At 3.74: the sum is 530.7434, its tax 69.2274, the net takes the rest of 461.516.
    let bill = a.billed("QN-1", &receipt, "12.34").await;
    assert_eq!((&bill["state"], &bill["gross"]), (&json!("posted"), &usd("141.91")));
    assert_eq!((&bill["gross_base"], &bill["tax_base"]), (&sar("530.74"), &sar("69.23")));
    assert_eq!(bill["net_base"], sar("461.51"));
    // Received at 463.98, billed at 461.51: only the rate changed, the goods cost what they did.
    assert_eq!(a.balances(BOOKS).await, [50_398, -4000, -53_074, 6923, -247, 0, 0]);
    let item = a.item(&bill).await;
    assert_eq!((&item["open"], &item["open_base"]), (&usd("-141.91"), &json!(-53_074)));
    // Paid on the 15th at 3.77: 535.0007, which is 4.26 more than what was owed.
    let paid = json!({"method": "bank", "amount": usd("141.91"),
        "parts": [{"item_id": item["id"], "amount": usd("141.91")}]});
    let path = format!("/api/v1/suppliers/{}/payments", id(&a.supplier));
    let paid = a.posted(&path, &paid).await;
    assert_eq!((&paid["base"], &paid["unused"]), (&sar("535.00"), &usd("0.00")));
    assert_eq!(a.balances(BOOKS).await, [50_398, -4000, 0, 6923, -247, 426, 0]);
    assert_eq!(a.balances(["bank"]).await, [-53_500]);
    a.close().await;
}

#[tokio::test]
async fn what_the_price_did_goes_to_the_stock_and_what_the_rate_did_does_not() {
    let a = Abroad::open().await;
    let (_, receipt) = a.received().await;
    // 1.60 dollars dearer, 5.984 riyals; 125.00 and 18.75 are 537.625, 70.125 of it tax.
    let bill = a.billed("QN-2", &receipt, "12.50").await;
    assert_eq!((&bill["gross_base"], &bill["net_base"]), (&sar("537.62"), &sar("467.50")));
    // 467.50 − 463.98 − 5.98 is −2.46 of the rate.
    assert_eq!(a.balances(BOOKS).await, [50_996, -4000, -53_762, 7012, -246, 0, 0]);
    a.close().await;
}

#[tokio::test]
async fn a_bill_that_was_a_mistake_leaves_nothing_behind_and_goods_go_back_at_its_rate() {
    let a = Abroad::open().await;
    let (_, receipt) = a.received().await;
    let bill = a.billed("QN-3", &receipt, "12.50").await;
    let path = format!("/api/v1/bills/{}/debit-notes", id(&bill));
    let wrong = json!({"reason": "Not ours", "cancel": true});
    let note = a.posted(&path, &wrong).await;
    assert_eq!((&note["gross"], &note["gross_base"]), (&usd("143.75"), &sar("537.62")));
    assert_eq!(a.balances(BOOKS).await, [50_398, -50_398, 0, 0, 0, 0, 0]);
    let bill = a.billed("QN-4", &receipt, "12.34").await;
    // Four of ten go back: 49.36 of 123.40, at the bill's own rate 184.60 of 461.51.
    let back = json!({"receipt_id": receipt["id"], "reason": "Torn", "date": "2026-03-15",
        "lines": [{"line": 1, "quantity": "4"}]});
    let back = a.posted("/api/v1/purchase-returns", &back).await;
    assert_eq!(back["value"], sar("184.60"));
    let item = a.item(&bill).await;
    // 141.91 less 49.36 and 7.40 tax.
    assert_eq!(item["open"], usd("-85.15"));
    assert_eq!(a.balances(["grni"]).await, [-4000]);
    a.close().await;
}

#[tokio::test]
async fn without_a_rate_nothing_is_written_and_a_bill_may_bring_its_own() {
    let a = Abroad::open().await;
    let order = json!({"supplier_id": a.supplier["id"], "order_date": "2026-02-10",
        "lines": [{"sku": "NET", "quantity": "1", "unit_price": "1"}]});
    let refused = a.owner.post("/api/v1/purchase-orders", &order).await;
    refused.refused(422, "no_exchange_rate");
    let sql = "select count(*) from purchase_orders";
    assert_eq!(a.t.scalar::<i64>("acme", sql).await, 0);
    let strange = json!({"supplier_id": a.supplier["id"], "currency": "EUR",
        "lines": [{"sku": "NET", "quantity": "1", "unit_price": "1"}]});
    let refused = a.owner.post("/api/v1/purchase-orders", &strange).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "currency_not_used");
    let line = json!({"account_id": a.account("6000").await, "description": "Freight",
        "unit_price": "100", "tax_code_id": a.tax("VAT0").await});
    let mut bill = json!({"supplier_id": a.supplier["id"], "supplier_number": "F-1",
        "bill_date": "2026-02-10", "lines": [line]});
    a.owner.post("/api/v1/bills", &bill).await.refused(422, "no_exchange_rate");
    assert_eq!(a.t.scalar::<i64>("acme", "select count(*) from bills").await, 0);
    bill["exchange_rate"] = json!({"rate": "3.7512"});
    let bill = a.posted("/api/v1/bills", &bill).await;
    assert_eq!(bill["gross_base"], sar("375.12"));
    assert_eq!(a.balances(["payable"]).await, [-37_512]);
    // At the end of February a dollar was worth 3.80: 4.88 more are owed, for one day.
    let rate = json!({"rates": [{"currency": "USD", "date": "2026-02-28", "rate": "3.8"}]});
    let _ = a.owner.post("/api/v1/exchange-rates", &rate).await.expect(200);
    let end = json!({"date": "2026-02-28"});
    let revalued = a.owner.post("/api/v1/revaluations", &end).await.expect(200).json();
    assert_eq!(revalued["revaluation"]["difference"], sar("-4.88"));
    assert_eq!(a.balances(["payable", "exchange_unrealised"]).await, [-37_512, 0]);
    a.close().await;
}

#[tokio::test]
async fn the_pages_of_buying_show_both_currencies() {
    let a = Abroad::open().await;
    let (order, receipt) = a.received().await;
    let page = |path: String| async {
        let path = path;
        a.owner.get(&path).await.expect(200).text()
    };
    let shown = page(format!("/admin/purchase-orders/{}", id(&order))).await;
    assert!(shown.contains("141.91") && shown.contains("532.16"), "{shown}");
    let form = page("/admin/purchase-orders/new".to_owned()).await;
    assert!(form.contains("name=\"currency\""), "{form}");
    let sums = [
        ("supplier_id", id(&a.supplier)),
        ("order_date", "2026-03-01"),
        ("lines[0][variant_id_text]", "NET"),
        ("lines[0][quantity]", "2"),
    ];
    let sums = a.owner.post_form("/admin/purchase-orders/totals", &sums).await.expect(200).text();
    assert!(sums.contains("24.68"), "the last price in dollars: {sums}");
    let form = page(format!("/admin/bills/new?order={}", id(&order))).await;
    assert!(form.contains("name=\"exchange_rate\"") && form.contains("12.34"), "{form}");
    let bill = a.billed("QN-5", &receipt, "12.34").await;
    let shown = page(format!("/admin/bills/{}", id(&bill))).await;
    assert!(shown.contains("530.74") && shown.contains("3.74"), "{shown}");
    let shown = page(format!("/admin/suppliers/{}", id(&a.supplier))).await;
    assert!(shown.contains("530.74") && shown.contains("/payment"), "{shown}");
    a.close().await;
}
