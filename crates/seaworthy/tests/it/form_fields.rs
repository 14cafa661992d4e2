//! What the API takes, forms take too: cost centres and projects, lots, days and weights, goods
//! made of others. And what lists owe their readers: views, files, words in their language.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use crate::purchasing::{Buying, id};

async fn account(reader: &Client, code: &str) -> String {
    let chart = reader.get("/api/v1/accounts").await.expect(200).json();
    let found = chart["items"].as_array().unwrap().iter().find(|a| a["code"] == code);
    id(found.unwrap()).to_owned()
}

async fn tax(reader: &Client, code: &str) -> String {
    let codes = reader.get("/api/v1/tax-codes").await.expect(200).json();
    let found = codes["items"].as_array().unwrap().iter().find(|c| c["code"] == code);
    id(found.unwrap()).to_owned()
}

/// A cost centre and a project; their ids.
async fn dimensions(owner: &Client) -> [String; 2] {
    let mut made = Vec::new();
    for (kind, code) in [("cost-centres", "PORT"), ("projects", "FAIR")] {
        let new = json!({"code": code, "name": {"en": code}});
        let answer = owner.post(&format!("/api/v1/{kind}"), &new).await.expect(201).json();
        made.push(id(&answer).to_owned());
    }
    made.try_into().unwrap()
}

/// How many lines of the books name this cost centre and this project.
async fn posted(t: &TestApp, [centre, project]: &[String; 2]) -> i64 {
    let mut tx = t.tx("acme").await;
    let sql = "select count(*) from lines where cost_centre_id::text = $1
        and project_id::text = $2";
    sqlx::query_scalar(sql).bind(centre).bind(project).fetch_one(tx.conn()).await.unwrap()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn sent(owner: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = owner.post_form(path, fields).await.expect(303);
    answer.header("location").unwrap().to_owned()
}

#[tokio::test]
async fn a_line_of_a_bill_names_its_cost_centre_and_project() {
    let b = Buying::open().await;
    let form = format!("/admin/bills/new?supplier={}", id(&b.supplier));
    let before = b.owner.get(&form).await.expect(200).text();
    assert!(!before.contains("cost_centre_id"), "a company without any is not asked");
    let both = dimensions(&b.owner).await;
    let asked = b.owner.get(&form).await.expect(200).text();
    assert!(asked.contains("PORT · PORT") && asked.contains("FAIR · FAIR"), "{asked}");
    let (rent, none) = (account(&b.owner, "6100").await, tax(&b.owner, "VAT0").await);
    let fields = [
        ("supplier_id", id(&b.supplier)),
        ("supplier_number", "R-1"),
        ("lines[0][description]", "Store room"),
        ("lines[0][account_id]", &rent),
        ("lines[0][unit_price]", "900"),
        ("lines[0][tax_code_id]", &none),
        ("lines[0][cost_centre_id]", &both[0]),
        ("lines[0][project_id]", &both[1]),
    ];
    let bill = b.owner.upload("/admin/bills/new", &fields, "r.pdf", b"%PDF-1").await.expect(303);
    let page = b.owner.get(bill.header("location").unwrap()).await.expect(200).text();
    assert!(page.contains("PORT · PORT") && page.contains("FAIR · FAIR"), "{page}");
    assert_eq!(posted(&b.t, &both).await, 1);
    b.close().await;
}

#[tokio::test]
async fn a_line_of_a_journal_keeps_what_its_form_shows() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let both = dimensions(&owner).await;
    let (rent, bank) = (account(&owner, "6100").await, account(&owner, "1100").await);
    let mut fields = vec![
        ("memo", "Rent"),
        ("lines[0][account_id]", rent.as_str()),
        ("lines[0][debit]", "900"),
        ("lines[0][cost_centre_id]", &both[0]),
        ("lines[0][project_id]", &both[1]),
        ("lines[1][account_id]", &bank),
        ("lines[1][credit]", "900"),
    ];
    let draft = sent(&owner, "/admin/journals/new", &fields).await;
    // One that is retired meanwhile stays where it is named, and is offered nowhere else.
    let retire = json!({"active": false});
    let path = format!("/api/v1/cost-centres/{}", both[0]);
    let _ = owner.patch(&path, &retire).await.expect(200);
    let form = owner.get(&format!("{draft}/edit")).await.expect(200).text();
    assert!(form.contains("PORT · PORT"), "{form}");
    let new = owner.get("/admin/journals/new").await.expect(200).text();
    assert!(!new.contains("PORT · PORT") && new.contains("FAIR · FAIR"), "{new}");
    let _ = owner.patch(&path, &json!({"active": true})).await.expect(200);
    fields.extend([("version", "1"), ("post", "1")]);
    let _ = sent(&owner, &format!("{draft}/edit"), &fields).await;
    assert_eq!(posted(&t, &both).await, 1);
    let page = owner.get(&draft).await.expect(200).text();
    assert!(page.contains("PORT · PORT") && page.contains("FAIR · FAIR"), "{page}");
    // The form above a report offers them, and the report is narrowed.
    let report = format!("/admin/reports/profit-and-loss?project_id={}", both[1]);
    let shown = owner.get(&report).await.expect(200).text();
    let chosen = format!("<option value=\"{}\" selected>FAIR · FAIR", both[1]);
    assert!(shown.contains(&chosen) && shown.contains("900.00"), "{shown}");
    let gross = owner.get("/admin/reports/gross-margin").await.expect(200).text();
    assert!(!gross.contains("FAIR · FAIR"), "a report without them does not ask");
    t.run_jobs().await;
    t.verify("acme").await;
}

/// An order of nets, and of tuna that is kept by lot and weighed as well.
async fn ordered(b: &Buying) -> String {
    let tuna = b.t.product("acme", "TUNA", "90").await;
    let how = json!({"lot_tracked": true, "second_unit": "kg"});
    let path = format!("/api/v1/stock/items/{}", id(&tuna["variants"][0]));
    let _ = b.owner.patch(&path, &how).await.expect(200);
    let order = b.ordered(&[("NET-10", "10", "30"), ("TUNA", "4", "50")]).await;
    format!("/admin/purchase-orders/{}", id(&order))
}

#[tokio::test]
async fn goods_of_an_order_come_with_their_lot_its_last_day_and_their_weight() {
    let b = Buying::open().await;
    let home = ordered(&b).await;
    let form = b.owner.get(&format!("{home}/receive")).await.expect(200).text();
    assert!(form.contains("lines[1][lot]") && form.contains("lines[1][second_quantity]"));
    // Nothing of the first line came: what is wrong stands beside the second all the same.
    let mut fields = vec![
        ("version", "1"),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", ""),
        ("lines[1][line]", "2"),
        ("lines[1][quantity]", "4"),
        ("lines[1][second_quantity]", "90.5"),
    ];
    let refused = b.owner.post_form(&format!("{home}/receive"), &fields).await.expect(422);
    assert!(refused.text().contains("f-lines-1--lot-error"), "{}", refused.text());
    fields.push(("lines[1][expires_on]", "2026-05-01"));
    let refused = b.owner.post_form(&format!("{home}/receive"), &fields).await.expect(422);
    assert!(refused.text().contains("f-lines-1--lot-error"), "a day needs its lot");
    let none: i64 = b.t.scalar("acme", "select count(*) from stock_moves").await;
    assert_eq!(none, 0);
    fields.push(("lines[1][lot]", "T-1"));
    let _ = sent(&b.owner, &format!("{home}/receive"), &fields).await;
    let lots = b.owner.get("/api/v1/stock/lots").await.expect(200).json();
    let lot = &lots["items"][0];
    assert_eq!(
        (&lot["code"], &lot["expires_on"], &lot["on_hand"]),
        (&json!("T-1"), &json!("2026-05-01"), &json!("4"))
    );
    let second: i64 = b.t.scalar("acme", "select sum(second)::bigint from stock_levels").await;
    assert_eq!(second, 90_500_000);
    b.close().await;
}

#[tokio::test]
async fn goods_are_made_of_others_by_a_form() {
    let b = Buying::open().await;
    b.t.stock("acme", "NET-10", "10", "30").await;
    let new = "/admin/stock/processings/new";
    let form = b.owner.get(new).await.expect(200).text();
    assert!(form.contains("Goes in") && form.contains("Comes out"), "{form}");
    // What comes out may be written first.
    let mut fields = vec![
        ("date", "2026-03-15"),
        ("lines[0][variant_id_text]", "ROPE-5"),
        ("lines[0][side]", "out"),
        ("lines[0][quantity]", "50"),
        ("lines[1][variant_id_text]", "NET-10"),
        ("lines[1][side]", "in"),
        ("lines[1][quantity]", "4"),
    ];
    let alone = b.owner.post_form(new, &fields[..4]).await.expect(422).text();
    assert!(alone.contains("f-lines"), "{alone}");
    let count = "select count(*) from stock_documents where kind = 'processing'";
    assert_eq!(b.t.scalar::<i64>("acme", count).await, 0);
    fields.push(("lines[0][share]", "-1"));
    let wrong = b.owner.post_form(new, &fields).await.expect(422).text();
    assert!(wrong.contains("f-lines-1--share-error"), "beside what comes out: {wrong}");
    assert_eq!(b.t.scalar::<i64>("acme", count).await, 0);
    let _ = fields.pop();
    let made = sent(&b.owner, new, &fields).await;
    let made = b.owner.get(&format!("/api/v1/stock/processings/{}", last(&made))).await;
    let lines = made.expect(200).json()["lines"].clone();
    let told: Vec<Value> = lines.as_array().unwrap().iter().map(|l| l["sku"].clone()).collect();
    assert_eq!(told, ["NET-10", "ROPE-5"]);
    // Four nets at 30.00 are fifty ropes at 2.40.
    let sql = "select array_agg(c.value::bigint order by v.sku) from stock_costs c
        join variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id";
    assert_eq!(b.t.scalar::<Vec<i64>>("acme", sql).await, [18_000, 12_000]);
    b.close().await;
}

#[tokio::test]
async fn lists_of_buying_keep_views_and_become_files() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let freight = account(&b.owner, "6300").await;
    let line = json!({"receipt_id": receipt["id"], "receipt_line": 1});
    let cost = json!({"basis": "value", "targets": [line], "items": [{"description": "Freight",
        "account_id": freight, "amount": {"amount": "80.00", "currency": "SAR"}}]});
    let _ = b.owner.post("/api/v1/landed-costs", &cost).await.expect(201);
    let back = json!({"receipt_id": receipt["id"], "reason": "Torn",
        "lines": [{"line": 1, "quantity": "1"}]});
    let _ = b.owner.post("/api/v1/purchase-returns", &back).await.expect(201);
    let count = json!({"note": "Spot check"});
    let _ = b.owner.post("/api/v1/stock/counts", &count).await.expect(201);
    for (list, row) in [
        ("landed-costs", "LC-2026-00001,2026-03-15,Value,,SAR,80.00,80.00,0.00"),
        ("purchase-returns", "PRT-2026-00001,2026-03-15,Gulf Nets,GRN-2026-00001,Torn,SAR,30.00"),
        ("stock/counts", "Spot check,Open"),
    ] {
        let path = format!("/admin/{list}/export?format");
        let file = b.owner.get(&format!("{path}=csv")).await.expect(200).text();
        assert!(file.contains(row), "{list}: {file}");
        let _ = b.owner.get(&format!("{path}=xlsx")).await.expect(200);
        let page = b.owner.get(&format!("/admin/{list}")).await.expect(200).text();
        assert!(page.contains(&format!("/admin/{list}/export?format=csv")), "{list}");
    }
    for list in ["purchase-requests", "bills", "landed-costs", "purchase-returns", "suppliers"] {
        let list = format!("/admin/{list}");
        let view = [("list", &*list), ("view_name", "Mine"), ("query", "q=gulf")];
        let kept = sent(&b.owner, "/admin/views", &view).await;
        assert_eq!(kept, format!("{list}?q=gulf"));
        let page = b.owner.get(&list).await.expect(200).text();
        assert!(page.contains(&format!("href=\"{list}?q=gulf\"")), "{list}: {page}");
    }
    b.close().await;
}

#[tokio::test]
async fn a_timeline_tells_amounts_as_its_reader_writes_them() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    t.product("acme", "NET", "1234.50").await;
    let customer = t.customer("acme", "Nora Stores").await;
    let order = json!({"customer_id": customer["id"],
        "lines": [{"sku": "NET", "quantity": "2"}]});
    let order = owner.post("/api/v1/orders", &order).await.expect(201).json();
    let gross = base::Money::new(283_935, base::Currency::SAR);
    let tenant = t.system("acme").await.tenant;
    for lang in [base::Lang::En, base::Lang::Ar, base::Lang::Bn] {
        let reader = owner.clone().with_header("accept-language", lang.code());
        let page = reader.get(&format!("/admin/orders/{}", id(&order))).await.expect(200).text();
        let (_, happened) = page.split_once("class=\"timeline\"").unwrap();
        let told = t.app.l(&tenant, lang).money(gross);
        assert!(happened.contains(&told), "{told} in {happened}");
        assert!(!happened.contains("2839.35 SAR"), "{happened}");
    }
    t.run_jobs().await;
}
