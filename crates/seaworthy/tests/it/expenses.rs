//! Expenses: posted once, approved by somebody else, taken back by an entry of their own.

use base::{Money, Problem};
use finance::book_settings::{self, BookSettingsChange};
use finance::expenses::{
    self, Expense, ExpenseState, LinkType, NewExpense, NewExpenseReversal, PaidBy,
};
use finance::ledger::{self, BalanceQuery};
use finance::open_items::{self, Side};
use finance::tax;
use serde_json::json;
use testkit::TestApp;
use uuid::Uuid;

async fn account(t: &TestApp, code: &str) -> Uuid {
    let mut tx = t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    chart.iter().find(|account| account.code == code).unwrap().id
}

/// A taxi of today for so many minor units, from the cash box, with tax inside.
async fn taxi(t: &TestApp, minor: i64) -> NewExpense {
    let account_id = account(t, "6300").await;
    let mut tx = t.tx("acme").await;
    let codes = tax::codes(&mut tx).await.unwrap();
    let code = codes.iter().find(|code| code.code == "VAT15").unwrap();
    NewExpense {
        id: None,
        date: None,
        description: "Taxi".to_owned(),
        account_id,
        gross: Money::new(minor, tx.currency()),
        tax_code_id: Some(code.id),
        paid_by: PaidBy::Cash,
        money_account_id: None,
        employee_id: None,
        cost_centre_id: None,
        project_id: None,
        link_type: None,
        link_id: None,
        link_number: String::new(),
    }
}

async fn enter(t: &TestApp, new: NewExpense) -> Result<Expense, Problem> {
    let mut tx = t.tx("acme").await;
    let expense = expenses::enter(&mut tx, new).await?;
    tx.commit().await?;
    Ok(expense)
}

/// What stands on an account today.
async fn stands(t: &TestApp, code: &str) -> i64 {
    let mut tx = t.tx("acme").await;
    let query = BalanceQuery::on(tx.today());
    let found = ledger::balances(&mut tx, &query).await.unwrap();
    found.iter().find(|balance| balance.code == code).map_or(0, |balance| balance.amount)
}

#[tokio::test]
async fn an_expense_is_posted_with_the_tax_inside_of_it() {
    let t = TestApp::start().await;
    let expense = enter(&t, taxi(&t, 11_500).await).await.unwrap();
    assert_eq!(expense.number.as_deref(), Some("EXP-2026-00001"));
    assert_eq!((expense.state, expense.tax.minor), (ExpenseState::Posted, 1500));
    let found = [stands(&t, "6300").await, stands(&t, "1400").await, stands(&t, "1000").await];
    assert_eq!(found, [10_000, 1500, -11_500]);
    t.verify("acme").await;
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_posted() {
    let t = TestApp::start().await;
    let control = account(&t, "1300").await;
    let good = taxi(&t, 100).await;
    let wrong = NewExpense {
        account_id: control,
        gross: Money::new(0, good.gross.currency),
        description: " ".to_owned(),
        paid_by: PaidBy::Employee,
        ..good
    };
    let refused = enter(&t, wrong).await.unwrap_err();
    let mut paths: Vec<&str> = refused.fields().iter().map(|field| &*field.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["account_id", "description", "employee_id", "gross"]);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from expenses").await, 0);
    t.verify("acme").await;
}

#[tokio::test]
async fn what_an_employee_paid_is_owed_until_it_is_taken_back() {
    let t = TestApp::start().await;
    let employee: Uuid =
        t.scalar("acme", "select id from users where email = 'sales@acme.example'").await;
    let new = NewExpense {
        paid_by: PaidBy::Employee,
        employee_id: Some(employee),
        ..taxi(&t, 2300).await
    };
    let expense = enter(&t, new).await.unwrap();
    let mut tx = t.tx("acme").await;
    let owed = open_items::exposure(&mut tx, Side::Payable, employee).await.unwrap();
    assert_eq!(owed.abs(), 2300);
    let blank = NewExpenseReversal { date: None, reason: " ".to_owned() };
    let refused = expenses::reverse(&mut tx, expense.id, blank).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "required");
    let why = NewExpenseReversal { date: None, reason: "Entered twice".to_owned() };
    let back = expenses::reverse(&mut tx, expense.id, why.clone()).await.unwrap();
    assert_eq!(back.state, ExpenseState::Reversed);
    let again = expenses::reverse(&mut tx, expense.id, why).await.unwrap_err();
    assert_eq!(again.code(), "expense_not_posted");
    assert_eq!(open_items::exposure(&mut tx, Side::Payable, employee).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let found = [stands(&t, "6300").await, stands(&t, "1400").await, stands(&t, "2000").await];
    assert_eq!(found, [0, 0, 0]);
    t.verify("acme").await;
}

#[tokio::test]
async fn above_the_limit_somebody_else_approves() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let limit = Some(Some(Money::new(10_000, tx.currency())));
    let change = BookSettingsChange { approval_limit: limit, ..BookSettingsChange::default() };
    book_settings::change_settings(&mut tx, change).await.unwrap();
    tx.commit().await.unwrap();
    let clerk = t.as_user("acme", "accountant").await;
    let wanted = json!({
        "description": "Repair",
        "account_id": account(&t, "6800").await,
        "gross": {"amount": "100.01", "currency": "SAR"},
        "paid_by": "bank",
    });
    let made = clerk.post("/api/v1/expenses", &wanted).await.expect(201).json();
    assert_eq!((&made["state"], &made["number"]), (&json!("waiting"), &json!(null)));
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from entries").await, 0);
    let approve = format!("/api/v1/expenses/{}/approve", made["id"].as_str().unwrap());
    clerk.post(&approve, &json!({})).await.refused(403, "not_permitted");
    let manager = t.as_user("acme", "manager").await;
    let own = manager.post("/api/v1/expenses", &wanted).await.expect(201).json();
    let own = format!("/api/v1/expenses/{}", own["id"].as_str().unwrap());
    manager.post(&format!("{own}/approve"), &json!({})).await.refused(422, "expense_own");
    let posted = manager.post(&approve, &json!({})).await.expect(200).json();
    assert_eq!(posted["number"], "EXP-2026-00001");
    let _ = manager.delete(&own).await.expect(204);
    t.verify("acme").await;
}

#[tokio::test]
async fn an_expense_is_entered_by_form_with_its_paper_and_its_order() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let account = account(&t, "6300").await.to_string();
    let order = Uuid::now_v7().to_string();
    let asked = format!("/admin/expenses/new?link_type=order&link_id={order}&link_number=SO-1");
    assert!(clerk.get(&asked).await.expect(200).text().contains("SO-1"));
    let mut form = vec![
        ("gross", "lots"),
        ("description", "Fuel"),
        ("account_id", account.as_str()),
        ("paid_by", "cash"),
        ("link_type", "order"),
        ("link_id", order.as_str()),
        ("link_number", "SO-1"),
    ];
    let again = clerk.post_form("/admin/expenses/new", &form).await.expect(422).text();
    assert!(again.contains("f-gross-error") && again.contains("lots"));
    form[0].1 = "٢٠٫٥٠";
    let made = clerk.post_form("/admin/expenses/new", &form).await.expect(303);
    let page = made.header("location").unwrap().to_owned();
    let _ = clerk.upload(&format!("{page}/paper"), &[], "r.pdf", b"%PDF-1.7").await.expect(303);
    let shown = clerk.get(&page).await.expect(200).text();
    assert!(shown.contains("20.50") && shown.contains("/files/") && shown.contains("SO-1"));
    assert!(clerk.get("/admin/expenses?q=Fuel").await.expect(200).text().contains("EXP-2026"));
    let csv = clerk.get("/admin/expenses/export?format=csv").await.expect(200).text();
    assert!(csv.contains("SO-1") && csv.contains("20.50"));
    let mut tx = t.tx("acme").await;
    let id = order.parse().unwrap();
    let linked = expenses::linked(&mut tx, LinkType::Order, id).await.unwrap();
    assert_eq!(linked.len(), 1);
    drop(tx);
    let _ = clerk.post_form(&format!("{page}/reverse"), &[("reason", "wrong")]).await.expect(303);
    let _ = t.as_user("padma", "owner").await.get(&page).await.expect(404);
    t.verify("acme").await;
}
