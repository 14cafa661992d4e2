//! A journal of ten lines for those who use no mouse: every key below is a real one.

use base::Lang;
use serde_json::json;
use testkit::{Browser, TestApp};

use super::person::Person;

/// Code, what the choice is called, debit.
const LINES: [(&str, &str, &str); 9] = [
    ("6000", "6000 · Salaries and wages", "1200.50"),
    ("6100", "6100 · Rent", "900"),
    ("6200", "6200 · Utilities", "75.25"),
    ("6300", "6300 · Freight and delivery", "40"),
    ("6400", "6400 · Marketing", "310"),
    ("6500", "6500 · Bank charges", "12.75"),
    ("6600", "6600 · Depreciation", "58"),
    ("6800", "6800 · Other expenses", "3.50"),
    ("1450", "1450 · Prepaid expenses", "100"),
];

#[tokio::test]
async fn a_journal_of_ten_lines_is_entered_by_keyboard_alone() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let p = Person::new(&t, &b, "journal-by-keyboard", Lang::En).await;
    p.sit_down(&t, "accountant").await;
    b.keys("gj").await;
    b.wait_for_url("/admin/journals").await;
    p.listening().await;
    b.key("c").await;
    b.wait_for_url("/admin/journals/new").await;
    p.listening().await;
    b.wait_for_focus("Subject").await;
    b.keys("Costs of March").await;
    b.tab_to_field("Account").await;
    for (code, label, debit) in LINES {
        b.keys(code).await;
        b.option(label).await;
        b.key("Enter").await;
        b.wait_for_focus("Debit").await;
        b.keys(debit).await;
        // Enter goes to the beginning of an empty line, and begins one after the last.
        b.key("Enter").await;
        b.wait_for_focus("Account").await;
    }
    b.keys("1100").await;
    b.option("1100 · Bank").await;
    b.key("Enter").await;
    b.wait_for_focus("Debit").await;
    b.key("Tab").await;
    b.wait_for_focus("Credit").await;
    // What is missing, without arithmetic.
    b.keys("=").await;
    b.key("Tab").await;
    let filled = "new Promise(done => { const look = () =>
        document.querySelector('[name=\"lines[9][credit]\"]').value === '2700.00'
            ? done(0) : setTimeout(look, 20); look(); })";
    b.eval(filled).await;
    let sums = ["2700.00", "2700.00", "0.00"].map(|sum| p.money(sum));
    assert_eq!(p.sums().await, sums);
    let credit = b.eval("document.querySelector('[name=\"lines[9][credit]\"]').value").await;
    assert_eq!(credit.as_str(), Some("2700.00"));
    b.key("Control+s").await;
    p.see(&p.about("journals-posted", "JE-2026-00001")).await;
    p.look("posted").await;
    p.assert_nothing_in_the_way();

    let url = b.url().await;
    let id = url.rsplit('/').next().unwrap();
    let clerk = t.as_user("acme", "accountant").await;
    let journal = clerk.get(&format!("/api/v1/journals/{id}")).await.expect(200).json();
    assert_eq!((&journal["state"], &journal["memo"]), (&json!("posted"), &json!("Costs of March")));
    let lines = journal["lines"].as_array().unwrap();
    let found: Vec<&str> = lines.iter().map(|line| line["code"].as_str().unwrap()).collect();
    let codes: Vec<&str> = LINES.iter().map(|(code, ..)| *code).chain(["1100"]).collect();
    assert_eq!(found, codes);
    assert_eq!(lines[9]["credit"]["amount"], "2700.00");
    t.leave_jobs();
}
