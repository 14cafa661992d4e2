//! Customers: codes, what a number must look like, and who may see them.

use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn codes_are_counted_and_skip_what_was_taken_by_hand() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let first = t.customer("acme", "Al Noor").await;
    assert_eq!(first["code"], "C-00001");
    let by_hand = json!({"name": "Corniche Grill", "code": "C-00002"});
    let _ = owner.post("/api/v1/customers", &by_hand).await.expect(201);
    assert_eq!(t.customer("acme", "Najd Hotels").await["code"], "C-00003");
    owner.post("/api/v1/customers", &by_hand).await.refused(409, "customer_code_taken");
    // Another company counts for itself.
    assert_eq!(t.customer("padma", "Meghna Stores").await["code"], "C-00001");
}

#[tokio::test]
async fn a_tax_number_has_the_shape_of_its_country() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let mut wanted = json!({"name": "Al Noor", "tax_number": "12345"});
    let answer = owner.post("/api/v1/customers", &wanted).await;
    answer.refused(422, "invalid");
    assert_eq!(answer.json()["fields"][0]["path"], "tax_number");
    wanted["tax_number"] = json!("310122393500003");
    let _ = owner.post("/api/v1/customers", &wanted).await.expect(201);
    wanted["country"] = json!("BD");
    owner.post("/api/v1/customers", &wanted).await.refused(422, "invalid");
}

#[tokio::test]
async fn two_people_cannot_overwrite_each_other() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let made = t.customer("acme", "Al Noor").await;
    let path = format!("/api/v1/customers/{}", made["id"].as_str().unwrap());
    let shown = owner.get(&path).await.expect(200);
    let tag = shown.header("etag").unwrap().to_owned();
    let first = owner.clone().with_header("if-match", &tag);
    let changed = first.patch(&path, &json!({"city": "Jeddah"})).await.expect(200);
    assert_eq!(changed.json()["city"], "Jeddah");
    assert_eq!(changed.json()["version"], 2);
    first.patch(&path, &json!({"city": "Riyadh"})).await.refused(412, "stale");
    assert_eq!(owner.get(&path).await.json()["city"], "Jeddah");
}

#[tokio::test]
async fn another_company_sees_none_of_them() {
    let t = TestApp::start().await;
    let made = t.customer("acme", "Al Noor").await;
    let path = format!("/api/v1/customers/{}", made["id"].as_str().unwrap());
    let other = t.as_user("padma", "owner").await;
    other.get(&path).await.refused(404, "not_found");
    other.patch(&path, &json!({"name": "Mine"})).await.refused(404, "not_found");
    other.delete(&path).await.refused(404, "not_found");
    assert_eq!(other.get("/api/v1/customers?q=noor").await.json()["items"], json!([]));
    let owner = t.as_user("acme", "owner").await;
    assert_eq!(owner.get(&path).await.json()["name"], "Al Noor");
}

#[tokio::test]
async fn search_forgives_a_slip_of_the_pen() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for name in ["Corniche Grill", "Najd Hotels", "مطعم الكورنيش", "মেঘনা স্টোর"]
    {
        let _ = t.customer("acme", name).await;
    }
    for (typed, found) in
        [("cornish", "Corniche Grill"), ("Hotel", "Najd Hotels"), ("الكورنيش", "مطعم الكورنيش")]
    {
        let q: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let list = owner.get(&format!("/api/v1/customers?q={q}")).await.expect(200).json();
        assert_eq!(list["items"][0]["name"], found, "{typed}");
    }
}

#[tokio::test]
async fn a_list_is_read_page_by_page_without_gaps() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for name in ["E", "A", "D", "B", "C"] {
        let _ = t.customer("acme", name).await;
    }
    let mut names = Vec::new();
    let mut path = "/api/v1/customers?limit=2&sort=-name".to_owned();
    loop {
        let page = owner.get(&path).await.expect(200).json();
        let items = page["items"].as_array().unwrap().clone();
        names.extend(items.iter().map(|c| c["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/customers?limit=2&sort=-name&after={next}");
    }
    assert_eq!(names, ["E", "D", "C", "B", "A"]);
    owner.get("/api/v1/customers?sort=shoe_size").await.refused(400, "unknown_sort");
}

#[tokio::test]
async fn the_form_is_shown_again_with_what_was_typed() {
    let t = TestApp::start().await;
    let sales = t.as_user("acme", "sales").await;
    let typed = [
        ("name", "Al Noor"),
        ("email", "nowhere"),
        ("country", "SA"),
        ("lang", "ar"),
        ("payment_days", "٤٥"),
        ("active", "true"),
    ];
    let page = sales.post_form("/admin/customers/new", &typed).await.expect(422);
    assert!(page.text().contains("value=\"Al Noor\""), "{}", page.text());
    assert!(page.text().contains("name@example.com"));
    let mut right = typed.to_vec();
    right[1] = ("email", "buyer@alnoor.example");
    let sent = sales.post_form("/admin/customers/new", &right).await.expect(303);
    let shown = sales.get(sent.header("location").unwrap()).await.expect(200);
    assert!(shown.text().contains("buyer@alnoor.example"));
    assert!(shown.text().contains("45 days"), "{}", shown.text());
    let viewer = t.as_user("acme", "viewer").await;
    let _ = viewer.get("/admin/customers").await.expect(200);
    let _ = viewer.get("/admin/customers/new").await.expect(403);
}
