//! Lots: which one is taken, what it costs, what it was made of.

use super::*;

/// An item kept by lot with three of them: one expired, one that expires soon, one that does not.
async fn fish(t: &TestApp, owner: &Client, valued: bool) -> Uuid {
    let id = item(t, "FISH").await;
    keep(owner, id, json!({"lot_tracked": true, "lot_valued": valued})).await;
    let lot = |code: &str, day: Option<&str>, quantity: &str, cost: &str| {
        json!({"sku": "FISH", "quantity": quantity, "unit_cost": cost,
            "lot": {"code": code, "expires_on": day}})
    };
    let receipt = json!({"lines": [
        lot("NEVER", None, "10", "1"),
        lot("SOON", Some("2026-03-20"), "10", "2"),
        lot("GONE", Some("2026-03-14"), "10", "3")]});
    let made = owner.post(RECEIPTS, &receipt).await.expect(201).json();
    let path = format!("{RECEIPTS}/{}", made["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.expect(200).json(), made);
    id
}

async fn lot_id(owner: &Client, code: &str) -> Uuid {
    let found = owner.get(&format!("/api/v1/stock/lots?q={code}")).await.expect(200).json();
    found["items"][0]["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_expires_first_leaves_first_and_what_has_expired_stays() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = fish(&t, &owner, false).await;
    let ours = order();
    reserve(&t, ours, &[line(1, id, "8"), line(2, id, "4")]).await.unwrap();
    assert_eq!(
        levels(&t, id).await,
        ["MAIN GONE 10 0 0", "MAIN NEVER 10 2 0", "MAIN SOON 10 10 0"]
    );
    ship(&t, ours, &[line(1, id, "8"), line(2, id, "4")], &[]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN GONE 10 0 0", "MAIN NEVER 8 0 0"]);
    // The average of all lots: 18 of 30 were left at 60.00.
    assert_eq!(cost(&t, id).await, (18_000_000, 3600));
    for refused in [
        reserve(&t, order(), &[line(1, id, "9")]).await.unwrap_err(),
        viewer_ships(&t, id, "9", None).await.unwrap_err(),
    ] {
        let facts = refused.facts();
        assert_eq!(refused.code(), "stock_expired");
        assert_eq!((facts["left"].as_str(), facts["expired"].as_str()), ("8", "10"));
    }
    assert_eq!(levels(&t, id).await, ["MAIN GONE 10 0 0", "MAIN NEVER 8 0 0"]);
    t.verify("acme").await;
}

/// A shipment of somebody who may not ship expired lots.
async fn viewer_ships(
    t: &TestApp,
    id: Uuid,
    quantity: &str,
    lot: Option<Uuid>,
) -> Result<(), Problem> {
    let wanted = line(1, id, quantity);
    let picks: Vec<Pick> = lot
        .map(|lot| Pick {
            line: 1,
            quantity: wanted.quantity,
            lot_id: Some(lot),
            location_id: None,
        })
        .into_iter()
        .collect();
    let tenant = base::tenants::tenant_of_slug(&t.app, "acme").await.unwrap().unwrap();
    let who = base::Who::User {
        id: t.scalar("acme", "select id from users where name = 'viewer'").await,
        name: "viewer".to_owned(),
    };
    let actor = base::Actor { who, ..base::Actor::system(tenant, "test") };
    let mut tx = base::Tx::begin(&t.app, &actor).await?;
    let warehouse_id = inventory::default_warehouse(&mut tx).await?.id;
    let date = tx.today();
    let number = finance::numbers::next(&mut tx, "DN", date).await?;
    let shipment = Shipment {
        source_type: "delivery",
        source_id: Uuid::now_v7(),
        number,
        demand: order(),
        warehouse_id,
        effective_date: date,
        lines: vec![wanted],
    };
    let _ = inventory::ship_picked(&mut tx, shipment, &picks).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_named_lot_that_has_expired_leaves_only_by_permission() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = fish(&t, &owner, false).await;
    let (gone, never) = (lot_id(&owner, "GONE").await, lot_id(&owner, "NEVER").await);
    let refused = viewer_ships(&t, id, "1", Some(gone)).await.unwrap_err();
    assert_eq!((refused.code(), refused.facts()["lot"].as_str()), ("lot_expired", "GONE"));
    viewer_ships(&t, id, "1", Some(never)).await.unwrap();
    // The program itself may do everything.
    let quantity = Quantity::whole(2);
    let pick = Pick { line: 1, quantity, lot_id: Some(gone), location_id: None };
    ship(&t, order(), &[line(1, id, "3")], &[pick]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN GONE 8 0 0", "MAIN NEVER 9 0 0", "MAIN SOON 9 0 0"]);
    // What has expired is thrown away by anybody who adjusts, and first.
    let away = json!({"reason": "damage", "lines": [{"sku": "FISH", "quantity": "-8"}]});
    let made = owner.post(ADJUSTMENTS, &away).await.expect(201).json();
    assert_eq!(made["lines"][0]["lot"]["code"], "GONE");
    t.verify("acme").await;
}

#[tokio::test]
async fn a_lot_with_its_own_cost_leaves_at_it() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = fish(&t, &owner, true).await;
    assert_eq!(cost(&t, id).await, (30_000_000, 6000));
    ship(&t, order(), &[line(1, id, "12")], &[]).await.unwrap();
    // Ten of SOON at 2.00, two of NEVER at 1.00.
    assert_eq!(cost(&t, id).await, (18_000_000, 3800));
    let lots = owner.get("/api/v1/stock/lots?sort=code").await.expect(200).json();
    let values: Vec<(&str, &str)> = lots["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lot| (lot["code"].as_str().unwrap(), lot["value"]["amount"].as_str().unwrap()))
        .collect();
    assert_eq!(values, [("GONE", "30.00"), ("NEVER", "8.00"), ("SOON", "0.00")]);
    let found = json!({"reason": "found",
        "lines": [{"sku": "FISH", "quantity": "1", "lot": {"code": "NEVER"}}]});
    let made = owner.post(ADJUSTMENTS, &found).await.expect(201).json();
    assert_eq!(made["value"]["amount"], "1.00");
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    sqlx::query("update lot_costs set value = value + 1 where value = 3000")
        .execute(&pool)
        .await
        .unwrap();
    let found = t.first_offender("acme").await.map(|(check, _)| check);
    assert_eq!(found, Some("lot_costs_are_costs"));
    pool.close().await;
}

#[tokio::test]
async fn lines_of_lots_are_refused_where_they_cannot_be() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = fish(&t, &owner, false).await;
    let _ = item(&t, "ROPE").await;
    let receipt = json!({"lines": [
        {"sku": "FISH", "quantity": "1", "unit_cost": "1"},
        {"sku": "ROPE", "quantity": "1", "unit_cost": "1", "lot": {"code": "X"}}]});
    let refused = owner.post(RECEIPTS, &receipt).await.expect(422).json();
    let codes = [&refused["fields"][0]["code"], &refused["fields"][1]["code"]];
    assert_eq!(codes, [&json!("lot_needed"), &json!("not_by_lot")]);
    let other = json!({"lines": [{"sku": "FISH", "quantity": "1", "unit_cost": "1",
        "lot": {"code": "SOON", "expires_on": "2026-03-21"}}]});
    let refused = owner.post(RECEIPTS, &other).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "lot_differs");
    let path = format!("/api/v1/stock/items/{id}");
    owner.patch(&path, &json!({"lot_tracked": false})).await.refused(409, "stock_kept");
    let refused = owner.patch(&path, &json!({"units": [{"code": "box", "numerator": 0}]})).await;
    assert_eq!(refused.expect(422).json()["fields"][0]["code"], "not_positive");
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from lots").await, 3);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from stock_documents").await, 1);
    let soon = lot_id(&owner, "SOON").await;
    let padma = t.as_user("padma", "owner").await;
    padma.get(&format!("/api/v1/stock/lots/{soon}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn history_holds_for_every_lot_by_itself() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = item(&t, "FISH").await;
    keep(&owner, id, json!({"lot_tracked": true})).await;
    let receive = async |date: &str, lot: &str| {
        let receipt = json!({"date": date, "lines": [
            {"sku": "FISH", "quantity": "5", "unit_cost": "1", "lot": {"code": lot}}]});
        let _ = owner.post(RECEIPTS, &receipt).await.expect(201);
    };
    receive("2026-03-01", "OLD").await;
    receive("2026-03-10", "NEW").await;
    let take = |lot: &str| {
        json!({"date": "2026-03-05", "reason": "damage",
            "lines": [{"sku": "FISH", "quantity": "-1", "lot": {"code": lot}}]})
    };
    // Five of the item lay there on the fifth, but none of this lot.
    owner.post(ADJUSTMENTS, &take("NEW")).await.refused(422, "stock_missing_then");
    let _ = owner.post(ADJUSTMENTS, &take("OLD")).await.expect(201);
    assert_eq!(levels(&t, id).await, ["MAIN NEW 5 0 0", "MAIN OLD 4 0 0"]);
    t.verify("acme").await;
}

#[tokio::test]
async fn what_is_made_of_lots_knows_them_and_costs_what_they_did() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let fish = fish(&t, &owner, false).await;
    let fillet = item(&t, "FILLET").await;
    keep(&owner, fillet, json!({"lot_tracked": true})).await;
    let _ = item(&t, "HEADS").await;
    let make = json!({
        "inputs": [{"sku": "FISH", "quantity": "15"}],
        "outputs": [
            {"sku": "FILLET", "quantity": "8", "share": "9", "lot": {"code": "F1"}},
            {"sku": "HEADS", "quantity": "4", "share": "1"}]});
    let made = owner.post("/api/v1/stock/processings", &make).await.expect(201).json();
    assert_eq!(made["value"]["amount"], "0.00");
    // Fifteen at the average of 2.00: nine tenths go with the fillet.
    assert_eq!(cost(&t, fish).await, (15_000_000, 3000));
    assert_eq!(cost(&t, fillet).await, (8_000_000, 2700));
    t.verify("acme").await;
    let f1 = lot_id(&owner, "F1").await;
    let path = |id: Uuid, way: &str| format!("/api/v1/stock/lots/{id}/genealogy?direction={way}");
    let back = owner.get(&path(f1, "backward")).await.expect(200).json();
    let codes = |family: &Value| -> Vec<String> {
        let lots = family["lots"].as_array().unwrap();
        lots.iter().map(|one| one["lot"]["code"].as_str().unwrap().to_owned()).collect()
    };
    // Production takes what has expired, too, and first: it is the keeper who decides.
    assert_eq!(codes(&back), ["F1", "GONE", "SOON"]);
    let gone = lot_id(&owner, "GONE").await;
    let forth = owner.get(&path(gone, "forward")).await.expect(200).json();
    assert_eq!(
        (codes(&forth), &forth["links"][0]["quantity"]),
        (vec!["GONE".into(), "F1".into()], &json!("10"))
    );
    let page = owner.get(&format!("/admin/stock/lots/{f1}")).await.expect(200).text();
    assert!(page.contains("GONE") && page.contains("SOON") && !page.contains("NEVER"));
    // A lot cannot be made of what was made of it.
    let circle = json!({"inputs": [{"sku": "FILLET", "quantity": "1"}],
        "outputs": [{"sku": "FISH", "quantity": "1", "lot": {"code": "GONE"}}]});
    owner.post("/api/v1/stock/processings", &circle).await.refused(422, "lot_circle");
    assert_eq!(cost(&t, fillet).await, (8_000_000, 2700));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_circle_of_lots_ends_all_the_same() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = fish(&t, &owner, false).await;
    let pool = t.owner_pool().await;
    sqlx::query(
        "insert into lot_links (tenant_id, parent_id, child_id, move_id, quantity)
         select a.tenant_id, a.id, b.id, (select id from stock_moves m
            where m.tenant_id = a.tenant_id limit 1), 1
         from lots a join lots b on b.tenant_id = a.tenant_id and b.id <> a.id",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    let soon = lot_id(&owner, "SOON").await;
    for way in ["forward", "backward"] {
        let path = format!("/api/v1/stock/lots/{soon}/genealogy?direction={way}");
        let family = owner.get(&path).await.expect(200).json();
        assert_eq!(family["lots"].as_array().unwrap().len(), 3);
    }
    let _ = owner.get(&format!("/admin/stock/lots/{soon}")).await.expect(200);
}
