//! The ledger: what it refuses, what the database refuses, and that tampering is found.

use base::{Date, Problem, Tx};
use finance::ledger::{self, LedgerQuery, Module, Posting, PostingLine};
use serde_json::json;
use testkit::TestApp;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::billing::TODAY;

fn sale(date: Date, amount: i64) -> Posting {
    let lines = vec![PostingLine::debit("cash", amount), PostingLine::credit("sales", amount)];
    Posting::new(Module::Ledger, date, "test", Uuid::now_v7(), "A sale", lines)
}

async fn posted(t: &TestApp, posting: Posting) -> Result<ledger::Posted, Problem> {
    let mut tx = t.tx("acme").await;
    let posted = ledger::post(&mut tx, posting).await?;
    tx.commit().await?;
    Ok(posted)
}

async fn run(tx: &mut Tx, sql: &'static str) -> String {
    match sqlx::query(sql).execute(tx.conn()).await {
        Ok(done) => format!("{} rows", done.rows_affected()),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn a_new_company_has_the_chart_and_taxes_of_its_country() {
    let t = TestApp::start().await;
    for (company, account, codes) in [
        ("acme", "2150", vec!["VAT15", "EXEMPT", "VAT0"]),
        ("padma", "1120", vec!["VAT15", "VAT7.5", "VAT5", "VAT0"]),
    ] {
        let owner = t.as_user(company, "owner").await;
        let chart = owner.get("/api/v1/accounts").await.expect(200).json();
        let chart = chart["items"].as_array().unwrap();
        assert!(chart.len() > 30 && chart.iter().any(|a| a["code"] == account));
        let taxes = owner.get("/api/v1/tax-codes").await.expect(200).json();
        let found: Vec<_> =
            taxes["items"].as_array().unwrap().iter().map(|c| c["code"].clone()).collect();
        assert_eq!(found, codes);
        t.verify(company).await;
    }
    t.leave_jobs();
}

#[tokio::test]
async fn an_entry_must_balance_name_accounts_and_fall_into_an_open_period() {
    let t = TestApp::start().await;
    let mut unbalanced = sale(TODAY, 100);
    unbalanced.lines[0].amount = 99;
    assert_eq!(posted(&t, unbalanced).await.unwrap_err().code(), "entry_unbalanced");
    let mut nowhere = sale(TODAY, 100);
    nowhere.lines[0].account = Uuid::now_v7().into();
    assert_eq!(posted(&t, nowhere).await.unwrap_err().code(), "unknown_account");
    let mut nobody = sale(TODAY, 100);
    nobody.lines[0].account = "receivable".into();
    assert_eq!(posted(&t, nobody).await.unwrap_err().code(), "party_required");
    let far = sale(Date::of(2032, 1, 1), 100);
    assert_eq!(posted(&t, far).await.unwrap_err().code(), "date_too_far");

    // A month that is not there yet is opened; a closed one stays closed.
    posted(&t, sale(Date::of(2029, 6, 30), 100)).await.unwrap();
    let mut tx = t.tx("acme").await;
    run(&mut tx, "update periods set state = 'hard' where starts = '2026-02-01'").await;
    tx.commit().await.unwrap();
    let closed = posted(&t, sale(Date::of(2026, 2, 28), 100)).await.unwrap_err();
    assert_eq!(closed.code(), "period_closed");
    assert_eq!(posted(&t, sale(TODAY, 100)).await.unwrap().number, "JE-2026-00001");
    t.verify("acme").await;
}

#[tokio::test]
async fn the_database_itself_refuses_an_unbalanced_entry() {
    let t = TestApp::start().await;
    let done = posted(&t, sale(TODAY, 100)).await.unwrap();
    let mut tx = t.tx("acme").await;
    let (tenant, id) = (tx.tenant_id(), done.entry_id);
    let refused = sqlx::query(
        "insert into lines (tenant_id, entry_id, n, account_id, amount, effective_date, seq)
         select tenant_id, entry_id, 9, account_id, 5, effective_date, seq from lines
         where tenant_id = $1 and entry_id = $2 limit 1",
    )
    .bind(tenant)
    .bind(id)
    .execute(tx.conn())
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("does not balance"), "{refused}");
}

#[tokio::test]
async fn the_program_cannot_change_or_delete_what_was_posted() {
    let t = TestApp::start().await;
    posted(&t, sale(TODAY, 100)).await.unwrap();
    for sql in [
        "update entries set memo = 'x'",
        "delete from entries",
        "update lines set amount = amount + 1",
        "delete from lines",
        "truncate lines",
        "update invoices set gross = 0",
        "delete from allocations",
        "delete from payments",
    ] {
        let mut tx = t.tx("acme").await;
        let answer = run(&mut tx, sql).await;
        assert!(answer.contains("permission denied"), "{sql}: {answer}");
    }
}

#[tokio::test]
async fn verify_names_the_entry_that_somebody_changed_behind_our_back() {
    let t = TestApp::start().await;
    for n in 1..=5 {
        posted(&t, sale(TODAY, n * 100)).await.unwrap();
    }
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    for (tampering, mending, check, word) in [
        (
            "update lines set amount = amount + 7 where seq = 3 and n = 1",
            "update lines set amount = amount - 7 where seq = 3 and n = 1",
            "entries_balance",
            "7 minor units",
        ),
        (
            "update lines set amount = amount * 2 where seq = 2",
            "update lines set amount = amount / 2 where seq = 2",
            "chain",
            "JE-2026-00002",
        ),
        (
            "update entries set memo = 'Another sale' where seq = 4",
            "update entries set memo = 'A sale' where seq = 4",
            "chain",
            "JE-2026-00004",
        ),
        (
            "update ledger_heads set seq = 6 where seq = 5",
            "update ledger_heads set seq = 5 where seq = 6",
            "chain",
            "its head says 6",
        ),
        (
            "update number_series set next = 7 where series = 'JE' and next = 6",
            "update number_series set next = 6 where series = 'JE' and next = 7",
            "entry_numbers",
            "JE-2026-00006",
        ),
    ] {
        sqlx::query(tampering).execute(&pool).await.unwrap();
        let (found, offender) = t.first_offender("acme").await.unwrap();
        assert_eq!(found, check, "{tampering}");
        assert!(offender.detail.contains(word), "{tampering}: {}", offender.detail);
        sqlx::query(mending).execute(&pool).await.unwrap();
        t.verify("acme").await;
    }
}

#[tokio::test]
async fn many_postings_at_once_make_one_unbroken_chain() {
    let t = TestApp::start().await;
    let mut posting = JoinSet::new();
    for n in 1..=40 {
        let (app, actor) = (t.app.clone(), t.system("acme").await);
        posting.spawn(async move {
            let mut tx = Tx::begin(&app, &actor).await.unwrap();
            let done = ledger::post(&mut tx, sale(TODAY, n)).await.unwrap();
            // Every fourth changes its mind: its number and place go to another.
            if n % 4 == 0 {
                tx.roll_back().await.unwrap();
                return None;
            }
            tx.commit().await.unwrap();
            Some(done.seq)
        });
    }
    let mut places: Vec<i64> = posting.join_all().await.into_iter().flatten().collect();
    places.sort_unstable();
    assert_eq!(places, (1..=30).collect::<Vec<i64>>());
    t.verify("acme").await;
}

#[tokio::test]
async fn the_trial_balance_is_zero_and_an_account_shows_its_running_balance() {
    let t = TestApp::start().await;
    for (day, amount) in [(10, 500), (5, 200), (14, 300)] {
        posted(&t, sale(Date::of(2026, 3, day), amount)).await.unwrap();
    }
    let clerk = t.as_user("acme", "accountant").await;
    let path = "/api/v1/reports/trial-balance";
    let now = clerk.get(path).await.expect(200).json();
    assert_eq!((&now["debit"], &now["credit"]), (&now["credit"], &now["debit"]));
    assert_eq!(now["debit"]["amount"], "10.00");
    let before = clerk.get(&format!("{path}?as_of=2026-03-09")).await.expect(200).json();
    assert_eq!(before["debit"]["amount"], "2.00");
    let none = clerk.get(&format!("{path}?as_of=2026-03-01")).await.expect(200).json();
    assert_eq!(none["rows"], json!([]));

    let cash = now["rows"][0]["account_id"].as_str().unwrap().to_owned();
    let ledger = format!("/api/v1/accounts/{cash}/ledger?limit=2");
    let first = clerk.get(&ledger).await.expect(200).json();
    let balances = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|line| line["balance"]["amount"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(balances(&first), ["2.00", "7.00"]);
    let next = first["next"].as_str().unwrap();
    let second = clerk.get(&format!("{ledger}&after={next}")).await.expect(200).json();
    assert_eq!((balances(&second), &second["next"]), (vec!["10.00".to_owned()], &json!(null)));
    let narrowed = clerk.get(&format!("{ledger}&from=2026-03-10")).await.expect(200).json();
    assert_eq!(balances(&narrowed), ["7.00", "10.00"]);

    let page = clerk.get("/admin/ledger/trial-balance").await.expect(200).text();
    assert!(page.contains(&format!("/admin/ledger/accounts/{cash}?to=2026-03-15")));
    let _ = clerk.get(&format!("/admin/ledger/accounts/{cash}?to=2026-03-15")).await.expect(200);
    let _ = clerk.get("/admin/ledger/accounts").await.expect(200);
    let _ = clerk.get("/admin/ledger/entries?source=test").await.expect(200);
    let _ = clerk.get("/admin/taxes").await.expect(200);
    let other = t.as_user("padma", "owner").await;
    other.get(&format!("/api/v1/accounts/{cash}/ledger")).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_entry_is_shown_with_its_lines_and_listed() {
    let t = TestApp::start().await;
    let done = posted(&t, sale(TODAY, 100)).await.unwrap();
    let clerk = t.as_user("acme", "accountant").await;
    let path = format!("/api/v1/ledger/entries/{}", done.entry_id);
    let entry = clerk.get(&path).await.expect(200).json();
    assert_eq!(entry["number"], "JE-2026-00001");
    assert_eq!(entry["lines"][1]["credit"]["amount"], "1.00");
    let page = clerk.get(&format!("/admin/ledger/entries/{}", done.entry_id)).await;
    assert!(page.expect(200).text().contains("A sale"));
    let mut tx = t.tx("acme").await;
    let listed = ledger::entries(&mut tx, &LedgerQuery::default()).await.unwrap();
    assert_eq!(listed.items[0].id, done.entry_id);
    t.as_user("acme", "sales").await.get(&path).await.refused(403, "not_permitted");
    t.as_user("padma", "owner").await.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_account_says_what_its_days_come_to_however_many_pages_they_fill() {
    let t = TestApp::start().await;
    for (day, amount) in [(5, 200), (10, 500), (14, 300), (15, 150)] {
        posted(&t, sale(Date::of(2026, 3, day), amount)).await.unwrap();
    }
    let mut tx = t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    let sales = chart.iter().find(|a| a.role.as_deref() == Some("sales")).unwrap().id;
    let days = |from, to| ledger::Days { from, to, ..ledger::Days::default() };
    let (from, to) = (Some(Date::of(2026, 3, 10)), Some(Date::of(2026, 3, 14)));
    let sums = ledger::account_sums(&mut tx, sales, &days(from, to)).await.unwrap().unwrap();
    let minor = [sums.opening, sums.debit, sums.credit, sums.movement, sums.closing];
    assert_eq!(minor.map(|money| money.minor), [-200, 0, 800, -800, -1000]);
    let none = ledger::account_sums(&mut tx, sales, &days(None, to)).await.unwrap();
    assert_eq!(none, None);
    drop(tx);
    let clerk = t.as_user("acme", "accountant").await;
    let page = format!("/admin/ledger/accounts/{sales}?from=2026-03-10&to=2026-03-14&limit=1");
    let page = clerk.get(&page).await.expect(200).text();
    assert!(page.contains("Opening balance") && page.contains("8.00"), "{page}");
}
