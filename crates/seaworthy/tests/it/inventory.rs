//! Stock: levels, promises, cost, and what the books say of them.

use std::time::Duration;

use base::{Problem, Quantity, Timestamp, Tx};
use futures::future::join_all;
use serde_json::{Value, json};
use supply::inventory::{self, Demand, NewWarehouse, Shipment, StockLine};
use testkit::TestApp;
use uuid::Uuid;

/// An item whose stock is kept, without any.
async fn item(t: &TestApp, company: &str, sku: &str) -> Uuid {
    let id = Uuid::now_v7();
    let mut tx = t.tx(company).await;
    let tenant = tx.tenant_id();
    sqlx::query(
        "with p as (
            insert into products (tenant_id, id, handle, name, tax_code_id, search_text,
                sort_name, created_at, updated_at)
            select $1, $2, lower($3), jsonb_build_object('en', $3::text), x.id, lower($3), $3,
                now(), now()
            from (select id from tax_codes where tenant_id = $1 limit 1) x
            returning id
         )
         insert into variants (tenant_id, id, product_id, sku, price)
         select $1, $2, id, $3, 0 from p",
    )
    .bind(tenant)
    .bind(id)
    .bind(sku)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn stocked(t: &TestApp, sku: &str, quantity: &str, cost: &str) -> Uuid {
    let id = item(t, "acme", sku).await;
    t.stock("acme", sku, quantity, cost).await;
    id
}

fn line(line: i32, variant_id: Uuid, whole: i64) -> StockLine {
    StockLine { line, variant_id, quantity: Quantity::whole(whole) }
}

fn order() -> Demand {
    Demand { kind: "order", id: Uuid::now_v7() }
}

async fn main_warehouse(tx: &mut Tx) -> Uuid {
    inventory::default_warehouse(tx).await.unwrap().id
}

async fn reserve(t: &TestApp, demand: Demand, lines: &[StockLine]) -> Result<(), Problem> {
    let mut tx = t.tx("acme").await;
    let warehouse = main_warehouse(&mut tx).await;
    inventory::reserve(&mut tx, demand, warehouse, lines, None).await?;
    tx.commit().await
}

async fn ship(t: &TestApp, demand: Demand, lines: &[StockLine]) -> Result<Option<Uuid>, Problem> {
    let mut tx = t.tx("acme").await;
    let warehouse_id = main_warehouse(&mut tx).await;
    // As every document does, the number first: it is the lock that everybody takes first.
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
    let posted = inventory::ship(&mut tx, shipment).await?;
    tx.commit().await?;
    Ok(posted.map(|posted| posted.entry_id))
}

/// On hand, reserved, available.
async fn level(t: &TestApp, id: Uuid) -> (String, String, String) {
    let mut tx = t.tx("acme").await;
    let level = inventory::available(&mut tx, &[id]).await.unwrap()[&id];
    (level.on_hand.to_string(), level.reserved.to_string(), level.available.to_string())
}

fn levels(on_hand: &str, reserved: &str, available: &str) -> (String, String, String) {
    (on_hand.to_owned(), reserved.to_owned(), available.to_owned())
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

const INVENTORY: &str = "select coalesce(sum(l.amount), 0)::bigint from lines l
    join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
    where a.role = 'inventory'";

#[tokio::test]
async fn a_receipt_raises_level_cost_and_books_together() {
    let t = TestApp::start().await;
    let id = item(&t, "acme", "ROPE").await;
    let owner = t.as_user("acme", "owner").await;
    let receipt = json!({"reference": "LS 17", "lines": [
        {"sku": "ROPE", "quantity": "10", "unit_cost": "2.50"},
        {"variant_id": id, "quantity": "3", "unit_cost": "0.3333"}]});
    let made = owner.post("/api/v1/stock/receipts", &receipt).await.expect(201).json();
    assert_eq!(made["number"], "GRN-2026-00001");
    assert_eq!(made["value"], json!({"amount": "26.00", "currency": "SAR"}));
    assert_eq!(made["lines"][1]["value"]["amount"], "1.00");
    assert_eq!(level(&t, id).await, levels("13", "0", "13"));
    assert_eq!(cost(&t, id).await, (13_000_000, 2600));
    assert_eq!(t.scalar::<i64>("acme", INVENTORY).await, 2600);
    let path = format!("/api/v1/stock/receipts/{}", made["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.expect(200).json(), made);
    let list = owner.get("/api/v1/stock/levels?q=ROPE").await.expect(200).json();
    assert_eq!(list["items"][0]["available"], "13");
    let moves = owner.get(&format!("/api/v1/stock/moves?variant={id}")).await.expect(200).json();
    assert_eq!(moves["items"].as_array().unwrap().len(), 2);
    assert_eq!(moves["items"][0]["from"]["kind"], "supplier");
    t.verify("acme").await;
}

#[tokio::test]
async fn two_lines_of_one_item_are_checked_together() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "1").await;
    let refused = reserve(&t, order(), &[line(1, id, 6), line(2, id, 6)]).await.unwrap_err();
    assert_eq!(refused.code(), "out_of_stock");
    let facts = refused.facts();
    let fact = |name: &str| facts[name].as_str();
    assert_eq!((fact("sku"), fact("wanted"), fact("left")), ("ROPE", "12", "10"));
    let paths: Vec<&str> = refused.fields().iter().map(|field| field.path.as_ref()).collect();
    assert_eq!(paths, ["lines[0].quantity", "lines[1].quantity"]);
    assert_eq!(level(&t, id).await, levels("10", "0", "10"));
    reserve(&t, order(), &[line(1, id, 6), line(2, id, 4)]).await.unwrap();
    assert_eq!(level(&t, id).await, levels("10", "10", "0"));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_line_that_is_short_keeps_the_others_from_being_held() {
    let t = TestApp::start().await;
    let (rope, sail) = (stocked(&t, "ROPE", "5", "1").await, item(&t, "acme", "SAIL").await);
    let refused = reserve(&t, order(), &[line(1, rope, 1), line(2, sail, 1)]).await.unwrap_err();
    assert_eq!(refused.facts()["sku"], "SAIL");
    assert_eq!(level(&t, rope).await, levels("5", "0", "5"));
    t.verify("acme").await;
}

#[tokio::test]
async fn fifty_parallel_reservations_for_ten_pieces_hold_exactly_ten() {
    let t = TestApp::start().await;
    let id = stocked(&t, "LAST", "10", "1").await;
    let tries = (0..50).map(|_| async { reserve(&t, order(), &[line(1, id, 1)]).await });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 10);
    let codes = done.iter().filter_map(|one| one.as_ref().err()).map(Problem::code);
    assert!(codes.into_iter().all(|code| code == "out_of_stock"));
    assert_eq!(level(&t, id).await, levels("10", "10", "0"));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_shipment_uses_up_its_own_reservation_and_no_other() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "3").await;
    let (ours, theirs) = (order(), order());
    reserve(&t, ours, &[line(1, id, 4), line(2, id, 2)]).await.unwrap();
    reserve(&t, theirs, &[line(1, id, 4)]).await.unwrap();
    let entry = ship(&t, ours, &[line(1, id, 3)]).await.unwrap();
    assert!(entry.is_some());
    assert_eq!(level(&t, id).await, levels("7", "7", "0"));
    let refused = ship(&t, ours, &[line(1, id, 2)]).await.unwrap_err();
    assert_eq!((refused.code(), refused.facts()["left"].as_str()), ("out_of_stock", "1"));
    assert_eq!(level(&t, id).await, levels("7", "7", "0"));
    let mut tx = t.tx("acme").await;
    inventory::release(&mut tx, ours).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(level(&t, id).await, levels("7", "4", "3"));
    // What is free may go to anybody, also without a reservation.
    let _ = ship(&t, order(), &[line(1, id, 3)]).await.unwrap();
    assert_eq!(level(&t, id).await, levels("4", "4", "0"));
    assert_eq!(cost(&t, id).await, (4_000_000, 1200));
    t.verify("acme").await;
}

#[tokio::test]
async fn value_is_nothing_where_quantity_is_nothing() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ODD", "3", "0.3333").await;
    t.stock("acme", "ODD", "4", "7.77").await;
    t.stock("acme", "ODD", "0.5", "1.99").await;
    for _ in 0..7 {
        let _ = ship(&t, order(), &[line(1, id, 1)]).await.unwrap();
        t.verify("acme").await;
    }
    let half = StockLine { quantity: Quantity::parse("0.5").unwrap(), ..line(1, id, 1) };
    let _ = ship(&t, order(), &[half]).await.unwrap();
    assert_eq!(cost(&t, id).await, (0, 0));
    assert_eq!(t.scalar::<i64>("acme", INVENTORY).await, 0);
    t.verify("acme").await;
}

#[tokio::test]
async fn goods_worth_nothing_leave_without_an_entry() {
    let t = TestApp::start().await;
    let id = stocked(&t, "GIFT", "5", "0").await;
    assert_eq!(ship(&t, order(), &[line(1, id, 5)]).await.unwrap(), None);
    t.verify("acme").await;
}

fn adjustment(sku: &str, quantity: &str, date: &str) -> Value {
    json!({"reason": "damage", "date": date, "lines": [{"sku": sku, "quantity": quantity}]})
}

#[tokio::test]
async fn history_never_becomes_negative() {
    let t = TestApp::start().await;
    let id = item(&t, "acme", "ROPE").await;
    let owner = t.as_user("acme", "owner").await;
    let receipt = |date: &str, quantity: &str| {
        json!({"date": date,
            "lines": [{"sku": "ROPE", "quantity": quantity, "unit_cost": "1"}]})
    };
    let post = async |path: &str, body: Value| owner.post(path, &body).await;
    let (receipts, adjustments) = ("/api/v1/stock/receipts", "/api/v1/stock/adjustments");
    let _ = post(receipts, receipt("2026-03-01", "5")).await.expect(201);
    let _ = post(receipts, receipt("2026-03-15", "5")).await.expect(201);
    let refused = post(adjustments, adjustment("ROPE", "-6", "2026-03-10")).await;
    refused.clone().refused(422, "stock_missing_then");
    assert_eq!(refused.json()["facts"]["missing"], "1");
    assert_eq!(refused.json()["facts"]["date"], "2026-03-14");
    let before = post(adjustments, adjustment("ROPE", "-1", "2026-02-28")).await;
    before.refused(422, "stock_missing_then");
    assert_eq!(level(&t, id).await, levels("10", "0", "10"));
    let _ = post(adjustments, adjustment("ROPE", "-5", "2026-03-10")).await.expect(201);
    // Between the tenth and the fifteenth nothing is left, though five lie there today.
    let refused = post(adjustments, adjustment("ROPE", "-1", "2026-03-05")).await;
    refused.refused(422, "stock_missing_then");
    let _ = post(adjustments, adjustment("ROPE", "-5", "2026-03-15")).await.expect(201);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_day_to_come_is_refused() {
    let t = TestApp::start().await;
    let _ = stocked(&t, "ROPE", "5", "1").await;
    let owner = t.as_user("acme", "owner").await;
    let answer =
        owner.post("/api/v1/stock/adjustments", &adjustment("ROPE", "-1", "2026-03-16")).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["fields"][0]["code"], "date_to_come");
}

#[tokio::test]
async fn an_adjustment_needs_a_cost_only_where_there_is_no_average() {
    let t = TestApp::start().await;
    let id = item(&t, "acme", "ROPE").await;
    let owner = t.as_user("acme", "owner").await;
    let found = json!({"reason": "found", "lines": [{"sku": "ROPE", "quantity": "2"}]});
    let path = "/api/v1/stock/adjustments";
    let refused = owner.post(path, &found).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["fields"][0]["path"], "lines[0].unit_cost");
    assert_eq!(refused.json()["fields"][0]["code"], "cost_needed");
    let opening = json!({"reason": "opening",
        "lines": [{"sku": "ROPE", "quantity": "3", "unit_cost": "1.11"}]});
    let _ = owner.post(path, &opening).await.expect(201);
    let made = owner.post(path, &found).await.expect(201).json();
    assert_eq!(made["value"]["amount"], "2.22");
    let both = json!({"reason": "count", "lines": [
        {"sku": "ROPE", "quantity": "-5"}, {"sku": "ROPE", "quantity": "1"}]});
    let made = owner.post(path, &both).await.expect(201).json();
    assert_eq!(made["lines"][0]["quantity"], "-5");
    assert_eq!(level(&t, id).await, levels("1", "0", "1"));
    t.verify("acme").await;
}

#[tokio::test]
async fn what_is_not_there_or_not_kept_is_refused_by_line() {
    let t = TestApp::start().await;
    let _ = item(&t, "acme", "SERVICE").await;
    let mut tx = t.tx("acme").await;
    sqlx::query("update products set tracked = false").execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    let owner = t.as_user("acme", "owner").await;
    let receipt = json!({"lines": [
        {"sku": "SERVICE", "quantity": "1", "unit_cost": "1"},
        {"sku": "NOBODY", "quantity": "1", "unit_cost": "1"},
        {"quantity": "0", "unit_cost": "1"}]});
    let refused = owner.post("/api/v1/stock/receipts", &receipt).await.expect(422).json();
    let codes: Vec<&str> = refused["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["not_tracked", "unknown", "required", "not_positive"]);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from stock_documents").await, 0);
}

async fn second_warehouse(t: &TestApp) -> Uuid {
    let mut tx = t.tx("acme").await;
    let name = base::Text::new(base::Lang::En, "Jeddah").ok();
    let new = NewWarehouse { code: "jed".to_owned(), name, ..NewWarehouse::default() };
    let made = inventory::create_warehouse(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(made.code, "JED");
    made.id
}

#[tokio::test]
async fn a_transfer_keeps_value_and_books() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "3").await;
    let second = second_warehouse(&t).await;
    let owner = t.as_user("acme", "owner").await;
    let transfer = json!({"to_warehouse_id": second,
        "lines": [{"sku": "ROPE", "quantity": "4"}]});
    let made = owner.post("/api/v1/stock/transfers", &transfer).await.expect(201).json();
    assert_eq!(made["entry_id"], Value::Null);
    assert_eq!(made["number"], "TRF-2026-00001");
    assert_eq!(cost(&t, id).await, (10_000_000, 3000));
    let mut tx = t.tx("acme").await;
    let here = inventory::levels_of(&mut tx, id).await.unwrap();
    drop(tx);
    let here: Vec<(String, String)> =
        here.iter().map(|(w, level)| (w.code.clone(), level.on_hand.to_string())).collect();
    let expected = [("MAIN", "6"), ("JED", "4")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(here, expected);
    let too_many = json!({"to_warehouse_id": second,
        "lines": [{"sku": "ROPE", "quantity": "7"}]});
    owner.post("/api/v1/stock/transfers", &too_many).await.refused(422, "out_of_stock");
    t.verify("acme").await;
}

#[tokio::test]
async fn opposite_transfers_and_promises_do_not_lock_each_other_out() {
    let t = TestApp::start().await;
    let (rope, sail) =
        (stocked(&t, "ROPE", "100", "1").await, stocked(&t, "SAIL", "100", "1").await);
    let second = second_warehouse(&t).await;
    let mut tx = t.tx("acme").await;
    let main = main_warehouse(&mut tx).await;
    drop(tx);
    let owner = t.as_user("acme", "owner").await;
    let send = async |from: Uuid, to: Uuid, quantity: &str| {
        let transfer = json!({"from_warehouse_id": from, "to_warehouse_id": to, "lines": [
            {"sku": "SAIL", "quantity": quantity}, {"sku": "ROPE", "quantity": quantity}]});
        owner.post("/api/v1/stock/transfers", &transfer).await.status
    };
    assert_eq!(send(main, second, "50").await, 201);
    let done = join_all((0..30).map(|n| {
        let (t, send) = (&t, &send);
        async move {
            match n % 3 {
                0 => send(main, second, "1").await == 201,
                1 => send(second, main, "1").await == 201,
                _ => {
                    let demand = order();
                    let lines = [line(1, sail, 1), line(2, rope, 1)];
                    reserve(t, demand, &lines).await.is_ok()
                        && ship(t, demand, &lines).await.is_ok()
                }
            }
        }
    }))
    .await;
    assert!(done.iter().all(|one| *one));
    assert_eq!(level(&t, rope).await, levels("90", "0", "90"));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_promise_ends_with_its_time() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "1").await;
    let (short, long) = (order(), order());
    let mut tx = t.tx("acme").await;
    let warehouse = main_warehouse(&mut tx).await;
    let soon: Timestamp = tx.now().plus(Duration::from_secs(60));
    inventory::reserve(&mut tx, short, warehouse, &[line(1, id, 3)], Some(soon)).await.unwrap();
    inventory::reserve(&mut tx, long, warehouse, &[line(1, id, 2)], None).await.unwrap();
    tx.commit().await.unwrap();
    let expire = async || {
        let mut tx = t.tx("acme").await;
        tx.enqueue(&inventory::ExpireReservations {});
        tx.commit().await.unwrap();
        assert_eq!(t.run_jobs().await, 1);
    };
    expire().await;
    assert_eq!(level(&t, id).await, levels("10", "5", "5"));
    t.app.clock().advance(Duration::from_secs(61));
    expire().await;
    expire().await;
    assert_eq!(level(&t, id).await, levels("10", "2", "8"));
    let topics = "select count(*) from events where topic = 'inventory.reservation_expired'";
    assert_eq!(t.scalar::<i64>("acme", topics).await, 1);
    t.verify("acme").await;
}

#[tokio::test]
async fn another_company_sees_nothing_and_moves_nothing() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "1").await;
    let (acme, padma) = (t.as_user("acme", "owner").await, t.as_user("padma", "owner").await);
    let receipts = acme.get("/api/v1/stock/receipts").await.expect(200).json();
    let receipt = receipts["items"][0]["id"].as_str().unwrap();
    let warehouse = receipts["items"][0]["warehouse"]["id"].as_str().unwrap();
    for path in [format!("stock/receipts/{receipt}"), format!("warehouses/{warehouse}")] {
        padma.get(&format!("/api/v1/{path}")).await.refused(404, "not_found");
    }
    for path in ["stock/receipts", "stock/moves", "stock/levels"] {
        let list = padma.get(&format!("/api/v1/{path}")).await.expect(200).json();
        assert_eq!(list["items"], json!([]), "{path}");
    }
    let theirs = json!({"lines": [{"variant_id": id, "quantity": "1", "unit_cost": "1"}]});
    let refused = padma.post("/api/v1/stock/receipts", &theirs).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "unknown");
    let change = json!({"address": "ours now"});
    let path = format!("/api/v1/warehouses/{warehouse}");
    padma.patch(&path, &change).await.refused(404, "not_found");
    t.verify("acme").await;
    t.verify("padma").await;
}

#[tokio::test]
async fn moves_are_never_changed_and_tampering_is_found() {
    let t = TestApp::start().await;
    let _ = stocked(&t, "ROPE", "10", "1").await;
    for sql in ["update stock_moves set quantity = 1", "delete from stock_moves"] {
        let mut tx = t.tx("acme").await;
        let refused = sqlx::query(sql).execute(tx.conn()).await.unwrap_err();
        let code = refused.as_database_error().unwrap().code().unwrap().to_string();
        assert_eq!(code, "42501");
    }
    let owner = t.owner_pool().await;
    let tamper = async |sql: &'static str| {
        sqlx::query(sql).execute(&owner).await.unwrap();
        t.first_offender("acme").await.map(|(check, _)| check)
    };
    assert_eq!(t.first_offender("acme").await, None);
    let found = tamper("update stock_moves set reason = 'gone fishing'").await;
    assert_eq!(found, Some("stock_moves_are_sealed"));
    assert_eq!(tamper("update stock_moves set reason = ''").await, None);
    let found = tamper("update stock_levels set on_hand = on_hand + 1").await;
    assert_eq!(found, Some("stock_levels_are_moves"));
    assert_eq!(tamper("update stock_levels set on_hand = on_hand - 1").await, None);
    let found = tamper("update stock_levels set reserved = 1").await;
    assert_eq!(found, Some("reserved_is_reservations"));
    assert_eq!(tamper("update stock_levels set reserved = 0").await, None);
    let found = tamper("update stock_costs set value = value + 1").await;
    assert_eq!(found, Some("stock_costs_are_moves"));
    owner.close().await;
}

#[tokio::test]
async fn one_warehouse_is_the_default_and_none_with_stock_is_closed() {
    let t = TestApp::start().await;
    let _ = stocked(&t, "ROPE", "10", "1").await;
    let second = second_warehouse(&t).await;
    let owner = t.as_user("acme", "owner").await;
    let list = owner.get("/api/v1/warehouses").await.expect(200).json();
    assert_eq!(list["items"][0]["code"], "MAIN");
    assert_eq!(list["items"][0]["name"]["ar"], "المستودع الرئيسي");
    let main = format!("/api/v1/warehouses/{}", list["items"][0]["id"].as_str().unwrap());
    let close = json!({"active": false});
    let refused = owner.patch(&main, &close).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "warehouse_default");
    let path = format!("/api/v1/warehouses/{second}");
    let _ = owner.patch(&path, &json!({"is_default": true})).await.expect(200);
    let refused = owner.patch(&main, &close).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "warehouse_not_empty");
    let stale = owner.clone().with_header("if-match", "\"v9\"");
    stale.patch(&path, &json!({"address": "Port"})).await.refused(412, "stale");
    let twice = json!({"code": "JED", "name": {"en": "Again"}});
    owner.post("/api/v1/warehouses", &twice).await.refused(409, "warehouse_taken");
}

#[tokio::test]
async fn every_page_of_stock_is_shown_in_every_language() {
    let t = TestApp::start().await;
    let id = stocked(&t, "ROPE", "10", "1").await;
    let owner = t.as_user("acme", "owner").await;
    let receipts = owner.get("/api/v1/stock/receipts").await.expect(200).json();
    let receipt = receipts["items"][0]["id"].as_str().unwrap().to_owned();
    let paths = [
        "/admin/stock".to_owned(),
        "/admin/stock?stock=low&sort=-available&q=rope".to_owned(),
        format!("/admin/stock/moves?variant={id}&from=2026-01-01&to=2026-12-31"),
        "/admin/stock/receipts".to_owned(),
        format!("/admin/stock/receipts/{receipt}"),
        "/admin/stock/receipts/new?sku=ROPE".to_owned(),
        "/admin/stock/adjustments".to_owned(),
        "/admin/stock/adjustments/new".to_owned(),
        "/admin/stock/transfers".to_owned(),
        "/admin/stock/transfers/new".to_owned(),
        "/admin/warehouses".to_owned(),
        "/admin/warehouses/new".to_owned(),
    ];
    for lang in ["en", "ar", "bn"] {
        let client = owner.clone().with_header("accept-language", lang);
        for path in &paths {
            let page = client.get(path).await.expect(200).text();
            assert!(!page.contains("inventory-"), "{lang} {path}");
        }
    }
}

#[tokio::test]
async fn a_receipt_is_posted_from_a_plain_form() {
    let t = TestApp::start().await;
    let id = item(&t, "acme", "ROPE").await;
    let keeper = t.as_user("acme", "storekeeper").await;
    let form = |quantity: &'static str| {
        [
            ("date", "2026-03-15"),
            ("reference", "LS 17"),
            ("lines[0][variant_id]", ""),
            ("lines[0][variant_id_text]", "ROPE"),
            ("lines[0][quantity]", quantity),
            ("lines[0][unit_cost]", "٢٫٥"),
            ("lines[1][variant_id]", ""),
            ("lines[1][variant_id_text]", ""),
            ("lines[1][quantity]", ""),
        ]
    };
    let path = "/admin/stock/receipts/new";
    let again = keeper.post_form(path, &form("-3")).await.expect(422).text();
    assert!(again.contains("LS 17") && again.contains("aria-invalid"));
    let mut more = form("3").to_vec();
    more.push(("add_line", "1"));
    let _ = keeper.post_form(path, &more).await.expect(200);
    assert_eq!(level(&t, id).await, levels("0", "0", "0"));
    let done = keeper.post_form(path, &form("3")).await.expect(303);
    let page = keeper.get(done.header("location").unwrap()).await.expect(200).text();
    assert!(page.contains("GRN-2026-00001"));
    assert_eq!(cost(&t, id).await, (3_000_000, 750));
    let viewer = t.as_user("acme", "viewer").await;
    let _ = viewer.post_form(path, &form("3")).await.expect(403);
    t.verify("acme").await;
}

#[tokio::test]
async fn lists_are_files_too_with_every_row_of_the_filter() {
    let t = TestApp::start().await;
    for sku in ["ROPE", "SAIL", "=SUM"] {
        let _ = stocked(&t, sku, "2.5", "1").await;
    }
    let owner = t.as_user("acme", "owner").await;
    let levels = owner.get("/admin/stock/export?format=csv&limit=1").await.expect(200).text();
    assert_eq!(levels.lines().count(), 4);
    assert!(levels.contains("ROPE,ROPE,2.5,0,2.5,piece"), "{levels}");
    assert!(levels.contains("'=SUM"), "{levels}");
    for path in ["stock/moves", "stock/receipts", "stock/adjustments", "stock/transfers"] {
        for format in ["csv", "xlsx"] {
            let file = owner.get(&format!("/admin/{path}/export?format={format}")).await;
            assert!(!file.expect(200).body.is_empty(), "{path} {format}");
        }
    }
    let page = owner.get("/admin/stock?stock=in").await.expect(200).text();
    assert!(page.contains("/admin/stock/export?stock=in&amp;format=csv"), "{page}");
}
