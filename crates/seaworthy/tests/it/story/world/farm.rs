//! A batch at fair value in the middle of its life, and one that is over.

use serde_json::json;
use testkit::{Client, TestApp};

use super::{id, made};

pub(super) async fn raise(t: &TestApp, owner: &Client) {
    for (sku, cost) in [("FRY-8", "0.50"), ("FEED-8", "4.50")] {
        t.product("acme", sku, "10").await;
        t.stock("acme", sku, "2000", cost).await;
    }
    let batch = |code: &str, mode: &str| {
        json!({ "code": code, "name": { "en": "Pond by the road" }, "mode": mode,
            "species": "Nile tilapia" })
    };
    let done = made(owner, "/api/v1/batches", &batch("POND-1", "cost")).await;
    let path = format!("/api/v1/batches/{}/closing", id(&done));
    let _ = owner.post(&path, &json!({})).await.expect(200);
    let pond = made(owner, "/api/v1/batches", &batch("POND-2", "fair_value")).await;
    let home = format!("/api/v1/batches/{}", id(&pond));
    let fry = json!({ "sku": "FRY-8", "quantity": "2000", "count": 2000, "biomass_kg": "40" });
    let amount = json!({ "amount": "250.00", "currency": "SAR" });
    for (deed, new) in [
        ("stock-costs", fry),
        ("stock-costs", json!({ "sku": "FEED-8", "quantity": "500", "note": "Morning and noon" })),
        ("applied-costs", json!({ "amount": amount, "note": "Wages of March" })),
        ("deaths", json!({ "count": 20 })),
        ("losses", json!({ "count": 100, "note": "No oxygen" })),
        ("weighings", json!({ "biomass_kg": "600", "note": "Sample of 62" })),
        ("valuations", json!({ "price": "14.00", "costs_to_sell": "0.80" })),
        (
            "harvests",
            json!({ "sku": "ROHU-1", "weight_kg": "50", "count": 160, "price": "14.00",
            "costs_to_sell": "0.80" }),
        ),
    ] {
        made(owner, &format!("{home}/{deed}"), &new).await;
    }
}
