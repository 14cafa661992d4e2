//! The shop whose story is told, and its products: three of the real Shopify export.

use serde_json::{Value, json};
use testkit::Client;

/// A company as it signs up.
pub(super) struct Shop {
    pub slug: &'static str,
    pub name: &'static str,
    pub country: &'static str,
    pub currency: &'static str,
    pub lang: &'static str,
}

impl Shop {
    pub fn email(&self) -> String {
        format!("owner@{}.example", self.slug)
    }
}

/// Three products of the export, made one by one. The import itself is to take this place as
/// soon as the program has one: dry run first, then commit.
pub(super) async fn stock_list(owner: &Client) {
    for (name, price, options) in [
        ("Ocean Blue Shirt", "50", None),
        ("Classic Varsity Top", "60", Some("Small")),
        ("Yellow Wool Jumper", "80", None),
    ] {
        let mut wanted = json!({ "name": { "en": name }, "variants": [{ "price": price }] });
        if let Some(option) = options {
            wanted["options"] = json!(["Size"]);
            wanted["variants"][0]["options"] = json!([option]);
        }
        let _ = owner.post("/api/v1/products", &wanted).await.expect(201);
    }
}

/// The product that has this SKU.
pub(super) async fn product(owner: &Client, sku: &str) -> Value {
    let found = owner.get(&format!("/api/v1/products?q={sku}")).await.expect(200).json();
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    owner.get(&format!("/api/v1/products/{id}")).await.expect(200).json()
}
