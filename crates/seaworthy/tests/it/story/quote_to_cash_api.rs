//! From the first sign-up to a credit note, by the API, in two countries. Every amount was
//! worked out by hand; the sums stand beside them.

use serde_json::{Value, json};
use testkit::{Client, PASSWORD, TestApp};

use super::balance;
use super::shop::{self, Shop};
use super::telling::{DHAKA, RIYADH, SKUS, Telling};

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
    balance::by_api(&owner, telling.balance).await;
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
