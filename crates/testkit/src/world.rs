//! The named world, built through the API as people would build it.

use serde_json::{Value, json};

use crate::database::Database;
use crate::{Client, TestApp};

/// Everybody's password.
pub const PASSWORD: &str = "a long quiet river 7";

/// The people of acme beside its owner: one a role, named after it.
pub const ROLES: &[&str] =
    &["manager", "accountant", "sales", "storekeeper", "farm_worker", "viewer"];

pub(crate) async fn build(database: Database) {
    let t = TestApp::on(database.unowned(), Vec::new(), "http://localhost:8080").await;
    company(&t, "acme", "Acme Fish Trading", "SA", "SAR", "en").await;
    company(&t, "padma", "Padma Bazaar", "BD", "BDT", "bn").await;
    for role in ROLES {
        let owner = t.as_user("acme", "owner").await;
        let person = json!({ "name": role, "email": format!("{role}@acme.example"),
            "password": PASSWORD, "roles": [role] });
        let _ = owner.post("/api/v1/users", &person).await.expect(201);
    }
    t.run_jobs().await;
    t.app.close().await;
    t.leave_jobs();
}

async fn company(t: &TestApp, slug: &str, name: &str, country: &str, currency: &str, lang: &str) {
    let wanted = json!({ "company": name, "subdomain": slug, "country": country,
        "currency": currency, "language": lang, "name": "owner",
        "email": format!("owner@{slug}.example"), "password": PASSWORD });
    let _ = t.stranger("").post("/api/v1/auth/register", &wanted).await.expect(201);
}

pub(crate) async fn sign_in(client: &Client, role: &str) -> String {
    let company = client.company();
    let wanted = json!({ "email": format!("{role}@{company}.example"), "password": PASSWORD });
    let answer = client.post("/api/v1/auth/login", &wanted).await.expect(200);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

pub(crate) async fn product(owner: &Client, sku: &str, price: &str) -> Value {
    let wanted = json!({ "name": { "en": format!("Product {sku}") },
        "variants": [{ "sku": sku, "price": price }] });
    owner.post("/api/v1/products", &wanted).await.expect(201).json()
}

pub(crate) async fn customer(owner: &Client, name: &str) -> Value {
    owner.post("/api/v1/customers", &json!({ "name": name })).await.expect(201).json()
}

pub(crate) async fn stock(owner: &Client, sku: &str, quantity: &str, unit_cost: &str) {
    let line = json!({ "sku": sku, "quantity": quantity, "unit_cost": unit_cost });
    let receipt = json!({ "lines": [line] });
    let _ = owner.post("/api/v1/stock/receipts", &receipt).await.expect(201);
}
