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

async fn role_limits(s: &Shop, limits: &[(&str, Value)]) {
    let roles = s.owner.get("/api/v1/discount-limits").await.expect(200).json();
    let id = |slug: &str| {
        let mut roles = roles["items"].as_array().unwrap().iter();
        roles.find(|role| role["role"] == slug).unwrap()["role_id"].clone()
    };
    let limits: Vec<Value> = limits
        .iter()
        .map(|(role, limit)| json!({"role_id": id(role), "discount_limit": limit}))
        .collect();
    let _ = s.owner.post("/api/v1/discount-limits", &json!({"limits": limits})).await.expect(200);
}

async fn approval(s: &Shop, by: &Client, discount: &str) -> String {
    let order = placed(s, by, json!({"discount": discount})).await;
    order["approval"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_role_gives_away_up_to_its_own_limit_and_the_owner_what_they_like() {
    let s = Shop::open().await;
    rules(&s, json!("0.1"), false).await;
    role_limits(&s, &[("sales", json!("0.05")), ("manager", json!("0.2"))]).await;
    let (sales, manager) =
        (s.t.as_user("acme", "sales").await, s.t.as_user("acme", "manager").await);
    assert_eq!(approval(&s, &sales, "0.05").await, "none");
    assert_eq!(approval(&s, &sales, "0.06").await, "waiting");
    assert_eq!(approval(&s, &manager, "0.2").await, "none");
    assert_eq!(approval(&s, &manager, "0.21").await, "waiting");
    assert_eq!(approval(&s, &s.owner, "1").await, "none");
    // Who holds several roles has the widest of their limits.
    let user = s.t.scalar::<uuid::Uuid>("acme", "select id from users where name = 'sales'").await;
    let both = json!({"roles": ["sales", "manager"]});
    let _ = s.owner.patch(&format!("/api/v1/users/{user}"), &both).await.expect(200);
    assert_eq!(approval(&s, &sales, "0.2").await, "none");
    // A role without a limit of its own has the company's.
    role_limits(&s, &[("manager", Value::Null)]).await;
    assert_eq!(approval(&s, &sales, "0.1").await, "none");
    assert_eq!(approval(&s, &sales, "0.11").await, "waiting");
    // Where the company lets any discount pass, a role's own limit holds all the same.
    rules(&s, Value::Null, false).await;
    assert_eq!(approval(&s, &sales, "0.9").await, "none", "the manager's role has none now");
    let one = json!({"roles": ["sales"]});
    let _ = s.owner.patch(&format!("/api/v1/users/{user}"), &one).await.expect(200);
    assert_eq!(approval(&s, &sales, "0.06").await, "waiting");
    s.close().await;
}

#[tokio::test]
async fn limits_of_roles_are_set_on_their_page_and_only_by_who_may() {
    let s = Shop::open().await;
    let roles = s.owner.get("/api/v1/discount-limits").await.expect(200).json();
    let roles = roles["items"].as_array().unwrap().clone();
    let (owner, others): (Vec<Value>, Vec<Value>) =
        roles.into_iter().partition(|role| role["unlimited"] == true);
    assert_eq!((owner.len(), &owner[0]["role"]), (1, &json!("owner")));
    let nobody = json!({"role_id": uuid::Uuid::now_v7(), "discount_limit": "0.1"});
    let limits = json!({"limits": [
        {"role_id": owner[0]["role_id"], "discount_limit": "0.1"}, nobody,
        {"role_id": others[0]["role_id"], "discount_limit": "1.1"},
        {"role_id": others[0]["role_id"], "discount_limit": "0.1"}]});
    let wrong = s.owner.post("/api/v1/discount-limits", &limits).await.expect(422).json();
    let codes: Vec<&str> =
        wrong["fields"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    let expected = ["order_owner_unlimited", "unknown", "order_discount", "order_role_twice"];
    assert_eq!(codes, expected);
    let set = "select count(*) from discount_limits";
    assert_eq!(s.t.scalar::<i64>("acme", set).await, 0, "nothing changed");
    let manager = s.t.as_user("acme", "manager").await;
    let none = json!({"limits": []});
    manager.post("/api/v1/discount-limits", &none).await.refused(403, "not_permitted");
    let role = others[0]["role_id"].as_str().unwrap();
    let mut typed = vec![
        ("discount_limit", "10"),
        ("limits[0][role_id]", role),
        ("limits[0][discount_limit]", "a lot"),
    ];
    let page = "/admin/settings/approvals";
    let wrong = s.owner.post_form(page, &typed).await.expect(422).text();
    assert!(wrong.contains("value=\"a lot\""), "{wrong}");
    typed[2].1 = "٧٫٥";
    let _ = s.owner.post_form(page, &typed).await.expect(303);
    let shown = s.owner.get(page).await.expect(200).text();
    assert!(shown.contains("value=\"7.5\"") && shown.contains("value=\"10\""), "{shown}");
    s.close().await;
}

#[tokio::test]
async fn who_sets_the_limits_waits_for_nobody_and_is_named_as_who_approved() {
    let s = Shop::open().await;
    rules(&s, Value::Null, true).await;
    let line = json!({"unit_price": "30"});
    let own = placed(&s, &s.owner, line.clone()).await;
    assert_eq!(own["approval"], "waiting");
    assert_eq!(own["lines"][0]["needs"], "below_cost");
    let page = format!("/admin/orders/{}", own["id"].as_str().unwrap());
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("/approve\"") && shown.contains("/confirm\""), "{shown}");
    let confirmed = s.owner.post(&path(&own, "/confirmation"), &json!({})).await.expect(200).json();
    let states = (&confirmed["state"], &confirmed["approval"]);
    assert_eq!(states, (&json!("confirmed"), &json!("approved")));
    let approved = "select count(*) from audit_log where action = 'orders.approve'";
    assert_eq!(s.t.scalar::<i64>("acme", approved).await, 1);
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("Approved the order"), "{shown}");
    // Placed and confirmed in one go, and over the counter.
    let lines = json!([{"sku": "NET", "quantity": "1", "unit_price": "1"}]);
    let mut at_once = json!({"customer_id": s.customer, "lines": lines, "confirm": true});
    let order = s.owner.post("/api/v1/orders", &at_once).await.expect(201).json();
    assert_eq!((&order["state"], &order["approval"]), (&json!("confirmed"), &json!("approved")));
    let _ = at_once.as_object_mut().unwrap().remove("confirm");
    let sold = s.owner.post("/api/v1/sales", &at_once).await.expect(201).json();
    let told = "select count(*) from audit_log where action = 'orders.approve'
        and subject_type = 'invoice'";
    assert_eq!(s.t.scalar::<i64>("acme", told).await, 1, "{sold}");
    assert_eq!(s.t.scalar::<i64>("acme", approved).await, 3);
    // A quote of theirs they send themselves.
    let quote = json!({"customer_id": s.customer, "lines": lines});
    let quote = s.owner.post("/api/v1/quotes", &quote).await.expect(201).json();
    let send = format!("/api/v1/quotes/{}/sending", quote["id"].as_str().unwrap());
    let _ = s.owner.post(&send, &json!({"mail": false})).await.expect(200);
    s.close().await;
}

#[tokio::test]
async fn who_may_approve_the_orders_of_others_approves_one_by_confirming_it() {
    let s = Shop::open().await;
    rules(&s, Value::Null, true).await;
    let (sales, manager) =
        (s.t.as_user("acme", "sales").await, s.t.as_user("acme", "manager").await);
    let line = json!({"unit_price": "30"});
    let theirs = placed(&s, &sales, line.clone()).await;
    let own = placed(&s, &manager, line).await;
    let confirm = manager.post(&path(&own, "/confirmation"), &json!({})).await;
    confirm.refused(422, "order_waits_for_approval");
    assert_eq!(s.now(&own).await, own, "nothing changed");
    // Among many it is left alone: to approve an order somebody looks at it.
    let many = [("ids", theirs["id"].as_str().unwrap())];
    let report = manager.post_form("/admin/orders/confirm", &many).await.expect(200).text();
    assert!(report.contains("waits for approval"), "{report}");
    assert_eq!(s.now(&theirs).await, theirs, "nothing changed");
    let done = manager.post(&path(&theirs, "/confirmation"), &json!({})).await.expect(200).json();
    assert_eq!((&done["state"], &done["approval"]), (&json!("confirmed"), &json!("approved")));
    let rejected = placed(&s, &sales, json!({"unit_price": "1"})).await;
    let no = json!({"approve": false, "reason": "Too cheap."});
    let _ = manager.post(&path(&rejected, "/approval"), &no).await.expect(200);
    let confirm = s.owner.post(&path(&rejected, "/confirmation"), &json!({})).await;
    confirm.refused(422, "order_rejected");
    s.close().await;
}
