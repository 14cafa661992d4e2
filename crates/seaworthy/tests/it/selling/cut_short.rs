//! What is left of an order that has begun can be given up.

use serde_json::{Value, json};

use super::{Shop, path};

/// What is on hand of the nets, and how much of that is held for orders.
async fn stock(s: &Shop) -> (i64, i64) {
    let there = "select (sum(on_hand) / 1000000)::bigint from stock_levels where on_hand > 0";
    let held = "select (sum(reserved) / 1000000)::bigint from stock_levels where on_hand > 0";
    (s.t.scalar("acme", there).await, s.t.scalar("acme", held).await)
}

fn states(order: &Value) -> [&str; 4] {
    ["state", "delivery_state", "invoice_state", "payment_state"]
        .map(|state| order[state].as_str().unwrap())
}

async fn cut(s: &Shop, order: &Value) -> Value {
    let why = json!({"reason": "The customer has enough."});
    s.owner.post(&path(order, "/closure"), &why).await.expect(200).json()
}

#[tokio::test]
async fn what_is_left_of_an_order_is_given_up_and_what_was_delivered_is_invoiced_and_paid() {
    let s = Shop::open().await;
    let order = s.placed("10", true).await;
    let _ = s.delivered(&order, "4").await;
    assert_eq!(stock(&s).await, (96, 6));
    let before = s.now(&order).await;
    let cut = cut(&s, &order).await;
    assert_eq!(states(&cut), ["confirmed", "delivered", "none", "none"]);
    let line = &cut["lines"][0];
    assert_eq!((&line["quantity"], &line["given_up"]), (&json!("10"), &json!("6")));
    assert_eq!((&cut["gross"], s.now(&order).await), (&before["gross"], cut.clone()));
    assert_eq!(stock(&s).await, (96, 0), "nothing is held any more");
    // Nothing is left to send or to give up.
    let all = json!({});
    let deliver = s.owner.post(&path(&order, "/deliveries"), &all).await;
    deliver.refused(409, "order_nothing_to_deliver");
    s.owner.post(&path(&order, "/closure"), &all).await.refused(409, "order_nothing_left");
    let cancel = s.owner.post(&path(&order, "/cancellation"), &all).await;
    cancel.refused(409, "order_has_deliveries");
    let more = json!({"lines": [{"line": 1, "quantity": "5"}]});
    let more = s.owner.post(&path(&order, "/invoices"), &more).await;
    more.refused(422, "order_more_than_left");
    // Four at 100 and 15 % are 460: with five more, 1035 are on order.
    s.limit("1034.99").await;
    s.place("5", true).await.refused(422, "order_above_credit_limit");
    s.limit("1035").await;
    let _ = s.placed("5", true).await;
    let invoice = s.invoiced(&order).await;
    assert_eq!(invoice["gross"]["amount"], "460.00");
    assert_eq!(states(&s.now(&order).await), ["confirmed", "delivered", "invoiced", "none"]);
    let paid = json!({"method": "bank", "amount": invoice["gross"]});
    let payments = format!("/api/v1/invoices/{}/payments", invoice["id"].as_str().unwrap());
    let _ = s.owner.post(&payments, &paid).await.expect(201);
    s.t.run_jobs().await;
    assert_eq!(states(&s.now(&order).await), ["confirmed", "delivered", "invoiced", "paid"]);
    s.close().await;
}

#[tokio::test]
async fn an_order_that_is_paid_for_what_came_is_paid_once_the_rest_is_given_up() {
    let s = Shop::open().await;
    s.limit("1200").await;
    let order = s.placed("10", true).await;
    let _ = s.delivered(&order, "4").await;
    let invoice = s.invoiced(&order).await;
    let paid = json!({"method": "bank", "amount": invoice["gross"]});
    let payments = format!("/api/v1/invoices/{}/payments", invoice["id"].as_str().unwrap());
    let _ = s.owner.post(&payments, &paid).await.expect(201);
    s.t.run_jobs().await;
    assert_eq!(states(&s.now(&order).await), ["confirmed", "partial", "partial", "partial"]);
    // Six of ten, 690 of the limit of 1200, are still on order until they are given up.
    s.place("5", true).await.refused(422, "order_above_credit_limit");
    let _ = cut(&s, &order).await;
    s.t.run_jobs().await;
    assert_eq!(states(&s.now(&order).await), ["confirmed", "delivered", "invoiced", "paid"]);
    let _ = s.placed("5", true).await;
    s.close().await;
}

#[tokio::test]
async fn only_an_order_that_has_begun_is_cut_short_and_only_by_who_may_cancel() {
    let s = Shop::open().await;
    let all = json!({});
    let draft = s.placed("3", false).await;
    s.owner.post(&path(&draft, "/closure"), &all).await.refused(409, "order_not_confirmed");
    let whole = s.placed("3", true).await;
    s.owner.post(&path(&whole, "/closure"), &all).await.refused(409, "order_not_begun");
    assert_eq!(s.now(&whole).await, whole, "nothing changed");
    let _ = s.delivered(&whole, "1").await;
    let begun = s.now(&whole).await;
    let stale = json!({"version": 1});
    s.owner.post(&path(&whole, "/closure"), &stale).await.refused(412, "stale");
    let long = json!({"reason": "x".repeat(501)});
    let long = s.owner.post(&path(&whole, "/closure"), &long).await.expect(422).json();
    assert_eq!(long["fields"][0]["code"], "too_long");
    let keeper = s.t.as_user("acme", "storekeeper").await;
    keeper.post(&path(&whole, "/closure"), &all).await.refused(403, "not_permitted");
    let other = s.t.as_user("padma", "owner").await;
    other.post(&path(&whole, "/closure"), &all).await.refused(404, "not_found");
    assert_eq!((s.now(&whole).await, stock(&s).await), (begun, (99, 2)), "nothing changed");
    s.close().await;
}

#[tokio::test]
async fn the_rest_is_given_up_on_the_page_with_a_reason() {
    let s = Shop::open().await;
    let order = s.placed("10", true).await;
    let page = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("/cancel\"") && !shown.contains("/cut-short\""), "{shown}");
    let _ = s.delivered(&order, "4").await;
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(!shown.contains("/cancel\"") && shown.contains("/cut-short\""), "{shown}");
    let why = [("version", "2"), ("reason", "Out of season.")];
    let _ = s.owner.post_form(&format!("{page}/cut-short"), &why).await.expect(303);
    let shown = s.owner.get(&page).await.expect(200).text();
    for said in ["6 given up", "Gave up the rest of the order", "Out of season."] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!shown.contains("/cut-short\"") && !shown.contains("/deliver\""), "{shown}");
    let again = s.owner.post_form(&format!("{page}/cut-short"), &[]).await.expect(422).text();
    assert!(again.contains("Nothing is left to cut short"), "{again}");
    s.close().await;
}
