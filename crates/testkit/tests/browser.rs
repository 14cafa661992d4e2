//! What the browser kit promises, tried on a page of its own.
#![allow(clippy::unwrap_used, missing_docs)]

use axum::Router;
use axum::response::Html;
use axum::routing::{get, post};
use http::header::CONTENT_SECURITY_POLICY;
use testkit::Browser;

const HEAD: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title>\
     <link rel=icon href='data:,'></head><body><main><h1>A page</h1>";

const FORM: &str = "<form method=post action=/done><label>Name <input name=name></label>\
     <label for=kind>Kind</label><select id=kind name=kind><option>Fish</option>\
     <option>Shrimp</option></select><button>Save</button></form>";

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://acme.localhost:{}", listener.local_addr().unwrap().port());
    let router = Router::new()
        .route("/form", get(|| async { Html(format!("{HEAD}{FORM}</main>")) }))
        .route("/done", post(|body: String| async move { Html(format!("{HEAD}{body}</main>")) }))
        .route("/nameless", get(|| async { Html(format!("{HEAD}<input></main>")) }))
        .route(
            "/inline",
            get(|| async {
                let policy = [(CONTENT_SECURITY_POLICY, "default-src 'self'; img-src data:")];
                (policy, Html(format!("{HEAD}<p style='color: red'>Red</p></main>")))
            }),
        );
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn a_form_is_filled_and_sent_with_the_mouse() {
    let Some(b) = Browser::start().await else { return };
    b.open(&format!("{}/form", serve().await)).await;
    b.fill("Name", "Rohu & Katla").await;
    b.choose("Kind", "Shrimp").await;
    assert_eq!(b.value("Name").await, "Rohu & Katla");
    b.press_button("Save").await;
    b.wait_for_url("/done").await;
    b.wait_for_text("name=Rohu+%26+Katla&kind=Shrimp").await;
    assert_eq!(b.transferred().len(), 2);
}

#[tokio::test]
async fn a_form_is_filled_and_sent_with_the_keyboard() {
    let Some(b) = Browser::start().await else { return };
    b.open(&format!("{}/form", serve().await)).await;
    b.tab_to("textbox", "Name").await;
    b.keys("Tilapia 7").await;
    b.tab_to("button", "Save").await;
    b.key("Enter").await;
    b.wait_for_text("name=Tilapia+7&kind=Fish").await;
}

#[tokio::test]
async fn a_field_without_a_name_is_a_violation_and_a_proper_form_is_none() {
    let Some(b) = Browser::start().await else { return };
    let url = serve().await;
    b.open(&format!("{url}/form")).await;
    assert_eq!(b.axe().await, Vec::<String>::new());
    b.open(&format!("{url}/nameless")).await;
    let found = b.axe().await;
    assert!(found.len() == 1 && found[0].starts_with("label"), "{found:?}");
}

#[tokio::test]
async fn an_inline_style_against_the_policy_is_a_complaint() {
    let Some(b) = Browser::start().await else { return };
    b.open(&format!("{}/inline", serve().await)).await;
    let complaints = b.take_complaints();
    assert!(complaints.len() == 1 && complaints[0].contains("inline style"), "{complaints:?}");
}
