//! The limit of credit: asked at the promise and when goods leave, with figures.

use serde_json::{Value, json};

use super::{Shop, path};

#[tokio::test]
async fn an_order_above_the_limit_is_refused_with_the_figures() {
    let s = Shop::open().await;
    s.limit("300").await;
    let first = s.placed("2", true).await;
    let draft = s.placed("1", false).await;
    let before = s.now(&draft).await;
    let refused = s.owner.post(&path(&draft, "/confirmation"), &json!({})).await;
    refused.refused(422, "order_above_credit_limit");
    let facts = &refused.json()["facts"];
    let told = ["limit", "owed", "on_order", "order"].map(|f| facts[f].as_str().unwrap());
    assert_eq!(told, ["300.00", "0.00", "230.00", "115.00"]);
    assert_eq!(s.now(&draft).await, before, "nothing changed");
    let credit = s.owner.get(&path(&draft, "/credit")).await.expect(200).json();
    assert_eq!(credit["above"], true);
    assert_eq!(credit["standing"]["total"]["amount"], "345.00");
    // What was invoiced is owed instead of on order: the sum stays.
    let _ = s.delivered(&first, "2").await;
    let _ = s.invoiced(&first).await;
    let refused = s.owner.post(&path(&draft, "/confirmation"), &json!({})).await;
    refused.refused(422, "order_above_credit_limit");
    let facts = refused.json()["facts"].clone();
    assert_eq!((&facts["owed"], &facts["on_order"]), (&json!("230.00"), &json!("0.00")));
    s.close().await;
}

#[tokio::test]
async fn an_order_goes_beyond_the_limit_only_with_a_reason_and_up_to_what_was_seen() {
    let s = Shop::open().await;
    s.limit("200").await;
    let draft = s.placed("2", false).await;
    let release = path(&draft, "/credit");
    let sales = s.t.as_user("acme", "sales").await;
    let why = json!({"reason": "The owner vouches for them."});
    sales.post(&release, &why).await.refused(403, "not_permitted");
    let _ = s.owner.post(&release, &json!({"reason": " "})).await.expect(422);
    assert_eq!(s.now(&draft).await, draft, "nothing changed");
    let released = s.owner.post(&release, &why).await.expect(200).json();
    assert_eq!(released["credit_allowed"]["amount"], "230.00");
    let again = s.owner.post(&release, &why).await;
    again.refused(409, "order_within_credit");
    // More than was seen is asked again.
    let more = json!({"lines": [{"sku": "NET", "quantity": "3"}]});
    let _ = s.owner.patch(&path(&draft, ""), &more).await.expect(200);
    let confirm = path(&draft, "/confirmation");
    sales.post(&confirm, &json!({})).await.refused(422, "order_above_credit_limit");
    let less = json!({"lines": [{"sku": "NET", "quantity": "2"}]});
    let _ = s.owner.patch(&path(&draft, ""), &less).await.expect(200);
    let _ = sales.post(&confirm, &json!({})).await.expect(200);
    let _ = s.delivered(&draft, "2").await;
    let page = s.owner.get(&format!("/admin/orders/{}", draft["id"].as_str().unwrap())).await;
    let page = page.expect(200).text();
    assert!(page.contains("The owner vouches for them."), "kept in the timeline: {page}");
    // Another order of the same customer is not helped by it.
    s.place("1", true).await.refused(422, "order_above_credit_limit");
    s.close().await;
}

#[tokio::test]
async fn nothing_leaves_for_a_customer_who_is_above_the_limit_since() {
    let s = Shop::open().await;
    let order = s.placed("2", true).await;
    s.limit("100").await;
    let lines = json!({"lines": [{"line": 1, "quantity": "1"}]});
    let keeper = s.t.as_user("acme", "storekeeper").await;
    let refused = keeper.post(&path(&order, "/deliveries"), &lines).await;
    refused.refused(422, "delivery_above_credit_limit");
    assert_eq!(refused.json()["facts"]["on_order"], "230.00");
    assert_eq!(s.now(&order).await["delivery_state"], "none");
    let page = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("Above the credit limit"), "{shown}");
    let version = order["version"].to_string();
    let form = [("reason", "Paid in cash tonight"), ("version", version.as_str())];
    let _ = s.owner.post_form(&format!("{page}/credit"), &form).await.expect(303);
    let _ = keeper.post(&path(&order, "/deliveries"), &lines).await.expect(201);
    let audit: Value = s.owner.get("/api/v1/audit?limit=50").await.expect(200).json();
    let items = audit["items"].as_array().unwrap();
    assert!(items.iter().any(|one| one["action"] == "orders.exceed_credit"), "{audit}");
    s.close().await;
}
