//! Places, lots, counts and goods on their way: one of each.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::{id, made};

pub(super) async fn fill(t: &TestApp, owner: &Client) {
    kept(t, owner).await;
    place(owner).await;
    let smoked = t.product("acme", "SMOKED-6", "30").await;
    lots(owner, &smoked).await;
    counted(owner).await;
    on_the_way(owner).await;
    let rule = json!({ "sku": "KATLA-2", "minimum": "10", "maximum": "50", "multiple": "5",
        "lead_days": 3 });
    made(owner, "/api/v1/stock/reorder-rules", &rule).await;
}

/// An item that is kept by lot and in a second unit, in boxes as well.
async fn kept(t: &TestApp, owner: &Client) {
    let tuna = t.product("acme", "TUNA-9", "90").await;
    let how = json!({ "lot_tracked": true, "second_unit": "kg",
        "units": [{ "code": "box", "numerator": 12 }] });
    let path = format!("/api/v1/stock/items/{}", id(&tuna["variants"][0]));
    let _ = owner.patch(&path, &how).await.expect(200);
    let lot = json!({ "code": "T-1", "expires_on": "2026-05-01" });
    let line = json!({ "sku": "TUNA-9", "quantity": "4", "unit_cost": "50",
        "second_quantity": "90.5", "lot": lot });
    made(owner, "/api/v1/stock/receipts", &json!({ "lines": [line] })).await;
}

/// A place inside the main warehouse.
async fn place(owner: &Client) {
    let houses = owner.get("/api/v1/warehouses").await.expect(200).json();
    let main = &houses["items"][0]["stock_location_id"];
    let new = json!({ "parent_id": main, "tier": "zone", "code": "COLD" });
    made(owner, "/api/v1/stock/locations", &new).await;
}

/// A lot is made of another one.
async fn lots(owner: &Client, smoked: &Value) {
    let path = format!("/api/v1/stock/items/{}", id(&smoked["variants"][0]));
    let _ = owner.patch(&path, &json!({ "lot_tracked": true })).await.expect(200);
    let new = json!({
        "inputs": [{ "sku": "TUNA-9", "quantity": "1", "lot": { "code": "T-1" } }],
        "outputs": [{ "sku": "SMOKED-6", "quantity": "3",
            "lot": { "code": "S-1", "expires_on": "2026-09-01" } }] });
    made(owner, "/api/v1/stock/processings", &new).await;
}

/// A count that is posted with a difference, and one that is open.
async fn counted(owner: &Client) {
    let count = made(owner, "/api/v1/stock/counts", &json!({ "note": "Spot check" })).await;
    let path = format!("/api/v1/stock/counts/{}", id(&count));
    let line = json!({ "code": "KATLA-2", "quantity": "90" });
    let _ = owner.post(&format!("{path}/lines"), &line).await.expect(200);
    let _ = owner.post(&format!("{path}/post"), &json!({})).await.expect(200);
    let count = made(owner, "/api/v1/stock/counts", &json!({ "blind": true })).await;
    let path = format!("/api/v1/stock/counts/{}/lines", id(&count));
    let _ = owner.post(&path, &json!({ "code": "ROHU-1" })).await.expect(200);
}

/// A transfer that takes time, of which a part has come.
async fn on_the_way(owner: &Client) {
    let house = json!({ "code": "JED", "name": { "en": "Jeddah" } });
    let house = made(owner, "/api/v1/warehouses", &house).await;
    let send = json!({ "to_warehouse_id": house["id"], "in_transit": true,
        "lines": [{ "sku": "HILSA-3", "quantity": "6" }] });
    let sent = made(owner, "/api/v1/stock/transfers", &send).await;
    let path = format!("/api/v1/stock/transfers/{}/arrivals", id(&sent));
    let came = json!({ "lines": [{ "n": 1, "received": "2" }] });
    made(owner, &path, &came).await;
}
