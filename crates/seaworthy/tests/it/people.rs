//! The pages of people and roles, the palette, and the start page.

use testkit::{Client, TestApp};

async fn person(owner: &Client, role: &str) -> String {
    let list = owner.get(&format!("/api/v1/users?role={role}")).await.expect(200).json();
    list["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn role(owner: &Client, slug: &str) -> String {
    let list = owner.get("/api/v1/roles").await.expect(200).json();
    let found = list["items"].as_array().unwrap().iter().find(|r| r["slug"] == slug).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// What the palette's script is answered.
async fn palette(client: Client, q: &str) -> String {
    let client = client.with_header("hx-request", "true");
    let found = client.get(&format!("/admin/palette?q={q}")).await.expect(200).text();
    assert!(!found.contains("<html"), "a fragment: {found}");
    found
}

#[tokio::test]
async fn the_pages_are_there_in_three_languages() {
    let t = TestApp::start().await;
    let plain = t.as_user("acme", "owner").await;
    let (user, held) = (person(&plain, "sales").await, role(&plain, "sales").await);
    for lang in ["en", "ar", "bn"] {
        let cookie = format!("lang={lang}");
        let owner = t.as_user("acme", "owner").await.with_header("accept-language", lang);
        for path in [
            "/admin/users",
            "/admin/users/new",
            &*format!("/admin/users/{user}"),
            &*format!("/admin/users/{user}/edit"),
            "/admin/roles",
            "/admin/roles/new",
            &*format!("/admin/roles/{held}"),
            "/admin/palette",
            "/platform/styleguide",
        ] {
            let page = owner.get(path).await.expect(200).text();
            assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{path} in {lang}");
        }
        let root = t.stranger("").with_header("cookie", &cookie);
        let start = root.get("/").await.expect(200).text();
        assert!(start.contains(&format!("<html lang=\"{lang}\"")) && start.contains("/signup"));
    }
}

#[tokio::test]
async fn every_permission_has_a_label_in_every_language() {
    let t = TestApp::start().await;
    for permission in t.app.permissions() {
        let key = format!("permission-{}", permission.key.replace(['.', '_'], "-"));
        assert!(t.app.messages().has(&key), "{key}");
    }
}

#[tokio::test]
async fn a_person_is_invited_changed_and_deactivated_by_forms() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let typed = [("name", "Amina"), ("email", "amina@acme.example"), ("lang", "ar")];
    let refused = owner.post_form("/admin/users/new", &typed).await.expect(422).text();
    assert!(refused.contains("value=\"Amina\"") && refused.contains("at least one role"));
    let mut whole = typed.to_vec();
    whole.push(("role[sales]", "true"));
    let made = owner.post_form("/admin/users/new", &whole).await.expect(303);
    let page = made.header("location").unwrap().to_owned();
    let shown = owner.get(&page).await.expect(200).text();
    assert!(shown.contains("amina@acme.example") && shown.contains("Sales"), "{shown}");
    let change = [("name", "Amina Saleh"), ("version", "1"), ("role[viewer]", "true")];
    let _ = owner.post_form(&format!("{page}/edit"), &change).await.expect(303);
    let stale = owner.post_form(&format!("{page}/edit"), &change).await.expect(412).text();
    assert!(stale.contains("Amina Saleh"));
    let _ = owner.post_form(&format!("{page}/deactivate"), &[]).await.expect(303);
    let list = owner.get("/admin/users?active=false").await.expect(200).text();
    assert!(list.contains("Amina Saleh") && list.contains("Deactivated"), "{list}");
    let _ = owner.post_form(&format!("{page}/activate"), &[]).await.expect(303);
    let manager = t.as_user("acme", "manager").await;
    let read = manager.get(&page).await.expect(200).text();
    assert!(!read.contains("/deactivate"), "who may only look gets no button");
    t.run_jobs().await;
}

#[tokio::test]
async fn the_last_owner_is_not_deactivated_and_the_page_says_why() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let page = format!("/admin/users/{}", person(&owner, "owner").await);
    let refused = owner.post_form(&format!("{page}/deactivate"), &[]).await.expect(409).text();
    assert!(refused.contains("the only owner"), "{refused}");
    let active: bool =
        t.scalar("acme", "select active from users where email = 'owner@acme.example'").await;
    assert!(active);
}

#[tokio::test]
async fn a_role_is_made_of_ticked_rights() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let nameless = [("right[orders.read]", "true")];
    let again = owner.post_form("/admin/roles/new", &nameless).await.expect(422).text();
    assert!(again.contains("Please fill this in"), "{again}");
    let typed = [("name_en", "Auditor"), ("right[orders.read]", "true"), ("right[x]", "true")];
    let _ = owner.post_form("/admin/roles/new", &typed).await.expect(303);
    let list = owner.get("/api/v1/roles").await.expect(200).json();
    let made = list["items"].as_array().unwrap().iter().find(|r| r["name"]["en"] == "Auditor");
    let made = made.unwrap();
    assert_eq!(made["permissions"], serde_json::json!(["orders.read"]));
    let page = format!("/admin/roles/{}", made["id"].as_str().unwrap());
    let more = [("name_en", "Auditor"), ("right[audit.read]", "true")];
    let _ = owner.post_form(&page, &more).await.expect(303);
    let shown = owner.get(&page).await.expect(200).text();
    assert!(shown.contains("right[audit.read]") && shown.contains("Delete…"), "{shown}");
    let _ = owner.post_form(&format!("{page}/delete"), &[]).await.expect(303);
    let built_in = format!("/admin/roles/{}", role(&owner, "viewer").await);
    let refused = owner.post_form(&format!("{built_in}/delete"), &[]).await.expect(409).text();
    assert!(refused.contains("cannot be deleted"), "{refused}");
    t.run_jobs().await;
}

#[tokio::test]
async fn the_palette_finds_only_what_one_may_see() {
    let t = TestApp::start().await;
    let _ = t.customer("acme", "Najd Hotels").await;
    let owner = || t.as_user("acme", "owner");
    let all = palette(owner().await, "").await;
    assert!(all.contains("href=\"/admin/users\"") && all.contains("href=\"/admin/orders\""));
    let found = palette(owner().await, "najd").await;
    assert!(found.contains("Najd Hotels"), "{found}");
    let found = palette(owner().await, "%40najd").await;
    assert!(found.contains("Najd Hotels"), "{found}");
    assert!(!palette(owner().await, "%23najd").await.contains("Najd Hotels"));
    assert!(!palette(owner().await, "%3Enajd").await.contains("Najd Hotels"));
    let make = palette(owner().await, "%3Enew").await;
    assert!(make.contains("/admin/customers/new") && make.contains("/admin/users/new"), "{make}");

    let viewer = || t.as_user("acme", "viewer");
    let menu = palette(viewer().await, "").await;
    assert!(menu.contains("href=\"/admin/orders\"") && !menu.contains("/admin/users"), "{menu}");
    assert!(!palette(viewer().await, "%3Enew").await.contains("/new"));
    let powerless = role(&owner().await, "viewer").await;
    let none = serde_json::json!({"permissions": []});
    let _ = owner().await.patch(&format!("/api/v1/roles/{powerless}"), &none).await.expect(200);
    let found = palette(viewer().await, "najd").await;
    assert!(!found.contains("Najd Hotels") && found.contains("Nothing found"), "{found}");
    // Without scripts the same is a page.
    let page = owner().await.get("/admin/palette?q=najd").await.expect(200).text();
    assert!(page.contains("<form") && page.contains("Najd Hotels"), "{page}");
    t.run_jobs().await;
}

#[tokio::test]
async fn the_start_page_leads_on() {
    let t = TestApp::start().await;
    let stranger = t.stranger("acme").get("/").await.expect(303);
    assert_eq!(stranger.header("location"), Some("/login"));
    let known = t.as_user("acme", "viewer").await.get("/").await.expect(303);
    assert_eq!(known.header("location"), Some("/admin"));
    let root = t.stranger("");
    let to = root.get("/?company=%20Acme").await.expect(303);
    assert_eq!(to.header("location"), Some("http://acme.localhost:8080/login"));
    let bad = root.get("/?company=evil.example/").await.expect(422).text();
    assert!(bad.contains("small letters"), "{bad}");
}

#[tokio::test]
async fn a_list_is_kept_under_a_name_for_oneself_or_for_all() {
    let t = TestApp::start().await;
    let (owner, sales) = (t.as_user("acme", "owner").await, t.as_user("acme", "sales").await);
    let list = "/admin/orders?state=draft&sort=-date";
    let before = owner.get(list).await.expect(200).text();
    assert!(before.contains("action=\"/admin/views\""), "{before}");
    let typed = [
        ("list", "/admin/orders"),
        ("query", "state=draft&sort=-date&after=x"),
        ("view_name", "Late drafts"),
    ];
    let made = owner.post_form("/admin/views", &typed).await.expect(303);
    assert_eq!(made.header("location"), Some(list));
    let shown = owner.get(list).await.expect(200).text();
    assert!(shown.contains("Late drafts") && shown.contains("/delete\""), "{shown}");
    let tabs = shown.split("<nav class=\"tabs\"").nth(1).unwrap().split("</nav>").next().unwrap();
    assert_eq!(tabs.matches("aria-current").count(), 1, "{tabs}");
    assert!(tabs.contains("aria-current=\"page\">Late drafts"), "{tabs}");
    assert!(!sales.get("/admin/orders").await.expect(200).text().contains("Late drafts"));
    let mut shared = typed.to_vec();
    shared[2] = ("view_name", "Everybody's");
    shared.push(("shared", "true"));
    let _ = owner.post_form("/admin/views", &shared).await.expect(303);
    assert!(sales.get("/admin/orders").await.expect(200).text().contains("Everybody"));
    let id: uuid::Uuid =
        t.scalar("acme", "select id from saved_views where name = 'Everybody''s'").await;
    let gone = format!("/admin/views/{id}/delete");
    let _ = sales.post_form(&gone, &[]).await.expect(404);
    let _ = owner.post_form(&gone, &[]).await.expect(303);
    let elsewhere = [("list", "https://evil.example"), ("view_name", "x")];
    let _ = owner.post_form("/admin/views", &elsewhere).await.expect(404);
    assert!(owner.get("/admin/products?q=net").await.expect(200).text().contains("/admin/views"));
    t.run_jobs().await;
}
