//! What taking in a file promises.

use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

/// A shop's export, where it is at hand.
const SHOPIFY: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/shopify_products_apparel.csv");

/// A few rows of the same form: three variants of one product, then one by itself.
const SMALL: &str = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n\
    varsity-top,Classic Varsity Top,Size,Small,VT-S,60\n\
    varsity-top,,,Medium,VT-M,60\n\
    varsity-top,,,Large,VT-L,60\n\
    leather-bag,Black Leather Bag,Title,Default Title,LB,30\n";

/// The second row has a price that is none and a name that a spreadsheet would run.
const WRONG: &str = "Handle,Title,Variant SKU,Variant Price\n\
    rope,Rope,R-1,12.50\n\
    net,=Net,N-1,cheap\n";

async fn upload(who: &Client, text: &str) -> Answer {
    let kind = [("kind", "products")];
    who.upload("/api/v1/imports", &kind, "products.csv", text.as_bytes()).await
}

async fn products(t: &TestApp) -> i64 {
    t.scalar("acme", "select count(*) from products").await
}

fn path(import: &Value, rest: &str) -> String {
    format!("/api/v1/imports/{}{rest}", import["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_preview_changes_nothing_a_commit_does_and_an_undo_takes_it_back() {
    let t = TestApp::start().await;
    // The export has 22 rows: 19 products of one row, and one of three sizes.
    let (text, rows, made) = match std::fs::read_to_string(SHOPIFY) {
        Ok(text) => (text, 22, 20),
        Err(_) => (SMALL.to_owned(), 4, 2),
    };
    let keeper = t.as_user("acme", "storekeeper").await;
    let before = products(&t).await;
    let seen = upload(&keeper, &text).await.expect(201).json();
    assert_eq!((&seen["state"], &seen["created_count"]), (&json!("previewed"), &json!(made)));
    assert_eq!((&seen["summary"]["rows"], &seen["error_count"]), (&json!(rows), &json!(0)));
    assert_eq!(seen["mapping"]["price"], "Variant Price");
    assert_eq!(products(&t).await, before);
    let done = keeper.post(&path(&seen, "/commit"), &json!({})).await.expect(200).json();
    assert_eq!((&done["state"], &done["created_count"]), (&json!("committed"), &json!(made)));
    assert_eq!(products(&t).await, before + made);
    let again = keeper.post(&path(&seen, "/commit"), &json!({})).await;
    again.refused(409, "import_not_open");
    let same = upload(&keeper, &text).await.expect(201).json();
    assert_eq!((&same["created_count"], &same["unchanged_count"]), (&json!(0), &json!(made)));
    let undone = keeper.post(&path(&seen, "/undo"), &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({"undone": made, "kept": 0}));
    assert_eq!(products(&t).await, before);
    keeper.post(&path(&seen, "/undo"), &json!({})).await.refused(409, "import_not_committed");
    let acts = "select count(*) from audit_log where action in
        ('imports.upload', 'imports.commit', 'imports.undo')";
    assert_eq!(t.scalar::<i64>("acme", acts).await, 4);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_wrong_row_is_left_out_and_can_be_downloaded() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let seen = upload(&owner, WRONG).await.expect(201).json();
    assert_eq!(seen["created_count"], 1);
    // The price is wrong, and without its only variant the product cannot be: both are said.
    let errors = seen["errors"].as_array().unwrap();
    assert_eq!(seen["error_count"], errors.len());
    assert!(errors.iter().all(|error| error["row"] == 3), "{errors:?}");
    let price = errors.iter().find(|error| error["field"] == "price").unwrap();
    assert_eq!(price["code"], "import_not_a_number");
    let file = owner.get(&path(&seen, "/errors.csv")).await.expect(200).text();
    assert!(file.contains("Handle,Title,Variant SKU,Variant Price,"), "{file}");
    assert!(file.contains("net,'=Net,N-1,cheap,"), "{file}");
    assert!(file.contains("Row 3: "), "{file}");
    assert!(!file.contains("R-1"), "{file}");
    let _ = owner.post(&path(&seen, "/commit"), &json!({})).await.expect(200);
    let sku = "select count(*) from variants where sku = 'R-1'";
    assert_eq!(t.scalar::<i64>("acme", sku).await, 1);
}

#[tokio::test]
async fn another_company_does_not_find_an_import_and_a_viewer_makes_none() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let seen = upload(&owner, SMALL).await.expect(201).json();
    let other = t.as_user("padma", "owner").await;
    other.get(&path(&seen, "")).await.refused(404, "not_found");
    other.get(&path(&seen, "/errors.csv")).await.refused(404, "not_found");
    other.post(&path(&seen, "/commit"), &json!({})).await.refused(404, "not_found");
    other.post(&path(&seen, "/undo"), &json!({})).await.refused(404, "not_found");
    let list = other.get("/api/v1/imports").await.expect(200).json();
    assert_eq!(list["items"], json!([]));
    let viewer = t.as_user("acme", "viewer").await;
    upload(&viewer, SMALL).await.refused(403, "not_permitted");
    let workbook = "PK\u{3}\u{4}rest";
    upload(&owner, workbook).await.refused(422, "import_is_spreadsheet");
}

#[tokio::test]
async fn the_pages_lead_from_the_file_over_its_columns_to_the_commit_and_back() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.get("/admin/imports").await.expect(200);
    let new = owner.get("/admin/imports/new?kind=products").await.expect(200).text();
    assert!(new.contains("multipart/form-data"), "{new}");
    let empty = owner.upload("/admin/imports", &[("kind", "products")], "a.csv", b"").await;
    let _ = empty.expect(422);
    let text = SMALL.replace("Title,", "Denomination,");
    let sent = [("kind", "products")];
    let sent = owner.upload("/admin/imports", &sent, "list.csv", text.as_bytes()).await;
    let sent = sent.expect(303);
    let page = sent.header("location").unwrap().to_owned();
    assert!(owner.get(&page).await.expect(200).text().contains("Denomination"));
    let columns = [
        ("mapping[handle]", "Handle"),
        ("mapping[title]", "Denomination"),
        ("mapping[option1_name]", "Option1 Name"),
        ("mapping[option1_value]", "Option1 Value"),
        ("mapping[sku]", "Variant SKU"),
        ("mapping[price]", "Variant Price"),
    ];
    let mapping = format!("{page}/mapping");
    let _ = owner.post_form(&mapping, &[("mapping[sku]", "Nothing")]).await.expect(422);
    let _ = owner.post_form(&mapping, &columns).await.expect(303);
    let seen = owner.get(&page).await.expect(200).text();
    assert!(seen.contains("Classic Varsity Top"), "{seen}");
    let _ = owner.post_form(&format!("{page}/commit"), &[]).await.expect(303);
    let _ = owner.post_form(&format!("{page}/commit"), &[]).await.expect(409);
    assert!(owner.get("/admin/imports").await.expect(200).text().contains("list.csv"));
    let _ = owner.post_form(&format!("{page}/undo"), &[]).await.expect(303);
    assert_eq!(products(&t).await, 0);
}

#[tokio::test]
async fn the_same_key_with_another_file_is_refused_and_with_the_same_file_answers_again() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await.with_header("idempotency-key", "list-1");
    let first = upload(&owner, SMALL).await.expect(201).json();
    let again = upload(&owner, SMALL).await.expect(201);
    assert_eq!(again.header("idempotent-replay"), Some("true"));
    assert_eq!(again.json()["id"], first["id"]);
    // One letter is another file.
    let other = SMALL.replace("LB,30", "LB,31");
    upload(&owner, &other).await.refused(409, "key_reused");
    let kind = [("kind", "products")];
    let renamed = owner.upload("/api/v1/imports", &kind, "b.csv", SMALL.as_bytes()).await;
    renamed.refused(409, "key_reused");
    let columns = r#"{"handle": "Handle", "title": "Title"}"#;
    let mapped = [("kind", "products"), ("mapping", columns)];
    let mapped = owner.upload("/api/v1/imports", &mapped, "products.csv", SMALL.as_bytes()).await;
    mapped.refused(409, "key_reused");
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from imports").await, 1);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from files").await, 1);
    // An upload where none is expected cannot be compared.
    let nowhere = path(&first, "/commit");
    owner.upload(&nowhere, &[], "a.csv", b"x").await.refused(400, "body_unreadable");
    assert_eq!(products(&t).await, 0);
}

#[tokio::test]
async fn an_undo_deletes_the_files_of_pictures_that_nothing_names_any_more() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let seen = upload(&owner, SMALL).await.expect(201).json();
    let _ = owner.post(&path(&seen, "/commit"), &json!({})).await.expect(200);
    let id: uuid::Uuid =
        t.scalar("acme", "select id from products where handle = 'leather-bag'").await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let images = format!("/api/v1/products/{id}/images");
    let made = owner.upload(&images, &[], "bag.png", &png.into_inner()).await.expect(201).json();
    let files = "select count(*) from files";
    assert_eq!(t.scalar::<i64>("acme", files).await, 3);
    // As if the picture had come with the import: else the product counts as changed and stays.
    let mut tx = t.tx("acme").await;
    sqlx::query("update products set version = 1 where tenant_id = $1 and id = $2")
        .bind(tx.tenant_id())
        .bind(id)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let undone = owner.post(&path(&seen, "/undo"), &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({"undone": 2, "kept": 0}));
    // What stays is the list itself.
    assert_eq!(t.scalar::<i64>("acme", files).await, 1);
    for file in ["file_id", "thumbnail_id"] {
        let gone = format!("/files/{}", made["images"][0][file].as_str().unwrap());
        let _ = owner.get(&gone).await.expect(404);
    }
}
