//! Entries by hand: what they may say, who may post them, how they are taken back, and what
//! recurs.

use base::{Clock, Timestamp};
use serde_json::{Value, json};
use testkit::{Client, TestApp};

pub fn sar(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "SAR" })
}

fn debit(account: &str, amount: &str) -> Value {
    json!({ "account": account, "debit": sar(amount) })
}

fn credit(account: &str, amount: &str) -> Value {
    json!({ "account": account, "credit": sar(amount) })
}

/// Rent paid from the bank.
fn rent(amount: &str) -> Value {
    json!({ "memo": "Rent for March", "lines": [debit("6100", amount), credit("1100", amount)] })
}

fn posted(mut journal: Value) -> Value {
    journal["post"] = json!(true);
    journal
}

async fn write(who: &Client, journal: &Value) -> Value {
    who.post("/api/v1/journals", journal).await.expect(201).json()
}

fn path(journal: &Value, rest: &str) -> String {
    format!("/api/v1/journals/{}{rest}", journal["id"].as_str().unwrap())
}

pub async fn entries(t: &TestApp) -> i64 {
    t.scalar("acme", "select count(*) from entries").await
}

pub async fn balance(t: &TestApp, who: &Client, code: &str) -> String {
    let found = who.get("/api/v1/reports/trial-balance?as_of=2027-12-31").await.expect(200).json();
    let rows = found["rows"].as_array().unwrap().clone();
    t.leave_jobs();
    match rows.iter().find(|row| row["code"] == code) {
        None => "0.00".to_owned(),
        Some(row) if row["credit"]["amount"] != "0.00" => {
            format!("-{}", row["credit"]["amount"].as_str().unwrap())
        }
        Some(row) => row["debit"]["amount"].as_str().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn a_draft_posts_nothing_until_it_balances_and_is_posted() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let lopsided =
        json!({ "memo": "Rent", "lines": [debit("6100", "900"), credit("1100", "800")] });
    let draft = write(&clerk, &lopsided).await;
    assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &json!(null)));
    assert_eq!(draft["difference"], sar("100.00"));
    assert_eq!(entries(&t).await, 0);

    let refused = clerk.post(&path(&draft, "/post"), &json!({})).await;
    refused.refused(422, "journal_unbalanced");
    assert_eq!(refused.json()["facts"]["difference"], "100.00 SAR");
    assert_eq!(entries(&t).await, 0);

    let mended = json!({ "version": draft["version"],
        "lines": [debit("6100", "900"), credit("1100", "900")] });
    let mended = clerk.patch(&path(&draft, ""), &mended).await.expect(200).json();
    clerk.patch(&path(&draft, ""), &json!({"version": 1})).await.refused(412, "stale");
    let done = clerk.post(&path(&draft, "/post"), &json!({"version": mended["version"]})).await;
    let done = done.expect(200).json();
    assert_eq!((&done["state"], &done["number"]), (&json!("posted"), &json!("JE-2026-00001")));
    assert_eq!(balance(&t, &clerk, "6100").await, "900.00");
    assert_eq!(balance(&t, &clerk, "1100").await, "-900.00");

    // Posted is posted.
    clerk.patch(&path(&draft, ""), &rent("1")).await.refused(409, "journal_not_draft");
    clerk.delete(&path(&draft, "")).await.refused(409, "journal_not_draft");
    clerk.post(&path(&draft, "/post"), &json!({})).await.refused(409, "journal_not_draft");
    assert_eq!(entries(&t).await, 1);
    let page = clerk.get(&format!("/admin/journals/{}", done["id"].as_str().unwrap())).await;
    assert!(page.expect(200).text().contains("JE-2026-00001"));
    t.verify("acme").await;
}

#[tokio::test]
async fn the_database_refuses_to_change_a_posted_journal() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    write(&clerk, &posted(rent("900"))).await;
    for sql in [
        "update journals set memo = 'x'",
        "delete from journals",
        "delete from journal_lines",
        "update journal_lines set amount = amount + 1",
        "insert into journal_lines (tenant_id, journal_id, n, account_id, amount)
         select tenant_id, journal_id, 9, account_id, 5 from journal_lines limit 1",
    ] {
        let mut tx = t.tx("acme").await;
        let refused = sqlx::query(sql).execute(tx.conn()).await.unwrap_err().to_string();
        let word = if sql.contains("update journal_lines") { "denied" } else { "is posted" };
        assert!(refused.contains(word), "{sql}: {refused}");
    }
    t.leave_jobs();
}

#[tokio::test]
async fn verify_names_the_journal_that_is_not_its_entry() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    write(&clerk, &posted(rent("900"))).await;
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    sqlx::query("update journal_lines set amount = amount * 2").execute(&pool).await.unwrap();
    let (check, offender) = t.first_offender("acme").await.unwrap();
    assert_eq!(check, "journals_are_entries");
    assert!(offender.detail.starts_with("JE-2026-00001"), "{}", offender.detail);
    t.leave_jobs();
}

#[tokio::test]
async fn every_line_that_cannot_be_is_named_and_nothing_is_written() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let wrong = json!({ "memo": "Everything wrong", "lines": [
        debit("1200", "10"),
        debit("2000", "10"),
        debit("1300", "10"),
        debit("2050", "10"),
        debit("2100", "10"),
        debit("9999", "10"),
        { "account": "6100" },
        { "account": "6100", "debit": sar("1"), "credit": sar("1") },
        { "account": "6100", "debit": sar("-1") },
        { "account": "6100", "debit": { "amount": "1.00", "currency": "USD" } },
        { "debit": sar("1") },
    ] });
    let answer = clerk.post("/api/v1/journals", &wrong).await;
    answer.refused(422, "invalid");
    let fields = answer.json()["fields"].as_array().unwrap().clone();
    let found: Vec<(&str, &str)> = fields
        .iter()
        .map(|field| (field["path"].as_str().unwrap(), field["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("lines[0].account_id", "journal_account_controlled"),
            ("lines[1].account_id", "journal_account_controlled"),
            ("lines[2].account_id", "journal_account_controlled"),
            ("lines[3].account_id", "journal_account_controlled"),
            ("lines[4].account_id", "journal_account_controlled"),
            ("lines[5].account_id", "unknown"),
            ("lines[6].debit", "journal_no_amount"),
            ("lines[7].credit", "journal_both_sides"),
            ("lines[8].debit", "journal_negative"),
            ("lines[9].debit", "other_currency"),
            ("lines[10].account_id", "required"),
        ]
    );
    let said = |n: usize| fields[n]["detail"].as_str().unwrap().to_owned();
    assert!(said(0).contains("1200") && said(0).contains("invoice"), "{}", said(0));
    assert!(said(1).contains("bill") && said(2).contains("adjust stock"), "{}", said(2));
    let none: i64 = t.scalar("acme", "select count(*) from journals").await;
    assert_eq!(none, 0);
}

#[tokio::test]
async fn above_the_limit_somebody_else_must_approve() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let change = json!({ "approval_limit": sar("1000") });
    let _ = owner.patch("/api/v1/settings/books", &change).await.expect(200);
    let clerk = t.as_user("acme", "accountant").await;
    let manager = t.as_user("acme", "manager").await;

    // At the limit the clerk posts; one halala above it waits.
    assert_eq!(write(&clerk, &posted(rent("1000"))).await["state"], "posted");
    let waits = write(&clerk, &posted(rent("1000.01"))).await;
    assert_eq!(waits["state"], "waiting");
    assert_eq!(entries(&t).await, 1);
    clerk.patch(&path(&waits, ""), &rent("5")).await.refused(409, "journal_not_draft");
    clerk.post(&path(&waits, "/approve"), &json!({})).await.refused(403, "not_permitted");

    // Sent back with a reason, changed, handed in again, approved by another.
    manager.post(&path(&waits, "/send-back"), &json!({})).await.refused(422, "invalid");
    let reason = json!({ "reason": "Which building?" });
    let back = manager.post(&path(&waits, "/send-back"), &reason).await.expect(200).json();
    assert_eq!((&back["state"], &back["sent_back"]), (&json!("draft"), &json!("Which building?")));
    let again = json!({ "memo": "Rent of the shop", "post": true });
    let again = clerk.patch(&path(&waits, ""), &again).await.expect(200).json();
    assert_eq!(again["state"], "waiting");
    let done = manager.post(&path(&waits, "/approve"), &json!({})).await.expect(200).json();
    assert_eq!((&done["state"], &done["number"]), (&json!("posted"), &json!("JE-2026-00002")));

    // Nobody approves their own, whatever else they may; nor what they changed.
    let own = write(&manager, &posted(rent("2000"))).await;
    manager.post(&path(&own, "/approve"), &json!({})).await.refused(422, "journal_own");
    assert_eq!(entries(&t).await, 2);
    let _ = owner.post(&path(&own, "/approve"), &json!({})).await.expect(200);
    let begun = write(&clerk, &rent("3000")).await;
    let touched = json!({ "memo": "Rent, as the manager says", "post": true });
    let _ = manager.patch(&path(&begun, ""), &touched).await.expect(200);
    manager.post(&path(&begun, "/approve"), &json!({})).await.refused(422, "journal_own");
    assert_eq!(entries(&t).await, 3);

    let log = owner.get("/api/v1/audit?action=journals.approve").await.expect(200).json();
    assert_eq!(log["items"].as_array().unwrap().len(), 2);
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn whoever_may_not_post_hands_in() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let role =
        json!({ "name": { "en": "Clerk" }, "permissions": ["journals.read", "journals.edit"] });
    let role = owner.post("/api/v1/roles", &role).await.expect(201).json();
    let slug = role["slug"].as_str().unwrap_or_default().to_owned();
    let person = json!({ "name": "clerk", "email": "clerk@acme.example",
        "password": testkit::PASSWORD, "roles": [slug] });
    let _ = owner.post("/api/v1/users", &person).await.expect(201);
    let clerk = t.as_user("acme", "clerk").await;
    let waits = write(&clerk, &posted(rent("1"))).await;
    assert_eq!(waits["state"], "waiting");
    let page = clerk.get(&format!("/admin/journals/{}", waits["id"].as_str().unwrap())).await;
    assert!(page.expect(200).text().contains("Somebody other than its author"));
    assert_eq!(entries(&t).await, 0);
    let _ = owner.post(&path(&waits, "/approve"), &json!({})).await.expect(200);
    assert_eq!(entries(&t).await, 1);
    t.leave_jobs();
}

#[tokio::test]
async fn a_posted_journal_is_taken_back_once_by_another() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let first = write(&clerk, &posted(rent("900"))).await;
    let early = clerk.post(&path(&first, "/reverse"), &json!({"date": "2026-03-14"})).await;
    assert_eq!(early.json()["fields"][0]["code"], "reversal_too_early");
    let draft = write(&clerk, &rent("5")).await;
    clerk.post(&path(&draft, "/reverse"), &json!({})).await.refused(409, "journal_not_posted");
    assert_eq!(entries(&t).await, 1);

    let back = clerk.post(&path(&first, "/reverse"), &json!({"date": "2026-04-01"})).await;
    let back = back.expect(201).json();
    assert_eq!((&back["state"], &back["number"]), (&json!("posted"), &json!("JE-2026-00002")));
    assert_eq!(back["date"], "2026-04-01");
    assert_eq!(back["reverses"], json!({"id": first["id"], "number": "JE-2026-00001"}));
    assert_eq!(back["lines"][0]["credit"], sar("900.00"));
    let old = clerk.get(&path(&first, "")).await.expect(200).json();
    assert_eq!(old["reversed_by"], json!({"id": back["id"], "number": "JE-2026-00002"}));
    for code in ["6100", "1100"] {
        assert_eq!(balance(&t, &clerk, code).await, "0.00");
    }
    let again = clerk.post(&path(&first, "/reverse"), &json!({})).await;
    again.refused(409, "journal_reversed");
    assert_eq!(again.json()["facts"]["number"], "JE-2026-00002");
    assert_eq!(entries(&t).await, 2);
    let linked: bool = t
        .scalar(
            "acme",
            "select r.id = e.reverses_id from entries e join entries r on r.seq = 1
             where e.seq = 2",
        )
        .await;
    assert!(linked);
    t.verify("acme").await;
}

#[tokio::test]
async fn papers_stay_with_what_was_posted() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let draft = write(&clerk, &rent("900")).await;
    let up = |name: &'static str, bytes: Vec<u8>| {
        let (clerk, to) = (clerk.clone(), path(&draft, "/papers"));
        async move { clerk.upload(&to, &[], name, &bytes).await }
    };
    let one = up("contract.pdf", b"%PDF-1.4".to_vec()).await.expect(201).json();
    let _ = up("receipt.pdf", b"%PDF-1.5".to_vec()).await.expect(201);
    assert_eq!(one["papers"][0]["name"], "contract.pdf");
    let large = up("film.mp4", vec![0; 10 * 1024 * 1024 + 1]).await;
    assert_eq!(large.json()["fields"][0]["code"], "journal_paper_large");
    let file = one["papers"][0]["file_id"].as_str().unwrap().to_owned();
    let gone = clerk.delete(&path(&draft, &format!("/papers/{file}"))).await.expect(200).json();
    assert_eq!(gone["papers"].as_array().unwrap().len(), 1);
    let _ = clerk.post(&path(&draft, "/post"), &json!({})).await.expect(200);
    let late = up("stamped.pdf", b"%PDF-1.6".to_vec()).await.expect(201).json();
    let kept = late["papers"][1]["file_id"].as_str().unwrap().to_owned();
    let refused = clerk.delete(&path(&draft, &format!("/papers/{kept}"))).await;
    refused.refused(409, "journal_not_draft");
    assert_eq!(clerk.get(&format!("/files/{kept}")).await.expect(200).text(), "%PDF-1.6");
    t.leave_jobs();
}

/// The form as a browser without scripts sends it.
fn form(lines: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("date".to_owned(), "2026-03-15".to_owned()),
        ("memo".to_owned(), "Salaries".to_owned()),
    ];
    for (i, (account, debit, credit)) in lines.iter().enumerate() {
        pairs.push((format!("lines[{i}][account_id]"), String::new()));
        pairs.push((format!("lines[{i}][account_id_text]"), (*account).to_owned()));
        pairs.push((format!("lines[{i}][debit]"), (*debit).to_owned()));
        pairs.push((format!("lines[{i}][credit]"), (*credit).to_owned()));
    }
    pairs
}

async fn send(who: &Client, to: &str, pairs: &[(String, String)]) -> testkit::Answer {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    who.post_form(to, &pairs).await
}

#[tokio::test]
async fn the_form_works_without_scripts_and_balances_the_last_line() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    // By code, by name, by what a choice left behind; in Arabic digits; the last line by "=".
    let lines = [("6000", "1,200.50", ""), ("Rent", "١٠٠", ""), ("1100 · Bank", "", "=")];
    let mut pairs = form(&lines);
    pairs.push(("post".to_owned(), "1".to_owned()));
    let answer = send(&clerk, "/admin/journals/new", &pairs).await.expect(303);
    assert!(answer.header("location").unwrap().starts_with("/admin/journals/"));
    assert_eq!(balance(&t, &clerk, "1100").await, "-1300.50");
    assert_eq!(balance(&t, &clerk, "6100").await, "100.00");

    let totals = send(&clerk, "/admin/journals/totals", &form(&lines)).await.expect(200).text();
    assert!(totals.contains("data-for=\"lines[2][credit]\" value=\"1300.50\""), "{totals}");
    assert!(totals.contains("0.00"), "{totals}");

    // Mistakes stand beside their lines, and what was typed is kept.
    let wrong = form(&[("1200", "10", ""), ("nothing", "ten", ""), ("1100", "=", "=")]);
    let page = send(&clerk, "/admin/journals/new", &wrong).await.expect(422).text();
    for id in ["f-lines-1--account-id-error", "f-lines-1--debit-error"] {
        assert!(page.contains(id), "{id}: {page}");
    }
    assert!(page.contains("value=\"nothing\"") && page.contains("value=\"ten\""));
    let controlled = form(&[("1100", "10", ""), ("1200", "", "10")]);
    let page = send(&clerk, "/admin/journals/new", &controlled).await.expect(422).text();
    assert!(page.contains("f-lines-1--account-id-error"), "{page}");
    // It is there, but other documents keep it; and the list above says in which line.
    assert!(page.contains("1200 is the sum of what customers owe"), "{page}");
    assert!(page.contains("Line 2: ") && !page.contains("Line 1: "), "{page}");

    // A line more without a script.
    let mut more = form(&[("6000", "5", ""), ("1100", "", "5")]);
    more.push(("add_line".to_owned(), "1".to_owned()));
    let page = send(&clerk, "/admin/journals/new", &more).await.expect(200).text();
    assert!(page.contains("lines[2][debit]"));
    assert_eq!(entries(&t).await, 1);
    t.verify("acme").await;
}

#[tokio::test]
async fn the_type_ahead_offers_only_accounts_that_may_be_written_to() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let asked = |q: &'static str| {
        let clerk = clerk.clone();
        async move {
            let found = clerk.get(&format!("/admin/journals/accounts?q={q}")).await.expect(200);
            let found = found.json().as_array().unwrap().clone();
            found.iter().map(|a| a["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(asked("1100").await, ["1100 · Bank"]);
    assert_eq!(asked("renT").await, ["6100 · Rent"]);
    assert_eq!(asked("120").await, Vec::<String>::new());
    assert_eq!(asked("%D9%A1%D9%A1%D9%A0%D9%A0").await, ["1100 · Bank"]);
    let page = clerk.get("/language/ar").await;
    assert_eq!(page.status, 303);
}

fn turn(clock: &Clock, to: &str) {
    clock.set(to.parse::<Timestamp>().unwrap());
}

#[tokio::test]
async fn an_occurrence_is_made_once_and_posted_when_it_may_be() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let rent = json!({ "name": "Shop rent", "every": "month", "starts": "2026-01-31",
        "ends": "2026-05-31", "posts": true,
        "lines": [debit("6100", "900"), credit("1100", "900")] });
    let kept = clerk.post("/api/v1/recurring-journals", &rent).await.expect(201).json();
    let at = format!("/api/v1/recurring-journals/{}", kept["id"].as_str().unwrap());
    assert_eq!(kept["next_on"], "2026-01-31");

    // Today is 15 March: January and February are made up for; a second run finds nothing.
    t.run_jobs().await;
    run(&t).await;
    run(&t).await;
    assert_eq!(made(&t).await, ["2026-01-31 posted", "2026-02-28 posted"]);
    assert_eq!(clerk.get(&at).await.json()["next_on"], "2026-03-31");

    // A locked month leaves a draft for somebody to look at.
    let mut tx = t.tx("acme").await;
    sqlx::query("update periods set locked = '{ledger}' where starts = '2026-03-01'")
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    turn(t.app.clock(), "2026-06-15T09:00:00Z");
    run(&t).await;
    assert_eq!(
        made(&t).await,
        [
            "2026-01-31 posted",
            "2026-02-28 posted",
            "2026-03-31 draft",
            "2026-04-30 posted",
            "2026-05-31 posted",
        ]
    );
    let mut tx = t.tx("acme").await;
    let id = kept["id"].as_str().unwrap().parse().unwrap();
    let ended = finance::journals::find_recurring(&mut tx, id).await.unwrap();
    assert_eq!((ended.next_on, ended.made), (None, 5));
    drop(tx);
    t.run_jobs().await;
    t.verify("acme").await;
}

/// The days and states of all journals.
async fn made(t: &TestApp) -> Vec<String> {
    let mut tx = t.tx("acme").await;
    let rows: Vec<(base::Date, String)> =
        sqlx::query_as("select journal_date, state from journals order by journal_date")
            .fetch_all(tx.conn())
            .await
            .unwrap();
    rows.into_iter().map(|(day, state)| format!("{day} {state}")).collect()
}

async fn run(t: &TestApp) {
    loop {
        let mut tx = t.tx("acme").await;
        let more = finance::journals::run_due(&mut tx).await.unwrap().is_some();
        tx.commit().await.unwrap();
        if !more {
            break;
        }
    }
}

#[tokio::test]
async fn a_stopped_one_makes_nothing_and_another_company_sees_nothing() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let yearly = json!({ "name": "Licence", "every": "year", "starts": "2026-03-01",
        "lines": [debit("6800", "50"), credit("1000", "50")] });
    let kept = clerk.post("/api/v1/recurring-journals", &yearly).await.expect(201).json();
    let at = format!("/api/v1/recurring-journals/{}", kept["id"].as_str().unwrap());
    let _ = clerk.post(&format!("{at}/stop"), &json!({})).await.expect(200);
    run(&t).await;
    let none: i64 = t.scalar("acme", "select count(*) from journals").await;
    assert_eq!(none, 0);
    let draft = write(&clerk, &rent("1")).await;
    let other = t.as_user("padma", "owner").await;
    other.get(&at).await.refused(404, "not_found");
    other.get(&path(&draft, "")).await.refused(404, "not_found");
    other.post(&path(&draft, "/post"), &json!({})).await.refused(404, "not_found");
    for page in ["/admin/journals/recurring", "/admin/journals?open=true", "/admin/journals/new"] {
        let _ = clerk.get(page).await.expect(200);
    }
    t.leave_jobs();
}
