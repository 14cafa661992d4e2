//! Closing months and years: what may be closed when, what a close refuses, and the way back.

use base::Date;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::journals::{balance, entries, sar};
use crate::open_items::with_dollars;

/// Writes an entry of a day: debit, credit, amount.
async fn post(who: &Client, day: &str, debit: &str, credit: &str, amount: &str) -> Value {
    let lines = json!([
        { "account": debit, "debit": sar(amount) },
        { "account": credit, "credit": sar(amount) },
    ]);
    let journal = json!({ "memo": "Entry", "date": day, "lines": lines, "post": true });
    who.post("/api/v1/journals", &journal).await.expect(201).json()
}

async fn close(who: &Client, month: &str) -> testkit::Answer {
    who.post(&format!("/api/v1/periods/{month}/close"), &json!({})).await
}

async fn is_closed(who: &Client, month: &str) -> bool {
    let found = who.get(&format!("/api/v1/periods/{month}")).await.expect(200).json();
    found["month"]["closed"].as_bool().unwrap()
}

/// The rows of a month's checklist that are not in order.
async fn left(who: &Client, month: &str) -> Vec<String> {
    let found = who.get(&format!("/api/v1/periods/{month}?check=true")).await.expect(200).json();
    let rows = found["checklist"].as_array().unwrap().clone();
    let open = rows.iter().filter(|row| row["state"] != "done");
    open.map(|row| format!("{} {} {}", row["name"], row["state"], row["count"]).replace('"', ""))
        .collect()
}

#[tokio::test]
async fn months_are_closed_in_their_order_and_what_lies_before_the_books_with_them() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    post(&clerk, "2025-12-10", "1100", "3000", "500").await;
    post(&clerk, "2026-02-10", "6100", "1100", "40").await;
    let gap = close(&clerk, "2026-02").await;
    gap.refused(422, "month_gap");
    assert_eq!(gap.json()["facts"]["month"], "2025-12");
    close(&clerk, "2026-03").await.refused(422, "month_not_over");
    assert!(!is_closed(&clerk, "2026-02").await);

    let _ = close(&clerk, "2025-12").await.expect(200);
    assert!(is_closed(&clerk, "2025-11").await && is_closed(&clerk, "2025-01").await);
    close(&clerk, "2026-02").await.refused(422, "month_gap");
    let _ = close(&clerk, "2026-01").await.expect(200);
    let _ = close(&clerk, "2026-02").await.expect(200);
    close(&clerk, "2026-02").await.refused(409, "month_is_closed");

    // Nothing gets behind the close, not even into a month that nobody ever opened.
    let count = entries(&t).await;
    for day in ["2026-02-28", "2025-12-31", "2024-10-05"] {
        let late = json!({ "memo": "Late", "date": day, "post": true, "lines": [
            { "account": "6100", "debit": sar("1") },
            { "account": "1100", "credit": sar("1") } ] });
        clerk.post("/api/v1/journals", &late).await.refused(422, "period_closed");
    }
    assert_eq!(entries(&t).await, count);
    let none: i64 = t.scalar("acme", "select count(*) from journals where state = 'draft'").await;
    assert_eq!(none, 0);
    let kept: i64 = t
        .scalar("acme", "select count(*) from ledger_snapshots where period_end = '2026-02-28'")
        .await;
    assert_eq!(kept, 1);
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn a_month_is_opened_again_with_a_reason_and_with_those_after_it() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let manager = t.as_user("acme", "manager").await;
    post(&clerk, "2026-01-10", "1100", "3000", "500").await;
    for month in ["2026-01", "2026-02"] {
        let _ = close(&clerk, month).await.expect(200);
    }
    let at = "/api/v1/periods/2026-01/reopen";
    let why = json!({ "reason": "The bank sent a correction" });
    clerk.post(at, &why).await.refused(403, "not_permitted");
    manager.post(at, &json!({})).await.refused(422, "invalid");
    let later = manager.post(at, &why).await;
    later.refused(409, "month_later_closed");
    assert_eq!(later.json()["facts"]["last"], "2026-02");
    assert!(is_closed(&clerk, "2026-01").await && is_closed(&clerk, "2026-02").await);
    manager.post("/api/v1/periods/2026-03/reopen", &why).await.refused(409, "month_is_open");

    let all = json!({ "reason": "The bank sent a correction", "later": true });
    let _ = manager.post(at, &all).await.expect(200);
    assert!(!is_closed(&clerk, "2026-01").await && !is_closed(&clerk, "2026-02").await);
    let kept: i64 = t
        .scalar(
            "acme",
            "select count(*) from period_closings
             where action = 'reopen' and reason = 'The bank sent a correction'",
        )
        .await;
    assert_eq!(kept, 2);
    let log = manager.get("/api/v1/audit?action=periods.reopen").await.expect(200).json();
    let said = log["items"].as_array().unwrap();
    assert!(said.iter().all(|row| row["changes"]["reason"] == "The bank sent a correction"));
    assert_eq!(said.len(), 2);
    // What a month was closed with is for ever.
    for sql in ["update period_closings set reason = ''", "delete from period_closings"] {
        let mut tx = t.tx("acme").await;
        let refused = sqlx::query(sql).execute(tx.conn()).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
    t.leave_jobs();
}

#[tokio::test]
async fn a_locked_part_posts_nothing_while_the_others_do() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let at = "/api/v1/periods/2026-02";
    let both = json!({ "modules": ["sales", "ledger"] });
    let locked = clerk.post(&format!("{at}/lock"), &both).await.expect(200).json();
    let names: Vec<&Value> =
        locked["locks"].as_array().unwrap().iter().map(|lock| &lock["module"]).collect();
    assert_eq!(names, ["sales", "ledger"]);
    assert_eq!(locked["locks"][0]["by"], "accountant");
    let late = json!({ "memo": "Late", "date": "2026-02-28", "post": true, "lines": [
        { "account": "6100", "debit": sar("1") }, { "account": "1100", "credit": sar("1") } ] });
    let refused = clerk.post("/api/v1/journals", &late).await;
    refused.refused(422, "period_locked");
    assert_eq!(
        (refused.json()["facts"]["module"].clone(), entries(&t).await),
        (json!("ledger"), 0)
    );
    let _ =
        clerk.post(&format!("{at}/unlock"), &json!({ "modules": ["ledger"] })).await.expect(200);
    let _ = clerk.post("/api/v1/journals", &late).await.expect(201);
    t.as_user("acme", "sales").await.get(at).await.refused(403, "not_permitted");
    let other = t.as_user("padma", "owner").await;
    let theirs = other.get(at).await.expect(200).json();
    assert_eq!(theirs["month"]["locks"], json!([]));
    t.leave_jobs();
}

/// A draft that nobody finished, and goods that were not billed; the draft.
async fn february(t: &TestApp, clerk: &Client, manager: &Client) -> Value {
    let draft = json!({ "memo": "Rent", "date": "2026-02-20", "lines": [
        { "account": "6100", "debit": sar("900") },
        { "account": "1100", "credit": sar("900") } ] });
    let draft = clerk.post("/api/v1/journals", &draft).await.expect(201).json();
    t.product("acme", "ROPE", "10").await;
    let _ = manager.patch("/api/v1/settings/books", &json!({ "grni_days": 10 })).await.expect(200);
    let goods = json!({ "date": "2026-02-05",
        "lines": [{ "sku": "ROPE", "quantity": "20", "unit_cost": "4" }] });
    let _ = manager.post("/api/v1/stock/receipts", &goods).await.expect(201);
    draft
}

#[tokio::test]
async fn month_end() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let manager = t.as_user("acme", "manager").await;
    post(&clerk, "2026-02-03", "1100", "3000", "5000").await;
    let draft = february(&t, &clerk, &manager).await;
    assert_eq!(
        left(&clerk, "2026-02").await,
        ["closing_close_grni warn 1", "journals_close_drafts block 1"]
    );

    // Blocked, and nothing has changed.
    let refused = close(&clerk, "2026-02").await;
    refused.refused(422, "close_blocked");
    assert_eq!(refused.json()["facts"]["checks"], "journals_close_drafts");
    assert!(!is_closed(&clerk, "2026-02").await);
    let page = clerk.get("/admin/periods/2026-02").await.expect(200).text();
    assert!(page.contains("/admin/journals?open=true&amp;from=2026-02-01&amp;to=2026-02-28"));
    // Ten days to wait: what came by the 18th and is not billed, receipt by receipt.
    let unbilled = "/admin/goods-received-not-billed?until=2026-02-18";
    assert!(page.contains(unbilled), "{page}");
    let list = clerk.get(unbilled).await.expect(200).text();
    assert!(list.contains("GRN-2026-00001") && list.contains("Received by"), "{list}");
    let earlier = unbilled.replace("02-18", "02-04");
    assert!(!clerk.get(&earlier).await.expect(200).text().contains("GRN-2026-00001"));
    assert!(page.contains("One thing stands in the way") || page.contains("1 thing stands"));

    // Mended; what is done is locked meanwhile.
    let at = format!("/api/v1/journals/{}/post", draft["id"].as_str().unwrap());
    let _ = clerk.post(&at, &json!({})).await.expect(200);
    let parts = json!({ "modules": ["sales", "purchases", "stock"] });
    let _ = clerk.post("/api/v1/periods/2026-02/lock", &parts).await.expect(200);
    let late = json!({ "date": "2026-02-27",
        "lines": [{ "sku": "ROPE", "quantity": "1", "unit_cost": "4" }] });
    manager.post("/api/v1/stock/receipts", &late).await.refused(422, "period_locked");

    // A warning needs a sentence.
    let silent = close(&clerk, "2026-02").await;
    assert_eq!(silent.json()["fields"][0]["path"], "notes.closing_close_grni");
    let said = json!({ "notes": { "closing_close_grni": "The bill comes in March" } });
    let closed = clerk.post("/api/v1/periods/2026-02/close", &said).await.expect(200).json();
    assert_eq!((&closed["closed"], &closed["closed_by"]), (&json!(true), &json!("accountant")));
    let shown = clerk.get("/api/v1/periods/2026-02").await.expect(200).json();
    let rows = shown["history"][0]["checklist"].as_array().unwrap().clone();
    let grni = rows.iter().find(|row| row["name"] == "closing_close_grni").unwrap();
    assert_eq!(grni["note"], "The bill comes in March");

    // Nothing is posted behind the close, and nothing changes by trying.
    let before = (entries(&t).await, balance(&t, &clerk, "6100").await);
    let back = json!({ "memo": "Forgotten", "date": "2026-02-28", "post": true, "lines": [
        { "account": "6100", "debit": sar("7") }, { "account": "1100", "credit": sar("7") } ] });
    clerk.post("/api/v1/journals", &back).await.refused(422, "period_closed");
    manager.post("/api/v1/stock/receipts", &late).await.refused(422, "period_closed");
    assert_eq!((entries(&t).await, balance(&t, &clerk, "6100").await), before);
    assert_eq!(before.1, "900.00");

    // Open again, with a reason that the log shows.
    let why = json!({ "reason": "The landlord sent a correction" });
    let _ = manager.post("/api/v1/periods/2026-02/reopen", &why).await.expect(200);
    let _ = clerk.post("/api/v1/journals", &back).await.expect(201);
    assert_eq!(balance(&t, &clerk, "6100").await, "907.00");
    assert_log(&manager).await;
    let again = clerk.post("/api/v1/periods/2026-02/close", &said).await.expect(200).json();
    assert_eq!(again["closed"], true);
    t.run_jobs().await;
    t.verify("acme").await;
}

/// The log tells of every lock, the close and the reopening with its reason.
async fn assert_log(manager: &Client) {
    let log = manager.get("/api/v1/audit?action=periods").await.expect(200).json();
    let acts: Vec<&str> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        ["periods.reopen", "periods.close", "periods.lock", "periods.lock", "periods.lock"]
    );
    assert_eq!(log["items"][0]["changes"]["reason"], "The landlord sent a correction");
}

#[tokio::test]
async fn a_month_is_closed_in_the_browser_without_scripts() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    post(&clerk, "2026-02-03", "1100", "3000", "5000").await;
    let months = clerk.get("/admin/periods").await.expect(200).text();
    assert!(months.contains("/admin/periods/2026-02"), "{months}");
    let to = "/admin/periods/2026-02";
    let lock = clerk.post_form(&format!("{to}/lock"), &[("module", "sales")]).await.expect(303);
    assert_eq!(lock.header("location"), Some(to));
    let page = clerk.get(to).await.expect(200).text();
    assert!(page.contains("Nothing stands in the way"), "{page}");
    let done = clerk.post_form(&format!("{to}/close"), &[]).await.expect(303);
    assert_eq!(done.header("location"), Some(to));
    assert!(is_closed(&clerk, "2026-02").await);
    let again = clerk.post_form(&format!("{to}/close"), &[]).await.expect(422).text();
    assert!(again.contains("closed already"));
    let manager = t.as_user("acme", "manager").await;
    let no = manager.post_form(&format!("{to}/reopen"), &[("reason", " ")]).await.expect(422);
    assert!(no.text().contains("f-reason-error"));
    let why = [("reason", "A mistake")];
    let _ = manager.post_form(&format!("{to}/reopen"), &why).await.expect(303);
    assert!(!is_closed(&clerk, "2026-02").await);
    let _ = clerk.get("/admin/periods?day=2025-05-05").await.expect(200);
    let _ = clerk.get("/admin/periods/years").await.expect(200);
    let _ = clerk.get("/admin/periods/nonsense").await.expect(404);
    t.leave_jobs();
}

#[tokio::test]
async fn a_year_is_closed_by_one_entry_and_opened_by_its_reversal() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let clerk = t.as_user("acme", "accountant").await;
    let _ = owner.patch("/api/v1/settings/books", &json!({ "fiscal_month": 3 })).await.expect(200);
    post(&clerk, "2025-12-10", "1100", "4900", "1000").await;
    post(&clerk, "2026-02-10", "6100", "1100", "300").await;
    post(&clerk, "2026-03-10", "6100", "1100", "25").await;
    let at = "/api/v1/fiscal-years/2025-03-01";
    let open = clerk.post(&format!("{at}/close"), &json!({})).await;
    open.refused(422, "year_month_open");
    assert_eq!(open.json()["facts"]["month"], "2025-03");
    for month in ["2025-12", "2026-01", "2026-02"] {
        let _ = close(&clerk, month).await.expect(200);
    }
    let count = entries(&t).await;
    clerk.post("/api/v1/fiscal-years/2025-04-01/close", &json!({})).await.refused(404, "not_found");
    let year = clerk.post(&format!("{at}/close"), &json!({})).await.expect(200).json();
    assert_eq!((&year["result"], &year["closed"]), (&sar("700.00"), &json!(true)));
    assert_eq!(entries(&t).await, count + 1);
    assert_eq!(balance(&t, &clerk, "3200").await, "-700.00");
    assert_eq!(balance(&t, &clerk, "4900").await, "0.00");
    assert_eq!(balance(&t, &clerk, "6100").await, "25.00");
    clerk.post(&format!("{at}/close"), &json!({})).await.refused(409, "year_is_closed");
    let manager = t.as_user("acme", "manager").await;
    let why = json!({ "reason": "The auditors found something" });
    let month = manager.post("/api/v1/periods/2026-02/reopen", &why).await;
    month.refused(409, "month_year_closed");
    let change = json!({ "fiscal_month": 1 });
    owner.patch("/api/v1/settings/books", &change).await.refused(409, "fiscal_year_fixed");
    t.run_jobs().await;
    t.verify("acme").await;

    // Opened again, everything is as it was; closed again, so is the result.
    manager.post(&format!("{at}/reopen"), &json!({})).await.refused(422, "invalid");
    let reopened = manager.post(&format!("{at}/reopen"), &why).await.expect(200).json();
    assert_eq!((&reopened["closed"], &reopened["result"]), (&json!(false), &sar("700.00")));
    assert_eq!(balance(&t, &clerk, "3200").await, "0.00");
    assert_eq!(balance(&t, &clerk, "4900").await, "-1000.00");
    assert_eq!(balance(&t, &clerk, "6100").await, "325.00");
    let _ = manager.post("/api/v1/periods/2026-02/reopen", &why).await.expect(200);
    post(&clerk, "2026-02-20", "6100", "1100", "50").await;
    let _ = close(&clerk, "2026-02").await.expect(200);
    let year = clerk.post(&format!("{at}/close"), &json!({})).await.expect(200).json();
    assert_eq!(year["result"], sar("650.00"));
    assert_eq!(balance(&t, &clerk, "3200").await, "-650.00");
    let log = manager.get("/api/v1/audit?action=periods.reopen_year").await.expect(200).json();
    assert_eq!(log["items"].as_array().unwrap().len(), 1);
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn verify_names_a_year_and_a_month_that_were_tampered_with() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let _ = owner.patch("/api/v1/settings/books", &json!({ "fiscal_month": 3 })).await.expect(200);
    post(&owner, "2026-01-10", "1100", "4900", "1000").await;
    for month in ["2026-01", "2026-02"] {
        let _ = close(&owner, month).await.expect(200);
    }
    let at = "/api/v1/fiscal-years/2025-03-01/close";
    let _ = owner.post(at, &json!({})).await.expect(200);
    t.run_jobs().await;
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    for (harm, mend, check) in [
        (
            "update periods set state = 'open' where starts = '2026-01-01'",
            "update periods set state = 'hard' where starts = '2026-01-01'",
            "months_closed_in_order",
        ),
        (
            "update year_closings set starts = '2026-02-01', ends = '2026-03-31'",
            "update year_closings set starts = '2025-03-01', ends = '2026-02-28'",
            "years_are_entries",
        ),
    ] {
        sqlx::query(harm).execute(&pool).await.unwrap();
        let (found, offender) = t.first_offender("acme").await.unwrap();
        assert_eq!(found, check, "{offender:?}");
        sqlx::query(mend).execute(&pool).await.unwrap();
        t.verify("acme").await;
    }
}

#[tokio::test]
async fn opening_balances_must_come_to_nothing_before_a_month_is_closed() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let lines = json!({ "lines": [
        { "account": "1100", "debit": sar("800") },
        { "account": "2400", "credit": sar("300") } ] });
    let to = "/api/v1/opening/accounts";
    owner.post(to, &lines).await.refused(422, "opening_no_day");
    let day = json!({ "opening_day": "2026-01-31" });
    let _ = owner.patch("/api/v1/settings/books", &day).await.expect(200);
    let wrong = json!({ "lines": [
        { "account": "1200", "debit": sar("1") }, { "account": "2000", "debit": sar("1") },
        { "account": "1300", "debit": sar("1") }, { "account": "3900", "debit": sar("1") },
        { "account": "1100", "debit": sar("1") }, { "account": "1100", "debit": sar("1") },
        { "account": "9999", "debit": sar("1") } ] });
    let refused = owner.post(to, &wrong).await;
    let codes: Vec<Value> = refused.json()["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["code"].clone())
        .collect();
    let controlled = "opening_controlled";
    assert_eq!(
        codes,
        [controlled, controlled, controlled, "opening_itself", "opening_twice", "unknown_account"]
    );
    assert_eq!(entries(&t).await, 0);

    let opened = owner.post(to, &lines).await.expect(200).json();
    assert_eq!(opened["remaining"], sar("-500.00"));
    assert_eq!(left(&owner, "2026-01").await, ["closing_close_opening block 1"]);
    close(&owner, "2026-01").await.refused(422, "close_blocked");
    // The same list again posts nothing; a corrected one posts the difference alone.
    let _ = owner.post(to, &lines).await.expect(200);
    assert_eq!(entries(&t).await, 1);
    let more = json!({ "lines": [
        { "account": "1100", "debit": sar("750") },
        { "account": "3000", "credit": sar("450") } ] });
    let opened = owner.post(to, &more).await.expect(200).json();
    assert_eq!((&opened["remaining"], entries(&t).await), (&sar("0.00"), 2));
    assert_eq!(balance(&t, &owner, "1100").await, "750.00");
    assert!(owner.get("/admin/opening").await.expect(200).text().contains("Everything is in"));
    let _ = close(&owner, "2026-01").await.expect(200);
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn a_trial_balance_is_taken_in_from_a_file_and_taken_back() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let day = json!({ "opening_day": "2026-01-31" });
    let _ = owner.patch("/api/v1/settings/books", &day).await.expect(200);
    let clerk = t.as_user("acme", "accountant").await;
    let file = "Code,Dr,Cr\n1100,\"1,250.50\",\n3000,,1250.50\n1200,10,\n6100,x,\n";
    let kind = [("kind", "opening_accounts")];
    let sent = clerk.upload("/api/v1/imports", &kind, "trial.csv", file.as_bytes()).await;
    let import = sent.expect(201).json();
    assert_eq!(entries(&t).await, 0);
    let text = import.to_string();
    assert!(text.contains("\"created_count\":2") && text.contains("\"error_count\":2"), "{text}");
    let id = import["import"]["id"].as_str().or(import["id"].as_str()).unwrap().to_owned();
    let at = format!("/api/v1/imports/{id}");
    let _ = clerk.post(&format!("{at}/commit"), &json!({})).await.expect(200);
    assert_eq!(balance(&t, &clerk, "1100").await, "1250.50");
    let _ = clerk.post(&format!("{at}/undo"), &json!({})).await.expect(200);
    assert_eq!(balance(&t, &clerk, "1100").await, "0.00");
    assert_eq!(entries(&t).await, 2);
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn the_chart_grows_as_a_tree_and_never_forgets() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let chart = clerk.get("/api/v1/accounts").await.expect(200).json();
    let id_of = |code: &str| {
        let items = chart["items"].as_array().unwrap();
        items.iter().find(|a| a["code"] == code).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (bank, rent) = (id_of("1100"), id_of("6100"));
    let new = |code: &str, parent: &str| {
        json!({ "code": code, "name": { "en": "Riyad Bank" }, "type": "asset",
            "parent_id": parent, "holds": "bank" })
    };
    let made = clerk.post("/api/v1/accounts", &new("1101", &bank)).await.expect(201).json();
    assert_eq!((&made["control"], &made["version"]), (&json!("bank"), &json!(1)));
    clerk.post("/api/v1/accounts", &new("1101", &bank)).await.refused(409, "account_code_taken");
    let other = clerk.post("/api/v1/accounts", &new("1102", &rent)).await;
    assert_eq!(other.json()["fields"][0]["code"], "account_other_type");
    let bad = clerk.post("/api/v1/accounts", &new("11 02", &bank)).await;
    assert_eq!(bad.json()["fields"][0]["code"], "account_code");

    let own = made["id"].as_str().unwrap().to_owned();
    let at = |id: &str| format!("/api/v1/accounts/{id}");
    let circle = clerk.patch(&at(&bank), &json!({ "parent_id": own })).await;
    assert_eq!(circle.json()["fields"][0]["code"], "account_circle");
    clerk.patch(&at(&bank), &json!({ "active": false })).await.refused(422, "account_protected");
    clerk
        .patch(&at(&id_of("2100")), &json!({ "active": false }))
        .await
        .refused(422, "account_protected");
    let named = json!({ "name": { "en": "Main bank" }, "version": 1 });
    let _ = clerk.patch(&at(&bank), &named).await.expect(200);
    clerk.patch(&at(&bank), &named).await.refused(412, "stale");

    // What has a balance stays until it has none; what was posted stays for ever.
    post(&clerk, "2026-03-01", "1101", "3000", "75").await;
    let retire = json!({ "active": false });
    let refused = clerk.patch(&at(&own), &retire).await;
    refused.refused(422, "account_has_balance");
    assert_eq!(refused.json()["facts"]["balance"], "75.00 SAR");
    post(&clerk, "2026-03-02", "3000", "1101", "75").await;
    let retired = clerk.patch(&at(&own), &retire).await.expect(200).json();
    assert_eq!((&retired["active"], &retired["used"]), (&json!(false), &json!(true)));
    let late = json!({ "memo": "Late", "post": true, "lines": [
        { "account": "1101", "debit": sar("1") }, { "account": "3000", "credit": sar("1") } ] });
    let refused = clerk.post("/api/v1/journals", &late).await;
    assert_eq!(refused.json()["fields"][0]["code"], "account_retired");
    let page = clerk.get("/admin/ledger/accounts").await.expect(200).text();
    assert!(page.contains("Riyad Bank") && page.contains("Main bank"));
    let _ = clerk.get(&format!("/admin/ledger/accounts/{own}/edit")).await.expect(200);
    let fields = [("code", "6150"), ("name_en", "Parking"), ("type", "expense"), ("holds", "none")];
    let _ = clerk.post_form("/admin/ledger/accounts/new", &fields).await.expect(303);
    let viewer = t.as_user("acme", "viewer").await;
    viewer.patch(&at(&own), &json!({ "active": true })).await.refused(403, "not_permitted");
    t.as_user("padma", "owner").await.get(&at(&own)).await.refused(404, "not_found");
    t.leave_jobs();
}

/// Sends a file and takes it in; the import.
async fn take_in(who: &Client, kind: &str, file: &str) -> Value {
    let sent = who.upload("/api/v1/imports", &[("kind", kind)], "list.csv", file.as_bytes()).await;
    let import = sent.expect(201).json();
    let at = format!("/api/v1/imports/{}/commit", import["id"].as_str().unwrap());
    who.post(&at, &json!({})).await.expect(200).json()
}

#[tokio::test]
async fn each_part_of_the_opening_has_its_list_and_together_they_come_to_nothing() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let day = json!({ "opening_day": "2026-01-31" });
    let _ = owner.patch("/api/v1/settings/books", &day).await.expect(200);
    let nora = t.customer("acme", "Nora Stores").await;
    let code = nora["code"].as_str().unwrap().to_owned();
    t.product("acme", "ROPE", "10").await;
    let remaining = || {
        let owner = owner.clone();
        async move {
            let found = owner.get("/api/v1/opening").await.expect(200).json();
            found["remaining"]["amount"].as_str().unwrap().to_owned()
        }
    };

    // Receivables by code and by name; a credit balance is below zero.
    let owed = format!(
        "Customer,Invoice,Due date,Open amount\n{code},A-1,2026-02-10,115.00\n\
         nora stores,A-2,2026-01-05,-15.00\nnobody,A-3,2026-01-05,1\n{code},A-1,2026-01-05,7\n"
    );
    let taken = take_in(&owner, "opening_receivables", &owed).await;
    assert_eq!((&taken["created_count"], &taken["error_count"]), (&json!(2), &json!(2)));
    assert_eq!(balance(&t, &owner, "1200").await, "100.00");
    assert_eq!(remaining().await, "-100.00");
    let again = take_in(&owner, "opening_receivables", &owed).await;
    assert_eq!((&again["created_count"], &again["unchanged_count"]), (&json!(0), &json!(2)));

    // Stock with its value; the same list twice changes nothing.
    let stock = "SKU,Warehouse,Quantity,Value\nrope,,30,100.00\nnone,,1,1\n";
    let laid = take_in(&owner, "opening_stock", stock).await;
    assert_eq!((&laid["created_count"], &laid["error_count"]), (&json!(1), &json!(1)));
    assert_eq!(balance(&t, &owner, "1300").await, "100.00");
    let again = take_in(&owner, "opening_stock", stock).await;
    assert_eq!((&again["created_count"], &again["unchanged_count"]), (&json!(0), &json!(1)));
    assert_eq!(remaining().await, "-200.00");
    assert_eq!(left(&owner, "2026-01").await, ["closing_close_opening block 1"]);

    // What is left is what the owners put in.
    take_in(&owner, "opening_accounts", "account,debit,credit\n3000,,200.00\n").await;
    assert_eq!(remaining().await, "0.00");
    t.run_jobs().await;
    t.verify("acme").await;

    // The receivables are taken back: the items are closed, and the books show what is missing.
    let at = format!("/api/v1/imports/{}/undo", taken["id"].as_str().unwrap());
    let undone = owner.post(&at, &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({ "undone": 2, "kept": 0 }));
    assert_eq!(balance(&t, &owner, "1200").await, "0.00");
    assert_eq!(remaining().await, "100.00");
    let open: i64 =
        t.scalar("acme", "select count(*) from open_items where set_off < abs(amount)").await;
    assert_eq!(open, 0);
    t.verify("acme").await;
    let fresh = take_in(&owner, "opening_receivables", &owed).await;
    assert_eq!((&fresh["created_count"], remaining().await), (&json!(2), "0.00".to_owned()));
    let _ = close(&owner, "2026-01").await.expect(200);
    t.run_jobs().await;
    t.verify("acme").await;
}

/// Bills of the time before, in dollars by the rate of the day or at what the old books said; a
/// debit is below zero. Four cannot be.
fn owed_to_suppliers(code: &str) -> String {
    format!(
        "Supplier,Bill,Due date,Open amount,Currency,Book value\n\
         {code},B-1,2026-02-10,115.00,,\ngulf nets,B-2,2026-02-10,100.00,USD,\n\
         Gulf Nets,B-3,2026-02-10,100.00,usd,380.00\n{code},B-4,2026-02-10,-15.00,,\n\
         {code},B-5,2026-02-10,1.00,EUR,\n{code},B-6,2026-02-10,1.00,USD,-3.75\n\
         {code},B-7,2026-02-10,1.00,,2.00\nnobody,B-8,2026-02-10,1.00,,\n"
    )
}

#[tokio::test]
async fn what_suppliers_were_owed_comes_as_a_list_or_by_the_api_and_is_the_same() {
    let t = with_dollars(&[(Date::of(2026, 1, 31), "3.75")]).await;
    let owner = t.as_user("acme", "owner").await;
    let day = json!({ "opening_day": "2026-01-31" });
    let _ = owner.patch("/api/v1/settings/books", &day).await.expect(200);
    let gulf = json!({ "name": "Gulf Nets" });
    let gulf = owner.post("/api/v1/suppliers", &gulf).await.expect(201).json();
    let page = owner.get("/admin/opening").await.expect(200).text();
    assert!(page.contains("/admin/imports/new?kind=opening_payables"));

    let owed = owed_to_suppliers(gulf["code"].as_str().unwrap());
    let taken = take_in(&owner, "opening_payables", &owed).await;
    assert_eq!((&taken["created_count"], &taken["error_count"]), (&json!(4), &json!(4)));
    let at = format!("/api/v1/imports/{}", taken["id"].as_str().unwrap());
    let shown = owner.get(&at).await.expect(200).json();
    let codes = shown["errors"].as_array().unwrap().iter();
    let codes: Vec<&str> = codes.map(|error| error["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no_exchange_rate", "opening_worth", "opening_worth", "unknown"]);
    assert_eq!(balance(&t, &owner, "2000").await, "-855.00");
    let sql = "select array_agg(document_type || ' ' || number || ' ' || amount || ' ' || currency
        || ' ' || base order by number) from open_items";
    let items: Vec<String> = t.scalar("acme", sql).await;
    assert_eq!(
        items,
        [
            "opening_payable B-1 -11500 SAR -11500",
            "opening_payable B-2 -10000 USD -37500",
            "opening_payable B-3 -10000 USD -38000",
            "opening_payable B-4 1500 SAR 1500",
        ]
    );
    t.verify("acme").await;

    // The API knows what the list brought: the same is there already, another amount is refused.
    let path = format!("/api/v1/suppliers/{}/opening-items", gulf["id"].as_str().unwrap());
    let old = |number: &str, amount: &str| {
        json!({ "number": number, "due_date": "2026-02-10",
            "amount": sar(amount) })
    };
    let count = entries(&t).await;
    let other = json!({ "items": [old("B-9", "-5.00"), old("B-1", "-116.00")] });
    let refused = owner.post(&path, &other).await;
    refused.refused(422, "invalid");
    assert_eq!(refused.json()["fields"][0]["path"], "items[1].amount");
    let twice = json!({ "items": [old("B-9", "-5.00"), old(" B-9", "-5.00")] });
    owner.post(&path, &twice).await.refused(422, "invalid");
    let same = json!({ "date": "2026-01-31", "items": [old("B-1", "-115.00")] });
    let found = owner.post(&path, &same).await.expect(201).json();
    assert_eq!(found["items"][0]["document_type"], "opening_payable");
    assert_eq!(entries(&t).await, count);
    let fresh = json!({ "items": [old("B-9", "-5.00")] });
    let _ = owner.post(&path, &fresh).await.expect(201);
    assert_eq!(balance(&t, &owner, "2000").await, "-860.00");
    let again = take_in(&owner, "opening_payables", &owed).await;
    assert_eq!((&again["created_count"], &again["unchanged_count"]), (&json!(0), &json!(4)));
    let stranger = t.as_user("padma", "owner").await;
    stranger.post(&path, &fresh).await.refused(404, "not_found");

    // Taken back to the last minor unit, dollars too; what the API brought stays.
    let undone = owner.post(&format!("{at}/undo"), &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({ "undone": 4, "kept": 0 }));
    assert_eq!(balance(&t, &owner, "2000").await, "-5.00");
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn a_look_at_the_month_says_what_the_night_found_and_asks_itself_only_when_told() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    post(&owner, "2026-02-03", "1100", "3000", "5000").await;
    let nora = t.customer("acme", "Nora Stores").await;
    let path = format!("/api/v1/customers/{}/opening-items", nora["id"].as_str().unwrap());
    let old = json!({ "number": "A-1", "due_date": "2026-02-20", "amount": sar("90.00") });
    let old = json!({ "date": "2026-02-01", "items": [old] });
    let _ = owner.post(&path, &old).await.expect(201);
    post(&owner, "2026-02-04", "3900", "3000", "90").await;
    let row = async |query: &str| {
        let found = owner.get(&format!("/api/v1/periods/2026-02{query}")).await.expect(200).json();
        let rows = found["checklist"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["name"] == "closing_close_verify").unwrap()
    };
    let said = async |query: &str| row(query).await["state"].as_str().unwrap().to_owned();
    let verify = async || {
        let _ = owner.post("/api/v1/ledger/verifications", &json!({})).await.expect(202);
        t.run_jobs().await;
    };
    let pool = t.owner_pool().await;
    let tamper = async |sql: &'static str| {
        sqlx::query(sql).execute(&pool).await.unwrap();
    };

    // Nobody has asked: the look does not either, whatever is wrong.
    tamper("update open_items set amount = amount + 1, base = base + 1").await;
    assert_eq!((said("").await, said("?check=true").await), ("unasked".into(), "block".into()));
    assert_eq!(row("").await["asked_at"], Value::Null);
    let page = owner.get("/admin/periods/2026-02").await.expect(200).text();
    assert!(page.contains("Not asked yet") && page.contains("Check now"));
    let page = owner.get("/admin/periods/2026-02?check=true").await.expect(200).text();
    assert!(!page.contains("Check now"), "it was asked for this page");

    // The close asks, always.
    let refused = close(&owner, "2026-02").await;
    refused.refused(422, "close_blocked");
    assert_eq!(refused.json()["facts"]["checks"], "closing_close_verify");
    assert!(!is_closed(&owner, "2026-02").await);

    // The night finds it, and that stands until somebody asks again.
    verify().await;
    let found = row("").await;
    assert_eq!((&found["state"], &found["count"]), (&json!("block"), &json!(1)));
    assert_ne!(found["asked_at"], Value::Null);
    tamper("update open_items set amount = amount - 1, base = base - 1").await;
    assert_eq!((said("").await, said("?check=true").await), ("block".into(), "done".into()));
    verify().await;
    let found = row("").await;
    assert_eq!((&found["state"], &found["count"]), (&json!("done"), &json!(0)));

    // What is spoilt since the night does not get past the close.
    tamper("update open_items set amount = amount + 1, base = base + 1").await;
    assert_eq!(said("").await, "done");
    close(&owner, "2026-02").await.refused(422, "close_blocked");
    let page = owner.post_form("/admin/periods/2026-02/close", &[]).await.expect(422).text();
    assert!(page.contains("To mend") && !page.contains("Check now"));
    tamper("update open_items set amount = amount - 1, base = base - 1").await;
    let _ = close(&owner, "2026-02").await.expect(200);
    pool.close().await;
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_delivered_and_not_invoiced_is_asked_about() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    t.product("acme", "ROPE", "10").await;
    t.customer("acme", "Nora Stores").await;
    let goods = json!({ "date": "2026-02-02",
        "lines": [{ "sku": "ROPE", "quantity": "20", "unit_cost": "4" }] });
    let _ = owner.post("/api/v1/stock/receipts", &goods).await.expect(201);
    let nora = owner.get("/api/v1/customers").await.expect(200).json()["items"][0].clone();
    let wanted = json!({ "customer_id": nora["id"], "order_date": "2026-02-10",
        "lines": [{ "sku": "ROPE", "quantity": "3" }] });
    let order = owner.post("/api/v1/orders", &wanted).await.expect(201).json();
    let at = format!("/api/v1/orders/{}", order["id"].as_str().unwrap());
    assert!(left(&owner, "2026-02").await.contains(&"orders_close_drafts warn 1".to_owned()));
    let _ = owner.post(&format!("{at}/confirmation"), &json!({})).await.expect(200);
    let sent = json!({ "date": "2026-02-20" });
    let _ = owner.post(&format!("{at}/deliveries"), &sent).await.expect(201);
    let found = left(&owner, "2026-02").await;
    assert!(found.contains(&"orders_close_to_invoice warn 1".to_owned()), "{found:?}");
    assert!(!found.iter().any(|row| row.starts_with("orders_close_drafts")), "{found:?}");
    assert!(!left(&owner, "2026-01").await.iter().any(|row| row.starts_with("orders")));
    let _ = owner.post(&format!("{at}/invoices"), &json!({})).await.expect(201);
    let found = left(&owner, "2026-02").await;
    assert!(!found.iter().any(|row| row.starts_with("orders")), "{found:?}");
    t.run_jobs().await;
    t.verify("acme").await;
}
