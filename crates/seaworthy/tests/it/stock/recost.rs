//! Recosts: what the order of business days makes of a month, posted once.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

struct Month {
    t: TestApp,
    owner: Client,
    customer: Value,
}

impl Month {
    async fn open() -> Self {
        let t = TestApp::start().await;
        t.product("acme", "ROPE", "12.50").await;
        t.product("acme", "SAIL", "80").await;
        let customer = t.customer("acme", "Corner Fish Shop").await["id"].clone();
        let owner = t.as_user("acme", "owner").await;
        t.run_jobs().await;
        t.leave_jobs();
        Self { t, owner, customer }
    }

    async fn receive(&self, date: &str, quantity: &str, cost: &str) -> Value {
        let line = json!({"sku": "ROPE", "quantity": quantity, "unit_cost": cost});
        let new = json!({"date": date, "lines": [line]});
        self.owner.post("/api/v1/stock/receipts", &new).await.expect(201).json()
    }

    async fn sell(&self, date: &str, quantity: &str) {
        let line = json!({"sku": "ROPE", "quantity": quantity, "unit_price": "12.50"});
        let order = json!({"customer_id": self.customer, "order_date": date, "confirm": true,
            "lines": [line]});
        let order = self.owner.post("/api/v1/orders", &order).await.expect(201).json();
        let path = format!("/api/v1/orders/{}/deliveries", order["id"].as_str().unwrap());
        let _ = self.owner.post(&path, &json!({"date": date})).await.expect(201);
    }

    async fn lose(&self, date: &str, quantity: &str) {
        let line = json!({"sku": "ROPE", "quantity": format!("-{quantity}")});
        let new = json!({"date": date, "reason": "loss", "lines": [line]});
        let _ = self.owner.post("/api/v1/stock/adjustments", &new).await.expect(201);
    }

    async fn preview(&self, month: &str) -> Value {
        self.owner.get(&format!("/api/v1/stock/recosts?month={month}")).await.expect(200).json()
    }

    async fn recost(&self, month: &str) -> Value {
        let new = json!({"month": month, "reason": "Late receipt"});
        self.owner.post("/api/v1/stock/recosts", &new).await.expect(201).json()
    }

    /// Inventory, cost of sales, adjustments, on a day.
    async fn books(&self, day: &str) -> [String; 3] {
        let path = format!("/api/v1/reports/trial-balance?as_of={day}");
        let said = self.owner.get(&path).await.expect(200).json();
        let rows = said["rows"].as_array().unwrap();
        ["1300", "5000", "5100"].map(|code| {
            let row = rows.iter().find(|row| row["code"] == code);
            row.map_or("0.00", |row| row["debit"]["amount"].as_str().unwrap()).to_owned()
        })
    }

    async fn entries(&self) -> i64 {
        self.t.scalar("acme", "select count(*) from entries").await
    }

    /// What the checklist of a month says of recosts.
    async fn left(&self, month: &str) -> Value {
        let path = format!("/api/v1/periods/{month}");
        let found = self.owner.get(&path).await.expect(200).json();
        let rows = found["checklist"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == "inventory_close_recost").unwrap().clone()
    }

    /// 10 at 6.00 came on the 4th and half of it was sold; then 10 at 9.00 of the 1st are entered.
    async fn late(&self, month: &str) {
        self.receive(&format!("{month}-04"), "10", "6").await;
        self.sell(&format!("{month}-05"), "5").await;
        self.receive(&format!("{month}-01"), "10", "9").await;
    }
}

fn strings(all: [&str; 3]) -> [String; 3] {
    all.map(str::to_owned)
}

#[tokio::test]
async fn a_recost_posts_what_the_order_of_days_makes_of_a_month_and_once() {
    let m = Month::open().await;
    m.late("2026-03").await;
    m.lose("2026-03-06", "1").await;
    // Posted: 5 of 10 worth 60.00 left at 30.00, then 1 of 15 worth 120.00 at 8.00. By the days
    // the average is 7.50 all the time: 37.50 and 7.50 left, and 14 are worth 105.00.
    assert_eq!(m.books("2026-03-15").await, strings(["112.00", "30.00", "8.00"]));
    let (before, seen) = (m.entries().await, m.preview("2026-03").await);
    assert_eq!(
        (&seen["open"], &seen["items"], &seen["date"]),
        (&json!(true), &json!(1), &json!("2026-03-15"))
    );
    let of = |said: &Value, field: &str| said["lines"][0][field]["amount"].clone();
    let fields = ["worth", "difference", "adjustment", "sales", "others"];
    assert_eq!(fields.map(|field| of(&seen, field)), ["112.00", "-7.00", "-7.00", "7.50", "-0.50"]);
    assert_eq!(m.left("2026-03").await["count"], 1);
    assert_eq!(m.left("2026-03").await["state"], "warn");
    assert_eq!(m.entries().await, before, "a preview posts nothing");

    let done = m.recost("2026-03").await;
    assert_eq!((&done["lines"], &done["value"]["amount"]), (&seen["lines"], &json!("-7.00")));
    assert_eq!(m.books("2026-03-15").await, strings(["105.00", "37.50", "7.50"]));
    assert_eq!(m.entries().await, before + 1, "one entry");
    let entry = &done["entries"][0];
    assert_eq!((&entry["memo"], &entry["items"]), (&json!("2026-03 Late receipt"), &json!(1)));
    let audited = "select count(*) from audit_log where action = 'stock.recost'";
    assert!(m.t.scalar::<i64>("acme", audited).await >= 1);
    m.t.verify("acme").await;

    let again = m.recost("2026-03").await;
    assert_eq!((&again["items"], again["entries"].as_array().unwrap().len()), (&json!(0), 1));
    assert_eq!(m.entries().await, before + 1, "a second time nothing");
    assert_eq!(m.left("2026-03").await["state"], "done");
    // What is sold afterwards costs the average that it left.
    m.sell("2026-03-15", "14").await;
    assert_eq!(m.books("2026-03-15").await, strings(["0.00", "142.50", "7.50"]));
    assert_eq!(m.preview("2026-03").await["items"], 0);
    // Something comes later still: only what is new is posted.
    m.receive("2026-03-02", "16", "7.50").await;
    m.receive("2026-03-03", "30", "6").await;
    let third = m.recost("2026-03").await;
    assert_eq!(third["entries"].as_array().unwrap().len(), 2);
    m.t.verify("acme").await;
    assert_eq!(m.preview("2026-03").await["items"], 0);
}

#[tokio::test]
async fn a_recost_never_reaches_into_a_month_that_is_locked_or_to_come() {
    let m = Month::open().await;
    m.late("2026-02").await;
    let lock = json!({"modules": ["stock"]});
    let _ = m.owner.post("/api/v1/periods/2026-02/lock", &lock).await.expect(200);
    let before = (m.entries().await, m.books("2026-03-15").await);
    let february = json!({"month": "2026-02"});
    m.owner.post("/api/v1/stock/recosts", &february).await.refused(422, "period_locked");
    assert_eq!(m.preview("2026-02").await["open"], false);
    for month in ["2026-04", "2026-13", "soon", ""] {
        let refused = m.owner.post("/api/v1/stock/recosts", &json!({"month": month})).await;
        assert_eq!(refused.expect(422).json()["fields"][0]["code"], "recost_month");
    }
    m.owner.get("/api/v1/stock/recosts?month=2026-04").await.refused(400, "recost_month");
    let clerk = m.t.as_user("acme", "storekeeper").await;
    let _ = clerk.post("/api/v1/stock/recosts", &february).await.expect(403);
    let other = m.t.as_user("padma", "owner").await;
    assert_eq!(other.get("/api/v1/stock/recosts?month=2026-02").await.json()["items"], 0);
    assert_eq!((m.entries().await, m.books("2026-03-15").await), before);
    let _ = m.owner.post("/api/v1/periods/2026-02/unlock", &lock).await.expect(200);
    // Another month is no business of this one: what is posted is posted into February.
    assert_eq!(m.recost("2026-03").await["items"], 0);
    assert_eq!(m.recost("2026-02").await["date"], "2026-02-28");
    assert_eq!(m.books("2026-02-28").await, strings(["112.50", "37.50", "0.00"]));
    m.t.verify("acme").await;
}

#[tokio::test]
async fn what_is_gone_is_given_no_value() {
    let m = Month::open().await;
    m.late("2026-02").await;
    m.sell("2026-03-10", "15").await;
    assert_eq!(m.books("2026-03-15").await, strings(["0.00", "150.00", "0.00"]));
    let before = m.entries().await;
    let seen = m.preview("2026-02").await;
    assert_eq!(seen["items"], 0, "nothing is there that could bear it: {seen}");
    assert_eq!(m.recost("2026-02").await["entries"], json!([]));
    assert_eq!(m.entries().await, before);
    // One piece comes back to the shelf at 0.50: it can give up no more than that.
    let line = json!({"sku": "ROPE", "quantity": "1", "unit_cost": "0.5"});
    let found = json!({"reason": "found", "lines": [line]});
    let _ = m.owner.post("/api/v1/stock/adjustments", &found).await.expect(201);
    let done = m.recost("2026-02").await;
    let line = &done["lines"][0];
    assert_eq!(
        (&line["difference"]["amount"], &line["adjustment"]["amount"]),
        (&json!("-7.50"), &json!("-0.50"))
    );
    assert_eq!(m.books("2026-03-15").await[..2], strings(["0.00", "150.50", ""])[..2]);
    m.t.verify("acme").await;
}

#[tokio::test]
async fn goods_that_were_made_of_others_and_goods_that_came_back_follow() {
    let m = Month::open().await;
    m.receive("2026-03-04", "10", "6").await;
    let made = json!({"date": "2026-03-05", "inputs": [{"sku": "ROPE", "quantity": "5"}],
        "outputs": [{"sku": "SAIL", "quantity": "1"}]});
    let _ = m.owner.post("/api/v1/stock/processings", &made).await.expect(201);
    m.receive("2026-03-01", "10", "9").await;
    let done = m.recost("2026-03").await;
    // Five ropes are 37.50 and not 30.00, and so is the sail; nothing was sold.
    let lines = done["lines"].as_array().unwrap();
    let line = |sku: &str| lines.iter().find(|line| line["sku"] == sku).unwrap();
    assert_eq!(line("ROPE")["adjustment"]["amount"], "-7.50");
    assert_eq!(line("SAIL")["adjustment"]["amount"], "7.50");
    assert_eq!(m.books("2026-03-15").await, strings(["150.00", "0.00", "0.00"]));
    m.t.verify("acme").await;
    assert_eq!(m.preview("2026-03").await["items"], 0);
}

#[tokio::test]
async fn the_page_shows_what_it_would_post_and_posts_it() {
    let m = Month::open().await;
    m.late("2026-03").await;
    let page = m.owner.get("/admin/stock/recosts?month=2026-03").await.expect(200).text();
    assert!(page.contains("7.50"), "{page}");
    let file = m.owner.get("/admin/stock/recosts/export?month=2026-03&format=csv").await;
    assert!(file.expect(200).text().contains("ROPE"));
    let wrong = m.owner.get("/admin/stock/recosts?month=1999-99").await.expect(422).text();
    assert!(wrong.contains("2026-03"), "{wrong}");
    let fields = [("month", "2026-03"), ("reason", "The lorry was late")];
    let done = m.owner.post_form("/admin/stock/recosts", &fields).await.expect(303);
    assert_eq!(done.header("location"), Some("/admin/stock/recosts?month=2026-03"));
    let page = m.owner.get("/admin/stock/recosts?month=2026-03").await.expect(200).text();
    assert!(page.contains("The lorry was late"), "{page}");
    assert_eq!(m.books("2026-03-15").await, strings(["112.50", "37.50", "0.00"]));
    // The entry in the journal leads back here.
    let entry = m.preview("2026-03").await["entries"][0]["entry_id"].clone();
    let entry = format!("/admin/ledger/entries/{}", entry.as_str().unwrap());
    let page = m.owner.get(&entry).await.expect(200).text();
    assert!(page.contains("/admin/stock/recosts"), "{page}");
}
