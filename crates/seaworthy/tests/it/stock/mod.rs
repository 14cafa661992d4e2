//! Stock in places, in lots, in two units, on its way.

mod counts;
mod lots;
mod places;
mod recost;
mod units;

use base::{Problem, Quantity};
use serde_json::{Value, json};
use supply::inventory::{self, Demand, Pick, Shipment, StockLine};
use testkit::{Client, TestApp};
use uuid::Uuid;

/// An item of the catalogue; its id.
async fn item(t: &TestApp, sku: &str) -> Uuid {
    let product = t.product("acme", sku, "10").await;
    product["variants"][0]["id"].as_str().unwrap().parse().unwrap()
}

/// Changes how stock of an item is kept.
async fn keep(owner: &Client, id: Uuid, how: Value) {
    let _ = owner.patch(&format!("/api/v1/stock/items/{id}"), &how).await.expect(200);
}

fn line(line: i32, variant_id: Uuid, quantity: &str) -> StockLine {
    StockLine { line, variant_id, quantity: Quantity::parse(quantity).unwrap() }
}

fn order() -> Demand {
    Demand { kind: "order", id: Uuid::now_v7() }
}

async fn reserve(t: &TestApp, demand: Demand, lines: &[StockLine]) -> Result<(), Problem> {
    let mut tx = t.tx("acme").await;
    let warehouse = inventory::default_warehouse(&mut tx).await?.id;
    inventory::reserve(&mut tx, demand, warehouse, lines, None).await?;
    tx.commit().await
}

async fn ship(
    t: &TestApp,
    demand: Demand,
    lines: &[StockLine],
    picks: &[Pick],
) -> Result<(), Problem> {
    let mut tx = t.tx("acme").await;
    let warehouse_id = inventory::default_warehouse(&mut tx).await?.id;
    let date = tx.today();
    let number = finance::numbers::next(&mut tx, "DN", date).await?;
    let shipment = Shipment {
        source_type: "delivery",
        source_id: Uuid::now_v7(),
        number,
        demand,
        warehouse_id,
        effective_date: date,
        lines: lines.to_vec(),
    };
    let _ = inventory::ship_picked(&mut tx, shipment, picks).await?;
    tx.commit().await
}

/// What is owned in micros, and its value in minor units.
async fn cost(t: &TestApp, id: Uuid) -> (i64, i64) {
    let mut tx = t.tx("acme").await;
    sqlx::query_as("select quantity, value from stock_costs where variant_id = $1")
        .bind(id)
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

/// The levels of an item: "place lot on_hand reserved second", in their order.
async fn levels(t: &TestApp, id: Uuid) -> Vec<String> {
    let mut tx = t.tx("acme").await;
    let rows: Vec<(String, Option<String>, Quantity, Quantity, Quantity)> = sqlx::query_as(
        "select l.path, t.code, s.on_hand, s.reserved, s.second from stock_levels s
         join locations l on l.id = s.location_id left join lots t on t.id = s.lot_ref
         where s.variant_id = $1 and s.on_hand > 0 order by l.path, t.code",
    )
    .bind(id)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    rows.into_iter()
        .map(|(path, lot, on_hand, reserved, second)| {
            let lot = lot.unwrap_or_else(|| "-".to_owned());
            format!("{path} {lot} {on_hand} {reserved} {second}")
        })
        .collect()
}

async fn main_place(owner: &Client) -> String {
    let list = owner.get("/api/v1/warehouses").await.expect(200).json();
    list["items"][0]["stock_location_id"].as_str().unwrap().to_owned()
}

async fn place(owner: &Client, parent: &str, tier: &str, code: &str) -> String {
    let new = json!({"parent_id": parent, "tier": tier, "code": code});
    let made = owner.post("/api/v1/stock/locations", &new).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn second_warehouse(owner: &Client) -> String {
    let new = json!({"code": "JED", "name": {"en": "Jeddah"}});
    let made = owner.post("/api/v1/warehouses", &new).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

const RECEIPTS: &str = "/api/v1/stock/receipts";
const TRANSFERS: &str = "/api/v1/stock/transfers";
const ADJUSTMENTS: &str = "/api/v1/stock/adjustments";
