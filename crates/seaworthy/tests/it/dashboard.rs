//! What the dashboard says, and to whom.

use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn a_new_company_is_shown_its_first_steps_and_zeros() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let seen = owner.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(seen["as_of"], "2026-03-15");
    assert_eq!(seen["sales"]["month"]["now"], json!({"amount": "0.00", "currency": "SAR"}));
    assert_eq!(seen["sales"]["months"].as_array().unwrap().len(), 12);
    assert_eq!(seen["orders"]["open"], 0);
    assert_eq!(seen["receivables"]["ageing"].as_array().unwrap().len(), 5);
    assert_eq!(seen["stock"]["low"], 0);
    assert_eq!(seen["start"]["order"], false);
    let page = owner.get("/admin").await.expect(200).text();
    assert!(page.contains("First steps"));
    assert!(page.contains("href=\"/admin/products/new\""));
}

#[tokio::test]
async fn nobody_is_told_a_number_whose_list_they_may_not_see() {
    let t = TestApp::start().await;
    let keeper = t.as_user("acme", "storekeeper").await;
    let seen = keeper.get("/api/v1/dashboard").await.expect(200).json();
    assert!(seen["stock"].is_object());
    assert!(seen["orders"].is_object());
    assert!(seen["sales"].is_null(), "a storekeeper sees no invoices");
    assert!(seen["payments"].is_null());
}

#[tokio::test]
async fn whoever_has_no_dashboard_is_sent_where_they_may_go() {
    let t = TestApp::start().await;
    let farmer = t.as_user("acme", "farm_worker").await;
    farmer.get("/api/v1/dashboard").await.refused(403, "not_permitted");
    let answer = farmer.get("/admin").await;
    let sent_on = answer.header("location").is_some_and(|to| to != "/admin");
    assert!(sent_on || answer.text().contains("Nothing here for you yet"), "{}", answer.text());
}
