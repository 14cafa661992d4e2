//! Selling at once: the goods leave and the invoice is posted together, or nothing happens.

use std::time::Duration;

use serde_json::{Value, json};

use super::Shop;

fn sale(shop: &Shop, quantity: &str) -> Value {
    let lines = json!([{"sku": "NET", "quantity": quantity}]);
    json!({"customer_id": shop.customer, "reference": "till 2", "lines": lines})
}

/// How many units there are, and what they are worth by their cost and by the ledger.
async fn stock(shop: &Shop) -> Vec<i64> {
    shop.t
        .scalar(
            "acme",
            "select array[(select sum(on_hand)::bigint from stock_levels),
                (select sum(value)::bigint from stock_costs),
                (select sum(l.amount)::bigint from lines l join accounts a
                    on a.tenant_id = l.tenant_id and a.id = l.account_id
                 where a.role = 'inventory')]",
        )
        .await
}

#[tokio::test]
async fn a_sale_is_one_invoice_with_one_entry_that_has_the_cost_of_the_goods() {
    let s = Shop::open().await;
    // 100 units worth 3979.99: ten of them are 398.00, half to even.
    let sold = s.owner.post("/api/v1/sales", &sale(&s, "10")).await.expect(201).json();
    assert_eq!(sold["gross"]["amount"], "1150.00");
    assert_eq!(sold["order_id"], Value::Null);
    let path = format!("/api/v1/ledger/entries/{}", sold["entry_id"].as_str().unwrap());
    let entry = s.owner.get(&path).await.expect(200).json();
    let lines = entry["lines"].as_array().unwrap().iter();
    let mut amounts: Vec<(String, String)> = lines
        .map(|line| {
            let side = |name: &str| line[name]["amount"].as_str().unwrap().to_owned();
            (side("debit"), side("credit"))
        })
        .collect();
    amounts.sort();
    let said = [
        ("0.00", "1000.00"),
        ("0.00", "150.00"),
        ("0.00", "398.00"),
        ("1150.00", "0.00"),
        ("398.00", "0.00"),
    ];
    assert_eq!(amounts, said.map(|(debit, credit)| (debit.to_owned(), credit.to_owned())));
    assert_eq!(stock(&s).await, [90_000_000, 358_199, 358_199]);
    let margin = s.owner.get("/api/v1/reports/gross-margin?by=customer").await;
    let margin = margin.expect(200).text();
    assert!(margin.contains("Al Noor Trading") && margin.contains("398.00"), "{margin}");
    s.close().await;
}

#[tokio::test]
async fn the_first_sale_of_a_year_begins_whichever_series_are_missing() {
    for begun in [vec![], vec!["JE"], vec!["INV"]] {
        let s = Shop::open().await;
        s.t.app.clock().advance(Duration::from_secs(300 * 24 * 3600));
        let pool = s.t.owner_pool().await;
        let plant = "insert into number_series (tenant_id, series, year, prefix)
            select t.id, series, 2027, series from tenants t, unnest($1::text[]) series
            where t.slug = 'acme'";
        let planted = sqlx::query(plant).bind(&begun).execute(&pool).await.unwrap();
        assert_eq!(planted.rows_affected(), begun.len() as u64);
        let sales = s.t.as_user("acme", "sales").await;
        for number in ["INV-2027-00001", "INV-2027-00002"] {
            let sold = sales.post("/api/v1/sales", &sale(&s, "1")).await.expect(201).json();
            assert_eq!(sold["number"], number, "{begun:?}");
        }
        let entries = "select string_agg(number, ' ' order by seq) from entries
            where number like 'JE-2027-%'";
        let entries: String = s.t.scalar("acme", entries).await;
        assert_eq!(entries, "JE-2027-00001 JE-2027-00002", "{begun:?}");
        s.close().await;
    }
}

#[tokio::test]
async fn a_sale_that_is_paid_at_once_leaves_nothing_open() {
    let s = Shop::open().await;
    let mut new = sale(&s, "2");
    new["paid"] = json!("cash");
    let sold = s.owner.post("/api/v1/sales", &new).await.expect(201).json();
    assert_eq!(sold["state"], "paid");
    let sales = s.t.as_user("acme", "sales").await;
    // Whoever may sell need not be trusted with the till.
    sales.post("/api/v1/sales", &new).await.refused(403, "not_permitted");
    let storekeeper = s.t.as_user("acme", "storekeeper").await;
    storekeeper.post("/api/v1/sales", &sale(&s, "1")).await.refused(403, "not_permitted");
    s.close().await;
}

#[tokio::test]
async fn a_sale_of_more_than_is_free_changes_nothing() {
    let s = Shop::open().await;
    let _ = s.placed("95", true).await;
    let before = stock(&s).await;
    let refused = s.owner.post("/api/v1/sales", &sale(&s, "6")).await;
    refused.refused(422, "out_of_stock");
    assert_eq!(stock(&s).await, before);
    let sold = s.owner.post("/api/v1/sales", &sale(&s, "5")).await.expect(201).json();
    assert_eq!(sold["number"].as_str().unwrap().split('-').next_back(), Some("00001"));
    s.close().await;
}

#[tokio::test]
async fn the_limit_of_credit_holds_at_the_counter_unless_it_is_paid() {
    let s = Shop::open().await;
    s.limit("300").await;
    let _ = s.owner.post("/api/v1/sales", &sale(&s, "2")).await.expect(201);
    let refused = s.owner.post("/api/v1/sales", &sale(&s, "1")).await;
    refused.refused(422, "sale_above_credit_limit");
    let mut new = sale(&s, "1");
    new["paid"] = json!("cash");
    let _ = s.owner.post("/api/v1/sales", &new).await.expect(201);
    s.close().await;
}

#[tokio::test]
async fn a_discount_above_the_rule_is_no_matter_for_the_counter() {
    let s = Shop::open().await;
    let rules = json!({"discount_limit": "0.1", "below_cost": false});
    let _ = s.owner.post("/api/v1/approval-rules", &rules).await.expect(200);
    // The owner gives away what they like.
    let manager = s.t.as_user("acme", "manager").await;
    let mut new = sale(&s, "1");
    new["lines"][0]["discount"] = json!("0.2");
    let before = stock(&s).await;
    manager.post("/api/v1/sales", &new).await.refused(422, "sale_needs_approval");
    assert_eq!(stock(&s).await, before);
    s.close().await;
}

#[tokio::test]
async fn a_month_locked_for_the_stock_takes_no_sale() {
    let s = Shop::open().await;
    let lock = json!({"modules": ["stock"]});
    let _ = s.owner.post("/api/v1/periods/2026-03/lock", &lock).await.expect(200);
    let before = stock(&s).await;
    s.owner.post("/api/v1/sales", &sale(&s, "1")).await.refused(422, "period_locked");
    assert_eq!(stock(&s).await, before);
    s.close().await;
}

#[tokio::test]
async fn the_form_of_an_order_sells_at_once_too() {
    let s = Shop::open().await;
    let variant: String = s.t.scalar("acme", "select id::text from variants limit 1").await;
    let form = [
        ("customer_id", s.customer.as_str()),
        ("lines[0][variant_id]", variant.as_str()),
        ("lines[0][quantity]", "3"),
        ("sell", "1"),
    ];
    let answer = s.owner.post_form("/admin/orders/new", &form).await.expect(303);
    let page = s.owner.get(answer.header("location").unwrap()).await.expect(200).text();
    assert!(page.contains("345.00"), "{page}");
    // Its history says nothing of what nobody wrote.
    assert!(page.contains("Sold over the counter") && !page.contains("Reference:"), "{page}");
    assert_eq!(stock(&s).await[0], 97_000_000);
    s.close().await;
}
