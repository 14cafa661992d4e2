//! People, roles and rights.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

async fn user_of(owner: &Client, role: &str) -> Value {
    let list = owner.get(&format!("/api/v1/users?role={role}")).await.expect(200).json();
    list["items"][0].clone()
}

async fn role_of(owner: &Client, slug: &str) -> Value {
    let list = owner.get("/api/v1/roles").await.expect(200).json();
    list["items"].as_array().unwrap().iter().find(|r| r["slug"] == slug).unwrap().clone()
}

fn path(kind: &str, thing: &Value) -> String {
    format!("/api/v1/{kind}/{}", thing["id"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn a_changed_right_counts_at_once() {
    let t = TestApp::start().await;
    let (owner, viewer) = (t.as_user("acme", "owner").await, t.as_user("acme", "viewer").await);
    viewer.get("/api/v1/users").await.refused(403, "not_permitted");
    let role = path("roles", &role_of(&owner, "viewer").await);
    let _ = owner.patch(&role, &json!({"permissions": ["users.read"]})).await.expect(200);
    let _ = viewer.get("/api/v1/users").await.expect(200);
    let _ = owner.patch(&role, &json!({"permissions": []})).await.expect(200);
    viewer.get("/api/v1/users").await.refused(403, "not_permitted");
    t.run_jobs().await;
}

#[tokio::test]
async fn somebody_deactivated_is_out_at_once() {
    let t = TestApp::start().await;
    let (owner, sales) = (t.as_user("acme", "owner").await, t.as_user("acme", "sales").await);
    let _ = sales.get("/api/v1/auth/me").await.expect(200);
    let user = path("users", &user_of(&owner, "sales").await);
    let _ = owner.patch(&user, &json!({"active": false})).await.expect(200);
    sales.get("/api/v1/auth/me").await.refused(401, "token_refused");
}

#[tokio::test]
async fn a_company_keeps_an_owner() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let user = path("users", &user_of(&owner, "owner").await);
    owner.patch(&user, &json!({"active": false})).await.refused(409, "last_owner");
    owner.patch(&user, &json!({"roles": ["viewer"]})).await.refused(409, "last_owner");
    let second = path("users", &user_of(&owner, "manager").await);
    let _ = owner.patch(&second, &json!({"roles": ["owner"]})).await.expect(200);
    let _ = owner.patch(&user, &json!({"roles": ["viewer"]})).await.expect(200);
}

#[tokio::test]
async fn nobody_hands_out_what_they_do_not_hold() {
    let t = TestApp::start().await;
    let (owner, sales) = (t.as_user("acme", "owner").await, t.as_user("acme", "sales").await);
    let role = path("roles", &role_of(&owner, "sales").await);
    let rights = json!({"permissions": ["users.read", "users.edit"]});
    let _ = owner.patch(&role, &rights).await.expect(200);
    let myself = path("users", &user_of(&owner, "sales").await);
    let take = json!({"roles": ["sales", "owner"]});
    sales.patch(&myself, &take).await.refused(422, "only_owners_make_owners");
    let more = json!({"permissions": ["users.read", "users.edit", "settings.edit"]});
    sales.patch(&role, &more).await.refused(403, "not_permitted");
    let first = path("users", &user_of(&owner, "owner").await);
    let refused = sales.patch(&first, &json!({"active": false})).await;
    refused.refused(422, "only_owners_make_owners");
}

#[tokio::test]
async fn an_edit_of_what_somebody_changed_meanwhile_is_refused() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let user = user_of(&owner, "viewer").await;
    let at = path("users", &user);
    let _ = owner.patch(&at, &json!({"name": "Rahim", "version": 1})).await.expect(200);
    owner.patch(&at, &json!({"name": "Karim", "version": 1})).await.refused(412, "stale");
    let name: String =
        t.scalar("acme", "select name from users where email = 'viewer@acme.example'").await;
    assert_eq!(name, "Rahim");
}

#[tokio::test]
async fn a_role_that_somebody_changed_meanwhile_is_not_overwritten() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let role = role_of(&owner, "viewer").await;
    let (at, read) = (path("roles", &role), &role["version"]);
    assert_eq!(read, 1);
    let first = json!({"permissions": ["orders.read"], "version": read});
    let changed = owner.patch(&at, &first).await.expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["version"]), (Some("\"v2\""), &json!(2)));
    let second = json!({"permissions": ["audit.read"], "version": read});
    owner.patch(&at, &second).await.refused(412, "stale");
    let as_page = [("name_en", "Viewer"), ("right[audit.read]", "true"), ("version", "1")];
    let page = at.replace("/api/v1", "/admin");
    let again = owner.post_form(&page, &as_page).await.expect(412).text();
    assert!(again.contains("name=\"version\" value=\"1\""), "{again}");
    let kept = role_of(&owner, "viewer").await;
    assert_eq!(kept["permissions"], json!(["orders.read"]));
    // A change that changes nothing is none.
    let same = json!({"permissions": ["orders.read"], "version": 2});
    assert_eq!(owner.patch(&at, &same).await.expect(200).json()["version"], 2);
}

#[tokio::test]
async fn another_company_sees_none_of_our_people() {
    let t = TestApp::start().await;
    let (owner, padma) = (t.as_user("acme", "owner").await, t.as_user("padma", "owner").await);
    let user = path("users", &user_of(&owner, "viewer").await);
    padma.get(&user).await.refused(404, "not_found");
    padma.patch(&user, &json!({"name": "Taken"})).await.refused(404, "not_found");
    let list = padma.get("/api/v1/users?limit=200").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}
