//! Units, second quantities, and counting instead of changing.

use super::*;

#[tokio::test]
async fn lines_are_written_in_any_unit_of_the_item_and_kept_exactly() {
    let t = TestApp::start().await;
    let id = item(&t, "TILE").await;
    let owner = t.as_user("acme", "owner").await;
    keep(
        &owner,
        id,
        json!({"units": [{"code": "box", "numerator": 12},
        {"code": "third", "numerator": 1, "denominator": 3}]}),
    )
    .await;
    let receive = async |quantity: &str, unit: &str| {
        let receipt = json!({"lines": [
            {"sku": "TILE", "quantity": quantity, "unit": unit, "unit_cost": "24.00"}]});
        owner.post(RECEIPTS, &receipt).await
    };
    let made = receive("2.5", "box").await.expect(201).json();
    assert_eq!(
        (&made["lines"][0]["quantity"], &made["value"]["amount"]),
        (&json!("30"), &json!("60.00"))
    );
    assert_eq!(cost(&t, id).await, (30_000_000, 6000));
    let refused = receive("1", "third").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "does_not_divide");
    let refused = receive("1", "crate").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "unit_unknown");
    assert_eq!(cost(&t, id).await, (30_000_000, 6000));
    let _ = receive("6", "third").await.expect(201);
    assert_eq!(cost(&t, id).await, (32_000_000, 20_400));
    t.verify("acme").await;
}

#[tokio::test]
async fn count_and_weight_are_both_conserved() {
    let t = TestApp::start().await;
    let id = item(&t, "TUNA").await;
    let owner = t.as_user("acme", "owner").await;
    keep(&owner, id, json!({"second_unit": "kg"})).await;
    let receipt = |second: Option<&str>| {
        json!({"lines": [{"sku": "TUNA", "quantity": "4", "unit_cost": "5",
            "second_quantity": second}]})
    };
    let refused = owner.post(RECEIPTS, &receipt(None)).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "second_needed");
    let made = owner.post(RECEIPTS, &receipt(Some("90.5"))).await.expect(201).json();
    assert_eq!(
        (&made["lines"][0]["second_quantity"], &made["lines"][0]["second_unit"]),
        (&json!("90.5"), &json!("kg"))
    );
    assert_eq!(levels(&t, id).await, ["MAIN - 4 0 90.5"]);
    // Without a word its share leaves: a quarter, half to even.
    ship(&t, order(), &[line(1, id, "1")], &[]).await.unwrap();
    assert_eq!(levels(&t, id).await, ["MAIN - 3 0 67.875"]);
    let adjust = async |quantity: &str, second: &str| {
        let new = json!({"reason": "damage", "lines": [
            {"sku": "TUNA", "quantity": quantity, "second_quantity": second}]});
        owner.post(ADJUSTMENTS, &new).await
    };
    let _ = adjust("-1", "-30").await.expect(201);
    assert_eq!(levels(&t, id).await, ["MAIN - 2 0 37.875"]);
    let refused = adjust("-2", "-37").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "second_left");
    let refused = adjust("-1", "-40").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "second_left");
    let refused = adjust("-1", "1").await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "second_sign");
    // The scale was wrong: the weight alone is corrected, and nothing is posted.
    let made = adjust("0", "-0.875").await.expect(201).json();
    assert_eq!((&made["entry_id"], &made["value"]["amount"]), (&Value::Null, &json!("0.00")));
    assert_eq!(levels(&t, id).await, ["MAIN - 2 0 37"]);
    let _ = adjust("-2", "-37").await.expect(201);
    assert_eq!(levels(&t, id).await, Vec::<String>::new());
    assert_eq!(cost(&t, id).await, (0, 0));
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_counted_is_posted_as_the_difference() {
    let t = TestApp::start().await;
    let (rope, sail) = (item(&t, "ROPE").await, item(&t, "SAIL").await);
    t.stock("acme", "ROPE", "10", "1").await;
    t.stock("acme", "SAIL", "4", "1").await;
    let owner = t.as_user("acme", "owner").await;
    let count = |rope: &str, sail: &str| {
        json!({"reason": "count", "lines": [
            {"sku": "ROPE", "counted": rope}, {"sku": "SAIL", "counted": sail}]})
    };
    let made = owner.post(ADJUSTMENTS, &count("7", "4")).await.expect(201).json();
    assert_eq!(made["lines"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&made["lines"][0]["quantity"], &made["value"]["amount"]),
        (&json!("-3"), &json!("-3.00"))
    );
    assert_eq!(levels(&t, rope).await, ["MAIN - 7 0 0"]);
    assert_eq!(levels(&t, sail).await, ["MAIN - 4 0 0"]);
    owner.post(ADJUSTMENTS, &count("7", "4")).await.refused(422, "nothing_differs");
    let both = json!({"reason": "count",
        "lines": [{"sku": "ROPE", "counted": "1", "quantity": "1"}]});
    let refused = owner.post(ADJUSTMENTS, &both).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "counted_or_change");
    t.verify("acme").await;
}

#[tokio::test]
async fn every_new_page_of_stock_is_shown_in_every_language() {
    let t = TestApp::start().await;
    let id = item(&t, "ROPE").await;
    let owner = t.as_user("acme", "owner").await;
    keep(
        &owner,
        id,
        json!({"lot_tracked": true, "second_unit": "kg",
        "units": [{"code": "coil", "numerator": 50}]}),
    )
    .await;
    let main = main_place(&owner).await;
    let bin = place(&owner, &main, "bin", "01").await;
    let receipt = json!({"lines": [{"sku": "ROPE", "quantity": "9", "unit_cost": "1",
        "second_quantity": "20", "lot": {"code": "L1", "expires_on": "2026-12-31"},
        "location_id": bin}]});
    let made = owner.post(RECEIPTS, &receipt).await.expect(201).json();
    let lot = made["lines"][0]["lot"]["id"].as_str().unwrap().to_owned();
    let second = second_warehouse(&owner).await;
    let send = json!({"to_warehouse_id": second, "in_transit": true,
        "lines": [{"sku": "ROPE", "quantity": "2"}]});
    let sent = owner.post(TRANSFERS, &send).await.expect(201).json();
    let sent = sent["id"].as_str().unwrap();
    let paths = [
        format!("/admin/stock/receipts/{}", made["id"].as_str().unwrap()),
        "/admin/stock/receipts/new?sku=ROPE".to_owned(),
        "/admin/stock/adjustments/new".to_owned(),
        "/admin/stock/transfers/new".to_owned(),
        format!("/admin/stock/transfers/{sent}"),
        format!("/admin/stock/transfers/{sent}/arrive"),
        "/admin/stock/arrivals".to_owned(),
        "/admin/stock/counted".to_owned(),
        "/admin/stock/processings".to_owned(),
        "/admin/stock/locations".to_owned(),
        "/admin/stock/locations/new".to_owned(),
        format!("/admin/stock/locations/{bin}/edit"),
        "/admin/stock/lots?state=in".to_owned(),
        format!("/admin/stock/lots/{lot}"),
        format!("/admin/stock/lots/{lot}/edit"),
        "/admin/stock/transit".to_owned(),
        format!("/admin/stock/items/{id}"),
        format!("/admin/stock/moves?lot={lot}&location={main}"),
    ];
    for lang in ["en", "ar", "bn"] {
        let client = owner.clone().with_header("accept-language", lang);
        for path in &paths {
            let page = client.get(path).await.expect(200).text();
            assert!(!page.contains("inventory-"), "{lang} {path}");
        }
    }
    for path in ["lots", "locations", "transit", "arrivals"] {
        for format in ["csv", "xlsx"] {
            let file = owner.get(&format!("/admin/stock/{path}/export?format={format}")).await;
            assert!(!file.expect(200).body.is_empty(), "{path} {format}");
        }
    }
    let form = [
        ("version", "2"),
        ("lot_tracked", "1"),
        ("second_unit", "kg"),
        ("units[0][code]", "coil"),
        ("units[0][numerator]", "100"),
        ("units[0][denominator]", "1"),
    ];
    let path = format!("/admin/stock/items/{id}");
    let _ = owner.post_form(&path, &form).await.expect(303);
    let kept = owner.get(&format!("/api/v1/stock/items/{id}")).await.expect(200).json();
    assert_eq!(kept["units"][0]["numerator"], 100);
}
