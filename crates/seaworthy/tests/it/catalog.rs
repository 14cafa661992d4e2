//! What the catalogue promises.

use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn a_product_is_made_with_handle_and_skus_of_its_name() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let shirt = json!({
        "name": {"en": "Ocean Blue Shirt", "ar": "قميص أزرق"},
        "options": ["Size"],
        "variants": [
            {"options": ["M"], "price": "50"},
            {"options": ["L"], "price": "52.5", "sku": "OBS-L", "barcode": "٦٢٨١٠٠٠٠٠٠١"},
        ],
    });
    let made = owner.post("/api/v1/products", &shirt).await.expect(201);
    assert_eq!(made.header("etag"), Some("\"v1\""));
    let made = made.json();
    assert_eq!(made["handle"], "ocean-blue-shirt");
    assert_eq!(made["variants"][0]["sku"], "OCEAN-BLUE-SHIRT-M");
    assert_eq!(made["variants"][1]["barcode"], "62810000001");
    assert_eq!(made["variants"][1]["price"], "52.5");
    let again = owner.post("/api/v1/products", &shirt).await;
    again.refused(409, "product_taken");
    assert_eq!(again.json()["fields"][0]["path"], "variants[1].sku");
    assert!(again.text().contains("Ocean Blue Shirt"), "{}", again.text());
}

#[tokio::test]
async fn a_variant_is_changed_with_its_product_and_both_count_versions() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let product = t.product("acme", "NET-1", "10").await;
    let (id, variant) = (&product["id"], &product["variants"][0]);
    let path = format!("/api/v1/variants/{}", variant["id"].as_str().unwrap());
    let changed = owner.patch(&path, &json!({"price": "12.25"})).await.expect(200).json();
    assert_eq!((&changed["price"], &changed["version"]), (&json!("12.25"), &json!(2)));
    let path = format!("/api/v1/products/{}", id.as_str().unwrap());
    let seen = owner.get(&path).await.expect(200).json();
    assert_eq!(seen["version"], 2);
    let stale = owner.with_header("if-match", "\"v1\"");
    stale.patch(&path, &json!({"vendor": "Al Bahar"})).await.refused(412, "stale");
}
