//! Signing up, signing in, being known.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Answer, Client, PASSWORD, TestApp};

async fn login(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/api/v1/auth/login", &json!({"email": email, "password": password})).await
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_company_signs_up_and_its_owner_may_do_everything() {
    let t = TestApp::start().await;
    let new = json!({"company": "Delta Nets", "subdomain": "delta", "country": "SA",
        "name": "Amina", "email": "Amina@Delta.example", "password": "copper kettle 19"});
    let answer = t.stranger("").post("/api/v1/auth/register", &new).await.expect(201).json();
    assert_eq!(answer["tenant"]["url"], "http://delta.localhost:8080");
    assert_eq!(answer["user"]["email"], "amina@delta.example");
    let token = text(&answer["access_token"]);
    let client = t.stranger("delta").with_header("authorization", &format!("Bearer {token}"));
    let me = client.get("/api/v1/auth/me").await.expect(200).json();
    let held = me["permissions"].as_array().unwrap().len();
    assert_eq!(held, t.app.permissions().count());
    t.run_jobs().await;
}

#[tokio::test]
async fn everything_wrong_with_a_sign_up_is_said_at_once_and_nothing_is_made() {
    let t = TestApp::start().await;
    let new = json!({"company": " ", "subdomain": "www", "country": "SA", "name": "Amina",
        "email": "amina", "password": "short"});
    let answer = t.stranger("").post("/api/v1/auth/register", &new).await;
    answer.refused(422, "invalid");
    let fields = answer.json()["fields"].clone();
    let paths: Vec<String> = fields.as_array().unwrap().iter().map(|f| text(&f["path"])).collect();
    assert_eq!(paths, ["company", "subdomain", "email", "password"]);
    let taken = json!({"company": "Acme two", "subdomain": "acme", "country": "SA",
        "name": "Amina", "email": "a@b.example", "password": "copper kettle 19"});
    t.stranger("").post("/api/v1/auth/register", &taken).await.refused(409, "subdomain_taken");
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from tenants").await, 2);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_person_get_the_same_answer() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    let wrong = login(&client, "owner@acme.example", "not the password").await;
    let unknown = login(&client, "nobody@acme.example", PASSWORD).await;
    let elsewhere = login(&t.stranger("padma"), "owner@acme.example", PASSWORD).await;
    for answer in [&wrong, &unknown, &elsewhere] {
        answer.refused(401, "sign_in_failed");
    }
    assert_eq!(wrong.json()["detail"], unknown.json()["detail"]);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_waiting_helps() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    for _ in 0..10 {
        login(&client, "owner@acme.example", "guess").await.refused(401, "sign_in_failed");
    }
    let slowed = login(&client, "owner@acme.example", PASSWORD).await;
    slowed.refused(429, "too_many");
    assert_eq!(slowed.header("retry-after"), Some("30"));
    t.app.clock().advance(Duration::from_secs(30));
    let _ = login(&client, "owner@acme.example", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn an_access_token_ends_after_a_quarter_of_an_hour_and_is_good_in_one_company_only() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.get("/api/v1/auth/me").await.expect(200);
    owner.clone().at("padma").get("/api/v1/auth/me").await.refused(401, "token_refused");
    t.app.clock().advance(Duration::from_secs(15 * 60 + 31));
    owner.get("/api/v1/auth/me").await.refused(401, "token_refused");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_second_use_ends_the_sign_in() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    let first = login(&client, "owner@acme.example", PASSWORD).await.expect(200).json();
    let first = json!({"refresh_token": first["refresh_token"]});
    let second = client.post("/api/v1/auth/refresh", &first).await.expect(200).json();
    let second = json!({"refresh_token": second["refresh_token"]});
    client.post("/api/v1/auth/refresh", &first).await.refused(401, "refresh_refused");
    client.post("/api/v1/auth/refresh", &second).await.refused(401, "refresh_refused");
}

#[tokio::test]
async fn signing_out_by_the_api_ends_the_refresh_token() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    let pair = login(&client, "owner@acme.example", PASSWORD).await.expect(200).json();
    let token = json!({"refresh_token": pair["refresh_token"]});
    let _ = client.post("/api/v1/auth/logout", &token).await.expect(204);
    client.post("/api/v1/auth/refresh", &token).await.refused(401, "refresh_refused");
}

fn cookie(answer: &Answer) -> String {
    let mut all = answer.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
    let found = all.rfind(|c| c.starts_with("session="));
    found.and_then(|c| c.split(';').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_page_session_is_a_careful_cookie_that_ends_with_signing_out() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    let _ = client.get("/login").await.expect(200);
    let fields =
        [("email", "owner@acme.example"), ("password", PASSWORD), ("next", "//evil.example")];
    let answer = client.post_form("/login", &fields).await.expect(303);
    assert_eq!(answer.header("location"), Some("/admin"));
    let set = answer.header("set-cookie").unwrap_or_default().to_owned();
    assert!(set.contains("; HttpOnly; SameSite=Lax") && !set.contains("Domain"), "{set}");
    let signed_in = client.clone().with_header("cookie", &cookie(&answer));
    let _ = signed_in.get("/api/v1/auth/me").await.expect(200);
    let foreign = signed_in.clone().with_header("sec-fetch-site", "same-site");
    let _ = foreign.post("/logout", &json!({})).await.expect(403);
    let _ = signed_in.get("/api/v1/auth/me").await.expect(200);
    let _ = signed_in.post_form("/logout", &[]).await.expect(303);
    signed_in.get("/api/v1/auth/me").await.refused(401, "sign_in_required");
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_for_a_week() {
    let t = TestApp::start().await;
    let client = t.stranger("acme");
    let fields = [("email", "owner@acme.example"), ("password", PASSWORD)];
    let answer = client.post_form("/login", &fields).await.expect(303);
    t.app.clock().advance(Duration::from_secs(7 * 24 * 3600 + 1));
    let late = client.with_header("cookie", &cookie(&answer));
    late.get("/api/v1/auth/me").await.refused(401, "sign_in_required");
}

#[tokio::test]
async fn what_has_ended_is_swept_away_at_night() {
    const DAY: Duration = Duration::from_secs(24 * 3600);
    let t = TestApp::start().await;
    // Signed in anew each time: a token lasts a quarter of an hour.
    let make = async |key: &str, code: &str| {
        let stranger = t.stranger("acme");
        let signed_in = login(&stranger, "owner@acme.example", PASSWORD).await.expect(200).json();
        let token = format!("Bearer {}", text(&signed_in["access_token"]));
        let owner = stranger.with_header("authorization", &token);
        let new = json!({"code": code, "name": {"en": code}});
        owner.with_header("idempotency-key", key).post("/api/v1/warehouses", &new).await
    };
    let fields = [("email", "owner@acme.example"), ("password", PASSWORD)];
    let _ = t.stranger("acme").post_form("/login", &fields).await.expect(303);
    let first = make("first", "OLD").await.expect(201).json();
    t.app.clock().advance(20 * DAY);
    let _ = make("second", "NEW").await.expect(201);
    t.app.clock().advance(9 * DAY);
    t.night("acme", "sessions.sweep").await;
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from sessions").await, 1);
    // For a month the answer is given again, and then the command is a new one.
    assert_eq!(make("first", "OLD").await.expect(201).json(), first);
    t.app.clock().advance(2 * DAY);
    t.night("acme", "sessions.sweep").await;
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from sessions").await, 0);
    let kept = "select string_agg(key, ' ') from idempotency_keys where key in ('first', 'second')";
    assert_eq!(t.scalar::<String>("acme", kept).await, "second");
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_be_careful() {
    let t = TestApp::start().await;
    let answer = t.stranger("acme").with_header("x-request-id", "trace-0001").get("/login").await;
    assert_eq!(answer.header("x-request-id"), Some("trace-0001"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn the_language_is_the_one_chosen_then_the_one_asked_for_then_the_companys() {
    let t = TestApp::start().await;
    let padma = t.stranger("padma");
    let lang = |answer: Answer| answer.text().split("lang=\"").nth(1).map(|s| s[..2].to_owned());
    assert_eq!(lang(padma.get("/login").await).as_deref(), Some("bn"));
    let asking = padma.clone().with_header("accept-language", "ar-SA,ar;q=0.9");
    assert_eq!(lang(asking.get("/login").await).as_deref(), Some("ar"));
    let chosen = asking.with_header("cookie", "lang=en");
    assert_eq!(lang(chosen.get("/login").await).as_deref(), Some("en"));
    let answer = padma.get("/language/ar?next=/login").await.expect(303);
    assert_eq!(answer.header("location"), Some("/login"));
}
