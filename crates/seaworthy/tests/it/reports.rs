//! Reports: a small company's year that was worked out by hand, two time axes, what changed and
//! why, and that every way of looking shows the same figures.

use std::collections::HashMap;
use std::time::Duration;

use base::{Date, Tx};
use finance::ledger::{self, Module, Posting, PostingLine};
use insight::reports::{self, Kind, ReportQuery};
use proptest::prelude::*;
use serde_json::Value;
use testkit::{Client, TestApp};
use uuid::Uuid;

type Chart = HashMap<String, Uuid>;

async fn chart(t: &TestApp) -> Chart {
    let mut tx = t.tx("acme").await;
    let accounts = ledger::accounts(&mut tx).await.unwrap();
    accounts.into_iter().map(|account| (account.code, account.id)).collect()
}

/// An entry of code and amount in whole units, debit positive.
async fn post(tx: &mut Tx, chart: &Chart, date: Date, lines: &[(&str, i64)]) -> ledger::Posted {
    let line = |(code, amount): &(&str, i64)| {
        let line = match *amount > 0 {
            true => PostingLine::debit(chart[*code], amount * 100),
            false => PostingLine::credit(chart[*code], -amount * 100),
        };
        line.party(Uuid::from_u128(7))
    };
    let lines = lines.iter().map(line).collect();
    let posting = Posting::new(Module::Ledger, date, "test", Uuid::now_v7(), "By hand", lines);
    ledger::post(tx, posting).await.unwrap()
}

/// Month, day, and the lines: account and amount.
type Deal<'a> = (i8, i8, &'a [(&'a str, i64)]);

/// Capital, a loan, equipment, goods on credit, a sale with tax, payments, wages, depreciation.
async fn year(t: &TestApp) -> Chart {
    let chart = chart(t).await;
    let mut tx = t.tx("acme").await;
    let entries: [Deal; 10] = [
        (1, 2, &[("1100", 100_000), ("3000", -100_000)]),
        (1, 10, &[("1100", 50_000), ("2400", -50_000)]),
        (1, 15, &[("1500", 60_000), ("1100", -60_000)]),
        (2, 1, &[("1300", 40_000), ("2000", -40_000)]),
        (3, 5, &[("1200", 80_500), ("4000", -70_000), ("2100", -10_500)]),
        (3, 5, &[("5000", 25_000), ("1300", -25_000)]),
        (4, 1, &[("1100", 60_000), ("1200", -60_000)]),
        (5, 1, &[("2000", 30_000), ("1100", -30_000)]),
        (6, 30, &[("6000", 12_000), ("1100", -12_000)]),
        (12, 31, &[("6600", 6_000), ("1590", -6_000), ("3100", 5_000), ("1100", -5_000)]),
    ];
    for (month, day, lines) in entries {
        post(&mut tx, &chart, Date::of(2026, month, day), lines).await;
    }
    tx.commit().await.unwrap();
    chart
}

/// The amounts of the row that begins with a label; several rows may.
fn figures(sheet: &Value, label: &str) -> Vec<String> {
    let rows = || sheet["rows"].as_array().unwrap().iter().filter(|row| row["role"] != "heading");
    let name = |row: &Value| row["cells"][0]["value"].as_str().unwrap_or_default().to_owned();
    // A whole name, or the code of an account.
    let begins = format!("{label} ");
    let whole = rows().rfind(|row| name(row) == label);
    let row = whole.or_else(|| rows().rfind(|row| name(row).starts_with(&begins)));
    let cells = row.unwrap_or_else(|| panic!("{label} in {sheet:#}"))["cells"].as_array().unwrap();
    let amount = |cell: &Value| cell["value"]["amount"].as_str().map(str::to_owned);
    cells.iter().filter_map(amount).collect()
}

async fn get(client: &Client, path: &str) -> Value {
    client.get(&format!("/api/v1/reports/{path}")).await.expect(200).json()
}

fn all(sheet: &Value, wanted: &[(&str, &[&str])]) {
    for (label, amounts) in wanted {
        assert_eq!(figures(sheet, label), *amounts, "{label}");
    }
}

const YEAR: &str = "from=2026-01-01&to=2026-12-31";

#[tokio::test]
async fn a_small_companys_year_is_what_was_worked_out_by_hand() {
    let t = TestApp::start().await;
    year(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let sheet = get(&clerk, &format!("profit-and-loss?{YEAR}")).await;
    all(
        &sheet,
        &[
            ("4000", &["70000.00"]),
            ("Total income", &["70000.00"]),
            ("5000", &["25000.00"]),
            ("Total cost of goods", &["25000.00"]),
            ("Gross profit", &["45000.00"]),
            ("6000", &["12000.00"]),
            ("6600", &["6000.00"]),
            ("Total expenses", &["18000.00"]),
            ("Result", &["27000.00"]),
        ],
    );
    // Accounts that came to nothing are left out unless they are asked for.
    let has = |sheet: &Value| sheet.to_string().contains("6100 Rent");
    assert!(!has(&sheet));
    assert!(has(&get(&clerk, &format!("profit-and-loss?{YEAR}&zeros=true")).await));
    what_it_owns_and_where_cash_went(&clerk).await;
}

async fn what_it_owns_and_where_cash_went(clerk: &Client) {
    let sheet = get(clerk, "balance-sheet?as_of=2026-12-31").await;
    all(
        &sheet,
        &[
            ("1100", &["103000.00"]),
            ("1200", &["20500.00"]),
            ("1300", &["15000.00"]),
            ("1500", &["60000.00"]),
            ("1590", &["-6000.00"]),
            ("Total assets", &["192500.00"]),
            ("2000", &["10000.00"]),
            ("2100", &["10500.00"]),
            ("2400", &["50000.00"]),
            ("Total liabilities", &["70500.00"]),
            ("3000", &["100000.00"]),
            ("3100", &["-5000.00"]),
            ("Result of this year", &["27000.00"]),
            ("Total equity", &["122000.00"]),
            ("Total liabilities and equity", &["192500.00"]),
        ],
    );
    assert_eq!(sheet["balanced"], true);
    // A year later the result is that of an earlier year.
    let later = get(clerk, "balance-sheet?as_of=2027-01-31").await;
    all(&later, &[("Result of this year", &["0.00"]), ("Total equity", &["122000.00"])]);
    let earlier = "Result of earlier years, not carried forward";
    assert_eq!(figures(&later, earlier), ["27000.00"]);

    let sheet = get(clerk, &format!("cash-flow?{YEAR}")).await;
    all(
        &sheet,
        &[
            ("1590", &["6000.00"]),
            ("1200", &["-20500.00"]),
            ("1300", &["-15000.00"]),
            ("2000", &["10000.00"]),
            ("2100", &["10500.00"]),
            ("Cash from the business", &["18000.00"]),
            ("Cash from investing", &["-60000.00"]),
            ("Cash from financing", &["145000.00"]),
            ("Change of cash", &["103000.00"]),
            ("Cash at the beginning", &["0.00"]),
            ("Cash at the end", &["103000.00"]),
        ],
    );
    assert_eq!(sheet["balanced"], true);

    let sheet = get(clerk, "movements?from=2026-04-01&to=2026-06-30").await;
    let opening_bank = ["90000.00", "60000.00", "42000.00", "108000.00"];
    let bank = figures(&sheet, "1100");
    assert_eq!(bank, [opening_bank[0], "18000.00", opening_bank[3]]);
    let total = figures(&sheet, "Total");
    assert_eq!(total.len(), 6);
    assert!(total.chunks(2).all(|pair| pair[0] == pair[1]), "{total:?}");
    assert_eq!(sheet["balanced"], true);
}

#[tokio::test]
async fn columns_stand_side_by_side() {
    let t = TestApp::start().await;
    year(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let months = "profit-and-loss?from=2026-01-01&to=2026-06-30&compare=months&columns=4";
    let sheet = get(&clerk, months).await;
    assert_eq!(figures(&sheet, "Result"), ["45000.00", "0.00", "0.00", "-12000.00"]);
    let before = "profit-and-loss?from=2026-04-01&to=2026-06-30&compare=previous_period";
    assert_eq!(figures(&get(&clerk, before).await, "Result"), ["-12000.00", "45000.00"]);
    let year = "balance-sheet?to=2026-12-31&compare=previous_year";
    assert_eq!(figures(&get(&clerk, year).await, "Total assets"), ["192500.00", "0.00"]);
    let month = "balance-sheet?to=2026-02-28&compare=previous_period&columns=2";
    let assets = figures(&get(&clerk, month).await, "Total assets");
    assert_eq!(assets, ["190000.00", "150000.00", "0.00"]);
    clerk
        .get("/api/v1/reports/profit-and-loss?from=2026-02-02&to=2026-02-01")
        .await
        .refused(400, "report_days");
}

#[tokio::test]
async fn a_back_dated_entry_changes_what_was_and_not_what_was_known() {
    let t = TestApp::start().await;
    let chart = year(&t).await;
    let clock = t.app.clock().clone();
    let first = clock.now();
    clock.advance(Duration::from_secs(2 * 24 * 3600));
    let mut tx = t.tx("acme").await;
    let date = Date::of(2026, 2, 20);
    let late = post(&mut tx, &chart, date, &[("6100", 700), ("1100", -700)]).await;
    tx.commit().await.unwrap();
    let clerk = t.as_user("acme", "accountant").await;
    for (to, known, result) in [
        ("2026-02-28", "", "-700.00"),
        ("2026-02-28", "2026-03-15", "0.00"),
        ("2026-02-28", "2026-03-17", "-700.00"),
        ("2026-02-19", "", "0.00"),
        ("2026-12-31", "", "26300.00"),
        ("2026-12-31", "2026-03-16", "27000.00"),
        ("2026-12-31", &first.to_string(), "27000.00"),
        ("2026-12-31", "2026-03-14", "0.00"),
    ] {
        let days = format!("from=2026-01-01&to={to}&known_on={known}");
        let sheet = get(&clerk, &format!("profit-and-loss?{days}")).await;
        assert_eq!(figures(&sheet, "Result"), [result], "{days}");
        let sheet = get(&clerk, &format!("balance-sheet?to={to}&known_on={known}")).await;
        assert_eq!(
            (figures(&sheet, "Result of this year")[0].as_str(), &sheet["balanced"]),
            (result, &Value::Bool(true)),
            "{days}"
        );
    }

    // What changed since then, with the entry that changed it.
    let days = "from=2026-01-01&to=2026-12-31&known_first=2026-03-15";
    let sheet = get(&clerk, &format!("changes?{days}")).await;
    assert_eq!(figures(&sheet, "6100"), ["0.00", "700.00", "700.00"]);
    assert_eq!(figures(&sheet, "1100"), ["103000.00", "102300.00", "-700.00"]);
    let rows = sheet["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4, "{sheet:#}");
    for row in rows.iter().filter(|row| row["role"] == "line") {
        assert_eq!(row["cells"][1]["value"], late.number);
        let href = row["cells"][1]["href"].as_str().unwrap();
        assert_eq!(href, format!("/admin/ledger/entries/{}", late.entry_id));
        let _ = clerk.get(href).await.expect(200);
    }
    let none = get(&clerk, &format!("changes?{days}&known_then=2026-03-16")).await;
    assert_eq!(none["rows"], Value::Array(Vec::new()));
    let page = clerk.get(&format!("/admin/reports/changes?{days}")).await.expect(200).text();
    assert!(page.contains(&late.number));
}

#[tokio::test]
async fn a_figure_leads_to_its_lines_and_a_line_to_its_document() {
    let t = TestApp::start().await;
    t.product("acme", "HOOK", "10").await;
    t.stock("acme", "HOOK", "8", "2.50").await;
    let clerk = t.as_user("acme", "accountant").await;
    let sheet = get(&clerk, "balance-sheet").await;
    let rows = sheet["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| {
        row["cells"][0]["value"].as_str().is_some_and(|name| name.starts_with("1300 "))
    });
    let href = row.unwrap()["cells"][1]["href"].as_str().unwrap().to_owned();
    let page = clerk.get(&href).await.expect(200).text();
    let source: Uuid = t.scalar("acme", "select source_id from entries limit 1").await;
    let document = format!("/admin/stock/receipts/{source}");
    assert!(page.contains(&document), "{page}");

    let today = get(&clerk, "stock-valuation").await;
    assert_eq!(figures(&today, "HOOK"), ["2.50", "20.00"]);
    assert_eq!(figures(&today, "Total"), ["20.00"]);
    assert_eq!(
        (&today["balanced"], figures(&today, "Balance of the inventory account")[0].as_str()),
        (&Value::Bool(true), "20.00")
    );
    let before = get(&clerk, "stock-valuation?as_of=2026-03-14").await;
    assert_eq!(figures(&before, "Total"), ["0.00"]);
    let unknown = get(&clerk, "stock-balance?known_on=2026-03-14").await;
    assert_eq!(unknown["rows"], Value::Array(Vec::new()));
    let lies = get(&clerk, "stock-balance").await;
    assert_eq!(lies["rows"][0]["cells"][3]["value"], "8");
    let moves = lies["rows"][0]["cells"][3]["href"].as_str().unwrap().to_owned();
    assert!(clerk.get(&moves).await.expect(200).text().contains(&document));
    t.verify("acme").await;
}

#[tokio::test]
async fn files_say_what_the_page_says() {
    let t = TestApp::start().await;
    year(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    for (report, page_only) in [
        ("profit-and-loss", "45,000.00"),
        ("balance-sheet", "192,500.00"),
        ("cash-flow", "145,000.00"),
        ("trial-balance", "103,000.00"),
        ("general-ledger", "80,500.00"),
        ("journal", "80,500.00"),
    ] {
        let api = if report == "trial-balance" { "movements" } else { report };
        let sheet = get(&clerk, &format!("{api}?{YEAR}")).await;
        let path = format!("/admin/reports/{report}");
        let page = clerk.get(&format!("{path}?{YEAR}")).await.expect(200).text();
        assert!(page.contains(page_only), "{report}");
        let file = format!("{path}/export?{YEAR}&format");
        let csv = clerk.get(&format!("{file}=csv")).await.expect(200).text();
        let said: Vec<Vec<String>> = csv_rows(&csv);
        let rows = sheet["rows"].as_array().unwrap();
        assert_eq!(said.len(), rows.len() + 1, "{report}");
        for (said, row) in said.iter().skip(1).zip(rows) {
            let cells = row["cells"].as_array().unwrap();
            let values: Vec<String> = cells.iter().map(|cell| value(&cell["value"])).collect();
            assert_eq!(*said, values, "{report}");
        }
        let xlsx = clerk.get(&format!("{file}=xlsx")).await.expect(200);
        assert!(xlsx.body.starts_with(b"PK"), "{report}");
        let pdf = clerk.get(&format!("{file}=pdf")).await.expect(200);
        assert!(pdf.body.starts_with(b"%PDF"), "{report}");
    }
    let wide = format!("/admin/reports/profit-and-loss/export?{YEAR}&compare=months&columns=20");
    let refused = clerk.get(&format!("{wide}&format=pdf")).await.expect(422).text();
    assert!(refused.contains("A sheet of paper holds 13 columns"), "{refused}");
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        money => money["amount"].as_str().unwrap().to_owned(),
    }
}

/// The cells of a file, line by line; no cell holds a quote or a line break.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    text.trim_start_matches('\u{feff}').lines().map(row).collect()
}

#[tokio::test]
async fn every_report_is_listed_opens_in_every_language_and_only_for_whom_it_is() {
    let t = TestApp::start().await;
    year(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let landing = clerk.get("/admin/reports").await.expect(200).text();
    let sales = t.as_user("acme", "sales").await;
    let (bangla, _) = (t.as_user("padma", "owner").await, ());
    for kind in Kind::ALL {
        let path = format!("/admin/reports/{}", kind.slug());
        assert!(landing.contains(&path), "{path}");
        let page = clerk.get(&format!("{path}?{YEAR}&compare=months&columns=3")).await;
        assert!(page.expect(200).text().contains("<h1"), "{path}");
        let _ = bangla.get(&path).await.expect(200);
        if kind.permission() == "ledger.read" {
            assert_eq!(sales.get(&path).await.status, 403, "{path}");
        }
    }
    assert!(landing.contains("/admin/reports/changes"));
    // What belongs to others is listed once it is there.
    let ageing = t.app.capabilities().iter().flat_map(|c| &c.routes);
    let there = ageing.into_iter().any(|route| route.path == "/admin/reports/ageing");
    assert_eq!(landing.contains("\"/admin/reports/ageing\""), there);
}

fn entries() -> impl Strategy<Value = Vec<(usize, usize, i64, i32)>> {
    let entry = (0..30_usize, 1..30_usize, 1..1_000_000_i64, 0..700_i32);
    prop::collection::vec(entry, 1..25)
}

async fn balances_always(drawn: &[(usize, usize, i64, i32)]) {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    for (from, apart, amount, day) in drawn {
        let account = |at: usize| chart[at % chart.len()].id;
        let lines = vec![
            PostingLine::debit(account(*from), *amount).party(Uuid::from_u128(7)),
            PostingLine::credit(account(from + apart), *amount).party(Uuid::from_u128(7)),
        ];
        let date = Date::of(2025, 1, 1).plus_days(*day).unwrap();
        let posting = Posting::new(Module::Ledger, date, "test", Uuid::now_v7(), "", lines);
        ledger::post(&mut tx, posting).await.unwrap();
    }
    let tenant = tx.tenant().clone();
    let l = t.app.l(&tenant, base::Lang::En);
    for month in [1, 12, 13, 20, 24] {
        let to = Date::of(2025, 1, 1).plus_months(month).unwrap().plus_days(-1).unwrap();
        let query =
            ReportQuery { from: Some(Date::of(2025, 1, 1)), to: Some(to), ..Default::default() };
        for kind in [Kind::BalanceSheet, Kind::CashFlow, Kind::TrialBalance] {
            let sheet = reports::report(&mut tx, &l, kind, query.clone(), 500).await.unwrap();
            assert_eq!(sheet.balanced, Some(true), "{kind:?} on {to} of {drawn:?}");
        }
    }
}

#[test]
fn both_sides_agree_whatever_is_posted() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = ProptestConfig { cases: 10, failure_persistence: None, ..Default::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&entries(), |drawn| {
            runtime.block_on(balances_always(&drawn));
            Ok(())
        })
        .unwrap();
}
