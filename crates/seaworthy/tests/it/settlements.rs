//! Payments in both directions, what they settle and what is paid ahead; write-offs, ageing and
//! statements.

use base::{Currency, Date, Money, Problem};
use finance::invoices;
use finance::ledger::{self, AccountRef};
use finance::open_items::{self, OpenItem, Side, StatementQuery};
use finance::payments::{self, Deduction, Direction, Method, Part, Payment, Settlement};
use sales::customers::{self, NewCustomer};
use serde_json::{Value, json};
use testkit::TestApp;
use uuid::Uuid;

use crate::open_items::{NORA, item, with_dollars};

const MARCH_1: Date = Date::of(2026, 3, 1);
const MARCH_10: Date = Date::of(2026, 3, 10);
const TODAY: Date = Date::of(2026, 3, 15);

fn sar(minor: i64) -> Money {
    Money::new(minor, Currency::SAR)
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Nora is a customer; most of these tests know her only by her open items.
async fn nora(t: &TestApp) {
    let mut tx = t.tx("acme").await;
    let new =
        NewCustomer { id: Some(NORA), name: "Nora Stores".to_owned(), ..NewCustomer::default() };
    customers::create(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

/// Opens items in a transaction of their own.
async fn items(t: &TestApp, side: Side, wanted: &[(Money, Date)]) -> Vec<Uuid> {
    let mut tx = t.tx("acme").await;
    let mut opened = Vec::new();
    for (amount, date) in wanted {
        opened.push(item(&mut tx, side, side.name(), *amount, *date).await);
    }
    tx.commit().await.unwrap();
    opened
}

fn movement(side: Side, amount: Money, parts: &[(Uuid, Money)]) -> Settlement {
    Settlement {
        id: None,
        side,
        direction: payments::usual(side),
        party_id: NORA,
        party: "Nora Stores".to_owned(),
        method: Method::Bank,
        account_id: None,
        amount,
        base: None,
        date: None,
        reference: "TT 7".to_owned(),
        parts: parts
            .iter()
            .map(|(item_id, amount)| Part { item_id: *item_id, amount: *amount })
            .collect(),
        deductions: Vec::new(),
        withholding: None,
        certificate: None,
    }
}

async fn settle(t: &TestApp, new: Settlement) -> Result<Payment, Problem> {
    let mut tx = t.tx("acme").await;
    let payment = payments::settle(&mut tx, new).await?;
    tx.commit().await?;
    Ok(payment)
}

async fn balances<const N: usize>(t: &TestApp, roles: [&'static str; N]) -> [i64; N] {
    let mut tx = t.tx("acme").await;
    let mut found = [0; N];
    for (role, found) in roles.into_iter().zip(&mut found) {
        *found = ledger::balance_of(&mut tx, role, None, TODAY).await.unwrap().minor;
    }
    found
}

async fn find(t: &TestApp, id: Uuid) -> OpenItem {
    let mut tx = t.tx("acme").await;
    open_items::find(&mut tx, id).await.unwrap()
}

/// The only item of a document.
async fn item_of(t: &TestApp, payment: &Payment, role: &str) -> OpenItem {
    let mut tx = t.tx("acme").await;
    let items = open_items::of_document(&mut tx, "payment", payment.id).await.unwrap();
    items.into_iter().find(|item| item.role == role).unwrap()
}

#[tokio::test]
async fn one_payment_settles_several_documents_and_the_rest_is_paid_ahead() {
    let t = TestApp::start().await;
    nora(&t).await;
    let wanted = [(sar(10_000), MARCH_1), (sar(5000), MARCH_10), (sar(3000), MARCH_10)];
    let [a, b, later] = items(&t, Side::Receivable, &wanted).await[..] else { panic!() };
    let parts = [(a, sar(10_000)), (b, sar(2000))];
    let paid = settle(&t, movement(Side::Receivable, sar(15_000), &parts)).await.unwrap();
    assert_eq!((paid.number.as_str(), paid.direction), ("PAY-2026-00001", Direction::In));
    assert_eq!((paid.unused, paid.allocations.len()), (sar(3000), 2));
    assert_eq!(
        balances(&t, ["bank", "receivable", "customer_prepayment"]).await,
        [15_000, 6000, -3000]
    );
    assert_eq!(find(&t, b).await.open, sar(3000));

    let ahead = item_of(&t, &paid, "customer_prepayment").await;
    let clerk = t.as_user("acme", "accountant").await;
    let against = json!([{"item_id": later, "amount": {"amount": "30.00", "currency": "SAR"}}]);
    let wanted = json!({"item_id": ahead.id, "against": against});
    let viewer = t.as_user("acme", "viewer").await;
    viewer.post("/api/v1/allocations", &wanted).await.refused(403, "not_permitted");
    let done = clerk.post("/api/v1/allocations", &wanted).await.expect(201).json();
    assert_eq!(done["open"]["amount"], "0.00");
    clerk.post("/api/v1/allocations", &wanted).await.refused(422, "allocation_exceeds_open");
    assert_eq!(balances(&t, ["receivable", "customer_prepayment"]).await, [3000, 0]);

    let shown = clerk.get(&format!("/api/v1/open-items/{later}")).await.expect(200).json();
    let allocation = shown["set_off"][0]["id"].as_str().unwrap().to_owned();
    let undo = format!("/api/v1/allocations/{allocation}/undo");
    let _ = clerk.post(&undo, &json!({})).await.expect(204);
    clerk.post(&undo, &json!({})).await.refused(409, "allocation_already_undone");
    assert_eq!(balances(&t, ["receivable", "customer_prepayment"]).await, [6000, -3000]);
    t.as_user("padma", "owner").await.post(&undo, &json!({})).await.refused(404, "not_found");
    t.verify("acme").await;
}

#[tokio::test]
async fn a_customer_without_documents_pays_ahead_and_is_kept_for_it() {
    let t = TestApp::start().await;
    nora(&t).await;
    let clerk = t.as_user("acme", "owner").await;
    let path = format!("/api/v1/customers/{NORA}");
    let money = json!({"method": "cash", "amount": {"amount": "12.00", "currency": "SAR"}});
    // Nobody unknown, and no refund of what was never paid.
    let unknown = format!("/api/v1/payments/receive/receivable/{}", Uuid::now_v7());
    clerk.post(&unknown, &money).await.refused(404, "not_found");
    let refund = format!("/api/v1/payments/pay/receivable/{NORA}");
    clerk.post(&refund, &money).await.refused(404, "not_found");
    let choose = clerk.get("/admin/payments/receive?q=nora").await.expect(200).text();
    let link = format!("/admin/payments/receive?side=receivable&amp;party={NORA}");
    assert!(choose.contains(&link), "{choose}");
    let _ = clerk.get(&format!("/admin/customers/{NORA}/payment")).await.expect(200);
    let paid = clerk.post(&format!("{path}/payments"), &money).await.expect(201).json();
    assert_eq!(
        (paid["party"].as_str(), paid["unused"]["amount"].as_str()),
        (Some("Nora Stores"), Some("12.00"))
    );
    let received = format!("/api/v1/payments/receive/receivable/{NORA}");
    let _ = clerk.post(&received, &money).await.expect(201);
    assert_eq!(balances(&t, ["cash", "customer_prepayment"]).await, [2400, -2400]);
    clerk.delete(&path).await.refused(409, "still_referenced");
    let form = [("method", "cash"), ("amount", "1"), ("date", "2026-03-15")];
    let home = format!("/admin/customers/{NORA}/payment");
    let _ = clerk.post_form(&home, &form).await.expect(303);
    let owner = t.as_user("padma", "owner").await;
    owner.post(&format!("{path}/payments"), &money).await.refused(404, "not_found");
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_owed_when_the_books_began_is_opened_document_by_document() {
    let t = TestApp::start().await;
    nora(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let path = format!("/api/v1/customers/{NORA}/opening-items");
    let old = |number: &str, amount: &str| {
        json!({"number": number, "due_date": "2026-02-20",
            "amount": {"amount": amount, "currency": "SAR"}})
    };
    for wrong in [json!([]), json!([old("", "1.00")]), json!([old("A-1", "0.00")])] {
        let wrong = json!({"date": "2026-02-28", "items": wrong});
        clerk.post(&path, &wrong).await.refused(422, "invalid");
    }
    let all = json!({"date": "2026-02-28", "items": [old("A-1", "90.00"), old("A-2", "-15.00")]});
    let opened = clerk.post(&path, &all).await.expect(201).json();
    assert_eq!(opened["items"].as_array().unwrap().len(), 2);
    assert_eq!(balances(&t, ["receivable", "opening"]).await, [7500, -7500]);
    let owner = t.as_user("padma", "owner").await;
    owner.post(&path, &all).await.refused(404, "not_found");
    t.verify("acme").await;
}

#[tokio::test]
async fn a_payment_of_more_than_is_open_or_of_somebody_elses_documents_changes_nothing() {
    let t = TestApp::start().await;
    nora(&t).await;
    let [a] = items(&t, Side::Receivable, &[(sar(1000), MARCH_1)]).await[..] else { panic!() };
    let [bill] = items(&t, Side::Payable, &[(sar(-1000), MARCH_1)]).await[..] else { panic!() };
    let of = |amount, part: (Uuid, Money)| movement(Side::Receivable, amount, &[part]);
    for (wrong, path, code) in [
        (of(sar(5000), (a, sar(1001))), "parts[0].amount", "payment_exceeds_open"),
        (of(sar(500), (a, sar(600))), "amount", "parts_exceed_payment"),
        (of(sar(500), (bill, sar(500))), "parts[0].item_id", "unknown"),
        (of(sar(500), (a, usd(500))), "parts[0].amount", "payment_in_one_currency"),
        (of(usd(500), (a, usd(500))), "amount", "other_currency"),
        (of(sar(0), (a, sar(1))), "amount", "not_positive"),
        (
            Settlement { party_id: Uuid::now_v7(), ..of(sar(500), (a, sar(500))) },
            "parts[0].item_id",
            "unknown",
        ),
        (
            Settlement { account_id: Some(Uuid::now_v7()), ..of(sar(500), (a, sar(500))) },
            "account_id",
            "unknown",
        ),
        (
            Settlement { date: Some(Date::of(2026, 3, 16)), ..of(sar(500), (a, sar(500))) },
            "date",
            "date_in_future",
        ),
    ] {
        let refused = settle(&t, wrong).await.unwrap_err();
        let fields: Vec<_> = refused.fields().iter().map(|f| (&*f.path, f.code)).collect();
        assert_eq!(fields, [(path, code)], "{refused}");
    }
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from payments").await, 0);
    assert_eq!(find(&t, a).await.open, sar(1000));
    let next = settle(&t, of(sar(1000), (a, sar(1000)))).await.unwrap();
    assert_eq!(next.number, "PAY-2026-00001");
    t.verify("acme").await;
}

#[tokio::test]
async fn a_supplier_is_paid_over_several_bills_and_pays_back() {
    let t = TestApp::start().await;
    nora(&t).await;
    let wanted = [(sar(-4000), MARCH_1), (sar(-6000), MARCH_10), (sar(2500), MARCH_10)];
    let [a, b, note] = items(&t, Side::Payable, &wanted).await[..] else { panic!() };
    let parts = [(a, sar(4000)), (b, sar(1000))];
    let paid = settle(&t, movement(Side::Payable, sar(7000), &parts)).await.unwrap();
    assert_eq!((paid.number.as_str(), paid.unused), ("VPAY-2026-00001", sar(2000)));
    assert_eq!((paid.customer_id, paid.party_id), (None, NORA));
    assert_eq!(
        balances(&t, ["bank", "payable", "supplier_prepayment"]).await,
        [-7000, -5000 + 2500, 2000]
    );
    // The note and what was paid ahead come back in one transfer.
    let ahead = item_of(&t, &paid, "supplier_prepayment").await;
    let back = movement(Side::Payable, sar(4500), &[(note, sar(2500)), (ahead.id, sar(2000))]);
    let back = settle(&t, Settlement { direction: Direction::In, ..back }).await.unwrap();
    assert_eq!((back.number.as_str(), back.unused), ("VPAY-2026-00002", sar(0)));
    assert_eq!(balances(&t, ["bank", "payable", "supplier_prepayment"]).await, [-2500, -5000, 0]);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_refund_names_the_credit_that_it_gives_back() {
    let t = TestApp::start().await;
    nora(&t).await;
    let [note] = items(&t, Side::Receivable, &[(sar(-2000), MARCH_1)]).await[..] else { panic!() };
    let out = |amount, parts: &[(Uuid, Money)]| Settlement {
        direction: Direction::Out,
        ..movement(Side::Receivable, amount, parts)
    };
    let refused = settle(&t, out(sar(500), &[])).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "refund_names_credit");
    let refused = settle(&t, out(sar(2500), &[(note, sar(2000))])).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "refund_names_credit");
    assert_eq!(find(&t, note).await.open, sar(-2000));
    let back = settle(&t, out(sar(2000), &[(note, sar(2000))])).await.unwrap();
    assert_eq!((back.number.as_str(), back.direction), ("PAY-2026-00001", Direction::Out));
    assert_eq!(balances(&t, ["bank", "receivable"]).await, [-2000, 0]);
    t.verify("acme").await;
}

/// By hand: 100.00 dollars at 3.75 are 375.00; the bank books 378.00 for them: a gain of 3.00.
/// A second 100.00 are paid by the day's rate of 3.70: a loss of 5.00.
#[tokio::test]
async fn foreign_money_is_worth_what_the_bank_booked_or_the_rate_of_its_day() {
    let t = with_dollars(&[(MARCH_1, "3.75"), (TODAY, "3.7")]).await;
    nora(&t).await;
    let wanted = [(usd(10_000), MARCH_1), (usd(10_000), MARCH_1)];
    let [a, b] = items(&t, Side::Receivable, &wanted).await[..] else { panic!() };
    let booked = movement(Side::Receivable, usd(10_000), &[(a, usd(10_000))]);
    let paid = settle(&t, Settlement { base: Some(sar(37_800)), ..booked }).await.unwrap();
    assert_eq!((paid.amount, paid.base), (usd(10_000), sar(37_800)));
    settle(&t, movement(Side::Receivable, usd(10_000), &[(b, usd(10_000))])).await.unwrap();
    assert_eq!(
        balances(&t, ["bank", "receivable", "exchange_gain", "exchange_loss"]).await,
        [37_800 + 37_000, 0, -300, 500]
    );
    let early = movement(Side::Receivable, usd(100), &[]);
    let early = Settlement { date: Some(MARCH_10), ..early };
    assert_eq!(settle(&t, early).await.unwrap_err().code(), "no_exchange_rate");
    let odd = movement(Side::Receivable, usd(100), &[]);
    let odd = settle(&t, Settlement { base: Some(usd(100)), ..odd }).await.unwrap_err();
    assert_eq!(odd.fields()[0].code, "base_in_own_currency");
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_kept_back_settles_with_the_money() {
    let t = TestApp::start().await;
    nora(&t).await;
    let [a] = items(&t, Side::Receivable, &[(sar(10_000), MARCH_1)]).await[..] else { panic!() };
    let withheld = Deduction {
        account: AccountRef::Role("withholding_receivable"),
        amount: sar(500),
        tax_code_id: None,
    };
    let new = movement(Side::Receivable, sar(9500), &[(a, sar(10_000))]);
    let paid = settle(&t, Settlement { deductions: vec![withheld], ..new }).await.unwrap();
    assert_eq!((paid.amount, paid.unused), (sar(9500), sar(0)));
    assert_eq!(
        balances(&t, ["bank", "withholding_receivable", "receivable"]).await,
        [9500, 500, 0]
    );
    t.verify("acme").await;
}

#[tokio::test]
async fn a_rest_is_written_off_with_a_reason_by_whoever_may() {
    let t = with_dollars(&[(MARCH_1, "3.75")]).await;
    let wanted = [(sar(1005), MARCH_1), (usd(300), MARCH_1)];
    let [a, dollars] = items(&t, Side::Receivable, &wanted).await[..] else { panic!() };
    let [bill] = items(&t, Side::Payable, &[(sar(-7), MARCH_1)]).await[..] else { panic!() };
    let path = |id: Uuid| format!("/api/v1/open-items/{id}/write-off");
    let clerk = t.as_user("acme", "accountant").await;
    clerk.post(&path(a), &json!({"reason": "Small"})).await.refused(403, "not_permitted");
    let manager = t.as_user("acme", "manager").await;
    manager.post(&path(a), &json!({"reason": " "})).await.refused(422, "invalid");
    let part = json!({"amount": {"amount": "0.05", "currency": "SAR"}, "reason": "Small"});
    let left = manager.post(&path(a), &part).await.expect(200).json();
    assert_eq!(left["open"]["amount"], "10.00");
    let _ = manager.post(&path(dollars), &json!({"reason": "Gone"})).await.expect(200);
    let _ = manager.post(&path(bill), &json!({"reason": "Small"})).await.expect(200);
    manager.post(&path(bill), &json!({"reason": "Small"})).await.refused(409, "nothing_is_open");
    assert_eq!(
        balances(&t, ["bad_debt", "rounding", "receivable", "payable", "exchange_gain"]).await,
        [5 + 1125, -7, 1000, 0, 0]
    );
    t.verify("acme").await;
}

/// Due ten days after each date: 5 not due, 5 just over, 45 and 120 days late.
async fn aged() -> TestApp {
    let t = TestApp::start().await;
    nora(&t).await;
    let wanted = [
        (sar(100), MARCH_10),
        (sar(200), MARCH_1),
        (sar(400), Date::of(2026, 1, 20)),
        (sar(800), Date::of(2025, 11, 5)),
    ];
    let all = items(&t, Side::Receivable, &wanted).await;
    settle(&t, movement(Side::Receivable, sar(450), &[(all[2], sar(150))])).await.unwrap();
    t
}

fn amounts(row: &Value) -> Vec<&str> {
    ["not_due", "days_30", "days_60", "days_90", "older", "credit", "total"]
        .into_iter()
        .map(|name| row[name]["amount"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn what_is_open_is_aged_by_its_day_as_of_any_day_and_as_known() {
    let t = aged().await;
    let clerk = t.as_user("acme", "accountant").await;
    let get = |query: &'static str| {
        let clerk = clerk.clone();
        async move {
            let path = format!("/api/v1/reports/ageing{query}");
            clerk.get(&path).await.expect(200).json()
        }
    };
    let now = get("").await;
    assert_eq!(now["rows"][0]["party_name"], "Nora Stores");
    assert_eq!(amounts(&now["rows"][0]), amounts(&now["total"]));
    assert_eq!(amounts(&now["total"]), ["1.00", "2.00", "2.50", "0.00", "8.00", "-3.00", "10.50"]);
    let mut tx = t.tx("acme").await;
    let owed = open_items::exposure(&mut tx, Side::Receivable, NORA).await.unwrap();
    assert_eq!(owed, 1050);
    drop(tx);
    // On 1 February there were two documents, and no payment yet.
    let then = get("?as_of=2026-02-01").await;
    assert_eq!(amounts(&then["total"]), ["0.00", "4.00", "0.00", "8.00", "0.00", "0.00", "12.00"]);
    assert_eq!(get("?side=payable").await["rows"], json!([]));
    assert_eq!(get("?known_on=2026-03-14").await["rows"], json!([]));
    assert_eq!(get("?q=nobody").await["rows"], json!([]));
    let items = clerk.get("/api/v1/open-items?as_of=2026-02-01").await.expect(200).json();
    assert_eq!(items["items"].as_array().unwrap().len(), 2);
    assert_eq!(items["items"][1]["open"]["amount"], "4.00");
    let late = clerk.get("/api/v1/open-items?show=overdue&side=receivable").await.json();
    assert_eq!(late["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_statement_goes_from_what_stood_open_to_what_stands_open() {
    let t = aged().await;
    let clerk = t.as_user("acme", "accountant").await;
    let path = format!("/api/v1/statements/receivable/{NORA}?from=2026-03-01&to=2026-03-31");
    let found = clerk.get(&path).await.expect(200).json();
    let said = |value: &Value| value["amount"].as_str().unwrap().to_owned();
    assert_eq!(
        (said(&found["opening"]), said(&found["closing"])),
        ("12.00".into(), "10.50".into())
    );
    let lines = found["lines"].as_array().unwrap().iter();
    let lines: Vec<_> = lines.map(|line| (said(&line["amount"]), said(&line["balance"]))).collect();
    let wanted = [("2.00", "14.00"), ("1.00", "15.00"), ("-4.50", "10.50")];
    assert_eq!(lines, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let wrong = format!("/api/v1/statements/receivable/{NORA}?from=2026-03-02&to=2026-03-01");
    clerk.get(&wrong).await.refused(422, "invalid");
    let nobody = format!("/api/v1/statements/payable/{NORA}");
    clerk.get(&nobody).await.refused(404, "not_found");
    let sum = |file: &str| file.lines().last().unwrap().to_owned();
    let file = format!("/admin/statements/receivable/{NORA}/export?format=csv");
    let file = clerk.get(&file).await.expect(200).text();
    assert!(sum(&file).ends_with("10.50"), "{file}");
    let pdf = clerk.get(&format!("/admin/statements/receivable/{NORA}/pdf")).await.expect(200);
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    t.verify("acme").await;
}

#[tokio::test]
async fn the_paper_of_a_statement_begins_with_what_was_owed_before() {
    let t = aged().await;
    let mut tx = t.tx("acme").await;
    let days = StatementQuery { from: Some(MARCH_1), to: Some(Date::of(2026, 3, 31)) };
    let found = open_items::statement(&mut tx, Side::Receivable, NORA, days).await.unwrap();
    let seller = invoices::seller(&mut tx).await.unwrap();
    let l = t.app.l(tx.tenant(), base::Lang::En);
    let paper = open_items::statement_paper(&l, &seller, &found);
    let cells = paper.rows.iter().map(|row| (row[1].text.as_str(), row[4].text.as_str()));
    let cells: Vec<_> = cells.collect();
    assert_eq!((cells[0], cells.len()), (("Opening balance", "12.00"), 4));
    assert_eq!(cells[3].1, "10.50");
    assert_eq!(paper.totals.len(), 1, "only the closing balance stands below");
}

#[tokio::test]
async fn the_pages_of_open_items_and_payments_work_without_scripts() {
    let t = aged().await;
    let clerk = t.as_user("acme", "manager").await;
    for path in [
        "/admin/open-items",
        "/admin/open-items?side=receivable&show=overdue&sort=-amount&as_of=2026-03-01",
        "/admin/open-items/export?format=xlsx",
        "/admin/reports/ageing",
        "/admin/reports/ageing/export?format=csv",
        "/admin/payments?side=receivable&direction=in",
        "/admin/payments/export?format=csv",
        "/admin/payments/receive",
        "/admin/payments/pay?q=nora",
    ] {
        let _ = clerk.get(path).await.expect(200);
    }
    let open: Uuid = t.scalar("acme", "select id from open_items where amount = 800").await;
    let ahead: Uuid =
        t.scalar("acme", "select id from open_items where role = 'customer_prepayment'").await;
    let new = format!("/admin/payments/receive?side=receivable&party={NORA}");
    assert!(clerk.get(&new).await.expect(200).text().contains("8.00"));
    let post = format!("/admin/payments/receive/receivable/{NORA}");
    let id = open.to_string();
    let typed = |amount: &'static str| {
        vec![
            ("method", "cash"),
            ("amount", amount),
            ("currency", "SAR"),
            ("date", "2026-03-15"),
            ("parts[0][item]", id.as_str()),
            ("parts[0][amount]", "٦"),
        ]
    };
    let again = clerk.post_form(&post, &typed("5")).await.expect(422).text();
    assert!(again.contains("f-amount-error"), "{again}");
    let _ = clerk.post_form(&post, &typed("6")).await.expect(303);
    assert_eq!(find(&t, open).await.open, sar(200));

    let page = format!("/admin/open-items/{open}");
    assert!(clerk.get(&page).await.expect(200).text().contains("PAY-2026-00001"));
    by_form(&t, open, ahead).await;
    let payment: Uuid = t.scalar("acme", "select id from payments order by id limit 1").await;
    let payment = clerk.get(&format!("/admin/payments/{payment}")).await.expect(200).text();
    assert!(payment.contains("JE-2026"));
    let viewer = t.as_user("acme", "viewer").await;
    let _ = viewer.post_form(&format!("{page}/write-off"), &[]).await.expect(403);
    let _ = viewer.post_form(&post, &typed("6")).await.expect(403);
    t.verify("acme").await;
}

/// Sets 2.00 that are open off against what was paid ahead and writes the rest off, then takes
/// the setting off back.
async fn by_form(t: &TestApp, open: Uuid, ahead: Uuid) {
    let clerk = t.as_user("acme", "manager").await;
    let page = format!("/admin/open-items/{open}");
    let ahead = ahead.to_string();
    let against = |amount: &'static str| {
        vec![("against[0][item]", ahead.as_str()), ("against[0][amount]", amount)]
    };
    let set_off = format!("{page}/set-off");
    let _ = clerk.post_form(&set_off, &against("9")).await.expect(422);
    let _ = clerk.post_form(&set_off, &against("1.50")).await.expect(303);
    let write_off = format!("{page}/write-off");
    let _ = clerk.post_form(&write_off, &[("amount", "0.50")]).await.expect(422);
    let rest = [("amount", "0.50"), ("reason", "Small"), ("day", "2026-03-15")];
    let _ = clerk.post_form(&write_off, &rest).await.expect(303);
    assert!(find(t, open).await.is_settled());
    let allocation: Uuid = t
        .scalar(
            "acme",
            "select id from allocations where amount = 150 and entry_id is not null
             order by id desc limit 1",
        )
        .await;
    let undo = [("allocation", allocation.to_string())];
    let undo = undo.each_ref().map(|(name, id)| (*name, id.as_str()));
    let _ = clerk.post_form(&format!("{page}/undo"), &undo).await.expect(303);
    assert_eq!(find(t, open).await.open, sar(150));
}

#[tokio::test]
async fn a_supplier_without_a_document_is_paid_ahead_and_its_bill_is_settled_with_that_later() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "owner").await;
    let new = json!({"name": "Delta Fishers", "lang": "en"});
    let supplier = clerk.post("/api/v1/suppliers", &new).await.expect(201).json();
    let id = supplier["id"].as_str().unwrap();
    let money = |amount: &str| json!({"amount": amount, "currency": "SAR"});
    let ahead = json!({"method": "bank", "amount": money("70.00"), "reference": "Deposit"});
    let path = format!("/api/v1/payments/pay/payable/{id}");
    // Nobody but this company, nobody unknown, and no refund of what was never paid.
    t.as_user("padma", "owner").await.post(&path, &ahead).await.refused(404, "not_found");
    let unknown = format!("/api/v1/payments/pay/payable/{}", Uuid::now_v7());
    clerk.post(&unknown, &ahead).await.refused(404, "not_found");
    let back = format!("/api/v1/payments/receive/payable/{id}");
    clerk.post(&back, &ahead).await.refused(404, "not_found");
    assert_eq!(balances(&t, ["bank", "supplier_prepayment"]).await, [0, 0]);
    // It is offered beside those with documents, and by its name.
    let choose = clerk.get("/admin/payments/pay?q=delta").await.expect(200).text();
    let link = format!("/admin/payments/pay?side=payable&amp;party={id}");
    assert!(choose.contains(&link), "{choose}");
    let none = clerk.get("/admin/payments/receive?side=payable&q=delta").await.expect(200).text();
    assert!(!none.contains(id), "{none}");
    let page = format!("/admin/payments/pay?side=payable&party={id}");
    assert!(clerk.get(&page).await.expect(200).text().contains("Delta Fishers"));
    let paid = clerk.post(&path, &ahead).await.expect(201).json();
    assert_eq!(
        (paid["party"].as_str(), paid["unused"]["amount"].as_str(), paid["number"].as_str()),
        (Some("Delta Fishers"), Some("70.00"), Some("VPAY-2026-00001"))
    );
    let form = [("method", "bank"), ("amount", "30"), ("date", "2026-03-15")];
    let to = format!("/admin/payments/pay/payable/{id}");
    let _ = clerk.post_form(&to, &form).await.expect(303);
    assert_eq!(balances(&t, ["bank", "supplier_prepayment"]).await, [-10_000, 10_000]);
    // The bill comes to 80.00 and is settled with what was paid ahead; 20.00 stay ahead.
    t.product("acme", "NET", "10").await;
    let lines = json!([{"sku": "NET", "quantity": "8", "unit_cost": "10"}]);
    let receipt = json!({"supplier_id": id, "lines": lines});
    let receipt = clerk.post("/api/v1/stock/receipts", &receipt).await.expect(201).json();
    let codes = clerk.get("/api/v1/tax-codes").await.expect(200).json();
    let code = |code: &str| {
        let found = codes["items"].as_array().unwrap().iter().find(|one| one["code"] == code);
        found.unwrap()["id"].clone()
    };
    let line = json!({"receipt_id": receipt["id"], "receipt_line": 1, "quantity": "8",
        "unit_price": "10", "tax_code_id": code("VAT0")});
    let bill = json!({"supplier_id": id, "supplier_number": "D-1", "lines": [line]});
    let bill = clerk.post("/api/v1/bills", &bill).await.expect(201).json();
    let items = clerk.get("/api/v1/open-items?side=payable&limit=200").await.expect(200).json();
    let item = |document: &str| {
        let mine = |item: &&Value| item["document_id"] == document;
        items["items"].as_array().unwrap().iter().find(mine).unwrap()["id"].clone()
    };
    let second: String =
        t.scalar("acme", "select id::text from payments where number = 'VPAY-2026-00002'").await;
    let against = json!([
        {"item_id": item(paid["id"].as_str().unwrap()), "amount": money("70.00")},
        {"item_id": item(&second), "amount": money("10.00")},
    ]);
    let bill_item = item(bill["id"].as_str().unwrap());
    let set_off = json!({"item_id": bill_item, "against": against});
    let settled = clerk.post("/api/v1/allocations", &set_off).await.expect(201).json();
    assert_eq!(settled["open"]["amount"], "0.00");
    assert_eq!(balances(&t, ["bank", "supplier_prepayment", "payable"]).await, [-10_000, 2000, 0]);
    let removed = clerk.delete(&format!("/api/v1/suppliers/{id}")).await;
    assert_eq!(removed.status, 409, "whoever was paid stays");
    t.verify("acme").await;
}
