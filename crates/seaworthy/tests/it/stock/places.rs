//! Places inside warehouses, and goods on their way between them.

use super::*;

#[tokio::test]
async fn goods_lie_at_places_and_leave_from_the_lowest() {
    let t = TestApp::start().await;
    let id = item(&t, "ROPE").await;
    let owner = t.as_user("acme", "owner").await;
    let main = main_place(&owner).await;
    let zone = place(&owner, &main, "zone", "cold").await;
    let (b, a) = (place(&owner, &zone, "bin", "b").await, place(&owner, &zone, "bin", "a").await);
    let receipt = json!({"lines": [
        {"sku": "ROPE", "quantity": "5", "unit_cost": "2", "location_id": b},
        {"sku": "ROPE", "quantity": "3", "unit_cost": "2", "location_id": a}]});
    let made = owner.post(RECEIPTS, &receipt).await.expect(201).json();
    assert_eq!(made["lines"][0]["to"], "MAIN/COLD/B");
    assert_eq!(levels(&t, id).await, ["MAIN/COLD/A - 3 0 0", "MAIN/COLD/B - 5 0 0"]);
    let ours = order();
    reserve(&t, ours, &[line(1, id, "4")]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN/COLD/A - 3 3 0", "MAIN/COLD/B - 5 1 0"]);
    // Somebody else takes what is free, which is not at the lowest place any more.
    ship(&t, order(), &[line(1, id, "2")], &[]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN/COLD/A - 3 3 0", "MAIN/COLD/B - 3 1 0"]);
    ship(&t, ours, &[line(1, id, "4")], &[]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN/COLD/B - 2 0 0"]);
    assert_eq!(cost(&t, id).await, (2_000_000, 400));
    let refused = ship(&t, order(), &[line(1, id, "3")], &[]).await.unwrap_err();
    assert_eq!((refused.code(), refused.facts()["left"].as_str()), ("out_of_stock", "2"));
    t.verify("acme").await;
}

#[tokio::test]
async fn goods_move_between_places_of_one_warehouse() {
    let t = TestApp::start().await;
    let id = item(&t, "ROPE").await;
    t.stock("acme", "ROPE", "5", "2").await;
    let owner = t.as_user("acme", "owner").await;
    let main = main_place(&owner).await;
    let bin = place(&owner, &main, "bin", "01").await;
    let list = owner.get("/api/v1/warehouses").await.expect(200).json();
    let house = list["items"][0]["id"].as_str().unwrap().to_owned();
    let to = |quantity: &str, to: &str| {
        json!({"to_warehouse_id": house, "lines": [
            {"sku": "ROPE", "quantity": quantity, "to_location_id": to}]})
    };
    let stays = owner.post(TRANSFERS, &to("2", &main)).await.expect(422).json();
    assert_eq!(stays["fields"][0]["code"], "same_place");
    let made = owner.post(TRANSFERS, &to("2", &bin)).await.expect(201).json();
    assert_eq!(
        (&made["lines"][0]["from"], &made["lines"][0]["to"]),
        (&json!("MAIN"), &json!("MAIN/01"))
    );
    assert_eq!(levels(&t, id).await, ["MAIN - 3 0 0", "MAIN/01 - 2 0 0"]);
    owner.post(TRANSFERS, &to("4", &bin)).await.refused(422, "out_of_stock");
    assert_eq!(cost(&t, id).await, (5_000_000, 1000));
    // A place with goods stays open; an empty one closes, and takes nothing more.
    let path = format!("/api/v1/stock/locations/{bin}");
    let close = json!({"active": false});
    let refused = owner.patch(&path, &close).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "location_not_empty");
    let back = json!({"to_warehouse_id": house, "lines": [
        {"sku": "ROPE", "quantity": "2", "from_location_id": bin}]});
    let _ = owner.post(TRANSFERS, &back).await.expect(201);
    let _ = owner.patch(&path, &close).await.expect(200);
    let refused = owner.post(TRANSFERS, &to("1", &bin)).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "location_closed");
    assert_eq!(levels(&t, id).await, ["MAIN - 5 0 0"]);
    t.verify("acme").await;
}

#[tokio::test]
async fn the_tree_keeps_its_rules() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let main = main_place(&owner).await;
    let bin = place(&owner, &main, "bin", "01").await;
    let make = async |parent: &str, tier: &str, code: &str| {
        let new = json!({"parent_id": parent, "tier": tier, "code": code});
        owner.post("/api/v1/stock/locations", &new).await
    };
    let refused = make(&bin, "aisle", "x").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "location_tier");
    make(&main, "bin", "01").await.refused(409, "location_taken");
    let refused = make(&main, "bin", "a b").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "warehouse_code");
    let padma = t.as_user("padma", "owner").await;
    padma.get(&format!("/api/v1/stock/locations/{bin}")).await.refused(404, "not_found");
    let outside = owner.get("/api/v1/stock/locations?kind=transit").await.expect(200).json();
    let way = outside["items"][0]["id"].as_str().unwrap();
    let refused = make(way, "bin", "x").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "unknown");
    let kinds =
        ["supplier", "customer", "adjustment", "transit", "production", "loss", "biological"];
    for kind in kinds {
        let path = format!("/api/v1/stock/locations?kind={kind}");
        let found = owner.get(&path).await.expect(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn what_is_on_its_way_is_the_companys_until_it_comes_or_is_lost() {
    let t = TestApp::start().await;
    let id = item(&t, "ROPE").await;
    t.stock("acme", "ROPE", "10", "3").await;
    let owner = t.as_user("acme", "owner").await;
    let second = second_warehouse(&owner).await;
    let send = json!({"to_warehouse_id": second, "in_transit": true, "date": "2026-03-14",
        "lines": [{"sku": "ROPE", "quantity": "10"}]});
    // On the fourteenth nothing was there yet: the receipt is of the fifteenth.
    owner.post(TRANSFERS, &send).await.refused(422, "stock_missing_then");
    let send = json!({"to_warehouse_id": second, "in_transit": true,
        "lines": [{"sku": "ROPE", "quantity": "10"}]});
    let sent = owner.post(TRANSFERS, &send).await.expect(201).json();
    assert_eq!((&sent["in_transit"], &sent["entry_id"]), (&json!(true), &Value::Null));
    assert_eq!(levels(&t, id).await, Vec::<String>::new());
    assert_eq!(cost(&t, id).await, (10_000_000, 3000));
    let way = owner.get("/api/v1/stock/transit").await.expect(200).json();
    assert_eq!(
        (&way["items"][0]["quantity"], &way["items"][0]["value"]["amount"]),
        (&json!("10"), &json!("30.00"))
    );
    let level = owner.get("/api/v1/stock/levels?q=ROPE").await.expect(200).json();
    assert_eq!(
        (&level["items"][0]["on_hand"], &level["items"][0]["in_transit"]),
        (&json!("0"), &json!("10"))
    );
    t.verify("acme").await;
    let arrivals = format!("{TRANSFERS}/{}/arrivals", sent["id"].as_str().unwrap());
    let arrive = async |body: Value| owner.post(&arrivals, &body).await;
    let part = json!({"lines": [{"n": 1, "received": "6", "lost": "1"}]});
    let refused = arrive(part).await.expect(422).json();
    assert_eq!(refused["fields"][0]["path"], "reason");
    let part = json!({"reason": "loss", "lines": [{"n": 1, "received": "6", "lost": "1"}]});
    let came = arrive(part.clone()).await.expect(201).json();
    assert_eq!(
        (&came["number"], &came["value"]["amount"]),
        (&json!("TRF-2026-00002"), &json!("-3.00"))
    );
    assert_eq!(levels(&t, id).await, ["JED - 6 0 0"]);
    assert_eq!(cost(&t, id).await, (9_000_000, 2700));
    let refused = arrive(part).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "more_than_sent");
    let rest = arrive(json!({})).await.expect(201).json();
    assert_eq!(rest["lines"][0]["quantity"], "3");
    assert_eq!(levels(&t, id).await, ["JED - 9 0 0"]);
    arrive(json!({})).await.refused(409, "nothing_in_transit");
    let sent = owner.get(&format!("{TRANSFERS}/{}", sent["id"].as_str().unwrap())).await;
    assert_eq!(sent.expect(200).json()["in_transit"], json!(false));
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    sqlx::query("update transfer_lines set received = 8").execute(&pool).await.unwrap();
    let found = t.first_offender("acme").await.map(|(check, _)| check);
    assert_eq!(found, Some("transfers_are_moves"));
    sqlx::query("update transfer_lines set received = 9").execute(&pool).await.unwrap();
    sqlx::query("update stock_days set quantity = quantity + 1").execute(&pool).await.unwrap();
    let found = t.first_offender("acme").await.map(|(check, _)| check);
    assert_eq!(found, Some("stock_days_are_moves"));
    pool.close().await;
}

#[tokio::test]
async fn a_transfer_is_received_from_a_plain_form() {
    let t = TestApp::start().await;
    let id = item(&t, "ROPE").await;
    t.stock("acme", "ROPE", "10", "3").await;
    let owner = t.as_user("acme", "owner").await;
    let second = second_warehouse(&owner).await;
    let main = main_place(&owner).await;
    let _ = place(&owner, &main, "bin", "01").await;
    let list = owner.get("/api/v1/warehouses").await.expect(200).json();
    let house = list["items"][0]["id"].as_str().unwrap().to_owned();
    let form = [
        ("warehouse_id", house.as_str()),
        ("to_warehouse_id", &second),
        ("in_transit", "1"),
        ("date", "2026-03-15"),
        ("lines[0][variant_id_text]", "ROPE"),
        ("lines[0][quantity]", "4"),
    ];
    let done = owner.post_form("/admin/stock/transfers/new", &form).await.expect(303);
    let page = done.header("location").unwrap().to_owned();
    let shown = owner.get(&page).await.expect(200).text();
    assert!(shown.contains(&format!("{page}/arrive")), "{shown}");
    let arrive = owner.get(&format!("{page}/arrive")).await.expect(200).text();
    assert!(arrive.contains("ROPE"));
    let lost = |lost: &'static str| {
        [
            ("date", "2026-03-15"),
            ("reason", "damage"),
            ("lines[0][n]", "1"),
            ("lines[0][received]", "3"),
            ("lines[0][lost]", lost),
        ]
    };
    let path = format!("{page}/arrive");
    let again = owner.post_form(&path, &lost("2")).await.expect(422).text();
    assert!(again.contains("aria-invalid"), "{again}");
    assert_eq!(levels(&t, id).await, ["MAIN - 6 0 0"]);
    let done = owner.post_form(&path, &lost("1")).await.expect(303);
    let _ = owner.get(done.header("location").unwrap()).await.expect(200);
    assert_eq!(levels(&t, id).await, ["JED - 3 0 0", "MAIN - 6 0 0"]);
    assert_eq!(cost(&t, id).await, (9_000_000, 2700));
    t.verify("acme").await;
}
