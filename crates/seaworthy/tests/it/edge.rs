//! What surrounds every request: the slash, health, sizes, compression, the API's document.

use http::Method;
use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn a_trailing_slash_is_accepted_everywhere() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    for path in ["/api/v1/auth/me", "/api/v1/users", "/admin", "/api/v1/health"] {
        let (bare, slash) = (owner.get(path).await, owner.get(&format!("{path}/?q=")).await);
        assert_eq!((bare.status, slash.status), (200, 200), "{path}");
    }
}

#[tokio::test]
async fn a_head_request_gets_the_headers_alone() {
    let t = TestApp::start().await;
    let answer = t.stranger("acme").call(Method::HEAD, "/login").await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.is_empty());
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
}

#[tokio::test]
async fn an_unknown_address_and_an_unknown_method_are_problems() {
    let t = TestApp::start().await;
    let stranger = t.stranger("acme");
    stranger.get("/api/v1/nothing").await.refused(404, "not_found");
    stranger.delete("/api/v1/auth/login").await.refused(405, "method_not_allowed");
    let page = stranger.get("/nothing").await.expect(404);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
}

#[tokio::test]
async fn health_tells_how_each_part_is() {
    let t = TestApp::start().await;
    let answer = t.stranger("").get("/api/v1/health/").await.expect(200);
    let health = answer.json();
    assert_eq!(health["status"], "healthy");
    for (part, state) in [("database", "up"), ("migrations", "done"), ("files", "up")] {
        assert_eq!(health["parts"][part]["state"], state);
    }
    assert!(health["parts"]["database"]["latency_ms"].is_number());
    let _ = t.stranger("").get("/livez").await.expect(200);
    let _ = t.stranger("").get("/readyz").await.expect(200);
}

#[tokio::test]
async fn a_program_that_stops_is_alive_but_not_ready() {
    let t = TestApp::start().await;
    t.app.set_draining();
    let stranger = t.stranger("");
    let _ = stranger.get("/livez").await.expect(200);
    let _ = stranger.get("/readyz").await.expect(503);
    assert_eq!(stranger.get("/api/v1/health").await.expect(503).json()["status"], "unhealthy");
    // Requests under way, and those that still come in, are answered.
    let _ = t.stranger("acme").get("/login").await.expect(200);
}

#[tokio::test]
async fn health_answers_while_the_database_is_away() {
    let t = TestApp::start().await;
    t.app.pool().close().await;
    t.leave_jobs();
    let stranger = t.stranger("");
    let _ = stranger.get("/livez").await.expect(200);
    let _ = stranger.get("/readyz").await.expect(503);
    let health = stranger.get("/api/v1/health").await.expect(503).json();
    assert_eq!(health["parts"]["database"]["state"], "down");
    let page = t.stranger("acme").get("/admin").await;
    assert!(matches!(page.status, 500 | 503), "{}", page.status);
}

#[tokio::test]
async fn metrics_count_by_template_and_stay_at_home() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.get("/api/v1/orders/01990000-0000-7000-8000-000000000000").await;
    let text = t.stranger("").get("/metrics").await.expect(200).text();
    let wanted = [
        "seaworthy_http_requests_total{method=\"GET\",route=\"/api/v1/orders/{id}\",\
         status=\"404\"}",
        "seaworthy_http_request_duration_seconds_bucket{method=\"POST\",\
         route=\"/api/v1/auth/login\"",
        "seaworthy_database_connections{state=\"idle\"}",
        "seaworthy_jobs_waiting ",
        "seaworthy_jobs_dead ",
        "seaworthy_build_info{version=",
    ];
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(!text.contains("01990000"), "an address became a label");
    let proxied = t.stranger("").with_header("x-forwarded-for", "203.0.113.9");
    let _ = proxied.get("/metrics").await.expect(404);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let heavy = json!({ "name": "x".repeat(5 * 1024 * 1024) });
    owner.post("/api/v1/customers", &heavy).await.refused(413, "body_too_large");
}

#[tokio::test]
async fn text_is_compressed_and_assets_are_not_compressed_again() {
    let t = TestApp::start().await;
    let browser = t.stranger("acme").with_header("accept-encoding", "gzip, br");
    let page = browser.get("/login").await.expect(200);
    assert_eq!(page.header("content-encoding"), Some("br"));
    let asset = browser.get(base::assets::url("app.css")).await.expect(200);
    assert_eq!(asset.header("content-encoding"), Some("br"));
    let known = base::assets::find(base::assets::url("app.css")).unwrap();
    assert_eq!(asset.body.len(), known.br.unwrap().len());
}

#[tokio::test]
async fn the_api_document_can_be_read_under_a_strict_policy() {
    let t = TestApp::start().await;
    let document = t.stranger("").get("/api/openapi.json").await.expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/api/v1/auth/login"]["post"].is_object());
    let page = t.stranger("acme").get("/api/docs").await.expect(200);
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-eval"), "{policy}");
    assert!(!page.text().contains("https://"), "the page loads something from elsewhere");
}
