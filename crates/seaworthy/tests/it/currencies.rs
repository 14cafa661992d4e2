//! Currencies: rates that are entered, imported and taken back; the revaluation of a month's end.

use base::{Currency, Date, Money};
use finance::currencies::{self, NewRate, NewRevaluation};
use finance::ledger;
use finance::open_items::{self, NewAllocation, Side};
use serde_json::json;
use testkit::TestApp;
use tokio::task::JoinSet;

use crate::open_items::{NORA, item, with_dollars};

const FEB_10: Date = Date::of(2026, 2, 10);
const FEB_28: Date = Date::of(2026, 2, 28);
const MARCH_1: Date = Date::of(2026, 3, 1);

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

async fn balance(t: &TestApp, role: &'static str, as_of: Date) -> i64 {
    let mut tx = t.tx("acme").await;
    ledger::balance_of(&mut tx, role, None, as_of).await.unwrap().minor
}

async fn revalue(t: &TestApp, date: Date) -> Option<i64> {
    let mut tx = t.tx("acme").await;
    let done = currencies::revalue(&mut tx, NewRevaluation { date }).await.unwrap();
    tx.commit().await.unwrap();
    done.map(|done| done.difference.minor)
}

/// By hand: Nora owes 100.00 dollars at 3.75, 375.00; of them 20.00 were paid in February. A
/// supplier is owed 50.00 dollars, 187.50. At the month's end a dollar is worth 3.80: what Nora
/// owes is worth 304.00 for 300.00, what is owed 190.00 for 187.50. A gain of 4.00 and a loss of
/// 2.50 make 1.50. What was paid ahead keeps its value.
#[tokio::test]
async fn what_is_open_is_revalued_at_a_months_end_and_taken_back_the_next_day() {
    let t = with_dollars(&[(FEB_10, "3.75"), (FEB_28, "3.8")]).await;
    let mut tx = t.tx("acme").await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", usd(10_000), FEB_10).await;
    let paid = item(&mut tx, Side::Receivable, "receivable", usd(-2000), FEB_10).await;
    item(&mut tx, Side::Payable, "payable", usd(-5000), FEB_10).await;
    item(&mut tx, Side::Receivable, "customer_prepayment", usd(-7000), FEB_10).await;
    let new =
        NewAllocation { debit_item: invoice, credit_item: paid, amount: usd(2000), date: FEB_10 };
    open_items::allocate(&mut tx, vec![new]).await.unwrap();
    tx.commit().await.unwrap();

    let clerk = t.as_user("acme", "accountant").await;
    let path = "/api/v1/revaluations";
    let seen = clerk.get(&format!("{path}/preview?date=2026-02-28")).await.expect(200).json();
    assert_eq!(seen["difference"]["amount"], "1.50");
    let differences: Vec<_> = seen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["difference"]["amount"].as_str().unwrap())
        .collect();
    assert_eq!(differences, ["-2.50", "4.00"]);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from revaluations").await, 0);

    assert_eq!(revalue(&t, FEB_28).await, Some(150));
    assert_eq!(balance(&t, "exchange_unrealised", FEB_28).await, -150);
    assert_eq!(balance(&t, "receivable", FEB_28).await, 30_000 + 400);
    assert_eq!(balance(&t, "payable", FEB_28).await, -18_750 - 250);
    assert_eq!(balance(&t, "exchange_unrealised", MARCH_1).await, 0);
    assert_eq!(balance(&t, "receivable", MARCH_1).await, 30_000);
    // Again: nothing changed, nothing is posted.
    assert_eq!(revalue(&t, FEB_28).await, None);
    // A better rate comes in: only what changed is posted.
    let mut tx = t.tx("acme").await;
    let rate = NewRate {
        currency: Currency::USD,
        date: FEB_28,
        rate: "3.7".parse().unwrap(),
        units: None,
        source: String::new(),
    };
    currencies::enter(&mut tx, vec![rate]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(revalue(&t, FEB_28).await, Some(-300));
    assert_eq!(balance(&t, "exchange_unrealised", FEB_28).await, 150);
    assert_eq!(balance(&t, "exchange_unrealised", MARCH_1).await, 0);
    let done = clerk.get(path).await.expect(200).json();
    assert_eq!(done["items"].as_array().unwrap().len(), 2);
    t.verify("acme").await;

    let tampering = "update revaluations set difference = difference + 1";
    sqlx::query(tampering).execute(&t.owner_pool().await).await.unwrap();
    assert_eq!(t.first_offender("acme").await.unwrap().0, "revaluations");
}

#[tokio::test]
async fn of_many_who_revalue_at_once_one_does() {
    let t = with_dollars(&[(FEB_10, "3.75"), (FEB_28, "3.8")]).await;
    let mut tx = t.tx("acme").await;
    item(&mut tx, Side::Receivable, "receivable", usd(10_000), FEB_10).await;
    tx.commit().await.unwrap();
    let mut revaluing = JoinSet::new();
    for _ in 0..6 {
        let (app, actor) = (t.app.clone(), t.system("acme").await);
        revaluing.spawn(async move {
            let mut tx = base::Tx::begin(&app, &actor).await.unwrap();
            let new = NewRevaluation { date: FEB_28 };
            let done = currencies::revalue(&mut tx, new).await.unwrap();
            tx.commit().await.unwrap();
            done.is_some()
        });
    }
    assert_eq!(revaluing.join_all().await.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(balance(&t, "exchange_unrealised", FEB_28).await, -500);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_month_without_a_rate_or_without_an_end_is_not_revalued() {
    let t = with_dollars(&[(FEB_10, "3.75")]).await;
    let mut tx = t.tx("acme").await;
    item(&mut tx, Side::Receivable, "receivable", usd(10_000), FEB_10).await;
    for (date, code) in [
        (FEB_28, "no_exchange_rate"),
        (Date::of(2026, 2, 27), "invalid"),
        (Date::of(2026, 3, 31), "invalid"),
    ] {
        let refused = currencies::preview(&mut tx, date).await.unwrap_err();
        assert_eq!(refused.code(), code);
    }
    tx.commit().await.unwrap();
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from revaluations").await, 0);
}

#[tokio::test]
async fn rates_are_imported_by_file_and_taken_back() {
    let t = with_dollars(&[(FEB_10, "3.75")]).await;
    let clerk = t.as_user("acme", "accountant").await;
    let file = "Code;Day;Rate;Per\nUSD;2026-02-10;3.76;1\nusd;2026-02-11;٣٫٧٧;\n\
                USD;2026-02-11;3.78;1\nEUR;2026-02-11;4.1;1\nUSD;soon;3.7;1\nUSD;2026-02-12;0;1\n";
    let sent = clerk
        .upload("/api/v1/imports", &[("kind", "exchange_rates")], "rates.csv", file.as_bytes())
        .await
        .expect(201)
        .json();
    let id = sent["id"].as_str().unwrap_or_else(|| panic!("{sent}")).to_owned();
    let done = clerk.post(&format!("/api/v1/imports/{id}/commit"), &json!({})).await;
    let _ = done.expect(200);
    let rate = |date: Date| {
        let t = &t;
        async move {
            let mut tx = t.tx("acme").await;
            currencies::rate(&mut tx, Currency::USD, date).await.map(|rate| rate.micros).ok()
        }
    };
    assert_eq!(rate(FEB_10).await, Some(3_760_000));
    assert_eq!(rate(Date::of(2026, 2, 11)).await, Some(3_770_000));
    let errors = clerk.get(&format!("/api/v1/imports/{id}/errors.csv")).await.expect(200).text();
    assert_eq!(errors.lines().count(), 5, "{errors}");
    let _ = clerk.post(&format!("/api/v1/imports/{id}/undo"), &json!({})).await.expect(200);
    assert_eq!(rate(FEB_10).await, Some(3_750_000));
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from exchange_rates").await, 1);
}

#[tokio::test]
async fn the_pages_of_currencies_work_and_only_who_may_changes_them() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let home = "/admin/currencies";
    let _ = clerk.post_form(home, &[("code", "SAR")]).await.expect(422);
    let _ = clerk.post_form(home, &[("code", "XYZ")]).await.expect(422);
    let _ = clerk.post_form(home, &[("code", "usd"), ("good_days", "3")]).await.expect(303);
    let rate = [
        ("currency", "USD"),
        ("date", "2026-02-28"),
        ("rate", "3.75"),
        ("units", "1"),
        ("source", "SAMA"),
    ];
    let page = clerk.post_form("/admin/exchange-rates", &rate[..2]).await.expect(422).text();
    assert!(page.contains("f-rate-error"));
    let _ = clerk.post_form("/admin/exchange-rates", &rate).await.expect(303);
    assert!(clerk.get(home).await.expect(200).text().contains("SAMA"));
    let _ = clerk.get("/admin/currencies/export?format=csv").await.expect(200);
    let mut tx = t.tx("acme").await;
    item(&mut tx, Side::Receivable, "receivable", usd(100), FEB_28).await;
    assert_eq!(open_items::exposure(&mut tx, Side::Receivable, NORA).await.unwrap(), 375);
    tx.commit().await.unwrap();
    let better = json!({"rates": [{"currency": "USD", "date": "2026-02-28", "rate": "3.85"}]});
    let _ = clerk.post("/api/v1/exchange-rates", &better).await.expect(200);
    let wrong = json!({"rates": [{"currency": "EUR", "date": "2026-02-28", "rate": "3.85"}]});
    clerk.post("/api/v1/exchange-rates", &wrong).await.refused(422, "invalid");
    let shown = clerk.get("/admin/revaluation?date=2026-02-28").await.expect(200).text();
    assert!(shown.contains("3.85"), "{shown}");
    let _ = clerk.post_form("/admin/revaluation", &[("date", "2026-02-28")]).await.expect(303);
    assert_eq!(balance(&t, "exchange_unrealised", FEB_28).await, -10);
    let gone = "/api/v1/exchange-rates/USD/2026-02-28";
    t.as_user("acme", "viewer").await.delete(gone).await.refused(403, "not_permitted");
    let _ = clerk.delete(gone).await.expect(204);
    clerk.delete(gone).await.refused(404, "not_found");
    let lay = [("active", "no"), ("version", "1")];
    let _ = clerk.post_form("/admin/currencies/USD", &lay).await.expect(303);
    let mut tx = t.tx("acme").await;
    assert!(!currencies::is_used(&mut tx, Currency::USD).await.unwrap());
    drop(tx);
    t.verify("acme").await;
}
