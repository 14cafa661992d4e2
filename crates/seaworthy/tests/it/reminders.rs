//! Reminders: who is reminded of what, in which language, and never twice at a level.

use base::{Currency, Date, Lang, Money, Tx};
use finance::ledger::{self, Module, Posting, PostingLine};
use finance::open_items::{self, NewOpenItem, Side};
use sales::customers::{self, NewCustomer};
use sales::reminders;
use serde_json::json;
use testkit::TestApp;
use tokio::task::JoinSet;
use uuid::Uuid;

async fn customer(t: &TestApp, name: &str, email: &str, lang: Lang) -> Uuid {
    let mut tx = t.tx("acme").await;
    let (name, email) = (name.to_owned(), email.to_owned());
    let new = NewCustomer { name, email, lang: Some(lang), ..NewCustomer::default() };
    let made = customers::create(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    made.id
}

/// Something owed, with the day on which it was to be paid.
async fn owed(t: &TestApp, customer: Uuid, minor: i64, due_date: Date) -> Uuid {
    let mut tx = t.tx("acme").await;
    let document_id = Uuid::now_v7();
    let lines = vec![
        PostingLine::debit("receivable", minor).party(customer),
        PostingLine::credit("sales", minor),
    ];
    let date = due_date.plus_days(-30).unwrap();
    let posting = Posting::new(Module::Sales, date, "test", document_id, "Owed", lines);
    let posted = ledger::post(&mut tx, posting).await.unwrap();
    let new = NewOpenItem {
        side: Side::Receivable,
        role: "receivable",
        party_id: customer,
        party_name: "A customer".to_owned(),
        document_type: "test",
        document_id,
        number: posted.number,
        date,
        due_date,
        amount: Money::new(minor, Currency::SAR),
        base: minor,
        entry_id: posted.entry_id,
    };
    let item = open_items::open(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    item
}

async fn due(t: &TestApp) -> Vec<(String, i32, i64)> {
    let mut tx = t.tx("acme").await;
    let found = reminders::due(&mut tx, None).await.unwrap();
    found.into_iter().map(|due| (due.customer, due.level, due.amount.minor)).collect()
}

#[tokio::test]
async fn customers_are_reminded_in_their_language_and_once_a_level() {
    let t = TestApp::start().await;
    let nora = customer(&t, "Nora Stores", "nora@example.com", Lang::Ar).await;
    let rina = customer(&t, "Rina Traders", "rina@example.com", Lang::Bn).await;
    let mute = customer(&t, "Mute Ltd", "", Lang::En).await;
    // Today is 15 March: 10, 25, 3 and 60 days late.
    let first = owed(&t, nora, 1000, Date::of(2026, 3, 5)).await;
    owed(&t, rina, 2000, Date::of(2026, 2, 18)).await;
    owed(&t, nora, 500, Date::of(2026, 3, 12)).await;
    owed(&t, mute, 700, Date::of(2026, 1, 14)).await;
    let wanted = [("Mute Ltd", 3, 700), ("Rina Traders", 2, 2000), ("Nora Stores", 1, 1500)];
    assert_eq!(due(&t).await, wanted.map(|(name, level, sum)| (name.to_owned(), level, sum)));

    let clerk = t.as_user("acme", "accountant").await;
    let page = clerk.get("/admin/reminders").await.expect(200).text();
    assert!(page.contains("Rina Traders") && page.contains("Mute Ltd"));
    let all = [("customer", nora.to_string()), ("customer", rina.to_string())];
    let all: Vec<(&str, &str)> = all.iter().map(|(name, id)| (*name, id.as_str())).collect();
    let _ = clerk.post_form("/admin/reminders", &[]).await.expect(422);
    let links = |page: String| page.contains("href=\"/admin/open-items/");
    assert!(links(clerk.get("/admin/reminders").await.expect(200).text()));
    let sales = t.as_user("acme", "sales").await;
    let page = sales.get("/admin/reminders").await.expect(200).text();
    assert!(page.contains("Nora") && !links(page), "no link to what sales may not see");
    let _ = clerk.post_form("/admin/reminders", &all).await.expect(303);
    // Asked for twice, reminded once.
    let again = json!({"customers": [nora, rina, mute]});
    let asked = clerk.post("/api/v1/reminders", &again).await.expect(202).json();
    assert_eq!(asked["asked"], 2);
    t.run_jobs().await;
    let mails = t.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    // Each brings the customer's statement of account.
    for mail in &mails {
        assert!(mail.contains("filename=\"statement-2026-03-15.pdf\""), "{mail}");
        assert!(mail.contains("application/pdf"), "{mail}");
    }
    assert_eq!(due(&t).await, [("Mute Ltd".to_owned(), 3, 700)]);
    let sent = clerk.get("/api/v1/reminders?sort=number").await.expect(200).json();
    let numbers: Vec<_> =
        sent["items"].as_array().unwrap().iter().map(|row| row["number"].clone()).collect();
    assert_eq!(numbers, ["REM-2026-00001", "REM-2026-00002"]);
    clerk.post("/api/v1/reminders", &json!({"customers": [nora]})).await.refused(422, "invalid");
    clerk.post("/api/v1/reminders", &json!({"customers": [mute]})).await.refused(422, "invalid");
    let _ = clerk.get("/admin/reminders/sent?level=1").await.expect(200);
    let _ = clerk.get("/admin/reminders/sent/export?format=csv").await.expect(200);
    let languages: Vec<String> = {
        let rows = sent["items"].as_array().unwrap().iter();
        rows.map(|row| row["lang"].as_str().unwrap().to_owned()).collect()
    };
    assert!(languages.contains(&"ar".to_owned()) && languages.contains(&"bn".to_owned()));

    let twice = sqlx::query(
        "insert into reminder_items (tenant_id, reminder_id, open_item_id, level)
         select tenant_id, (select id from reminders where customer_id <> $1 limit 1), $2, 1
         from reminders limit 1",
    )
    .bind(nora)
    .bind(first)
    .execute(&t.owner_pool().await)
    .await
    .unwrap_err();
    assert!(twice.to_string().contains("reminder_items_tenant_id_open_item_id_level_key"));
    t.verify("acme").await;
}

#[tokio::test]
async fn of_many_who_remind_at_once_one_reminds() {
    let t = TestApp::start().await;
    let nora = customer(&t, "Nora Stores", "nora@example.com", Lang::En).await;
    owed(&t, nora, 1000, Date::of(2026, 3, 5)).await;
    let mut reminding = JoinSet::new();
    for _ in 0..8 {
        let (app, actor) = (t.app.clone(), t.system("acme").await);
        reminding.spawn(async move {
            let mut tx = Tx::begin(&app, &actor).await.unwrap();
            let reminded = reminders::remind(&mut tx, nora).await.unwrap();
            tx.commit().await.unwrap();
            reminded.is_some()
        });
    }
    let answers = reminding.join_all().await;
    assert_eq!(answers.into_iter().filter(|reminded| *reminded).count(), 1);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from reminders").await, 1);
    t.run_jobs().await;
    let mails = t.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("REM-2026-00001"), "{}", mails[0]);
    let mut tx = t.tx("acme").await;
    assert_eq!(reminders::remind(&mut tx, Uuid::now_v7()).await.unwrap_err().code(), "not_found");
    drop(tx);
    t.verify("acme").await;
}

#[tokio::test]
async fn the_levels_are_the_companys_own() {
    let t = TestApp::start().await;
    let manager = t.as_user("acme", "manager").await;
    let found = manager.get("/api/v1/reminder-levels").await.expect(200).json();
    let days: Vec<_> =
        found["items"].as_array().unwrap().iter().map(|level| level["days"].clone()).collect();
    assert_eq!(days, [7, 21, 45]);
    let level = |days: i32| json!({"days": days, "subject": {"en": "Pay"}, "body": {"en": "Now"}});
    let path = "/api/v1/reminder-levels";
    for wrong in [json!([]), json!([level(5), level(5)]), json!([level(0)])] {
        manager.post(path, &json!({"levels": wrong})).await.refused(422, "invalid");
    }
    let set = manager.post(path, &json!({"levels": [level(3)]})).await.expect(200).json();
    assert_eq!(set["items"].as_array().unwrap().len(), 1);
    assert!(manager.get("/admin/reminders/levels").await.expect(200).text().contains("Pay"));
    let form = [
        ("levels[0][days]", "4"),
        ("levels[0][subject_en]", "Please"),
        ("levels[0][body_en]", "Dear {customer}"),
        ("levels[1][days]", "2"),
    ];
    let _ = manager.post_form("/admin/reminders/levels", &form).await.expect(422);
    let _ = manager.post_form("/admin/reminders/levels", &form[..3]).await.expect(303);
    let clerk = t.as_user("acme", "accountant").await;
    clerk.post(path, &json!({"levels": [level(3)]})).await.refused(403, "not_permitted");
    t.verify("acme").await;
}
