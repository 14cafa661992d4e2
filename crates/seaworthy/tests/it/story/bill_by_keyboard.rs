//! A bill of ten lines for those who use no mouse: every key below is a real one. And the keys
//! themselves: each leads to one place.

use std::collections::BTreeMap;

use base::Lang;
use serde_json::json;
use testkit::{Browser, TestApp};

use super::buying::SUPPLIER;
use super::person::Person;

/// Words, account, quantity, price, net. The sum is 2,387.50.
const LINES: [(&str, &str, &str, &str, &str); 10] = [
    ("Temporary help", "6000", "8", "55.5", "444.00"),
    ("Store room", "6100", "1", "900", "900.00"),
    ("Water and power", "6200", "1", "75.25", "75.25"),
    ("Lorry to Jeddah", "6300", "2", "120", "240.00"),
    ("Flyers", "6400", "500", "0.31", "155.00"),
    ("Transfer fee", "6500", "3", "4.25", "12.75"),
    ("Cleaning", "6800", "4", "22.5", "90.00"),
    ("Ladder", "1500", "1", "310", "310.00"),
    ("Insurance to June", "1450", "1", "100", "100.00"),
    ("Cups", "6800", "11", "5.5", "60.50"),
];

#[tokio::test]
async fn a_bill_of_ten_lines_is_entered_by_keyboard_alone() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.post("/api/v1/suppliers", &json!({ "name": SUPPLIER })).await.expect(201);
    t.run_jobs().await;
    let p = Person::new(&t, &b, "bill-by-keyboard", Lang::En).await;
    p.sit_down(&t, "accountant").await;
    begin(&p).await;
    for (n, (words, code, quantity, price, _)) in LINES.into_iter().enumerate() {
        if n > 0 {
            // Enter in the last line begins another.
            b.key("Enter").await;
        }
        b.wait_for_focus("Description").await;
        b.keys(words).await;
        b.key("Tab").await;
        b.wait_for_focus("Account").await;
        // A list of choices goes to the one whose beginning is typed.
        b.keys(code).await;
        b.key("Tab").await;
        b.wait_for_focus("Quantity").await;
        b.keys(quantity).await;
        b.key("Tab").await;
        b.wait_for_focus("Price").await;
        b.keys(price).await;
    }
    p.look("ten-lines").await;
    b.key("Control+s").await;
    p.see(&p.about("purchasing-bill-posted", "BILL-2026-00001")).await;
    p.look("posted").await;
    p.assert_nothing_in_the_way();

    let url = b.url().await;
    let id = url.rsplit('/').next().unwrap();
    let bill = owner.get(&format!("/api/v1/bills/{id}")).await.expect(200).json();
    let accounts = owner.get("/api/v1/accounts").await.expect(200).json();
    let code = |id: &serde_json::Value| {
        let mut all = accounts["items"].as_array().unwrap().iter();
        all.find(|account| account["id"] == *id).unwrap()["code"].clone()
    };
    let lines = bill["lines"].as_array().unwrap().iter();
    let found: Vec<_> = lines
        .map(|l| json!([l["description"], code(&l["account_id"]), l["net"]["amount"]]))
        .collect();
    let wanted = LINES.map(|(words, code, _, _, net)| json!([words, code, net]));
    assert_eq!(found, wanted);
    let head = [&bill["supplier_number"], &bill["net"]["amount"], &bill["state"]];
    assert_eq!(head, [&json!("GN-10"), &json!("2387.50"), &json!("posted")]);
    t.run_jobs().await;
    t.verify("acme").await;
}

/// To the bills, a new one, whose it is and its number.
async fn begin(p: &Person<'_>) {
    p.b.keys("gb").await;
    p.b.wait_for_url("/admin/bills").await;
    p.listening().await;
    p.b.key("c").await;
    p.b.wait_for_url("/admin/bills/new").await;
    p.listening().await;
    p.b.wait_for_focus("Supplier").await;
    p.b.keys("gulf").await;
    p.b.option(SUPPLIER).await;
    p.b.key("Enter").await;
    assert_eq!(p.b.value("Supplier").await, SUPPLIER);
    p.b.tab_to("button", "Go on").await;
    p.b.key("Enter").await;
    p.b.wait_for_url("supplier=").await;
    p.listening().await;
    p.b.wait_for_focus("Supplier’s number").await;
    p.b.keys("GN-10").await;
    p.b.tab_to_field("Description").await;
}

#[tokio::test]
async fn every_letter_leads_to_one_place() {
    let t = TestApp::start().await;
    let mut places: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for item in t.app.capabilities().iter().flat_map(|capability| &capability.navigation) {
        if let Some(letter) = item.shortcut {
            places.entry(letter).or_default().push(item.href);
        }
    }
    let several: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(several.is_empty(), "{several:?}");
}

#[tokio::test]
async fn every_word_of_the_menu_leads_to_one_place() {
    let t = TestApp::start().await;
    let tenant = t.app.installation();
    for lang in Lang::ALL {
        let l = t.app.l(&tenant, lang);
        let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for item in t.app.capabilities().iter().flat_map(|capability| &capability.navigation) {
            places.entry(l.t(item.label)).or_default().push(item.href);
        }
        let several: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
        assert!(several.is_empty(), "{lang:?}: {several:?}");
    }
}
