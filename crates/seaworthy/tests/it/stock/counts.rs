//! Counts, previews of back-dated documents, reorder rules and reports.

use super::*;

const COUNTS: &str = "/api/v1/stock/counts";

/// Two items and an open blind count of the main warehouse; its address.
async fn counting(t: &TestApp, owner: &Client) -> (Uuid, Uuid, String) {
    let (rope, sail) = (item(t, "ROPE").await, item(t, "SAIL").await);
    t.stock("acme", "ROPE", "10", "2").await;
    t.stock("acme", "SAIL", "5", "4").await;
    let made = owner.post(COUNTS, &json!({"blind": true})).await.expect(201).json();
    (rope, sail, format!("{COUNTS}/{}", made["id"].as_str().unwrap()))
}

#[tokio::test]
async fn sheets_of_several_people_add_up_and_only_differences_are_posted() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let (rope, sail, count) = counting(&t, &owner).await;
    let keeper = t.as_user("acme", "farm_worker").await;
    let lines = format!("{count}/lines");
    let scan = async |who: &Client, body: Value| {
        let _ = who.post(&lines, &body).await.expect(200);
    };
    scan(&keeper, json!({"code": "rope"})).await;
    scan(&keeper, json!({"code": "ROPE", "quantity": "4"})).await;
    scan(&owner, json!({"code": "ROPE", "quantity": "9"})).await;
    scan(&owner, json!({"code": "ROPE", "quantity": "3", "replace": true})).await;
    scan(&owner, json!({"code": "SAIL", "quantity": "5"})).await;
    let seen = keeper.get(&lines).await.expect(200).json();
    assert_eq!(
        (&seen["items"][0]["counted"], &seen["items"][0]["book"]),
        (&json!("8"), &Value::Null)
    );
    // Three leave after the count: from the shelf and from the books.
    ship(&t, order(), &[line(1, rope, "3")], &[]).await.unwrap();
    let seen = owner.get(&lines).await.expect(200).json();
    let first = &seen["items"][0];
    assert_eq!(
        (&first["book"], &first["difference"], &first["value"]["amount"]),
        (&json!("10"), &json!("-2"), &json!("-4.00"))
    );
    assert_eq!(first["counters"], "farm_worker, owner");
    let post = format!("{count}/post");
    let _ = keeper.post(&post, &json!({})).await.expect(403);
    let done = owner.post(&post, &json!({})).await.expect(200).json();
    assert_eq!(done["state"], "posted");
    let path = format!("/api/v1/stock/counted/{}", done["document_id"].as_str().unwrap());
    let document = owner.get(&path).await.expect(200).json();
    assert_eq!(
        (&document["number"], &document["value"]["amount"]),
        (&json!("CNT-2026-00001"), &json!("-4.00"))
    );
    assert_eq!(document["lines"].as_array().unwrap().len(), 1);
    assert_eq!(levels(&t, rope).await, ["MAIN - 5 0 0"]);
    assert_eq!(levels(&t, sail).await, ["MAIN - 5 0 0"]);
    assert_eq!(cost(&t, rope).await, (5_000_000, 1000));
    owner.post(&post, &json!({})).await.refused(409, "count_over");
    owner.post(&lines, &json!({"code": "ROPE"})).await.refused(409, "count_over");
    t.verify("acme").await;
}

#[tokio::test]
async fn what_is_missing_is_zero_only_when_said_and_what_is_new_needs_a_cost() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let (rope, sail, count) = counting(&t, &owner).await;
    let net = item(&t, "NET").await;
    let (lines, post) = (format!("{count}/lines"), format!("{count}/post"));
    owner.post(&post, &json!({})).await.refused(409, "count_empty");
    let _ = owner.post(&lines, &json!({"code": "ROPE", "quantity": "12"})).await.expect(200);
    let _ = owner.post(&lines, &json!({"code": "NET", "quantity": "2"})).await.expect(200);
    let refused = owner.post(&lines, &json!({"code": "NOBODY"})).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "unknown");
    let refused = owner.post(&post, &json!({"missing_is_zero": true})).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "cost_needed");
    assert_eq!(levels(&t, sail).await, ["MAIN - 5 0 0"]);
    let how = json!({"missing_is_zero": true, "costs": [{"variant_id": net, "unit_cost": "7"}]});
    let _ = owner.post(&post, &how).await.expect(200);
    assert_eq!(levels(&t, rope).await, ["MAIN - 12 0 0"]);
    assert_eq!(levels(&t, sail).await, Vec::<String>::new());
    assert_eq!(
        (cost(&t, rope).await, cost(&t, net).await),
        ((12_000_000, 2400), (2_000_000, 1400))
    );
    t.verify("acme").await;
}

#[tokio::test]
async fn a_count_keeps_to_its_part_and_may_be_begun_anew_or_given_up() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let (rope, _, _) = counting(&t, &owner).await;
    let main = main_place(&owner).await;
    let bin = place(&owner, &main, "bin", "01").await;
    let only = json!({"variant_ids": [rope], "location_id": bin});
    let made = owner.post(COUNTS, &only).await.expect(201).json();
    let count = format!("{COUNTS}/{}", made["id"].as_str().unwrap());
    let lines = format!("{count}/lines");
    for (body, path) in [
        (json!({"code": "SAIL"}), "code"),
        (json!({"code": "ROPE", "location_id": main}), "location_id"),
    ] {
        let refused = owner.post(&lines, &body).await.expect(422).json();
        assert_eq!(refused["fields"][0]["code"], "not_counted_here");
        assert_eq!(refused["fields"][0]["path"], path);
    }
    let _ = owner.post(&lines, &json!({"code": "ROPE"})).await.expect(200);
    let spot = json!({"variant_id": rope, "location_id": bin});
    let _ = owner.post(&format!("{count}/recount"), &spot).await.expect(200);
    assert_eq!(owner.get(&lines).await.expect(200).json()["items"], json!([]));
    let _ = owner.post(&lines, &json!({"code": "ROPE"})).await.expect(200);
    let _ = owner.post(&format!("{count}/cancel"), &json!({})).await.expect(200);
    assert_eq!(levels(&t, rope).await, ["MAIN - 10 0 0"]);
    let padma = t.as_user("padma", "owner").await;
    padma.get(&count).await.refused(404, "not_found");
    t.verify("acme").await;
}

#[tokio::test]
async fn count_and_weight_may_differ_in_opposite_directions() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = item(&t, "TUNA").await;
    keep(&owner, id, json!({"second_unit": "kg"})).await;
    let receipt = json!({"lines": [{"sku": "TUNA", "quantity": "4", "unit_cost": "5",
        "second_quantity": "90"}]});
    let _ = owner.post(RECEIPTS, &receipt).await.expect(201);
    let made = owner.post(COUNTS, &json!({})).await.expect(201).json();
    let count = format!("{COUNTS}/{}", made["id"].as_str().unwrap());
    let counted = json!({"code": "TUNA", "quantity": "3", "second_quantity": "95"});
    let _ = owner.post(&format!("{count}/lines"), &counted).await.expect(200);
    let _ = owner.post(&format!("{count}/post"), &json!({})).await.expect(200);
    assert_eq!(levels(&t, id).await, ["MAIN - 3 0 95"]);
    assert_eq!(cost(&t, id).await, (3_000_000, 1500));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_count_is_made_from_plain_forms() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let (rope, _, _) = counting(&t, &owner).await;
    let list = owner.get("/api/v1/warehouses").await.expect(200).json();
    let house = list["items"][0]["id"].as_str().unwrap().to_owned();
    let form = [("warehouse_id", house.as_str()), ("note", "monthly")];
    let done = owner.post_form("/admin/stock/counts/new", &form).await.expect(303);
    let page = done.header("location").unwrap().to_owned();
    let enter = format!("{page}/enter");
    let wrong = owner.post_form(&enter, &[("code", "ROPE"), ("quantity", "x")]).await;
    assert!(wrong.expect(422).text().contains("aria-invalid"));
    let _ = owner.post_form(&enter, &[("code", "ROPE"), ("quantity", "٩")]).await.expect(303);
    for lang in ["en", "ar", "bn"] {
        let client = owner.clone().with_header("accept-language", lang);
        for path in [page.as_str(), "/admin/stock/counts", "/admin/stock/counts/new"] {
            let shown = client.get(path).await.expect(200).text();
            assert!(!shown.contains("inventory-"), "{lang} {path}");
        }
    }
    let file = owner.get(&format!("{page}/export/csv")).await.expect(200).text();
    assert!(file.contains("MAIN,ROPE,Product ROPE,,9,,10,-1,-2.00"), "{file}");
    let _ = owner.post_form(&format!("{page}/post"), &[("x", "")]).await.expect(303);
    assert_eq!(levels(&t, rope).await, ["MAIN - 9 0 0"]);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_back_dated_document_is_looked_at_before_it_is_posted() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = item(&t, "ROPE").await;
    let receipt = |date: &str, quantity: &str, cost: &str| {
        json!({"date": date, "lines": [
            {"sku": "ROPE", "quantity": quantity, "unit_cost": cost}]})
    };
    let _ = owner.post(RECEIPTS, &receipt("2026-02-10", "10", "1")).await.expect(201);
    let count = owner.post(COUNTS, &json!({})).await.expect(201).json();
    let count = format!("{COUNTS}/{}", count["id"].as_str().unwrap());
    let counted = json!({"code": "ROPE", "quantity": "10"});
    let _ = owner.post(&format!("{count}/lines"), &counted).await.expect(200);
    let _ = owner.post(&format!("{count}/post"), &json!({})).await.expect(200);
    let look = json!({"receipt": receipt("2026-01-20", "10", "3")});
    let seen = owner.post("/api/v1/stock/previews", &look).await.expect(200).json();
    let months: Vec<(&str, &str, &str)> = seen["items"][0]["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| {
            (
                m["date"].as_str().unwrap(),
                m["before"].as_str().unwrap(),
                m["after"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        months,
        [("2026-01-31", "0", "10"), ("2026-02-28", "10", "20"), ("2026-03-15", "10", "20")]
    );
    let item = &seen["items"][0];
    assert_eq!(
        (&item["average_before"]["amount"], &item["average_after"]["amount"]),
        (&json!("1.00"), &json!("2.00"))
    );
    assert_eq!(
        (&seen["counts"][0]["sku"], &seen["counts"][0]["date"]),
        (&json!("ROPE"), &json!("2026-03-15"))
    );
    let early = json!({"adjustment": {"reason": "damage", "date": "2026-02-01",
        "lines": [{"sku": "ROPE", "quantity": "-1"}]}});
    owner.post("/api/v1/stock/previews", &early).await.refused(422, "stock_missing_then");
    assert_eq!(cost(&t, id).await, (10_000_000, 1000));
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from stock_documents").await, 1);
    // The form shows the same, and posts when it is sent again.
    let mut form = vec![
        ("date", "2026-01-20"),
        ("lines[0][variant_id_text]", "ROPE"),
        ("lines[0][quantity]", "10"),
        ("lines[0][unit_cost]", "3"),
    ];
    let path = "/admin/stock/receipts/new";
    let shown = owner.post_form(path, &form).await.expect(200).text();
    assert!(shown.contains("role=\"status\"") && shown.contains("name=\"seen\""), "{shown}");
    assert_eq!(cost(&t, id).await, (10_000_000, 1000));
    form.push(("seen", "1"));
    let _ = owner.post_form(path, &form).await.expect(303);
    assert_eq!(cost(&t, id).await, (20_000_000, 4000));
    t.verify("acme").await;
}

#[tokio::test]
async fn what_runs_low_is_wanted_once_until_it_should_have_come() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let id = item(&t, "ROPE").await;
    t.stock("acme", "ROPE", "12", "1").await;
    let path = "/api/v1/stock/reorder-rules";
    let rule = json!({"sku": "ROPE", "minimum": "10", "maximum": "50", "multiple": "12",
        "lead_days": 3});
    let made = owner.post(path, &rule).await.expect(201).json();
    assert_eq!(made["proposal"], "0");
    owner.post(path, &rule).await.refused(409, "rule_taken");
    let wrong = json!({"sku": "NOBODY", "minimum": "10", "maximum": "5"});
    let refused = owner.post(path, &wrong).await.expect(422).json();
    let codes = [&refused["fields"][0]["code"], &refused["fields"][1]["code"]];
    assert_eq!(codes, [&json!("maximum_below"), &json!("unknown")]);
    reserve(&t, order(), &[line(1, id, "4")]).await.unwrap();
    let due = owner.get(&format!("{path}?state=due")).await.expect(200).json();
    assert_eq!(
        (&due["items"][0]["available"], &due["items"][0]["proposal"]),
        (&json!("8"), &json!("48"))
    );
    let night = async || {
        let mut tx = t.tx("acme").await;
        tx.enqueue(&inventory::ReorderWanted {});
        tx.commit().await.unwrap();
        t.run_jobs().await;
        let told = "select count(*) from events where topic = 'inventory.reorder_wanted'";
        t.scalar::<i64>("acme", told).await
    };
    assert_eq!(night().await, 1);
    assert_eq!(night().await, 1);
    let due = owner.get(&format!("{path}?state=due")).await.expect(200).json();
    assert_eq!(due["items"], json!([]));
    let payload: Value = t
        .scalar("acme", "select payload from events where topic = 'inventory.reorder_wanted'")
        .await;
    let line = &payload["lines"][0];
    assert_eq!(
        (&line["sku"], &line["quantity"], &line["needed_by"]),
        (&json!("ROPE"), &json!("48"), &json!("2026-03-18"))
    );
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let stale = owner.clone().with_header("if-match", "\"v9\"");
    stale.patch(&one, &json!({"minimum": "1"})).await.refused(412, "stale");
    let _ = owner.patch(&one, &json!({"lead_days": 2})).await.expect(200);
    let edit = format!("/admin/stock/reorder/{}/edit", made["id"].as_str().unwrap());
    for lang in ["en", "ar", "bn"] {
        let client = owner.clone().with_header("accept-language", lang);
        for path in ["/admin/stock/reorder", "/admin/stock/reorder/new", &edit] {
            let shown = client.get(path).await.expect(200).text();
            assert!(!shown.contains("inventory-"), "{lang} {path}");
        }
    }
    let form = [("variant_id", "ROPE"), ("minimum", "1"), ("maximum", "2")];
    let _ = owner.post_form("/admin/stock/reorder/new", &form).await.expect(409);
    let other = json!({"sku": "ROPE", "warehouse_id": second_warehouse(&owner).await,
        "minimum": "0", "maximum": "1"});
    let other = owner.post(path, &other).await.expect(201).json();
    let other = format!("{path}/{}", other["id"].as_str().unwrap());
    let _ = owner.delete(&other).await.expect(200);
    owner.get(&other).await.refused(404, "not_found");
    // It should have come by now and has not.
    t.app.clock().advance(std::time::Duration::from_secs(4 * 86_400));
    assert_eq!(night().await, 2);
}

#[tokio::test]
async fn reports_say_how_old_how_much_and_how_dead_stock_is() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let (rope, sail, net) = (item(&t, "ROPE").await, item(&t, "SAIL").await, item(&t, "NET").await);
    let receive = async |date: &str, sku: &str, quantity: &str, cost: &str| {
        let receipt = json!({"date": date, "lines": [
            {"sku": sku, "quantity": quantity, "unit_cost": cost}]});
        let _ = owner.post(RECEIPTS, &receipt).await.expect(201);
    };
    // 2026-03-15 is today: seven, 64 and 73 days ago.
    receive("2026-01-01", "ROPE", "10", "8").await;
    receive("2026-01-10", "ROPE", "10", "8").await;
    receive("2026-03-08", "ROPE", "5", "8").await;
    receive("2026-03-08", "SAIL", "10", "1").await;
    receive("2026-01-01", "NET", "2", "50").await;
    ship(&t, order(), &[line(1, rope, "12"), line(2, sail, "4")], &[]).await.unwrap();
    let ages = owner.get("/api/v1/stock/reports/ageing").await.expect(200).json();
    let of = |rows: &Value, sku: &str| -> Value {
        let rows = rows["items"].as_array().unwrap();
        rows.iter().find(|row| row["sku"] == sku).cloned().unwrap_or(Value::Null)
    };
    // Thirteen are left: the five of March, then eight of the ten of the tenth of January.
    assert_eq!(of(&ages, "ROPE")["ages"], json!(["5", "0", "8", "0", "0"]));
    assert_eq!(of(&ages, "NET")["ages"], json!(["0", "0", "2", "0", "0"]));
    let classes = owner.get("/api/v1/stock/reports/abc").await.expect(200).json();
    let rows: Vec<(&str, &str, &str)> = classes["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (
                r["sku"].as_str().unwrap(),
                r["class"].as_str().unwrap(),
                r["value"]["amount"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(rows, [("ROPE", "A", "96.00"), ("SAIL", "C", "4.00")]);
    let dead = owner.get("/api/v1/stock/reports/dead?days=60").await.expect(200).json();
    assert_eq!(dead["items"].as_array().unwrap().len(), 1);
    let row = of(&dead, "NET");
    assert_eq!(
        (&row["value"]["amount"], &row["last_receipt"], &row["last_issue"]),
        (&json!("100.00"), &json!("2026-01-01"), &Value::Null)
    );
    assert_eq!(row["variant_id"], json!(net));
    owner.get("/api/v1/stock/reports/dead?days=0").await.refused(400, "stock_report_days");
    for report in ["ageing", "abc", "dead"] {
        for lang in ["en", "ar", "bn"] {
            let client = owner.clone().with_header("accept-language", lang);
            let path = format!("/admin/stock/reports/{report}");
            let page = client.get(&path).await.expect(200).text();
            assert!(!page.contains("inventory-"), "{lang} {report}");
        }
        for format in ["csv", "xlsx"] {
            let path = format!("/admin/stock/reports/{report}/export?format={format}");
            assert!(!owner.get(&path).await.expect(200).body.is_empty());
        }
    }
}
