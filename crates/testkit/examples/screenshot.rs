//! Takes the README's picture: the dashboard of the running demo's first company, in English.
//! `cargo xtask screenshot` runs this.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use serde_json::Value;
use testkit::Browser;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(demo), Some(picture)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: screenshot path/to/demo.json path/to/picture.png");
        std::process::exit(2);
    };
    let demo: Value = match std::fs::read(&demo).map(|json| serde_json::from_slice(&json)) {
        Ok(Ok(demo)) => demo,
        _ => {
            eprintln!("{} cannot be read: start the demo first, cargo run -- demo", demo.display());
            std::process::exit(1);
        }
    };
    let company = &demo["tenants"][0];
    let text = |key: &str| company[key].as_str().unwrap_or_default().to_owned();
    let Some(b) = Browser::start().await else { std::process::exit(1) };
    b.resize(1360, 900, 1.5).await;
    b.open(&format!("{}/language/en?next=/login", text("url").trim_end_matches('/'))).await;
    b.fill("Email", &text("owner_email")).await;
    b.fill("Password", &text("password")).await;
    b.press_button("Sign in").await;
    b.wait_for_url("/admin").await;
    std::fs::write(&picture, b.window_picture().await).unwrap();
    println!("{}", picture.display());
}
