//! From the request to the bill: what may happen, what it posts to the last minor unit, and that
//! a refusal changes nothing.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// A company that buys nets and ropes from one supplier, with a tolerance of 2 %.
pub struct Buying {
    pub t: TestApp,
    pub owner: Client,
    pub supplier: Value,
}

/// Balances of the accounts that buying moves: inventory, goods received, payable, input tax,
/// price variance, cost variance. Debits are positive.
type Books = [i64; 6];

impl Buying {
    pub async fn open() -> Self {
        let t = TestApp::start().await;
        let owner = t.as_user("acme", "owner").await;
        let _ = t.product("acme", "NET-10", "49.50").await;
        let _ = t.product("acme", "ROPE-5", "10").await;
        let service = json!({"name": {"en": "Haulage"}, "tracked": false,
            "variants": [{"sku": "HAUL", "price": "25"}]});
        let _ = owner.post("/api/v1/products", &service).await.expect(201);
        let supplier = json!({"name": "Gulf Nets", "email": "sales@gulfnets.example",
            "lang": "en", "price_tolerance": "0.02", "quantity_tolerance": "0.02"});
        let supplier = owner.post("/api/v1/suppliers", &supplier).await.expect(201).json();
        Self { t, owner, supplier }
    }

    /// An approved order of these lines: SKU, quantity, price.
    pub async fn ordered(&self, lines: &[(&str, &str, &str)]) -> Value {
        let lines: Vec<Value> = lines
            .iter()
            .map(|(sku, quantity, price)| {
                json!({"sku": sku, "quantity": quantity, "unit_price": price})
            })
            .collect();
        let order = json!({"supplier_id": self.supplier["id"], "lines": lines, "approve": true});
        self.owner.post("/api/v1/purchase-orders", &order).await.expect(201).json()
    }

    pub async fn order(&self, order: &Value) -> Value {
        let path = format!("/api/v1/purchase-orders/{}", id(order));
        self.owner.get(&path).await.expect(200).json()
    }

    /// Receives everything that is left, or these lines.
    pub async fn received(&self, order: &Value, lines: Option<Value>) -> Value {
        let path = format!("/api/v1/purchase-orders/{}/receipts", id(order));
        let body = lines.map_or(json!({}), |lines| json!({ "lines": lines }));
        self.owner.post(&path, &body).await.expect(201).json()
    }

    /// A bill of one line of a receipt.
    fn billing(&self, number: &str, receipt: &Value, quantity: &str, price: &str) -> Value {
        json!({"supplier_id": self.supplier["id"], "supplier_number": number,
            "lines": [{"receipt_id": receipt["id"], "receipt_line": 1, "quantity": quantity,
                "unit_price": price}]})
    }

    async fn billed(&self, number: &str, receipt: &Value, quantity: &str, price: &str) -> Value {
        let bill = self.billing(number, receipt, quantity, price);
        self.owner.post("/api/v1/bills", &bill).await.expect(201).json()
    }

    async fn decide(&self, bill: &Value, what: &str, body: &Value) -> testkit::Answer {
        self.owner.post(&format!("/api/v1/bills/{}/{what}", id(bill)), body).await
    }

    /// Takes so much off the shelf at the average cost.
    pub async fn sell(&self, sku: &str, quantity: &str) {
        let gone = json!({"reason": "damage",
            "lines": [{"sku": sku, "quantity": format!("-{quantity}")}]});
        let _ = self.owner.post("/api/v1/stock/adjustments", &gone).await.expect(201);
    }

    async fn books(&self) -> Books {
        let sql = "select array_agg(coalesce(b.sum, 0) order by r.n)::bigint[] from unnest(array[
                'inventory', 'grni', 'payable', 'input_tax', 'purchase_price_variance',
                'cost_variance']) with ordinality as r(role, n)
            left join lateral (
                select sum(l.amount) from lines l
                join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                where a.role = r.role) b on true";
        self.t.scalar::<Vec<i64>>("acme", sql).await.try_into().unwrap()
    }

    /// What is owned of a SKU: micros and minor units.
    async fn cost(&self, sku: &'static str) -> (i64, i64) {
        let mut tx = self.t.tx("acme").await;
        sqlx::query_as(
            "select c.quantity, c.value from stock_costs c
             join variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id
             where v.sku = $1",
        )
        .bind(sku)
        .fetch_one(tx.conn())
        .await
        .unwrap()
    }

    async fn account(&self, code: &str) -> Value {
        let chart = self.owner.get("/api/v1/accounts").await.expect(200).json();
        let found = chart["items"].as_array().unwrap().iter().find(|a| a["code"] == code);
        found.unwrap()["id"].clone()
    }

    async fn tax(&self, code: &str) -> Value {
        let codes = self.owner.get("/api/v1/tax-codes").await.expect(200).json();
        let found = codes["items"].as_array().unwrap().iter().find(|c| c["code"] == code);
        found.unwrap()["id"].clone()
    }

    /// The books must be right and the jobs looked at.
    pub async fn close(self) {
        self.t.run_jobs().await;
        self.t.verify("acme").await;
    }
}

pub fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

#[tokio::test]
async fn an_order_goes_from_the_request_to_the_bill() {
    let b = Buying::open().await;
    let wish = json!({"reason": "The nets are torn.", "needed_by": "2026-03-31",
        "lines": [{"sku": "NET-10", "quantity": "10", "unit_cost": "30"}]});
    let keeper = b.t.as_user("acme", "storekeeper").await;
    let request = keeper.post("/api/v1/purchase-requests", &wish).await.expect(201).json();
    assert_eq!(
        (request["number"].as_str(), request["state"].as_str()),
        (Some("REQ-2026-00001"), Some("waiting"))
    );
    assert_eq!(request["estimate"]["amount"], "300.00");
    let path = format!("/api/v1/purchase-requests/{}", id(&request));
    let order = json!({"supplier_id": b.supplier["id"], "request_id": request["id"],
        "expected_date": "2026-03-20"});
    let early = b.owner.post("/api/v1/purchase-orders", &order).await;
    early.refused(409, "purchase_request_not_approved");
    keeper.post(&format!("{path}/approval"), &json!({})).await.refused(403, "not_permitted");
    let approved = b.owner.post(&format!("{path}/approval"), &json!({})).await.expect(200).json();
    assert_eq!(approved["decided_name"], "owner");
    let order = b.owner.post("/api/v1/purchase-orders", &order).await.expect(201).json();
    assert_eq!(order["state"], "draft");
    assert_eq!(order["lines"][0]["unit_price"], "30");
    assert_eq!(order["gross"]["amount"], "345.00");
    let home = format!("/api/v1/purchase-orders/{}", id(&order));
    let receipts = format!("{home}/receipts");
    let early = b.owner.post(&receipts, &json!({})).await;
    early.refused(409, "purchase_order_not_approved");
    let order = b.owner.post(&format!("{home}/approval"), &json!({})).await.expect(200).json();
    assert_eq!(order["number"], "PO-2026-00001");
    let sent = b.owner.post(&format!("{home}/dispatch"), &json!({})).await.expect(200).json();
    assert_eq!(sent["state"], "sent");
    let some = json!([{"line": 1, "quantity": "4"}]);
    let receipt = b.received(&order, Some(some)).await;
    assert_eq!(receipt["number"], "GRN-2026-00001");
    assert_eq!(b.order(&order).await["state"], "partially_received");
    assert_eq!(b.books().await, [12000, -12000, 0, 0, 0, 0]);
    let rest = b.received(&order, None).await;
    assert_eq!(b.order(&order).await["state"], "received");
    let bill = json!({"supplier_id": b.supplier["id"], "supplier_number": "GN-77",
        "order_id": order["id"]});
    let bill = b.owner.post("/api/v1/bills", &bill).await.expect(201).json();
    assert_eq!(
        (bill["number"].as_str(), bill["state"].as_str()),
        (Some("BILL-2026-00001"), Some("posted"))
    );
    assert_eq!(bill["due_date"], "2026-04-14");
    assert_eq!(bill["lines"][1]["receipt_id"], rest["id"]);
    assert_eq!(b.books().await, [30000, 0, -34500, 4500, 0, 0]);
    let order = b.order(&order).await;
    assert_eq!(order["state"], "billed");
    assert_eq!(order["lines"][0]["billed"], "10");
    let request = b.owner.get(&path).await.expect(200).json();
    assert_eq!(request["state"], "ordered");
    b.close().await;
}

#[tokio::test]
async fn a_bill_above_the_order_makes_what_is_left_dearer_and_the_rest_a_variance() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    b.sell("NET-10", "4").await;
    // 30.60 is exactly 2 % above: within the tolerance, so posted at once.
    let bill = b.billed("A-1", &receipt, "10", "30.60").await;
    assert_eq!(bill["state"], "posted");
    assert_eq!(bill["net"]["amount"], "306.00");
    // 6.00 more for ten: six are there and take 3.60, four are gone and 2.40 is a variance.
    assert_eq!(b.cost("NET-10").await, (6_000_000, 18360));
    assert_eq!(b.books().await, [18360, 0, -35190, 4590, 240, 0]);
    b.close().await;
}

#[tokio::test]
async fn a_bill_below_the_order_makes_what_is_left_cheaper() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    b.sell("NET-10", "5").await;
    let bill = b.billed("A-1", &receipt, "10", "29.40").await;
    assert_eq!(bill["state"], "posted");
    assert_eq!(b.cost("NET-10").await, (5_000_000, 14700));
    assert_eq!(b.books().await, [14700, 0, -33810, 4410, -300, 0]);
    b.close().await;
}

#[tokio::test]
async fn outside_the_tolerance_a_bill_waits_with_its_differences_and_is_approved_or_rejected() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "100", "30")]).await;
    let receipt = b.received(&order, None).await;
    let before = b.books().await;
    let bill = b.billed("A-1", &receipt, "103", "30.61").await;
    assert_eq!((bill["state"].as_str(), bill["number"].as_str()), (Some("waiting"), None));
    let codes: Vec<&str> = bill["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["quantity", "price_above"]);
    assert_eq!(bill["differences"][0]["facts"], json!({"billed": "103", "agreed": "100"}));
    assert_eq!(b.books().await, before, "what waits is not in the books");
    let clerk = b.t.as_user("acme", "accountant").await;
    let path = format!("/api/v1/bills/{}/approval", id(&bill));
    clerk.post(&path, &json!({})).await.refused(403, "not_permitted");
    let refused = b.decide(&bill, "rejection", &json!({})).await;
    assert_eq!(refused.expect(422).json()["fields"][0]["path"], "reason");
    let why = json!({"reason": "Three were never here."});
    let rejected = b.decide(&bill, "rejection", &why).await.expect(200).json();
    assert_eq!(rejected["state"], "rejected");
    assert_eq!(b.books().await, before);
    b.decide(&bill, "approval", &json!({})).await.refused(409, "bill_not_waiting");
    // The same number again: the rejected one was never a bill.
    let second = b.billed("A-1", &receipt, "103", "30.61").await;
    let posted = b.decide(&second, "approval", &json!({})).await.expect(200).json();
    assert_eq!(posted["number"], "BILL-2026-00001");
    // All hundred are there and bear the whole difference: 3152.83 − 3000.00.
    assert_eq!(b.cost("NET-10").await, (100_000_000, 315_283));
    assert_eq!(b.books().await[1], 0);
    b.close().await;
}

#[tokio::test]
async fn a_quantity_exactly_at_the_tolerance_is_received_and_billed() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "100", "30")]).await;
    let path = format!("/api/v1/purchase-orders/{}/receipts", id(&order));
    let much = json!({"lines": [{"line": 1, "quantity": "102.000001"}]});
    let refused = b.owner.post(&path, &much).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "purchase_more_than_left");
    let receipt = b.received(&order, Some(json!([{"line": 1, "quantity": "102"}]))).await;
    assert_eq!(b.order(&order).await["state"], "received");
    // 104.04 is 2 % above what came; a little more waits.
    let bill = b.billed("A-1", &receipt, "104.040001", "30").await;
    assert_eq!(bill["state"], "waiting");
    let why = json!({"reason": "A slip of the pen."});
    let _ = b.decide(&bill, "rejection", &why).await.expect(200);
    let bill = b.billed("A-2", &receipt, "104.04", "30").await;
    assert_eq!(bill["state"], "posted");
    assert_eq!(b.books().await[1], 0);
    b.close().await;
}

#[tokio::test]
async fn the_same_bill_twice_is_refused_unless_it_is_said_why_it_is_another() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let first = b.billed("INV-0012", &receipt, "5", "30").await;
    let before = b.books().await;
    // The same number, written otherwise.
    let same = b.billing("inv 12", &receipt, "2", "30");
    let refused = b.owner.post("/api/v1/bills", &same).await;
    refused.refused(409, "bill_looks_like_another");
    let facts = &refused.json()["facts"];
    assert_eq!((&facts["number"], &facts["why"]), (&first["number"], &json!("number")));
    assert_eq!(facts["bill_id"], first["id"]);
    // Another number, the same amount within a week.
    let amount = b.billing("INV-13", &receipt, "5", "30");
    let refused = b.owner.post("/api/v1/bills", &amount).await;
    refused.refused(409, "bill_looks_like_another");
    assert_eq!(refused.json()["facts"]["why"], "amount");
    assert_eq!(b.books().await, before);
    let bills = b.owner.get("/api/v1/bills").await.expect(200).json();
    assert_eq!(bills["items"].as_array().unwrap().len(), 1, "a refusal keeps nothing");
    let mut another = amount.clone();
    another["another_reason"] = json!("The second half of the delivery.");
    let second = b.owner.post("/api/v1/bills", &another).await.expect(201).json();
    assert_eq!(second["number"], "BILL-2026-00002");
    b.close().await;
}

#[tokio::test]
async fn the_same_paper_twice_is_noticed() {
    let b = Buying::open().await;
    let paper = async || {
        let sent = b.owner.upload("/api/v1/bill-files", &[], "bill.pdf", b"%PDF paper").await;
        sent.expect(201).json()["id"].clone()
    };
    let bill = async |number: &str, price: &str, file: Value| {
        let bill = json!({"supplier_id": b.supplier["id"], "supplier_number": number,
            "file_id": file, "lines": [{"account_id": b.account("6100").await,
                "description": "Rent", "unit_price": price, "tax_code_id": b.tax("VAT0").await}]});
        b.owner.post("/api/v1/bills", &bill).await
    };
    let _ = bill("R-1", "100", paper().await).await.expect(201);
    let refused = bill("R-2", "250", paper().await).await;
    refused.refused(409, "bill_looks_like_another");
    assert_eq!(refused.json()["facts"]["why"], "file");
    b.close().await;
}

#[tokio::test]
async fn landed_cost_goes_to_what_is_there_and_to_the_variance_of_what_is_gone() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30"), ("ROPE-5", "100", "1")]).await;
    let receipt = b.received(&order, None).await;
    b.sell("NET-10", "5").await;
    let freight = b.account("6300").await;
    let line = |n: i32| json!({"receipt_id": receipt["id"], "receipt_line": n});
    let cost = json!({"basis": "value", "items": [
            {"description": "Freight", "account_id": freight,
                "amount": {"amount": "80.01", "currency": "SAR"}}],
        "targets": [line(1), line(2)]});
    let before = b.books().await;
    let seen = b.owner.post("/api/v1/landed-costs/preview", &cost).await.expect(200).json();
    assert_eq!(b.books().await, before, "a preview posts nothing");
    let landed = b.owner.post("/api/v1/landed-costs", &cost).await.expect(201).json();
    assert_eq!(landed["number"], "LC-2026-00001");
    assert_eq!(seen["targets"], landed["targets"], "the preview said so");
    // 300 and 100 of 400: 60.01 and 20.00; half of the nets are gone.
    let amounts = |n: usize| {
        let target = &landed["targets"][n];
        ["amount", "on_hand", "gone"].map(|f| target[f]["amount"].as_str().unwrap().to_owned())
    };
    assert_eq!(amounts(0), ["60.01", "30.00", "30.01"]);
    assert_eq!(amounts(1), ["20.00", "20.00", "0.00"]);
    assert_eq!(b.cost("NET-10").await, (5_000_000, 18000));
    assert_eq!(b.cost("ROPE-5").await, (100_000_000, 12000));
    assert_eq!(b.books().await, [30000, -40000, 0, 0, 0, 3001]);
    let entries = "select count(*) from entries where source_type = 'landed_cost'";
    assert_eq!(b.t.scalar::<i64>("acme", entries).await, 1, "one entry");
    let path = format!("/api/v1/landed-costs/{}", id(&landed));
    assert_eq!(b.owner.get(&path).await.expect(200).json(), landed);
    let shown = format!("/api/v1/stock/receipts/{}", id(&receipt));
    let after = b.owner.get(&shown).await.expect(200).json();
    assert_eq!(after["value"], receipt["value"], "the receipt stays as it is");
    b.close().await;
}

#[tokio::test]
async fn goods_go_back_at_their_price_though_the_average_moved() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let _ = b.billed("A-1", &receipt, "6", "30").await;
    // Ten more at 40: the average is 35.
    b.t.stock("acme", "NET-10", "10", "40").await;
    assert_eq!(b.cost("NET-10").await, (20_000_000, 70000));
    let back = |quantity: &str| {
        json!({"receipt_id": receipt["id"], "reason": "Torn.",
            "lines": [{"line": 1, "quantity": quantity}]})
    };
    let much = b.owner.post("/api/v1/purchase-returns", &back("10.5")).await.expect(422).json();
    assert_eq!(much["fields"][0]["code"], "purchase_return_above");
    // Five: four were not billed, one was.
    let returned = b.owner.post("/api/v1/purchase-returns", &back("5")).await.expect(201).json();
    assert_eq!(returned["number"], "PRT-2026-00001");
    assert_eq!(returned["value"]["amount"], "150.00");
    assert_eq!(returned["cost"]["amount"], "175.00");
    assert_eq!(b.cost("NET-10").await, (15_000_000, 52500), "the average stays at 35");
    // Owed: 6 × 34.50 less one; received and not billed: only the ten at 40.
    assert_eq!(b.books().await, [52500, -40000, -17250, 2250, 2500, 0]);
    let notes = b.owner.get("/api/v1/bills?kind=debit_note").await.expect(200).json();
    assert_eq!(notes["items"][0]["number"], "DBN-2026-00001");
    assert_eq!(notes["items"][0]["gross"]["amount"], "34.50");
    let order = b.order(&order).await;
    assert_eq!(
        (order["state"].as_str(), order["lines"][0]["received"].as_str()),
        (Some("partially_received"), Some("5"))
    );
    // Nothing of it can be billed any more.
    let bill = b.billed("A-2", &receipt, "1", "30").await;
    assert_eq!(bill["differences"][0]["code"], "nothing_left");
    b.close().await;
}

#[tokio::test]
async fn a_debit_note_lowers_the_price_or_takes_the_whole_bill_back() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let bill = b.billed("A-1", &receipt, "10", "30.50").await;
    b.sell("NET-10", "5").await;
    assert_eq!(b.books().await, [15250, 0, -35075, 4575, 0, 0]);
    let note = |net: &str| {
        json!({"reason": "Agreed on the telephone.",
            "lines": [{"n": 1, "net": {"amount": net, "currency": "SAR"}}]})
    };
    let much = b.decide(&bill, "debit-notes", &note("305.01")).await.expect(422).json();
    assert_eq!(much["fields"][0]["code"], "debit_above_left");
    let made = b.decide(&bill, "debit-notes", &note("10.00")).await.expect(201).json();
    assert_eq!(
        (made["number"].as_str(), made["gross"]["amount"].as_str()),
        (Some("DBN-2026-00001"), Some("11.50"))
    );
    // Half of the nets are gone, and with them half of what they were too dear.
    assert_eq!(b.books().await, [14750, 0, -33925, 4425, -500, 0]);
    // The note is set off against its bill: one item of 350.75 - 11.50 is left to be paid.
    let sql = "select array_agg(amount + set_off order by amount)::bigint[] from (
            select i.amount, coalesce((select sum(case when a.debit_item_id = i.id
                then -a.amount else a.amount end) from allocations a
                where a.tenant_id = i.tenant_id
                    and i.id in (a.debit_item_id, a.credit_item_id)), 0) as set_off
            from open_items i where i.side = 'payable') as o";
    assert_eq!(b.t.scalar::<Vec<i64>>("acme", sql).await, [-33925, 0]);
    let whole = json!({"reason": "Another company's.", "cancel": true});
    b.decide(&bill, "debit-notes", &whole).await.refused(409, "bill_has_debit_notes");
    b.t.verify("acme").await;
    // A bill taken back wholly leaves its goods to be billed again.
    let second = b.ordered(&[("ROPE-5", "10", "10")]).await;
    let receipt = b.received(&second, None).await;
    let before = b.books().await;
    let bill = b.billed("A-2", &receipt, "10", "10.20").await;
    let _ = b.decide(&bill, "debit-notes", &whole).await.expect(201);
    assert_eq!(b.books().await, before);
    assert_eq!(b.order(&second).await["state"], "received");
    let again = b.billed("A-3", &receipt, "10", "10").await;
    assert_eq!(again["state"], "posted");
    b.close().await;
}

#[tokio::test]
async fn services_are_measured_against_the_order_and_spent_on_an_account() {
    let b = Buying::open().await;
    let order = b.ordered(&[("HAUL", "3", "25")]).await;
    let haulage = b.account("6300").await;
    let line = |quantity: &str| {
        json!({"order_id": order["id"], "order_line": 1, "account_id": haulage,
            "quantity": quantity})
    };
    let bill = |number: &str, line: Value| {
        let supplier = &b.supplier["id"];
        json!({"supplier_id": supplier, "supplier_number": number, "lines": [line]})
    };
    let path = "/api/v1/bills";
    let inventory = b.account("1300").await;
    let mut wrong = line("1");
    wrong["account_id"] = inventory;
    let refused = b.owner.post(path, &bill("H-0", wrong)).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "bill_control_account");
    let part = b.owner.post(path, &bill("H-1", line("2"))).await.expect(201).json();
    assert_eq!(part["state"], "posted");
    assert_eq!(b.order(&order).await["state"], "approved");
    let more = b.owner.post(path, &bill("H-2", line("1.5"))).await.expect(201).json();
    assert_eq!(more["differences"][0]["code"], "quantity");
    let rest = b.owner.post(path, &bill("H-3", line("1"))).await.expect(201).json();
    assert_eq!(rest["state"], "posted");
    assert_eq!(b.order(&order).await["state"], "billed");
    assert_eq!(b.books().await, [0, 0, -8625, 1125, 0, 0]);
    b.close().await;
}

#[tokio::test]
async fn nobody_approves_their_own_above_the_limit() {
    let b = Buying::open().await;
    let limit = json!({"own_approval_limit": {"amount": "100.00", "currency": "SAR"}});
    let _ = b.owner.patch("/api/v1/purchasing/settings", &limit).await.expect(200);
    let draft = |quantity: &str| {
        json!({"supplier_id": b.supplier["id"],
            "lines": [{"sku": "NET-10", "quantity": quantity, "unit_price": "10"}]})
    };
    let orders = "/api/v1/purchase-orders";
    let order = b.owner.post(orders, &draft("11")).await.expect(201).json();
    let path = format!("{orders}/{}/approval", id(&order));
    b.owner.post(&path, &json!({})).await.refused(422, "purchase_own_approval");
    assert_eq!(b.order(&order).await, order);
    let manager = b.t.as_user("acme", "manager").await;
    let approved = manager.post(&path, &json!({})).await.expect(200).json();
    assert_eq!(approved["number"], "PO-2026-00001", "the refusal took no number");
    let small = b.owner.post(orders, &draft("10")).await.expect(201).json();
    let path = format!("{orders}/{}/approval", id(&small));
    let _ = b.owner.post(&path, &json!({})).await.expect(200);
    // What somebody else approved as a request covers an order up to its estimate.
    let wish = json!({"reason": "Stock.",
        "lines": [{"sku": "NET-10", "quantity": "50", "unit_cost": "10"}]});
    let request = b.owner.post("/api/v1/purchase-requests", &wish).await.expect(201).json();
    let path = format!("/api/v1/purchase-requests/{}/approval", id(&request));
    b.owner.post(&path, &json!({})).await.refused(422, "purchase_own_approval");
    let _ = manager.post(&path, &json!({})).await.expect(200);
    let order = json!({"supplier_id": b.supplier["id"], "request_id": request["id"],
        "approve": true});
    let order = b.owner.post(orders, &order).await.expect(201).json();
    assert_eq!(order["state"], "approved");
    b.close().await;
}

#[tokio::test]
async fn an_order_is_mailed_with_its_paper_in_the_suppliers_language() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let path = format!("/api/v1/purchase-orders/{}", id(&order));
    let pdf = b.owner.get(&format!("{path}/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    let _ = b.owner.post(&format!("{path}/dispatch"), &json!({})).await.expect(200);
    let again = b.owner.post(&format!("{path}/dispatch"), &json!({})).await;
    again.refused(409, "purchase_order_sent");
    b.t.run_jobs().await;
    let mails = b.t.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: sales@gulfnets.example"), "{}", mails[0]);
    assert!(mails[0].contains("PO-2026-00001.pdf"), "{}", mails[0]);
    b.close().await;
}

#[tokio::test]
async fn what_is_received_and_not_billed_is_the_account_by_supplier_and_age() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let path = format!("/api/v1/purchase-orders/{}/receipts", id(&order));
    let old = json!({"date": "2026-01-10", "lines": [{"line": 1, "quantity": "4"}]});
    let receipt = b.owner.post(&path, &old).await.expect(201).json();
    let _ = b.received(&order, None).await;
    b.t.stock("acme", "ROPE-5", "7", "1.50").await;
    let _ = b.billed("A-1", &receipt, "1", "30").await;
    let report = "/api/v1/reports/goods-received-not-billed";
    let found = b.owner.get(report).await.expect(200).json();
    assert_eq!(found["total"]["amount"], "280.50");
    assert_eq!(found["account"], found["total"]);
    let ages: Vec<&str> =
        found["ages"].as_array().unwrap().iter().map(|a| a["amount"].as_str().unwrap()).collect();
    assert_eq!(ages, ["190.50", "0.00", "90.00", "0.00"]);
    assert_eq!(found["suppliers"][0]["supplier"], "Gulf Nets");
    assert_eq!(found["suppliers"][0]["total"]["amount"], "270.00");
    let without = b.owner.get(&format!("{report}?without=true")).await.expect(200).json();
    assert_eq!(without["lines"][0]["sku"], "ROPE-5");
    b.close().await;
}

#[tokio::test]
async fn goods_without_an_order_are_billed_by_whoever_delivered_them() {
    let b = Buying::open().await;
    let other = json!({"name": "Red Sea Ropes"});
    let other = b.owner.post("/api/v1/suppliers", &other).await.expect(201).json();
    let of = |supplier: &Value| {
        json!({"supplier_id": supplier, "lines": [
            {"sku": "ROPE-5", "quantity": "8", "unit_cost": "1.50"}]})
    };
    let path = "/api/v1/stock/receipts";
    let books = b.books().await;
    let stranger = of(&json!("0199a000-0000-7000-8000-000000000001"));
    let refused = b.owner.post(path, &stranger).await;
    refused.refused(422, "invalid");
    assert_eq!(refused.json()["fields"][0]["path"], "supplier_id");
    assert_eq!(b.books().await, books);
    let named = b.owner.post(path, &of(&other["id"])).await.expect(201).json();
    assert_eq!(named["supplier"]["name"], "Red Sea Ropes");
    let at = format!("{path}/{}", id(&named));
    let shown = b.owner.get(&at).await.expect(200).json();
    assert_eq!(shown["supplier"]["id"], other["id"]);
    let page = b.owner.get(&format!("/admin/stock/receipts/{}", id(&named))).await.expect(200);
    assert!(page.text().contains("Red Sea Ropes"));

    // Only its own supplier bills it.
    let offered = format!("/admin/bills/new?supplier={}", id(&b.supplier));
    let number = named["number"].as_str().unwrap();
    assert!(!b.owner.get(&offered).await.expect(200).text().contains(number));
    let books = b.books().await;
    let wrong = b.billing("A-1", &named, "8", "1.50");
    let refused = b.owner.post("/api/v1/bills", &wrong).await;
    refused.refused(422, "invalid");
    assert_eq!(refused.json()["fields"][0]["code"], "bill_other_supplier");
    assert_eq!(b.books().await, books);
    let mut right = wrong.clone();
    right["supplier_id"] = other["id"].clone();
    let bill = b.owner.post("/api/v1/bills", &right).await.expect(201).json();
    assert_eq!(bill["state"], "posted");

    // Of nobody, anybody bills it; a bill that waited meanwhile is not posted over another's.
    let open = b.owner.post(path, &of(&Value::Null)).await.expect(201).json();
    assert_eq!(open["supplier"], Value::Null);
    assert!(b.owner.get(&offered).await.expect(200).text().contains("GRN-2026-00002"));
    let waits = b.billed("A-2", &open, "4", "3.00").await;
    assert_eq!(waits["state"], "waiting");
    let mut first = b.billing("R-2", &open, "4", "1.50");
    first["supplier_id"] = other["id"].clone();
    let _ = b.owner.post("/api/v1/bills", &first).await.expect(201);
    let books = b.books().await;
    let late = b.decide(&waits, "approval", &json!({})).await;
    late.refused(422, "bill_other_supplier");
    assert_eq!(b.books().await, books);
    let shown = b.owner.get(&format!("{path}/{}", id(&open))).await.expect(200).json();
    assert_eq!(shown["supplier"]["id"], other["id"]);
    b.close().await;
}

#[tokio::test]
async fn who_delivered_is_typed_into_the_form_of_a_receipt() {
    let b = Buying::open().await;
    let form = |supplier| {
        [
            ("supplier_id_text", supplier),
            ("date", "2026-03-15"),
            ("lines[0][variant_id_text]", "ROPE-5"),
            ("lines[0][quantity]", "3"),
            ("lines[0][unit_cost]", "2"),
        ]
    };
    let path = "/admin/stock/receipts/new";
    let again = b.owner.post_form(path, &form("Nobody & Sons")).await.expect(422).text();
    assert!(again.contains("Nobody &amp; Sons") && again.contains("aria-invalid"));
    let done = b.owner.post_form(path, &form("gulf nets")).await.expect(303);
    let page = b.owner.get(done.header("location").unwrap()).await.expect(200).text();
    assert!(page.contains("Gulf Nets"));
    b.close().await;
}

#[tokio::test]
async fn another_company_finds_nothing_of_it() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let bill = b.billed("A-1", &receipt, "10", "30").await;
    let other = b.t.as_user("padma", "owner").await;
    for path in [
        format!("suppliers/{}", id(&b.supplier)),
        format!("purchase-orders/{}", id(&order)),
        format!("bills/{}", id(&bill)),
    ] {
        other.get(&format!("/api/v1/{path}")).await.refused(404, "not_found");
    }
    let theirs = b.billing("A-2", &receipt, "1", "30");
    other.post("/api/v1/bills", &theirs).await.refused(422, "invalid");
    let back = json!({"receipt_id": receipt["id"], "reason": "Ours.",
        "lines": [{"line": 1, "quantity": "1"}]});
    other.post("/api/v1/purchase-returns", &back).await.refused(404, "not_found");
    b.t.verify("padma").await;
    b.close().await;
}

#[tokio::test]
async fn a_supplier_is_rated_by_what_happened() {
    let b = Buying::open().await;
    let path = format!("/api/v1/suppliers/{}/rating", id(&b.supplier));
    assert_eq!(b.owner.get(&path).await.expect(200).json()["score"], Value::Null);
    let order = json!({"supplier_id": b.supplier["id"], "approve": true,
        "order_date": "2026-03-01", "expected_date": "2026-03-14",
        "lines": [{"sku": "NET-10", "quantity": "10", "unit_price": "30"}]});
    let order = b.owner.post("/api/v1/purchase-orders", &order).await.expect(201).json();
    let receipts = format!("/api/v1/purchase-orders/{}/receipts", id(&order));
    let part = json!({"date": "2026-03-14", "lines": [{"line": 1, "quantity": "5"}]});
    let first = b.owner.post(&receipts, &part).await.expect(201).json();
    // The rest comes a day late.
    let _ = b.received(&order, None).await;
    let _ = b.billed("A-1", &first, "5", "30.60").await;
    let rating = b.owner.get(&path).await.expect(200).json();
    assert_eq!((&rating["promised"], &rating["on_time"]), (&json!(2), &json!(1)));
    assert_eq!(rating["fulfilled"]["amount"], "300.00");
    assert_eq!(rating["off_price"]["amount"], "3.00");
    // 40 × ½ + 25 + 20 × 98 % + 15
    assert_eq!(rating["score"], 80);
    b.close().await;
}

#[tokio::test]
async fn a_planted_fault_is_named() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let _ = b.billed("A-1", &receipt, "10", "30.60").await;
    for sql in ["update stock_revaluations set value = 1", "delete from bill_lines"] {
        let mut tx = b.t.tx("acme").await;
        let refused = sqlx::query(sql).execute(tx.conn()).await.unwrap_err();
        let code = refused.as_database_error().unwrap().code().unwrap().to_string();
        assert_eq!(code, "42501");
    }
    let pool = b.t.owner_pool().await;
    let tamper = async |sql: &'static str| {
        sqlx::query(sql).execute(&pool).await.unwrap();
        b.t.first_offender("acme").await.map(|(check, _)| check)
    };
    assert_eq!(b.t.first_offender("acme").await, None);
    let found = tamper("update stock_revaluations set held = held - 1").await;
    assert_eq!(found, Some("stock_moves_are_sealed"));
    assert_eq!(tamper("update stock_revaluations set held = held + 1").await, None);
    let found = tamper("update received_lines set billed_quantity = billed_quantity - 1").await;
    assert_eq!(found, Some("received_lines"));
    let back = "update received_lines set billed_quantity = billed_quantity + 1";
    assert_eq!(tamper(back).await, None);
    let found = tamper("update bills set gross = gross + 1").await;
    assert_eq!(found, Some("bill_totals"));
    assert_eq!(tamper("update bills set gross = gross - 1").await, None);
    let found = tamper("update bills set number = 'BILL-2026-00009'").await;
    assert_eq!(found, Some("bill_numbers"));
    pool.close().await;
    b.t.leave_jobs();
}
