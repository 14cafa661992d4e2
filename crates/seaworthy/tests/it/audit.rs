//! The audit log, files, settings and the pages of the platform.

use platform::{audit, files};
use serde_json::{Value, json};
use testkit::TestApp;

#[tokio::test]
async fn a_change_of_the_profile_is_written_down_old_and_new() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let change = json!({"address": "King Fahd Road 1", "tax_number": "310122393500003"});
    let _ = owner.patch("/api/v1/settings/company", &change).await.expect(200);
    let log = owner.get("/api/v1/audit?action=settings").await.expect(200).json();
    let wanted = json!({"address": ["", "King Fahd Road 1"],
        "tax_number": ["", "310122393500003"]});
    assert_eq!(log["items"][0]["changes"], wanted);
    assert_eq!(log["items"][0]["actor_name"], "owner");
    let page = owner.get("/admin/audit").await.expect(200).text();
    assert!(page.contains("Changed the settings") && page.contains("King Fahd Road 1"));
    let file = owner.get("/admin/audit/export?format=csv&action=settings").await.expect(200);
    assert!(file.text().starts_with("\u{feff}When,Who,What"));
}

#[tokio::test]
async fn a_tax_number_that_cannot_be_is_refused_beside_its_field() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let bad = json!({"tax_number": "12"});
    let answer = owner.patch("/api/v1/settings/company", &bad).await;
    answer.refused(422, "invalid");
    assert_eq!(answer.json()["fields"][0]["path"], "tax_number");
    let form = [("name", "Acme"), ("tax_number", "12"), ("lang", "en"), ("payment_days", "30")];
    let page = owner.post_form("/admin/settings", &form).await.expect(422).text();
    assert!(
        page.contains("This is no tax number of this country") && page.contains("value=\"12\"")
    );
}

#[tokio::test]
async fn the_audit_log_pages_without_a_gap() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for n in 0..5 {
        let change = json!({ "city": format!("City {n}") });
        let _ = owner.patch("/api/v1/settings/company", &change).await.expect(200);
    }
    let (mut seen, mut after) = (Vec::<Value>::new(), String::new());
    loop {
        let path = format!("/api/v1/audit?action=settings.edit&limit=2&after={after}");
        let page = owner.get(&path).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|i| i["changes"]["city"][1].clone()));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, ["City 4", "City 3", "City 2", "City 1", "City 0"]);
}

#[tokio::test]
async fn a_file_is_served_to_its_company_only_and_never_runs() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let picture = files::save(&mut tx, "a b.png", "image/png", &b"png bytes"[..]).await.unwrap();
    let page = files::save(&mut tx, "x.html", "text/html", &b"<script>"[..]).await.unwrap();
    tx.commit().await.unwrap();
    let owner = t.as_user("acme", "owner").await;
    let shown = owner.get(&format!("/files/{picture}")).await.expect(200);
    assert_eq!(shown.text(), "png bytes");
    assert_eq!(shown.header("content-type"), Some("image/png"));
    assert_eq!(shown.header("content-disposition"), Some("inline; filename=\"a_b.png\""));
    let tag = shown.header("etag").unwrap().to_owned();
    let again = owner.clone().with_header("if-none-match", &tag);
    let _ = again.get(&format!("/files/{picture}")).await.expect(304);
    let saved = owner.get(&format!("/files/{page}")).await.expect(200);
    assert_eq!(saved.header("content-type"), Some("application/octet-stream"));
    assert!(saved.header("content-disposition").unwrap().starts_with("attachment"));
    let other = t.as_user("padma", "owner").await;
    let _ = other.get(&format!("/files/{picture}")).await.expect(404);
}

#[tokio::test]
async fn a_timeline_is_in_the_readers_words() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.patch("/api/v1/settings/company", &json!({"city": "Jeddah"})).await.expect(200);
    let mut tx = t.tx("acme").await;
    let company = tx.tenant_id();
    let entries = audit::timeline(&mut tx, "tenant", company).await.unwrap();
    let l = t.app.l(tx.tenant(), base::Lang::Ar);
    let markup = audit::timeline_markup(&l, &entries).into_string();
    assert!(markup.contains("غيّر الإعدادات") && markup.contains("Jeddah"), "{markup}");
}

#[tokio::test]
async fn every_page_of_the_platform_opens_in_every_language() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for lang in ["en", "ar", "bn"] {
        let client = owner.clone().with_header("accept-language", lang);
        for path in ["/admin/audit", "/admin/settings", "/admin/jobs", "/admin/schedules"] {
            let page = client.get(path).await.expect(200).text();
            assert!(page.contains(&format!("lang=\"{lang}\"")), "{path} {lang}");
        }
    }
    assert_eq!(t.app.messages().failures(), 0);
}
