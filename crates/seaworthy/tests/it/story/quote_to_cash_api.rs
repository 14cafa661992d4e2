//! From the first sign-up to a credit note, by the API, in two countries. Every amount was
//! worked out by hand; the sums stand beside them.

use serde_json::{Value, json};
use testkit::{Client, PASSWORD, TestApp};

use super::shop::{self, Shop};

#[tokio::test]
async fn a_company_in_saudi_arabia_goes_from_quote_to_cash() {
    let t = TestApp::start().await;
    tell(&t, &RIYADH).await;
}

#[tokio::test]
async fn a_company_in_bangladesh_goes_from_quote_to_cash() {
    let t = TestApp::start().await;
    tell(&t, &DHAKA).await;
}

/// What differs between the two tellings.
struct Telling {
    shop: Shop,
    /// The new price of the shirt.
    price: &'static str,
    /// Received of shirt, top and jumper: quantity and unit cost.
    received: [(&'static str, &'static str); 3],
    /// Ordered of each.
    ordered: [&'static str; 3],
    /// Delivered at first, of the shirt; all of the tops, no jumper.
    delivered_first: &'static str,
    /// The net of each line, then net, tax and gross of the invoice.
    lines: [&'static str; 3],
    sums: [&'static str; 3],
    /// What is paid first by bank, then in cash.
    paid: [&'static str; 2],
    /// The credit note of the third line: net, tax, gross.
    credited: [&'static str; 3],
    /// What is left on hand of each.
    left: [&'static str; 3],
    /// The trial balance: account and balance, debit above zero.
    balance: &'static [(&'static str, &'static str)],
}

/// 15 % VAT. Lines 3 × 49.95 = 149.85; 2 × 60.00 less 10 % = 108.00; 1 × 80.00; net 337.85,
/// tax 50.6775, rounded once on the group. Cost: 3 × 20.00 + 2 × 24.50 + 1 × 33.30 = 142.30 of
/// 455.70 received. The jumper is credited: 80.00 + 12.00.
const RIYADH: Telling = Telling {
    shop: Shop { slug: "najd", name: "Najd Clothing", country: "SA", currency: "SAR", lang: "ar" },
    price: "49.95",
    received: [("10", "20"), ("5", "24.50"), ("4", "33.30")],
    ordered: ["3", "2", "1"],
    delivered_first: "2",
    lines: ["149.85", "108.00", "80.00"],
    sums: ["337.85", "50.68", "388.53"],
    paid: ["200.00", "188.53"],
    credited: ["80.00", "12.00", "92.00"],
    left: ["7", "3", "3"],
    balance: &[
        ("cash", "188.53"),
        ("bank", "200.00"),
        ("receivable", "-92.00"),
        ("inventory", "313.40"),
        ("grni", "-455.70"),
        ("output_tax", "-38.68"),
        ("sales", "-257.85"),
        ("cogs", "142.30"),
    ],
};

/// 15 % VAT. Lines 120 × 1,249.99 = 149,998.80; 7 × 60.00 less 10 % = 378.00; 3 × 80.00 = 240.00;
/// net 150,616.80, tax 22,592.52. Cost: 120 × 700.00 + 233.33 (7 of 50 pieces that cost 1,666.65)
/// + 3 × 41.00 = 84,356.33 of 143,306.65 received. All jumpers are credited: 240.00 + 36.00.
const DHAKA: Telling = Telling {
    shop: Shop {
        slug: "rupsha",
        name: "Rupsha Fashion",
        country: "BD",
        currency: "BDT",
        lang: "bn",
    },
    price: "1249.99",
    received: [("200", "700"), ("50", "33.333"), ("40", "41")],
    ordered: ["120", "7", "3"],
    delivered_first: "70",
    lines: ["149998.80", "378.00", "240.00"],
    sums: ["150616.80", "22592.52", "173209.32"],
    paid: ["100000.00", "73209.32"],
    credited: ["240.00", "36.00", "276.00"],
    left: ["80", "43", "37"],
    balance: &[
        ("cash", "73209.32"),
        ("bank", "100000.00"),
        ("receivable", "-276.00"),
        ("inventory", "58950.32"),
        ("grni", "-143306.65"),
        ("output_tax", "-22556.52"),
        ("sales", "-150376.80"),
        ("cogs", "84356.33"),
    ],
};

const SKUS: [&str; 3] = ["OCEAN-BLUE-SHIRT", "CLASSIC-VARSITY-TOP-SMALL", "YELLOW-WOOL-JUMPER"];

async fn tell(t: &TestApp, telling: &Telling) {
    let owner = sign_up(t, &telling.shop).await;
    shop::stock_list(&owner).await;
    let shirt = shop::product(&owner, SKUS[0]).await;
    reprice(&owner, &shirt, telling.price).await;
    receive(&owner, telling).await;
    let customer = customer(&owner, telling).await;
    let order = order(&owner, telling, &customer).await;
    deliver(&owner, telling, &order).await;
    let invoice = invoice(&owner, telling, &order).await;
    pay(&owner, telling, &invoice).await;
    credit(&owner, telling, &invoice).await;
    t.run_jobs().await;
    t.verify(telling.shop.slug).await;
    trial_balance(&owner, telling).await;
    stock(&owner, telling).await;
    timeline(t, telling).await;
    mails(t, &order);
}

async fn sign_up(t: &TestApp, shop: &Shop) -> Client {
    let wanted = json!({ "company": shop.name, "subdomain": shop.slug, "country": shop.country,
        "language": shop.lang, "name": "Noor", "email": shop.email(), "password": PASSWORD });
    let answer = t.stranger("").post("/api/v1/auth/register", &wanted).await.expect(201);
    assert_eq!(answer.json()["tenant"]["slug"], shop.slug);
    t.as_user(shop.slug, "owner").await.with_header("accept-language", "en")
}

async fn reprice(owner: &Client, product: &Value, price: &str) {
    let path = format!("/api/v1/variants/{}", text(&product["variants"][0]["id"]));
    let changed = owner.patch(&path, &json!({ "price": price })).await.expect(200);
    assert_eq!(changed.json()["price"], price);
}

async fn receive(owner: &Client, telling: &Telling) {
    let lines = SKUS.iter().zip(telling.received).map(|(sku, (quantity, unit_cost))| {
        json!({ "sku": sku, "quantity": quantity, "unit_cost": unit_cost })
    });
    let receipt = json!({ "reference": "PO 4711", "lines": lines.collect::<Vec<_>>() });
    let answer = owner.post("/api/v1/stock/receipts", &receipt).await.expect(201);
    let value = telling.balance.iter().find(|(role, _)| *role == "grni").unwrap().1;
    assert_eq!(answer.json()["value"]["amount"], value.trim_start_matches('-'));
}

async fn customer(owner: &Client, telling: &Telling) -> Value {
    let wanted = json!({ "name": "Corner Boutique", "email": "buyer@boutique.example",
        "country": telling.shop.country, "lang": telling.shop.lang });
    owner.post("/api/v1/customers", &wanted).await.expect(201).json()
}

async fn order(owner: &Client, telling: &Telling, customer: &Value) -> Value {
    let mut lines: Vec<Value> = SKUS
        .iter()
        .zip(telling.ordered)
        .map(|(sku, quantity)| json!({ "sku": sku, "quantity": quantity }))
        .collect();
    lines[1]["discount"] = "0.1".into();
    let wanted = json!({ "customer_id": customer["id"], "reference": "by phone",
        "lines": lines });
    let draft = owner.post("/api/v1/orders", &wanted).await.expect(201).json();
    assert_eq!(draft["state"], "draft");
    assert_sums(&draft, telling);
    let path = format!("/api/v1/orders/{}/confirmation", text(&draft["id"]));
    let order = owner.post(&path, &json!({})).await.expect(200).json();
    assert_eq!((text(&order["state"]), text(&order["number"])), ("confirmed", "SO-2026-00001"));
    order
}

fn assert_sums(paper: &Value, telling: &Telling) {
    let lines = paper["lines"].as_array().unwrap();
    let nets: Vec<_> = lines.iter().map(|line| text(&line["net"]["amount"])).collect();
    assert_eq!(nets, telling.lines);
    assert_eq!(sums(paper), telling.sums);
    assert_eq!(paper["gross"]["currency"], telling.shop.currency);
}

fn sums(paper: &Value) -> [&str; 3] {
    ["net", "tax", "gross"].map(|sum| text(&paper[sum]["amount"]))
}

async fn deliver(owner: &Client, telling: &Telling, order: &Value) {
    let path = format!("/api/v1/orders/{}", text(&order["id"]));
    let first = json!({ "lines": [{ "line": 1, "quantity": telling.delivered_first },
        { "line": 2, "quantity": telling.ordered[1] }] });
    let delivery = owner.post(&format!("{path}/deliveries"), &first).await.expect(201).json();
    assert_eq!(delivery["number"], "DN-2026-00001");
    let shown = owner.get(&path).await.expect(200).json();
    assert_eq!(shown["delivery_state"], "partial", "{shown}");
    let rest = owner.post(&format!("{path}/deliveries"), &json!({})).await.expect(201).json();
    assert_eq!(rest["lines"].as_array().unwrap().len(), 2);
    let shown = owner.get(&path).await.expect(200).json();
    assert_eq!(shown["delivery_state"], "delivered", "{shown}");
    owner
        .post(&format!("{path}/deliveries"), &json!({}))
        .await
        .refused(409, "order_nothing_to_deliver");
}

async fn invoice(owner: &Client, telling: &Telling, order: &Value) -> Value {
    let path = format!("/api/v1/orders/{}/invoices", text(&order["id"]));
    let invoice = owner.post(&path, &json!({})).await.expect(201).json();
    assert_eq!(invoice["number"], "INV-2026-00001");
    assert_sums(&invoice, telling);
    assert_eq!(invoice["open"], invoice["gross"]);
    invoice
}

async fn pay(owner: &Client, telling: &Telling, invoice: &Value) {
    let path = format!("/api/v1/invoices/{}", text(&invoice["id"]));
    for (method, amount) in ["bank", "cash"].iter().zip(telling.paid) {
        let money = json!({ "amount": amount, "currency": telling.shop.currency });
        let payment = json!({ "method": method, "amount": money, "reference": "TT 1" });
        let _ = owner.post(&format!("{path}/payments"), &payment).await.expect(201);
    }
    let paid = owner.get(&path).await.expect(200).json();
    assert_eq!((text(&paid["state"]), text(&paid["open"]["amount"])), ("paid", "0.00"));
}

async fn credit(owner: &Client, telling: &Telling, invoice: &Value) {
    let path = format!("/api/v1/invoices/{}/credit-notes", text(&invoice["id"]));
    let line = json!({ "n": 3, "quantity": telling.ordered[2] });
    let wanted = json!({ "reason": "Wrong colour", "lines": [line] });
    let note = owner.post(&path, &wanted).await.expect(201).json();
    assert_eq!(note["number"], "CN-2026-00001");
    assert_eq!(sums(&note), telling.credited);
    // Nothing is left of the line to credit.
    assert_eq!(owner.post(&path, &wanted).await.status, 422);
}

async fn trial_balance(owner: &Client, telling: &Telling) {
    let roles = owner.get("/api/v1/accounts").await.expect(200).json();
    let balance = owner.get("/api/v1/reports/trial-balance").await.expect(200).json();
    assert_eq!(balance["debit"], balance["credit"]);
    let role = |code: &Value| {
        let mut accounts = roles["items"].as_array().unwrap().iter();
        let account = accounts.find(|account| account["code"] == *code).unwrap();
        account["role"].as_str().unwrap_or_else(|| text(code)).to_owned()
    };
    let minor = |row: &Value, side: &str| minor(text(&row[side]["amount"]));
    let rows = balance["rows"].as_array().unwrap().iter();
    let found: Vec<(String, i64)> = rows
        .map(|row| (role(&row["code"]), minor(row, "debit") - minor(row, "credit")))
        .filter(|(_, amount)| *amount != 0)
        .collect();
    let wanted: Vec<(String, i64)> = telling
        .balance
        .iter()
        .map(|(role, amount)| ((*role).to_owned(), self::minor(amount)))
        .collect();
    assert_eq!(found, wanted);
    assert_eq!(found.iter().map(|(_, amount)| amount).sum::<i64>(), 0);
}

/// `12.50` is 1250.
fn minor(amount: &str) -> i64 {
    amount.replace(['.', ','], "").parse().unwrap()
}

async fn stock(owner: &Client, telling: &Telling) {
    let levels = owner.get("/api/v1/stock/levels?limit=100").await.expect(200).json();
    for (sku, left) in SKUS.iter().zip(telling.left) {
        let mut all = levels["items"].as_array().unwrap().iter();
        let level = all.find(|level| level["sku"] == *sku).unwrap();
        let found = ["on_hand", "reserved", "available"].map(|part| text(&level[part]));
        assert_eq!(found, [left, "0", left], "{sku}");
    }
}

/// Every step stands in the audit log, which the timelines are drawn from.
async fn timeline(t: &TestApp, telling: &Telling) {
    let actions: Vec<String> = t
        .scalar::<Vec<String>>(
            telling.shop.slug,
            "select array_agg(distinct action) from audit_log",
        )
        .await;
    for step in [
        "orders.place",
        "orders.confirm",
        "orders.deliver",
        "orders.invoice",
        "invoices.post",
        "invoices.credit",
        "payments.receive",
    ] {
        assert!(actions.iter().any(|action| action == step), "{step} is not among {actions:?}");
    }
}

fn mails(t: &TestApp, order: &Value) {
    let (mails, number) = (t.mails(), text(&order["number"]));
    assert!(mails.iter().any(|mail| mail.contains(number)), "no mail about {number}: {mails:?}");
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}
