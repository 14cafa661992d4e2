//! The end of a month by the API: the checklist is worked off until nothing is left on it, the
//! month is closed with no word of excuse, and nothing gets behind the close.

use base::Lang;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::balance;
use super::buying::{self, journal};
use super::closing::{self, BALANCE, BILL, February, LEFT, RESULT, SHEET, entries, left};

#[tokio::test]
async fn an_accountant_works_the_list_off_and_closes_the_month() {
    let t = TestApp::start().await;
    let feb = closing::february(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    assert_eq!(left(&clerk).await, LEFT);
    let close = "/api/v1/periods/2026-02/close";
    clerk.post(close, &json!({})).await.refused(422, "close_blocked");

    let order = format!("/api/v1/orders/{}/invoices", text(&feb.order["id"]));
    let _ = clerk.post(&order, &json!({})).await.expect(201);
    assert_eq!(left(&clerk).await, LEFT[1..]);
    billed(&clerk, &feb).await;
    assert_eq!(left(&clerk).await, LEFT[2..]);
    let draft = format!("/api/v1/journals/{}/post", text(&feb.draft["id"]));
    let _ = clerk.post(&draft, &json!({})).await.expect(200);
    assert_eq!(left(&clerk).await, LEFT[3..]);
    reconciled(&clerk, &feb.bank).await;
    assert_eq!(left(&clerk).await, Vec::<String>::new());

    let closed = clerk.post(close, &json!({})).await.expect(200).json();
    assert_eq!((&closed["closed"], &closed["closed_by"]), (&json!(true), &json!("accountant")));
    let before = entries(&t).await;
    let late = journal("2026-02-27", "Forgotten", "6100", "1100", "7.00");
    clerk.post("/api/v1/journals", &late).await.refused(422, "period_closed");
    assert_eq!(entries(&t).await, before);

    let days = "from=2026-02-01&to=2026-02-28";
    report(&t, &clerk, &format!("profit-and-loss?{days}"), RESULT).await;
    report(&t, &clerk, "balance-sheet?to=2026-02-28", SHEET).await;
    t.run_jobs().await;
    t.verify("acme").await;
    balance::by_api(&clerk, BALANCE).await;
}

async fn billed(clerk: &Client, feb: &February) {
    let line = json!({ "receipt_id": feb.receipt["id"], "receipt_line": 1, "quantity": "20",
        "unit_price": "4" });
    let bill = json!({ "supplier_id": feb.supplier["id"], "supplier_number": "R-20",
        "bill_date": "2026-02-28", "lines": [line] });
    let bill = clerk.post("/api/v1/bills", &bill).await.expect(201).json();
    assert_eq!(bill["state"], "posted");
    assert_eq!(["net", "tax", "gross"].map(|sum| text(&bill[sum]["amount"])), BILL);
}

/// Two lines are what they seem to be; the fee is booked from the bank's side.
async fn reconciled(clerk: &Client, bank: &Value) {
    let home = format!("/api/v1/bank-accounts/{}", text(&bank["id"]));
    let found = clerk.get(&format!("{home}/suggestions")).await.expect(200).json();
    let found = found["items"].as_array().unwrap();
    for open in &found[..2] {
        let both = json!({ "lines": [open["line"]["id"]], "book": open["suggestion"]["book"] });
        let _ = clerk.post(&format!("{home}/matches"), &both).await.expect(201);
    }
    assert_eq!(found[2]["suggestion"], Value::Null);
    let fees = buying::account(clerk, "6500").await;
    let entry = json!({ "parts": [{ "account_id": fees["id"] }], "confirm": true });
    let path = format!("/api/v1/bank-lines/{}/entry", text(&found[2]["line"]["id"]));
    let _ = clerk.post(&path, &entry).await.expect(200);
    let finish = json!({ "to_date": "2026-02-28" });
    let done = clerk.post(&format!("{home}/reconciliations"), &finish).await.expect(201).json();
    assert_eq!(done["statement_balance"], 408_750);
}

/// The sums of a report of February, by their names.
async fn report(t: &TestApp, clerk: &Client, path: &str, wanted: &[(&str, &str)]) {
    let l = t.app.l(&t.system("acme").await.tenant, Lang::En);
    let reader = clerk.clone().with_header("accept-language", "en");
    let sheet = reader.get(&format!("/api/v1/reports/{path}")).await.expect(200).json();
    let rows = sheet["rows"].as_array().unwrap();
    for (key, amount) in wanted {
        let name = l.t(key);
        let row = rows.iter().filter(|row| row["role"] != "heading");
        let found: Vec<&Value> = row
            .filter(|row| row["cells"][0]["value"] == name)
            .map(|row| &row["cells"][1]["value"]["amount"])
            .collect();
        assert_eq!(found, [amount], "{name} in {path}");
    }
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}
