//! Orders: what may happen to them, what may not, and that a refusal changes nothing.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// A company that sells two things whose stock is kept and a service.
struct Shop {
    t: TestApp,
    owner: Client,
    customer: String,
}

impl Shop {
    async fn open() -> Self {
        let t = TestApp::start().await;
        let owner = t.as_user("acme", "owner").await;
        let _ = t.product("acme", "NET-10", "49.50").await;
        let _ = t.product("acme", "ROPE-5", "10").await;
        let service = json!({"name": {"en": "Haulage"}, "tracked": false,
            "variants": [{"sku": "HAUL", "price": "25"}]});
        let _ = owner.post("/api/v1/products", &service).await.expect(201);
        let customer = t.customer("acme", "Al Noor Trading").await;
        let customer = customer["id"].as_str().unwrap().to_owned();
        Self { t, owner, customer }
    }

    async fn stock(&self, sku: &str, quantity: &str) {
        self.t.stock("acme", sku, quantity, "5").await;
    }

    fn order(&self, lines: &[(&str, &str)], confirm: bool) -> Value {
        let lines: Vec<Value> =
            lines.iter().map(|(sku, quantity)| json!({"sku": sku, "quantity": quantity})).collect();
        json!({"customer_id": self.customer, "lines": lines, "confirm": confirm})
    }

    async fn placed(&self, lines: &[(&str, &str)], confirm: bool) -> Value {
        self.owner.post("/api/v1/orders", &self.order(lines, confirm)).await.expect(201).json()
    }

    async fn now(&self, order: &Value) -> Value {
        self.owner.get(&path(order, "")).await.expect(200).json()
    }

    async fn reserved(&self, sku: &'static str) -> i64 {
        let sql = match sku {
            "NET-10" => {
                "select coalesce(sum(s.reserved), 0)::bigint from stock_levels s
                 join variants v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                 where v.sku = 'NET-10'"
            }
            _ => {
                "select coalesce(sum(s.reserved), 0)::bigint from stock_levels s
                 join variants v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                 where v.sku = 'ROPE-5'"
            }
        };
        self.t.scalar::<i64>("acme", sql).await
    }

    /// The books must be right and the jobs looked at.
    async fn close(self) {
        self.t.run_jobs().await;
        self.t.verify("acme").await;
    }
}

fn path(order: &Value, rest: &str) -> String {
    format!("/api/v1/orders/{}{rest}", order["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_order_is_placed_priced_and_confirmed_in_one_command() {
    let s = Shop::open().await;
    s.stock("NET-10", "10").await;
    let order = s.placed(&[("NET-10", "2"), ("HAUL", "1")], true).await;
    assert_eq!(order["number"], "SO-2026-00001");
    assert_eq!(order["state"], "confirmed");
    assert_eq!(order["net"], json!({"amount": "124.00", "currency": "SAR"}));
    assert_eq!(order["tax"]["amount"], "18.60");
    assert_eq!(order["gross"]["amount"], "142.60");
    assert_eq!(order["lines"][0]["description"], "Product NET-10");
    assert_eq!(s.now(&order).await, order, "what was answered is what is kept");
    assert_eq!(s.reserved("NET-10").await, 2_000_000);
    s.close().await;
}

#[tokio::test]
async fn a_confirmed_order_cannot_be_edited() {
    let s = Shop::open().await;
    s.stock("NET-10", "10").await;
    let draft = s.placed(&[("NET-10", "2")], false).await;
    assert_eq!(draft["number"], Value::Null);
    let change = json!({"lines": [{"sku": "NET-10", "quantity": "3", "discount": "0.1"}]});
    let edited = s.owner.patch(&path(&draft, ""), &change).await.expect(200).json();
    assert_eq!(edited["net"]["amount"], "133.65");
    assert_eq!(edited["version"], 2);
    let confirmed = s.owner.post(&path(&draft, "/confirmation"), &json!({})).await.expect(200);
    assert_eq!(confirmed.json()["version"], 3);
    s.owner.patch(&path(&draft, ""), &change).await.refused(409, "order_not_draft");
    let again = s.owner.post(&path(&draft, "/confirmation"), &json!({})).await;
    again.refused(409, "order_not_draft");
    assert_eq!(s.now(&draft).await, confirmed.json());
    assert_eq!(s.reserved("NET-10").await, 3_000_000);
    s.close().await;
}

#[tokio::test]
async fn more_than_is_there_is_refused_and_nothing_changes() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    s.stock("ROPE-5", "50").await;
    let order = s.order(&[("ROPE-5", "1"), ("NET-10", "6")], true);
    let refused = s.owner.post("/api/v1/orders", &order).await;
    refused.refused(422, "out_of_stock");
    let facts = &refused.json()["facts"];
    assert_eq!(
        (&facts["sku"], &facts["wanted"], &facts["left"]),
        (&json!("NET-10"), &json!("6"), &json!("5"))
    );
    assert_eq!(refused.json()["fields"][0]["path"], "lines[1].quantity");
    let orders = s.owner.get("/api/v1/orders").await.expect(200).json();
    assert_eq!(orders["items"], json!([]));
    assert_eq!((s.reserved("NET-10").await, s.reserved("ROPE-5").await), (0, 0));
    // The number that was not used is the next one's.
    let next = s.placed(&[("NET-10", "5")], true).await;
    assert_eq!(next["number"], "SO-2026-00001");
    // Two lines of one thing are one wish.
    let twice = s.order(&[("ROPE-5", "30"), ("ROPE-5", "30")], true);
    s.owner.post("/api/v1/orders", &twice).await.refused(422, "out_of_stock");
    s.close().await;
}

#[tokio::test]
async fn cancelling_lets_go_of_the_stock() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    let order = s.placed(&[("NET-10", "5")], true).await;
    let why = json!({"reason": "The customer called."});
    let cancelled = s.owner.post(&path(&order, "/cancellation"), &why).await.expect(200).json();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(s.reserved("NET-10").await, 0);
    let again = s.owner.post(&path(&order, "/cancellation"), &why).await;
    again.refused(409, "order_cancelled");
    let deliver = s.owner.post(&path(&order, "/deliveries"), &json!({})).await;
    deliver.refused(409, "order_cancelled");
    let _ = s.placed(&[("NET-10", "5")], true).await;
    s.close().await;
}

#[tokio::test]
async fn the_same_goods_are_not_delivered_twice() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    let order = s.placed(&[("NET-10", "3")], true).await;
    let deliver = path(&order, "/deliveries");
    let lines = json!({"lines": [{"line": 1, "quantity": "3"}]});
    let made = s.owner.post(&deliver, &lines).await.expect(201).json();
    assert_eq!(made["number"], "DN-2026-00001");
    let before = s.now(&order).await;
    assert_eq!(before["delivery_state"], "delivered");
    s.owner.post(&deliver, &lines).await.refused(422, "order_more_than_left");
    s.owner.post(&deliver, &json!({})).await.refused(409, "order_nothing_to_deliver");
    assert_eq!(s.now(&order).await, before);
    let cancel = s.owner.post(&path(&order, "/cancellation"), &json!({})).await;
    cancel.refused(409, "order_has_deliveries");
    let shown = s.owner.get(&deliver).await.expect(200).json();
    assert_eq!(shown["items"].as_array().unwrap().len(), 1);
    assert_eq!(shown["items"][0]["lines"][0]["quantity"], "3");
    s.close().await;
}

#[tokio::test]
async fn the_same_key_twice_makes_one_order() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    let keyed = s.owner.clone().with_header("idempotency-key", "order-1");
    let wanted = s.order(&[("NET-10", "1")], true);
    let first = keyed.post("/api/v1/orders", &wanted).await.expect(201);
    let second = keyed.post("/api/v1/orders", &wanted).await.expect(201);
    assert_eq!(first.json(), second.json());
    assert_eq!(s.reserved("NET-10").await, 1_000_000);
    let other = s.order(&[("NET-10", "2")], true);
    keyed.post("/api/v1/orders", &other).await.refused(409, "key_reused");
    let orders = s.owner.get("/api/v1/orders").await.expect(200).json();
    assert_eq!(orders["items"].as_array().unwrap().len(), 1);
    s.close().await;
}

#[tokio::test]
async fn delivery_invoice_and_payment_move_three_states() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    let order = s.placed(&[("NET-10", "4"), ("HAUL", "1")], true).await;
    let states = |order: &Value| {
        ["delivery_state", "invoice_state", "payment_state"]
            .map(|state| order[state].as_str().unwrap().to_owned())
    };
    assert_eq!(states(&order), ["none", "none", "none"]);
    // Half of the goods leave.
    let half = json!({"lines": [{"line": 1, "quantity": "2"}]});
    let _ = s.owner.post(&path(&order, "/deliveries"), &half).await.expect(201);
    assert_eq!(states(&s.now(&order).await), ["partial", "none", "none"]);
    // What was delivered is invoiced, and the service at once.
    let bill = s.owner.post(&path(&order, "/invoices"), &json!({})).await.expect(201).json();
    assert_eq!(bill["net"]["amount"], "124.00");
    assert_eq!(bill["due_date"], "2026-04-14");
    assert_eq!(states(&s.now(&order).await), ["partial", "partial", "none"]);
    s.owner
        .post(&path(&order, "/invoices"), &json!({}))
        .await
        .refused(409, "order_nothing_to_invoice");
    pay(&s, &bill).await;
    assert_eq!(states(&s.now(&order).await), ["partial", "partial", "partial"]);
    // The rest.
    let _ = s.owner.post(&path(&order, "/deliveries"), &json!({})).await.expect(201);
    let rest = s.owner.post(&path(&order, "/invoices"), &json!({})).await.expect(201).json();
    assert_eq!(rest["net"]["amount"], "99.00");
    s.t.run_jobs().await;
    assert_eq!(states(&s.now(&order).await), ["delivered", "invoiced", "partial"]);
    pay(&s, &rest).await;
    assert_eq!(states(&s.now(&order).await), ["delivered", "invoiced", "paid"]);
    let version = s.now(&order).await["version"].clone();
    s.t.run_jobs().await;
    assert_eq!(s.now(&order).await["version"], version, "hearing of it again changes nothing");
    s.close().await;
}

async fn pay(s: &Shop, invoice: &Value) {
    let mut tx = s.t.tx("acme").await;
    let id = invoice["id"].as_str().unwrap().parse().unwrap();
    let open = finance::invoices::find(&mut tx, id).await.unwrap().open;
    let payment = finance::payments::NewPayment {
        id: None,
        method: finance::payments::Method::Cash,
        amount: open,
        base: None,
        date: None,
        reference: String::new(),
        withholding: None,
        certificate: None,
    };
    finance::payments::receive(&mut tx, id, payment).await.unwrap();
    tx.commit().await.unwrap();
    s.t.run_jobs().await;
}

#[tokio::test]
async fn another_company_finds_nothing() {
    let s = Shop::open().await;
    s.stock("NET-10", "5").await;
    let order = s.placed(&[("NET-10", "1")], true).await;
    let delivery = s.owner.post(&path(&order, "/deliveries"), &json!({})).await.expect(201).json();
    let other = s.t.as_user("padma", "owner").await;
    other.get(&path(&order, "")).await.refused(404, "not_found");
    other.get(&path(&order, "/deliveries")).await.refused(404, "not_found");
    let note = format!("/api/v1/deliveries/{}", delivery["id"].as_str().unwrap());
    other.get(&note).await.refused(404, "not_found");
    for move_ in ["/confirmation", "/cancellation", "/deliveries", "/invoices"] {
        other.post(&path(&order, move_), &json!({})).await.refused(404, "not_found");
    }
    // Another company's customer is no customer.
    let theirs = s.t.customer("padma", "Meghna Stores").await;
    let mut wanted = s.order(&[("NET-10", "1")], false);
    wanted["customer_id"] = theirs["id"].clone();
    let refused = s.owner.post("/api/v1/orders", &wanted).await;
    refused.refused(422, "invalid");
    assert_eq!(refused.json()["fields"][0]["path"], "customer_id");
    s.close().await;
}

#[tokio::test]
async fn a_limit_of_credit_holds_across_orders() {
    let s = Shop::open().await;
    s.stock("NET-10", "10").await;
    let limit = json!({"credit_limit": {"amount": "120.00", "currency": "SAR"}});
    let customer = format!("/api/v1/customers/{}", s.customer);
    let _ = s.owner.patch(&customer, &limit).await.expect(200);
    // 2 × 49.50 + 15 % = 113.85
    let order = s.placed(&[("NET-10", "2")], true).await;
    let second = s.order(&[("NET-10", "1")], true);
    let refused = s.owner.post("/api/v1/orders", &second).await;
    refused.refused(422, "order_above_credit_limit");
    assert_eq!(refused.json()["facts"]["committed"], "113.85");
    assert_eq!(s.reserved("NET-10").await, 2_000_000);
    // Invoiced, it is owed instead of ordered: the sum stays.
    let _ = s.owner.post(&path(&order, "/deliveries"), &json!({})).await.expect(201);
    let bill = s.owner.post(&path(&order, "/invoices"), &json!({})).await.expect(201).json();
    s.owner.post("/api/v1/orders", &second).await.refused(422, "order_above_credit_limit");
    pay(&s, &bill).await;
    let _ = s.owner.post("/api/v1/orders", &second).await.expect(201);
    s.close().await;
}

#[tokio::test]
async fn who_may_not_confirm_cannot_do_it_by_placing() {
    let s = Shop::open().await;
    let storekeeper = s.t.as_user("acme", "storekeeper").await;
    let order = s.order(&[("HAUL", "1")], false);
    storekeeper.post("/api/v1/orders", &order).await.refused(403, "not_permitted");
    let draft = s.placed(&[("HAUL", "1")], false).await;
    let answer = storekeeper.post(&path(&draft, "/confirmation"), &json!({})).await;
    answer.refused(403, "not_permitted");
    let viewer = s.t.as_user("acme", "viewer").await;
    let _ = viewer.get(&path(&draft, "")).await.expect(200);
    s.close().await;
}

#[tokio::test]
async fn orders_are_found_by_what_waits_to_be_done() {
    let s = Shop::open().await;
    s.stock("NET-10", "10").await;
    let draft = s.placed(&[("NET-10", "1")], false).await;
    let open = s.placed(&[("NET-10", "1")], true).await;
    let sent = s.placed(&[("NET-10", "1")], true).await;
    let _ = s.owner.post(&path(&sent, "/deliveries"), &json!({})).await.expect(201);
    let found = async |query: &str| -> Vec<Value> {
        let list = s.owner.get(&format!("/api/v1/orders?{query}")).await.expect(200).json();
        list["items"].as_array().unwrap().iter().map(|o| o["id"].clone()).collect()
    };
    assert_eq!(found("state=draft").await, [draft["id"].clone()]);
    assert_eq!(found("todo=deliver").await, [open["id"].clone()]);
    assert_eq!(found("todo=invoice&state=").await, [sent["id"].clone()]);
    assert_eq!(found("q=00002").await, [sent["id"].clone()]);
    assert_eq!(found("q=alnoor&sort=created").await.len(), 3);
    assert_eq!(found("from=2026-03-16").await.len(), 0);
    s.owner.get("/api/v1/orders?state=lost").await.refused(400, "query_unreadable");
    s.close().await;
}

#[tokio::test]
async fn the_customer_is_told_once_the_order_is_confirmed() {
    let s = Shop::open().await;
    let address = json!({"email": "buyer@alnoor.example", "lang": "en"});
    let customer = format!("/api/v1/customers/{}", s.customer);
    let _ = s.owner.patch(&customer, &address).await.expect(200);
    let _ = s.placed(&[("HAUL", "1")], false).await;
    s.t.run_jobs().await;
    assert_eq!(s.t.mails().len(), 0, "a draft is nobody's business");
    let _ = s.placed(&[("HAUL", "2")], true).await;
    // The confirmation is written by one job and posted by another.
    s.t.run_jobs().await;
    s.t.run_jobs().await;
    let mails = s.t.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: buyer@alnoor.example"), "{}", mails[0]);
    assert!(mails[0].contains("Subject: Your order SO-2026-00001"), "{}", mails[0]);
    s.close().await;
}
