//! The shop whose story is told, and its products: a real Shopify export.

use std::path::{Path, PathBuf};

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

/// A shop's export, as a file.
pub(super) struct Export {
    pub path: PathBuf,
    pub rows: i64,
    pub products: i64,
}

/// The real export, which lies beside the checkout and not in it: 22 rows, of which three are the
/// sizes of one product.
const REAL: &str = "shared/data/shopify_products_apparel.csv";

/// The rows of it that the story sells, for where it is not at hand.
const SMALL: &str = "Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price\n\
    ocean-blue-shirt,Ocean Blue Shirt,true,Title,Default Title,,50\n\
    classic-varsity-top,Classic Varsity Top,true,Size,Small,,60\n\
    classic-varsity-top,,,,Medium,,60\n\
    classic-varsity-top,,,,Large,,60\n\
    yellow-wool-jumper,Yellow Wool Jumper,true,Title,Default Title,,80\n";

pub(super) fn export() -> Export {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    if let Some(path) = above.map(|folder| folder.join(REAL)).find(|path| path.is_file()) {
        return Export { path, rows: 22, products: 20 };
    }
    let path = std::env::temp_dir().join("seaworthy-test-shopify-export.csv");
    std::fs::write(&path, SMALL).unwrap();
    Export { path, rows: 5, products: 3 }
}

/// The products of the export, taken in: a trial first, then for good.
pub(super) async fn stock_list(owner: &Client) {
    let Export { path, products, .. } = export();
    let file = std::fs::read(path).unwrap();
    let sent = owner.upload("/api/v1/imports", &[("kind", "products")], "shopify.csv", &file).await;
    let import = sent.expect(201).json();
    assert_eq!((&import["state"], &import["error_count"]), (&json!("previewed"), &json!(0)));
    let none = owner.get("/api/v1/products").await.expect(200).json();
    assert_eq!(none["items"], json!([]), "a trial changes nothing");
    let path = format!("/api/v1/imports/{}/commit", import["id"].as_str().unwrap());
    let done = owner.post(&path, &json!({})).await.expect(200).json();
    assert_eq!(done["created_count"], products);
}

/// The product that has this SKU.
pub(super) async fn product(owner: &Client, sku: &str) -> Value {
    let found = owner.get(&format!("/api/v1/products?q={sku}")).await.expect(200).json();
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    owner.get(&format!("/api/v1/products/{id}")).await.expect(200).json()
}
