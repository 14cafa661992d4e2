//! Budgets: months that sum to the year, one that counts, and the books beside it. Figures were
//! worked out by hand.

use base::Date;
use finance::ledger::{self, Module, Posting, PostingLine};
use serde_json::{Value, json};
use testkit::{Client, TestApp};
use uuid::Uuid;

fn sar(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "SAR" })
}

/// A budget of 2026: sales of 1,000 a month, goods for 300, 400 and 500, rent of 1,200 a year.
fn plan(name: &str) -> Value {
    let mut goods = vec![sar("300.00"), sar("400.00"), sar("500.00")];
    goods.resize(12, sar("0.00"));
    json!({ "name": name, "fiscal_year": "2026-01-01", "lines": [
        { "account": "4000", "year": sar("12000.00") },
        { "account": "5000", "months": goods },
        { "account": "6100", "year": sar("1200.00") },
    ] })
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

async fn made(client: &Client, new: &Value) -> Value {
    client.post("/api/v1/budgets", new).await.expect(201).json()
}

async fn activate(client: &Client, budget: &Value) -> Value {
    let path = format!("/api/v1/budgets/{}/activation", id(budget));
    client.post(&path, &json!({ "version": budget["version"] })).await.expect(200).json()
}

/// An entry of code and minor units, debit positive; all for one cost centre if one is named.
async fn post(
    t: &TestApp,
    source: &'static str,
    day: Date,
    centre: Option<Uuid>,
    lines: &[(&str, i64)],
) {
    let mut tx = t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    let line = |(code, amount): &(&str, i64)| {
        let account = chart.iter().find(|account| account.code == *code).unwrap().id;
        match *amount > 0 {
            true => PostingLine::debit(account, *amount),
            false => PostingLine::credit(account, -amount),
        }
        .dimensions(centre, None)
    };
    let lines = lines.iter().map(line).collect();
    let posting = Posting::new(Module::Ledger, day, source, Uuid::now_v7(), "By hand", lines);
    ledger::post(&mut tx, posting).await.unwrap();
    tx.commit().await.unwrap();
}

/// What came of the first three months of the plan.
async fn quarter(t: &TestApp) {
    let day = |month| Date::of(2026, month, 20);
    let bank = |lines: &[(&'static str, i64)]| {
        let sum: i64 = lines.iter().map(|(_, amount)| amount).sum();
        lines.iter().copied().chain([("1100", -sum)]).collect::<Vec<_>>()
    };
    let months = [
        (1, bank(&[("4000", -90_000), ("5000", 25_000), ("6100", 10_000)])),
        (2, bank(&[("4000", -110_000), ("6100", 10_000)])),
        (3, bank(&[("4000", -130_000), ("5000", 45_000), ("6100", 15_000), ("6000", 8_000)])),
    ];
    for (month, lines) in months {
        post(t, "test", day(month), None, &lines).await;
    }
}

/// The row that begins with a label, or with the code of an account.
fn row<'a>(sheet: &'a Value, label: &str) -> &'a Value {
    let rows = sheet["rows"].as_array().unwrap();
    let begins = format!("{label} ");
    let found = rows.iter().filter(|row| row["role"] != "heading").find(|row| {
        let name = row["cells"][0]["value"].as_str().unwrap();
        name == label || name.starts_with(&begins)
    });
    found.unwrap_or_else(|| panic!("{label} in {sheet:#}"))
}

fn figures(sheet: &Value, label: &str) -> Vec<String> {
    let cells = row(sheet, label)["cells"].as_array().unwrap();
    let amount = |cell: &Value| cell["value"]["amount"].as_str().map(str::to_owned);
    cells.iter().filter_map(amount).collect()
}

async fn report(client: &Client, path: &str) -> Value {
    client.get(&format!("/api/v1/reports/{path}")).await.expect(200).json()
}

#[tokio::test]
async fn a_yearly_amount_goes_over_the_months_to_the_smallest_coin() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let mut some = vec![json!(sar("5.00")), Value::Null];
    some.resize(12, Value::Null);
    let new = json!({ "name": "Plan", "fiscal_year": "2026-01-01", "lines": [
        { "account": "6100", "year": sar("1.00") },
        { "account": "4000", "year": sar("15.01"), "months": some },
    ] });
    let budget = made(&clerk, &new).await;
    assert_eq!((&budget["state"], &budget["ends"]), (&json!("draft"), &json!("2026-12-31")));
    let months = |line: usize| -> Vec<String> {
        let months = budget["lines"][line]["months"].as_array().unwrap();
        months.iter().map(|month| month["amount"].as_str().unwrap().to_owned()).collect()
    };
    let cents = |first: usize, high: &str, low: &str| -> Vec<String> {
        (0..12).map(|n| if n < first { high } else { low }.to_owned()).collect()
    };
    // Lines stand in the order of the accounts; 100 coins are four nines and eight eights.
    assert_eq!(months(1), cents(4, "0.09", "0.08"));
    // Ten and a coin over eleven months: 1001 is 91 elevenfold.
    assert_eq!(months(0), cents(1, "5.00", "0.91"));
    assert_eq!(budget["income"], sar("15.01"));
    assert_eq!(budget["expenses"], sar("1.00"));
    assert_eq!(budget["result"], sar("14.01"));
    t.verify("acme").await;
}

#[tokio::test]
async fn what_cannot_be_is_named_line_by_line_and_nothing_is_written() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let full = vec![sar("1.00"); 12];
    let new = json!({ "name": " ", "fiscal_year": "2026-02-01" });
    let refused = clerk.post("/api/v1/budgets", &new).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "required");
    assert_eq!(refused["fields"][1]["code"], "budget_year");
    let new = json!({ "name": "Plan", "fiscal_year": "2026-01-01", "lines": [
        { "account": "1100", "year": sar("1.00") },
        { "account": "6100", "year": sar("13.00"), "months": full },
        { "account": "6100", "months": [sar("1.00")] },
        { "account": "nowhere" },
        { "account": "4000", "year": { "amount": "1.00", "currency": "USD" } },
    ] });
    let refused = clerk.post("/api/v1/budgets", &new).await.expect(422).json();
    let fields = refused["fields"].as_array().unwrap().iter();
    let told: Vec<String> = fields.map(|f| format!("{} {}", f["path"], f["code"])).collect();
    let wanted = [
        r#""lines[0].account_id" "budget_account""#,
        r#""lines[1].year" "budget_year_differs""#,
        r#""lines[2].account_id" "budget_account_twice""#,
        r#""lines[2].months" "budget_months""#,
        r#""lines[3].account_id" "unknown""#,
        r#""lines[4].year" "other_currency""#,
    ];
    assert_eq!(told, wanted);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from budgets").await, 0);
    let seller = t.as_user("acme", "sales").await;
    seller.post("/api/v1/budgets", &plan("Plan")).await.refused(403, "not_permitted");
    seller.get("/api/v1/reports/budget").await.refused(403, "not_permitted");
    t.verify("acme").await;
}

#[tokio::test]
async fn one_budget_counts_for_a_year_a_cost_centre_and_a_project() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let first = made(&clerk, &plan("First")).await;
    let second = made(&clerk, &plan("Second")).await;
    let first = activate(&clerk, &first).await;
    assert_eq!(first["state"], "active");
    let path = |budget: &Value, what: &str| format!("/api/v1/budgets/{}/{what}", id(budget));
    let refused = clerk.post(&path(&second, "activation"), &json!({})).await;
    refused.refused(409, "budget_active_beside");
    assert!(refused.text().contains("First"));
    clerk.post(&path(&first, "activation"), &json!({})).await.refused(409, "budget_is_active");
    // Beside it one for a cost centre counts, and cannot be moved onto it.
    let centre = json!({ "code": "PORT", "name": { "en": "Port" } });
    let centre = clerk.post("/api/v1/cost-centres", &centre).await.expect(201).json();
    let mut port = plan("Port");
    port["cost_centre_id"] = centre["id"].clone();
    let made_port = made(&clerk, &port).await;
    let port = activate(&clerk, &made_port).await;
    let nobody = json!({ "cost_centre_id": Uuid::nil() });
    let at = format!("/api/v1/budgets/{}", id(&port));
    clerk.patch(&at, &nobody).await.refused(409, "budget_active_beside");
    assert_eq!(clerk.get(&at).await.expect(200).json()["cost_centre_id"], centre["id"]);
    // One that is put away makes room, and is not changed any more.
    let _ = clerk.post(&path(&first, "archive"), &json!({})).await.expect(200);
    let renamed = json!({ "name": "Other" });
    let gone = format!("/api/v1/budgets/{}", id(&first));
    clerk.patch(&gone, &renamed).await.refused(409, "budget_archived");
    let _ = activate(&clerk, &second).await;
    clerk.post(&path(&first, "activation"), &json!({})).await.refused(409, "budget_active_beside");
    let empty = json!({ "name": "Empty", "fiscal_year": "2027-01-01" });
    let empty = made(&clerk, &empty).await;
    clerk.post(&path(&empty, "activation"), &json!({})).await.refused(422, "budget_empty");
    let active = "select count(*) from budgets where state = 'active'";
    assert_eq!(t.scalar::<i64>("acme", active).await, 2);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_change_names_the_version_that_was_read_and_is_written_down() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let budget = made(&clerk, &plan("Plan")).await;
    let path = format!("/api/v1/budgets/{}", id(&budget));
    let more = json!({ "version": 1, "lines": [{ "account": "6100", "year": sar("3600.00") }] });
    let changed = clerk.patch(&path, &more).await.expect(200).json();
    assert_eq!((&changed["version"], &changed["income"]), (&json!(2), &sar("0.00")));
    assert_eq!(changed["lines"][0]["months"][11], sar("300.00"));
    clerk.patch(&path, &json!({ "version": 1, "name": "Late" })).await.refused(412, "stale");
    assert_eq!(clerk.get(&path).await.expect(200).json()["name"], "Plan");
    let told = t
        .scalar::<String>(
            "acme",
            "select changes ->> 'expenses' from audit_log where action = 'budgets.edit'",
        )
        .await;
    assert_eq!(told, r#"["2400.00 SAR", "3600.00 SAR"]"#);
    let _ = t.as_user("padma", "owner").await.get(&path).await.expect(404);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_budget_can_begin_with_what_the_year_before_came_to() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let day = |month, day| Date::of(2025, month, day);
    post(&t, "test", day(2, 3), None, &[("4000", -1_001), ("1100", 1_001)]).await;
    post(&t, "test", day(12, 31), None, &[("6100", 500), ("1100", -500)]).await;
    // What closes a year moves its result, and is none: December's rent stays 5.00.
    let close = [("4000", 1_001), ("6100", -500), ("3100", -501)];
    post(&t, "year_close", day(12, 31), None, &close).await;
    let new = json!({ "name": "More", "fiscal_year": "2026-01-01", "change": "0.05" });
    let copy = clerk.post("/api/v1/budgets/copies", &new).await.expect(201).json();
    assert_eq!(copy["state"], "draft");
    let lines = copy["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 2, "{copy:#}");
    // 10.01 and five per cent are 10.5105.
    assert_eq!((&lines[0]["months"][1], &lines[0]["total"]), (&sar("10.51"), &sar("10.51")));
    assert_eq!((&lines[1]["months"][11], &lines[1]["total"]), (&sar("5.25"), &sar("5.25")));
    let path = "/api/v1/budgets/copies";
    let nothing = json!({ "name": "Later", "fiscal_year": "2028-01-01" });
    clerk.post(path, &nothing).await.refused(422, "budget_no_actuals");
    let much = json!({ "name": "Much", "fiscal_year": "2026-01-01", "change": "-1.5" });
    let refused = clerk.post(path, &much).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "budget_change");
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from budgets").await, 1);
    t.verify("acme").await;
}

#[tokio::test]
async fn the_plan_stands_beside_what_the_profit_and_loss_says() {
    let t = TestApp::start().await;
    quarter(&t).await;
    let close = [("4000", 330_000), ("3100", -330_000)];
    post(&t, "year_close", Date::of(2026, 3, 31), None, &close).await;
    let clerk = t.as_user("acme", "accountant").await;
    let budget = made(&clerk, &plan("Plan")).await;
    // A draft is compared with nothing.
    let sheet = report(&clerk, "budget?from=2026-03-01&to=2026-03-31").await;
    let unplanned = ["0.00", "1300.00", "1300.00", "0.00", "3300.00", "3300.00"];
    assert_eq!(figures(&sheet, "4000"), unplanned);
    let _ = activate(&clerk, &budget).await;
    // Days are widened to whole months.
    let sheet = report(&clerk, "budget?from=2026-03-05&to=2026-03-10").await;
    assert_eq!((&sheet["from"], &sheet["to"]), (&json!("2026-03-01"), &json!("2026-03-31")));
    let wanted = [
        ("4000", ["1000.00", "1300.00", "300.00", "3000.00", "3300.00", "300.00"]),
        ("Total income", ["1000.00", "1300.00", "300.00", "3000.00", "3300.00", "300.00"]),
        ("5000", ["500.00", "450.00", "-50.00", "1200.00", "700.00", "-500.00"]),
        ("Gross profit", ["500.00", "850.00", "350.00", "1800.00", "2600.00", "800.00"]),
        ("6000", ["0.00", "80.00", "80.00", "0.00", "80.00", "80.00"]),
        ("6100", ["100.00", "150.00", "50.00", "300.00", "350.00", "50.00"]),
        ("Total expenses", ["100.00", "230.00", "130.00", "300.00", "430.00", "130.00"]),
        ("Result", ["400.00", "620.00", "220.00", "1500.00", "2170.00", "670.00"]),
    ];
    for (label, amounts) in wanted {
        assert_eq!(figures(&sheet, label), amounts, "{label}");
    }
    // 150 of 100; of nothing there is no share.
    assert!(row(&sheet, "6100")["cells"][4]["value"].as_str().unwrap().starts_with("150"));
    assert_eq!(row(&sheet, "6000")["cells"][4]["value"], Value::Null);
    for (days, at) in [("from=2026-03-01", 1), ("from=2026-01-01", 4)] {
        let statement = report(&clerk, &format!("profit-and-loss?{days}&to=2026-03-31")).await;
        for (label, _) in wanted {
            assert_eq!(figures(&statement, label)[0], figures(&sheet, label)[at], "{label}");
        }
    }
    let cells = &row(&sheet, "6100")["cells"];
    assert_eq!(cells[1]["href"], format!("/admin/budgets/{}", id(&budget)));
    let lines = clerk.get(cells[2]["href"].as_str().unwrap()).await.expect(200).text();
    assert!(lines.contains("150.00"));
    t.verify("acme").await;
}

#[tokio::test]
async fn a_cost_centre_is_compared_with_its_own_budget_alone() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let centre = json!({ "code": "PORT", "name": { "en": "Port" } });
    let centre = clerk.post("/api/v1/cost-centres", &centre).await.expect(201).json();
    let port: Uuid = id(&centre).parse().unwrap();
    quarter(&t).await;
    let rent = [("6100", 7_000), ("1100", -7_000)];
    post(&t, "test", Date::of(2026, 3, 2), Some(port), &rent).await;
    let whole = made(&clerk, &plan("All")).await;
    let _ = activate(&clerk, &whole).await;
    let own = json!({ "name": "Port", "fiscal_year": "2026-01-01", "cost_centre_id": port,
        "lines": [{ "account": "6100", "year": sar("600.00") }] });
    let own = made(&clerk, &own).await;
    let _ = activate(&clerk, &own).await;
    let days = "from=2026-03-01&to=2026-03-31";
    let of_port = report(&clerk, &format!("budget?{days}&cost_centre_id={port}")).await;
    let rent = ["50.00", "70.00", "20.00", "150.00", "70.00", "-80.00"];
    assert_eq!(figures(&of_port, "6100"), rent);
    let loss = ["-50.00", "-70.00", "-20.00", "-150.00", "-70.00", "80.00"];
    assert_eq!(figures(&of_port, "Result"), loss);
    let href = row(&of_port, "6100")["cells"][2]["href"].as_str().unwrap();
    assert!(href.contains(&format!("cost_centre_id={port}")), "{href}");
    let all = report(&clerk, &format!("budget?{days}")).await;
    let rent = ["100.00", "220.00", "120.00", "300.00", "420.00", "120.00"];
    assert_eq!(figures(&all, "6100"), rent);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_budget_is_written_by_form_and_a_yearly_amount_fills_the_empty_months() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let form = [
        ("name", "Shop"),
        ("fiscal_year", "2026-01-01"),
        ("lines[0][account_id_text]", "6100"),
        ("lines[0][year]", "1200"),
        ("lines[0][m1]", "210"),
    ];
    let totals = clerk.post_form("/admin/budgets/totals", &form).await.expect(200).text();
    // 990 over eleven months.
    assert!(totals.contains(r#"data-for="lines[0][m2]" value="90.00""#), "{totals}");
    assert!(totals.contains(r#"data-for="lines[0][total]""#), "{totals}");
    assert!(!totals.contains("lines[0][m1]"), "{totals}");
    let _ = clerk.post_form("/admin/budgets/new", &form).await.expect(303);
    let budget: Uuid = t.scalar("acme", "select id from budgets").await;
    let sum = "select sum(amount)::bigint from budget_lines, unnest(amounts) as m (amount)";
    assert_eq!(t.scalar::<i64>("acme", sum).await, 120_000);
    let wrong = [form[0], form[1], form[2], ("lines[0][m1]", "much")];
    let again = clerk.post_form("/admin/budgets/new", &wrong).await.expect(422).text();
    assert!(again.contains("much") && again.contains("aria-invalid"));
    let home = format!("/admin/budgets/{budget}");
    let shown = clerk.get(&home).await.expect(200).text();
    assert!(shown.contains("210.00") && shown.contains("1,200.00"));
    let edit = clerk.get(&format!("{home}/edit")).await.expect(200).text();
    assert!(edit.contains(r#"value="90.00""#));
    let version = [("version", "1")];
    let _ = clerk.post_form(&format!("{home}/activation"), &version).await.expect(303);
    let stale = clerk.post_form(&format!("{home}/archive"), &version).await;
    assert_eq!(stale.status, 412);
    let csv = clerk.get("/admin/budgets/export?format=csv&state=active").await.expect(200).text();
    assert!(csv.contains("Shop") && csv.contains("1200.00"), "{csv}");
    let none = clerk.get("/admin/budgets?state=draft&q=Shop").await.expect(200).text();
    assert!(!none.contains(&home));
    for format in ["csv", "xlsx", "pdf"] {
        let file = format!("/admin/reports/budget/export?format={format}");
        let _ = clerk.get(&file).await.expect(200);
    }
    for lang in ["ar", "bn"] {
        let reader = clerk.clone().with_header("accept-language", lang);
        let _ = reader.get("/admin/reports/budget").await.expect(200);
        let _ = reader.get(&home).await.expect(200);
    }
    t.verify("acme").await;
}

/// Five rows that can be taken in, one of them as it is already, and eight that cannot.
const FILE: &str = "Budget,Fiscal year,Cost centre,Project,Account,M1,M2,M12,Year\n\
    plan,2026,,,6100,,,,2400\nPlan,2026-01-01,,,4000,,,,12000\nPlan,2026,,,6000,5,,7.50,\n\
    Port,2026,port,,6100,100,,,1200\nPort,٢٠٢٦,PORT,FAIR,6100,,,,12\n\
    ,2026,,,6100,,,,1\nPlan,2026-02-01,,,6300,,,,1\nPlan,2026,,,9999,,,,1\n\
    Plan,2026,,,1100,,,,1\nPlan,2026,,,6100,,,,1\nPlan,2026,MOON,,6300,,,,1\n\
    Plan,2026,,,6300,much,,,\nPlan,2026,,,6300,,,,\n";

async fn take_in(clerk: &Client, file: &str) -> Value {
    let kind = [("kind", "budgets")];
    let seen = clerk.upload("/api/v1/imports", &kind, "budgets.csv", file.as_bytes()).await;
    seen.expect(201).json()
}

fn counts(import: &Value) -> [i64; 4] {
    ["created_count", "updated_count", "unchanged_count", "error_count"]
        .map(|field| import[field].as_i64().unwrap())
}

/// A cost centre and a project.
async fn port_and_fair(clerk: &Client) {
    for (path, code) in [("cost-centres", "PORT"), ("projects", "FAIR")] {
        let new = json!({ "code": code, "name": { "en": code } });
        let _ = clerk.post(&format!("/api/v1/{path}"), &new).await.expect(201);
    }
}

/// The rows that cannot be taken in, and why.
fn wrong(import: &Value) -> Vec<(i64, &str)> {
    let errors = import["errors"].as_array().unwrap().iter();
    let mut wrong: Vec<(i64, &str)> = errors
        .map(|error| (error["row"].as_i64().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    wrong.sort_unstable();
    wrong
}

/// Name, state, version, and what each line comes to, of every budget.
async fn kept(t: &TestApp) -> Vec<String> {
    let sql = "select coalesce(array_agg(said order by said collate \"C\"), '{}') from (
        select b.name || ' ' || b.state || ' ' || b.version || ' ' || a.code || ' '
            || array_to_string(l.amounts, ',') as said
        from budgets b join budget_lines l on l.budget_id = b.id
        join accounts a on a.id = l.account_id) k";
    t.scalar("acme", sql).await
}

#[tokio::test]
async fn budgets_come_from_a_file_and_go_back() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    port_and_fair(&clerk).await;
    let plan = made(&clerk, &plan("Plan")).await;
    let plan = activate(&clerk, &plan).await;
    let before = kept(&t).await;
    let seen = take_in(&clerk, FILE).await;
    assert_eq!(counts(&seen), [3, 1, 1, 8], "{seen}");
    assert_eq!(kept(&t).await, before, "a preview changes nothing");
    let wrong = wrong(&seen);
    let expected = [
        (7, "required"),
        (8, "budget_year"),
        (9, "unknown"),
        (10, "budget_account"),
        (11, "budget_account_twice"),
        (12, "unknown"),
        (13, "not_a_number"),
        (14, "required"),
    ];
    assert_eq!(wrong, expected);
    let at = |rest: &str| format!("/api/v1/imports/{}{rest}", id(&seen));
    let _ = clerk.post(&at("/commit"), &json!({})).await.expect(200);
    let goods = "30000,40000,50000,0,0,0,0,0,0,0,0,0";
    let of = |amount: &str| [amount; 12].join(",");
    let after = [
        format!("Plan active 3 4000 {}", of("100000")),
        format!("Plan active 3 5000 {goods}"),
        "Plan active 3 6000 500,0,0,0,0,0,0,0,0,0,0,750".to_owned(),
        format!("Plan active 3 6100 {}", of("20000")),
        format!("Port draft 1 6100 {}", of("10000")),
        format!("Port draft 1 6100 {}", of("100")),
    ];
    let mut after = after.to_vec();
    after.sort();
    assert_eq!(kept(&t).await, after);
    // The same file again changes nothing.
    assert_eq!(counts(&take_in(&clerk, FILE).await), [0, 0, 5, 8]);
    // A budget that somebody changed since stays; the others become what they were.
    let mine = clerk.get("/api/v1/budgets?q=Port&sort=expenses").await.expect(200).json();
    let small = &mine["items"][0];
    assert_eq!(small["expenses"], sar("12.00"));
    let _ = activate(&clerk, small).await;
    let undone = clerk.post(&at("/undo"), &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({ "undone": 3, "kept": 1 }));
    let left = [
        format!("Plan active 4 4000 {}", of("100000")),
        format!("Plan active 4 5000 {goods}"),
        format!("Plan active 4 6100 {}", of("10000")),
        format!("Port active 2 6100 {}", of("100")),
    ];
    assert_eq!(kept(&t).await, left);
    // What was put away takes nothing more, and who may not edit budgets takes none in.
    let path = format!("/api/v1/budgets/{}/archive", id(&plan));
    let _ = clerk.post(&path, &json!({})).await.expect(200);
    let late = take_in(&clerk, "Budget,Fiscal year,Account,Year\nPlan,2026,6100,1\n").await;
    assert_eq!(
        (counts(&late), &late["errors"][0]["code"]),
        ([0, 0, 0, 1], &json!("budget_archived"))
    );
    let keeper = t.as_user("acme", "storekeeper").await;
    let kind = [("kind", "budgets")];
    let refused = keeper.upload("/api/v1/imports", &kind, "b.csv", FILE.as_bytes()).await;
    refused.refused(403, "not_permitted");
    let page = clerk.get("/admin/budgets").await.expect(200).text();
    assert!(page.contains("/admin/imports/new?kind=budgets"), "{page}");
    t.verify("acme").await;
}

#[tokio::test]
async fn what_is_spent_beyond_the_budget_is_marked_and_stands_on_the_dashboard() {
    let t = TestApp::start().await;
    quarter(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let over = |seen: &Value| seen["over_budget"].clone();
    let seen = clerk.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(over(&seen), Value::Null, "without a plan nothing is beyond it");
    let sheet = report(&clerk, "budget?from=2026-03-01&to=2026-03-31").await;
    assert!(!sheet.to_string().contains("warns"), "{sheet}");
    let budget = made(&clerk, &plan("Plan")).await;
    let _ = activate(&clerk, &budget).await;
    let sheet = report(&clerk, "budget?from=2026-03-01&to=2026-03-31").await;
    let sign = |label: &str| row(&sheet, label)["cells"][9].clone();
    // Goods are below the plan, sales above it; rent and what nobody planned are beyond it.
    for label in ["4000", "5000", "Result"] {
        assert_eq!(sign(label)["value"], Value::Null, "{label}");
    }
    for label in ["6000", "6100", "Total expenses"] {
        assert_eq!(
            sign(label),
            json!({ "value": "Over for the year", "href": null,
            "warns": true }),
            "{label}"
        );
    }
    let page = clerk.get("/admin/reports/budget?to=2026-03-31").await.expect(200).text();
    assert!(page.contains("More was spent than was planned"), "{page}");
    let csv = "/admin/reports/budget/export?format=csv&to=2026-03-31";
    let csv = clerk.get(csv).await.expect(200).text();
    assert!(csv.contains("Over for the year"), "{csv}");
    let seen = clerk.get("/api/v1/dashboard").await.expect(200).json();
    let told: Vec<(String, String)> = over(&seen)
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap().into(), one["actual"]["amount"].to_string()))
        .collect();
    let wanted = [("6000", "\"80.00\""), ("6100", "\"350.00\"")];
    assert_eq!(told, wanted.map(|(code, amount)| (code.to_owned(), amount.to_owned())));
    let page = clerk.get("/admin").await.expect(200).text();
    assert!(page.contains("Over budget") && page.contains("/admin/reports/budget"), "{page}");
    // Who may see no budgets is told nothing of them.
    let seller = t.as_user("acme", "sales").await;
    let seen = seller.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(over(&seen), Value::Null);
    t.verify("acme").await;
}
