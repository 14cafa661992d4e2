//! An order for those who use no mouse: every key below is a real one, and nothing is clicked.

use base::Lang;
use serde_json::json;
use testkit::{Browser, PASSWORD, TestApp};

use super::person::Person;
use super::shop;
use super::telling::{RIYADH, SKUS};

#[tokio::test]
async fn an_order_of_three_lines_is_entered_by_keyboard_alone() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let owner = t.as_user("acme", "owner").await;
    shop::stock_list(&owner).await;
    for (sku, (quantity, cost)) in SKUS.iter().zip(RIYADH.received) {
        t.stock("acme", sku, quantity, cost).await;
    }
    let customer = t.customer("acme", "Corner Boutique").await;
    t.run_jobs().await;
    let p = Person::new(&t, &b, "by-keyboard", Lang::En).await;
    sign_in(&t, &p).await;
    begin(&p).await;
    write_lines(&p).await;
    b.key("Control+s").await;
    p.see(&p.about("orders-confirmed", "SO-2026-00001")).await;
    p.look("confirmed").await;
    p.assert_nothing_in_the_way();

    let url = b.url().await;
    let id = url.rsplit('/').next().unwrap();
    let order = owner.get(&format!("/api/v1/orders/{id}")).await.expect(200).json();
    assert_eq!(order["customer"]["id"], customer["id"]);
    assert_eq!((&order["state"], &order["reference"]), (&json!("confirmed"), &json!("by phone")));
    let lines: Vec<_> = order["lines"].as_array().unwrap().iter().map(line).collect();
    let wanted = [
        json!([SKUS[0], "3", "49.95", "0", "149.85"]),
        json!([SKUS[1], "2", "60", "0.1", "108.00"]),
        json!([SKUS[2], "1", "80", "0", "80.00"]),
    ];
    assert_eq!(lines, wanted);
    let sums = ["net", "tax", "gross"].map(|sum| order[sum]["amount"].clone());
    assert_eq!(sums, RIYADH.sums);
    t.run_jobs().await;
}

fn line(line: &serde_json::Value) -> serde_json::Value {
    let part = |key: &str| &line[key];
    json!([
        part("sku"),
        part("quantity"),
        part("unit_price"),
        part("discount"),
        line["net"]["amount"]
    ])
}

async fn sign_in(t: &TestApp, p: &Person<'_>) {
    p.b.open(&format!("{}/login", t.url("acme"))).await;
    p.b.wait_for_focus("Email").await;
    p.b.keys("sales@acme.example").await;
    p.b.key("Tab").await;
    p.b.wait_for_focus("Password").await;
    p.b.keys(PASSWORD).await;
    p.b.key("Enter").await;
    p.b.wait_for_url("/admin").await;
}

/// To the orders, a new one, its customer and reference.
async fn begin(p: &Person<'_>) {
    p.b.keys("go").await;
    p.b.wait_for_url("/admin/orders").await;
    p.b.key("c").await;
    p.b.wait_for_url("/admin/orders/new").await;
    p.b.wait_for_focus("Customer").await;
    p.b.keys("corner").await;
    p.b.option("Corner Boutique").await;
    p.b.key("Enter").await;
    assert_eq!(p.b.value("Customer").await, "Corner Boutique");
    p.b.tab_to_field("Reference").await;
    p.b.keys("by phone").await;
    p.b.tab_to_field("Product").await;
}

async fn write_lines(p: &Person<'_>) {
    // What was found is chosen by Enter; the cursor goes to the quantity.
    p.b.keys("ocean").await;
    p.b.option("Ocean Blue Shirt").await;
    p.b.key("Enter").await;
    p.b.wait_for_focus("Quantity").await;
    p.b.keys("3").await;
    p.b.key("Tab").await;
    p.b.wait_for_focus("Price").await;
    p.b.keys("49.95").await;
    // Enter in the last line begins another. Arrows go through what was found.
    p.b.key("Enter").await;
    p.b.wait_for_focus("Product").await;
    p.b.keys("varsity").await;
    p.b.option("Classic Varsity Top – Small").await;
    arrow_to(p, "Classic Varsity Top – Small").await;
    p.look("choices").await;
    p.b.key("Enter").await;
    p.b.wait_for_focus("Quantity").await;
    p.b.keys("2").await;
    p.b.key("Tab").await;
    p.b.key("Tab").await;
    p.b.wait_for_focus("Discount %").await;
    p.b.keys("10").await;
    p.b.key("Enter").await;
    p.b.wait_for_focus("Product").await;
    // A scanner types the code and Enter at once.
    p.b.keys(SKUS[2]).await;
    p.b.key("Enter").await;
    p.b.wait_for_focus("Quantity").await;
    p.b.keys("4").await;
    // To the line above, and back to mend this one.
    p.b.key("Control+ArrowUp").await;
    assert_eq!(focused_value(p).await, "2");
    p.b.key("Control+ArrowDown").await;
    assert_eq!(focused_value(p).await, "4");
    p.b.keys("1").await;
    // A fourth line is begun by mistake; taking it away leads back to the third.
    p.b.key("Enter").await;
    p.b.wait_for_focus("Product").await;
    p.b.tab_to("button", "Remove line").await;
    p.b.key("Enter").await;
    p.b.wait_for_focus("Product").await;
    assert_eq!(focused_value(p).await, "Yellow Wool Jumper");
    p.see(&p.money(RIYADH.sums[2])).await;
    assert_eq!(p.sums().await, RIYADH.sums.map(|sum| p.money(sum)));
    assert_eq!(p.b.texts("[data-fill]").await, RIYADH.lines.map(|net| p.amount(net)));
    p.look("three-lines").await;
}

/// What is marked in the list that is open.
const MARKED: &str = "[role=listbox]:not([hidden]) [aria-selected=true] bdi:first-child";

/// Down once, then up until this choice is marked: the list goes round.
async fn arrow_to(p: &Person<'_>, choice: &str) {
    p.b.key("ArrowDown").await;
    for _ in 0..10 {
        let marked = p.b.texts(MARKED).await;
        if marked == [choice] {
            return;
        }
        p.b.key("ArrowUp").await;
    }
    panic!("the arrows never reached “{choice}”");
}

async fn focused_value(p: &Person<'_>) -> String {
    let value = p.b.eval("document.activeElement.value").await;
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_browser_tells_of_every_error_and_of_requests_without_an_answer() {
    let Some(b) = Browser::start().await else { return };
    b.open("about:blank").await;
    assert_eq!(b.take_complaints(), Vec::<String>::new());
    b.eval("console.error('said so')").await;
    b.eval("new Promise(done => { setTimeout(done, 50); setTimeout(() => { throw 'thrown' }) })")
        .await;
    b.eval("fetch('http://localhost:1/nobody').catch(() => 0)").await;
    let told = b.take_complaints().join("\n");
    for what in ["said so", "thrown", "no answer: net::ERR_UNSAFE_PORT http://localhost:1"] {
        assert!(told.contains(what), "nothing of “{what}” in {told}");
    }
}
