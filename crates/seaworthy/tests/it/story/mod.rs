//! Stories across capabilities: the program as people and programs use it, from the outside.

use testkit::{Browser, PASSWORD, TestApp};

mod accessibility;
mod balance;
mod bill_by_keyboard;
mod buying;
mod by_keyboard;
mod closing;
mod journal_by_keyboard;
mod month_end_api;
mod month_end_browser;
mod person;
mod procure_to_pay_api;
mod procure_to_pay_browser;
mod quote_to_cash_api;
mod quote_to_cash_browser;
mod shop;
mod telling;
mod walk;
mod world;

/// Signs somebody in at their company's door, whose pages are then in English.
async fn sign_in(b: &Browser, t: &TestApp, company: &str, role: &str) {
    b.open(&format!("{}/language/en?next=/login", t.url(company))).await;
    b.fill("Email", &format!("{role}@{company}.example")).await;
    b.fill("Password", PASSWORD).await;
    b.press_button("Sign in").await;
    b.wait_for_url("/admin").await;
}
