//! What gives too much away waits until somebody else approves it.

use serde_json::{Value, json};
use testkit::Client;

use super::{Shop, path};

async fn rules(s: &Shop, limit: Value, below_cost: bool) {
    let rules = json!({"discount_limit": limit, "below_cost": below_cost});
    let _ = s.owner.post("/api/v1/approval-rules", &rules).await.expect(200);
}

async fn placed(s: &Shop, by: &Client, line: Value) -> Value {
    let mut line = line;
    line["sku"] = json!("NET");
    line["quantity"] = json!("2");
    let new = json!({"customer_id": s.customer, "lines": [line]});
    by.post("/api/v1/orders", &new).await.expect(201).json()
}

#[tokio::test]
async fn a_discount_above_the_limit_waits_for_somebody_else() {
    let s = Shop::open().await;
    rules(&s, json!("0.1"), false).await;
    let (sales, manager) =
        (s.t.as_user("acme", "sales").await, s.t.as_user("acme", "manager").await);
    let fine = placed(&s, &sales, json!({"discount": "0.1"})).await;
    assert_eq!((&fine["approval"], &fine["lines"][0]["needs"]), (&json!("none"), &Value::Null));
    let _ = sales.post(&path(&fine, "/confirmation"), &json!({})).await.expect(200);
    // A lower price that was entered is a discount too, and both count together.
    let lower = placed(&s, &sales, json!({"unit_price": "94", "discount": "0.05"})).await;
    assert_eq!(lower["lines"][0]["needs"], "discount");
    let more = placed(&s, &manager, json!({"discount": "0.11"})).await;
    assert_eq!(more["approval"], "waiting");
    let list = manager.get("/api/v1/orders?todo=approve").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
    let confirm = sales.post(&path(&more, "/confirmation"), &json!({})).await;
    confirm.refused(422, "order_waits_for_approval");
    let yes = json!({"approve": true});
    sales.post(&path(&more, "/approval"), &yes).await.refused(403, "not_permitted");
    manager.post(&path(&more, "/approval"), &yes).await.refused(409, "order_approval_own");
    assert_eq!(s.now(&more).await, more, "nothing changed");
    let approved = s.owner.post(&path(&more, "/approval"), &yes).await.expect(200).json();
    assert_eq!(approved["approval"], "approved");
    s.owner.post(&path(&more, "/approval"), &yes).await.refused(409, "order_does_not_wait");
    // A word beside the lines keeps the approval, other lines lose it.
    let note = json!({"note": "Friday"});
    let edited = sales.patch(&path(&more, ""), &note).await.expect(200).json();
    assert_eq!(edited["approval"], "approved");
    let deeper = json!({"lines": [{"sku": "NET", "quantity": "2", "discount": "0.2"}]});
    let edited = sales.patch(&path(&more, ""), &deeper).await.expect(200).json();
    assert_eq!(edited["approval"], "waiting");
    let _ = manager.post(&path(&more, "/approval"), &yes).await.expect(200);
    let _ = sales.post(&path(&more, "/confirmation"), &json!({})).await.expect(200);
    s.close().await;
}

#[tokio::test]
async fn a_price_below_cost_waits_and_a_rejection_says_why() {
    let s = Shop::open().await;
    rules(&s, Value::Null, true).await;
    let sales = s.t.as_user("acme", "sales").await;
    // A net costs 39.7999 on average; two of them 79.60.
    let even = placed(&s, &sales, json!({"unit_price": "39.80"})).await;
    assert_eq!(even["approval"], "none");
    let below = placed(&s, &sales, json!({"unit_price": "39.79"})).await;
    assert_eq!(below["lines"][0]["needs"], "below_cost");
    let no = json!({"approve": false});
    let unsaid = s.owner.post(&path(&below, "/approval"), &no).await.expect(422).json();
    assert_eq!(unsaid["fields"][0]["code"], "required", "{unsaid}");
    let page = format!("/admin/orders/{}", below["id"].as_str().unwrap());
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("Waits for approval") && shown.contains("/reject"), "{shown}");
    let mine = sales.get(&page).await.expect(200).text();
    assert!(!mine.contains("/reject") && !mine.contains("/confirm\""), "{mine}");
    let why = [("version", "1"), ("reason", "They pay late already.")];
    let _ = s.owner.post_form(&format!("{page}/reject"), &why).await.expect(303);
    let refused = sales.post(&path(&below, "/confirmation"), &json!({})).await;
    refused.refused(422, "order_rejected");
    assert_eq!(refused.json()["facts"]["reason"], "They pay late already.");
    // Whoever confirms at once is told before anything is written.
    let lines = json!([{"sku": "NET", "quantity": "1", "unit_price": "1"}]);
    let at_once = json!({"customer_id": s.customer, "lines": lines, "confirm": true});
    let at_once = sales.post("/api/v1/orders", &at_once).await;
    at_once.refused(422, "order_waits_for_approval");
    let limits = [("discount_limit", "١٠")];
    let _ = s.owner.post_form("/admin/settings/approvals", &limits).await.expect(303);
    let kept = s.owner.get("/api/v1/approval-rules").await.expect(200).json();
    assert_eq!(kept, json!({"discount_limit": "0.1", "below_cost": false}));
    let manager = s.t.as_user("acme", "manager").await;
    let _ = manager.get("/admin/settings/approvals").await.expect(403);
    s.close().await;
}
