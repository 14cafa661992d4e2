//! Batches of living animals: what each event posts, to the minor unit. Figures were worked out
//! by hand.

use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

pub(crate) struct Farm {
    pub t: TestApp,
    pub owner: Client,
    customer: Value,
}

fn sar(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "SAR" })
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

impl Farm {
    /// Ten thousand fingerlings for 5,000.00 and 5,400 kg of feed for 24,300.00.
    pub(crate) async fn open() -> Self {
        let t = TestApp::start().await;
        for sku in ["FRY", "FEED", "FISH"] {
            t.product("acme", sku, "10").await;
        }
        let customer = t.customer("acme", "Corner Fish Shop").await["id"].clone();
        let owner = t.as_user("acme", "owner").await;
        let farm = Self { t, owner, customer };
        farm.receive("2026-03-01", "FRY", "10000", "0.50").await;
        farm.receive("2026-03-01", "FEED", "5400", "4.50").await;
        farm.t.leave_jobs();
        farm
    }

    async fn receive(&self, date: &str, sku: &str, quantity: &str, cost: &str) {
        let line = json!({ "sku": sku, "quantity": quantity, "unit_cost": cost });
        let new = json!({ "date": date, "lines": [line] });
        let _ = self.owner.post("/api/v1/stock/receipts", &new).await.expect(201);
    }

    async fn batch(&self, code: &str, mode: &str) -> String {
        let new = json!({ "code": code, "name": { "en": "Pond seven" }, "mode": mode,
            "species": "Nile tilapia", "opened_on": "2026-03-01" });
        let batch = self.owner.post("/api/v1/batches", &new).await.expect(201).json();
        id(&batch).to_owned()
    }

    async fn deed(&self, batch: &str, deed: &str, new: &Value) -> Answer {
        self.owner.post(&format!("/api/v1/batches/{batch}/{deed}"), new).await
    }

    async fn done(&self, batch: &str, deed: &str, new: Value) -> Value {
        let status = if deed == "closing" { 200 } else { 201 };
        self.deed(batch, deed, &new).await.expect(status).json()
    }

    /// A batch of all fingerlings, 200 kg.
    async fn stocked(&self, code: &str, mode: &str) -> String {
        let batch = self.batch(code, mode).await;
        let fry = json!({ "sku": "FRY", "quantity": "10000", "count": 10000,
            "biomass_kg": "200", "date": "2026-03-02" });
        let _ = self.done(&batch, "stock-costs", fry).await;
        batch
    }

    async fn shown(&self, batch: &str) -> Value {
        self.owner.get(&format!("/api/v1/batches/{batch}")).await.expect(200).json()
    }

    async fn sell(&self, quantity: &str, price: &str) {
        let line = json!({ "sku": "FISH", "quantity": quantity, "unit_price": price });
        let order = json!({ "customer_id": self.customer, "confirm": true, "lines": [line] });
        let order = self.owner.post("/api/v1/orders", &order).await.expect(201).json();
        let path = format!("/api/v1/orders/{}", id(&order));
        let _ = self.owner.post(&format!("{path}/deliveries"), &json!({})).await.expect(201);
        let _ = self.owner.post(&format!("{path}/invoices"), &json!({})).await.expect(201);
    }

    /// Balances of these accounts in riyals, debit above zero.
    async fn books<const N: usize>(&self, codes: [&str; N]) -> [f64; N] {
        let path = "/api/v1/reports/trial-balance";
        let said = self.owner.get(path).await.expect(200).json();
        codes.map(|code| {
            let row = said["rows"].as_array().unwrap().iter().find(|row| row["code"] == code);
            let side = |row: &Value, side: &str| -> f64 {
                row[side]["amount"].as_str().unwrap().parse().unwrap()
            };
            row.map_or(0.0, |row| side(row, "debit") - side(row, "credit"))
        })
    }

    async fn entries(&self) -> i64 {
        self.t.scalar("acme", "select count(*) from entries").await
    }

    async fn close(self) {
        self.t.verify("acme").await;
    }
}

/// The worked example: 5,000 of fingerlings, 24,300 of feed, 6,000 of wages; 2,375 kg are worth
/// 13.20 a kilogram when they have cost 20,100; 3,680 kg are harvested at 13.20 and sold at 14.50.
async fn raised(farm: &Farm, mode: &str) -> String {
    let batch = farm.stocked("POND-7", mode).await;
    let fair = mode == "fair_value";
    let prices = |new: Value| match (fair, new) {
        (true, Value::Object(mut new)) => {
            new.extend([("price".to_owned(), json!("14.00"))]);
            new.extend([("costs_to_sell".to_owned(), json!("0.80"))]);
            Value::Object(new)
        }
        (_, new) => new,
    };
    let feed = |kg: &str| json!({ "sku": "FEED", "quantity": kg });
    let _ = farm.done(&batch, "stock-costs", feed("2800")).await;
    let _ = farm.done(&batch, "applied-costs", json!({ "amount": sar("2500.00") })).await;
    let _ = farm.done(&batch, "weighings", json!({ "biomass_kg": "2375" })).await;
    assert_eq!(farm.shown(&batch).await["cost"], sar("20100.00"));
    if fair {
        let valued = farm.done(&batch, "valuations", prices(json!({}))).await;
        assert_eq!(valued["carrying_amount"], sar("31350.00"));
        assert_eq!(valued["fair_value_adjustment"], sar("11250.00"));
    }
    let _ = farm.done(&batch, "stock-costs", feed("2600")).await;
    let _ = farm.done(&batch, "applied-costs", json!({ "amount": sar("3500.00") })).await;
    let _ = farm.done(&batch, "deaths", json!({ "count": 800, "biomass_kg": "96" })).await;
    let weighed = farm.done(&batch, "weighings", json!({ "biomass_kg": "3680" })).await;
    assert_eq!(weighed["cost"], sar("35300.00"));
    assert_eq!((&weighed["count"], &weighed["cost_per_kg"]), (&json!(9200), &json!("9.592391")));
    let harvest = json!({ "sku": "FISH", "weight_kg": "3680", "count": 9200 });
    let empty = farm.done(&batch, "harvests", prices(harvest)).await;
    assert_eq!((&empty["count"], &empty["biomass_kg"]), (&json!(0), &json!("0")));
    assert_eq!(empty["carrying_amount"], sar("0.00"));
    batch
}

/// Sales, fair value, cost of sales, mortality, applied costs.
const RESULT: [&str; 5] = ["4000", "4200", "5000", "5400", "5450"];

#[tokio::test]
async fn the_worked_example_at_fair_value_comes_out_to_the_halala() {
    let farm = Farm::open().await;
    let batch = raised(&farm, "fair_value").await;
    assert_eq!(farm.books(["1300", "1360", "1365"]).await, [48_576.0, 0.0, 0.0]);
    // 11,250 when it was revalued and 2,026 at the harvest.
    assert_eq!(farm.books(["4200"]).await, [-13_276.0]);
    farm.sell("3680", "14.50").await;
    assert_eq!(farm.books(["1200", "2100"]).await, [61_364.0, -8_004.0]);
    let result = farm.books(RESULT).await;
    assert_eq!(result, [-53_360.0, -13_276.0, 48_576.0, 0.0, -6_000.0]);
    // What was applied stands against the wages that were paid: 18,060 is left.
    assert_eq!(result.iter().sum::<f64>() + 6_000.0, -18_060.0);
    let closed = farm.done(&batch, "closing", json!({})).await;
    assert_eq!((&closed["state"], &closed["closed_on"]), (&json!("closed"), &json!("2026-03-15")));
    let events = farm.owner.get(&format!("/api/v1/batches/{batch}/events")).await.expect(200);
    let events = events.json()["items"].as_array().unwrap().clone();
    assert_eq!(events.len(), 11);
    assert_eq!((&events[1]["kind"], &events[1]["result"]), (&json!("harvested"), &sar("2026.00")));
    farm.close().await;
}

#[tokio::test]
async fn the_worked_example_at_cost_earns_the_same() {
    let farm = Farm::open().await;
    let _ = raised(&farm, "cost").await;
    assert_eq!(farm.books(["1300", "1360", "1365", "4200"]).await, [35_300.0, 0.0, 0.0, 0.0]);
    farm.sell("3680", "14.50").await;
    let result = farm.books(RESULT).await;
    assert_eq!(result, [-53_360.0, 0.0, 35_300.0, 0.0, -6_000.0]);
    assert_eq!(result.iter().sum::<f64>() + 6_000.0, -18_060.0);
    farm.close().await;
}

#[tokio::test]
async fn what_always_dies_costs_nothing_and_what_should_not_have_died_is_a_loss() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "fair_value").await;
    let _ = farm.done(&batch, "valuations", json!({ "price": "31", "costs_to_sell": "1" })).await;
    let before = farm.entries().await;
    let died = farm.done(&batch, "deaths", json!({ "count": 1000 })).await;
    assert_eq!((&died["count"], &died["biomass_kg"]), (&json!(9000), &json!("180")));
    assert_eq!((&died["cost"], farm.entries().await), (&sar("5000.00"), before));
    // 5,000.00 and an adjustment of 1,000.00: a third of each goes.
    let lost = farm.done(&batch, "losses", json!({ "count": 3000, "note": "No oxygen" })).await;
    assert_eq!((&lost["count"], &lost["biomass_kg"]), (&json!(6000), &json!("120")));
    assert_eq!(lost["cost"], sar("3333.33"));
    assert_eq!(lost["fair_value_adjustment"], sar("666.67"));
    let [loss, change] = farm.books(["5400", "4200"]).await;
    assert_eq!((loss, change), (1_666.67, -666.67));
    // The last ones take what is left.
    let none = farm.done(&batch, "losses", json!({ "count": 6000 })).await;
    assert_eq!((&none["cost"], &none["carrying_amount"]), (&sar("0.00"), &sar("0.00")));
    assert_eq!(farm.books(["5400", "4200", "1360"]).await, [5_000.0, 0.0, 0.0]);
    let _ = farm.done(&batch, "closing", json!({})).await;
    farm.close().await;
}

#[tokio::test]
async fn what_was_recorded_by_mistake_is_taken_back_last_first() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "fair_value").await;
    let before = farm.shown(&batch).await;
    let month = async || {
        let found = farm.owner.get("/api/v1/periods/2026-03").await.expect(200).json();
        let rows = found["checklist"].as_array().unwrap().clone();
        rows.iter().find(|row| row["name"] == "batches_close_revalued").unwrap()["count"].clone()
    };
    let _ = farm.done(&batch, "applied-costs", json!({ "amount": sar("100.00") })).await;
    let _ = farm.done(&batch, "valuations", json!({ "price": "30" })).await;
    let _ = farm.done(&batch, "losses", json!({ "count": 5000 })).await;
    assert_eq!(farm.books(["1360", "5400", "5450"]).await, [2_550.0, 2_550.0, -100.0]);
    assert_eq!(month().await, 0);
    let _ = farm.done(&batch, "undo", json!({ "note": "Another pond" })).await;
    assert_eq!(farm.books(["1360", "1365", "5400"]).await, [5_100.0, 900.0, 0.0]);
    let undone = farm.done(&batch, "undo", json!({})).await;
    assert_eq!((&undone["revalued_on"], month().await), (&Value::Null, json!(1)));
    let mut after = farm.done(&batch, "undo", json!({})).await;
    after["version"] = before["version"].clone();
    assert_eq!(after, before);
    assert_eq!(farm.books(["4200", "5400", "5450"]).await, [0.0, 0.0, 0.0]);
    // What is left moved goods.
    let entries = farm.entries().await;
    farm.deed(&batch, "undo", &json!({})).await.refused(422, "batch_undo_goods");
    let empty = farm.batch("POND-8", "cost").await;
    farm.deed(&empty, "undo", &json!({})).await.refused(422, "batch_nothing_to_undo");
    assert_eq!(farm.entries().await, entries);
    // Of its own day and not before; and once.
    let _ = farm.done(&empty, "weighings", json!({ "biomass_kg": "5" })).await;
    let early = json!({ "date": "2026-03-14" });
    let early = farm.deed(&empty, "undo", &early).await.expect(422).text();
    assert!(early.contains("batch_undo_before"), "{early}");
    let path = format!("/admin/batches/{empty}");
    let page = farm.owner.get(&path).await.expect(200).text();
    assert!(page.contains("Take back “Weighed”?"), "{page}");
    let _ = farm.owner.post_form(&format!("{path}/undo"), &[]).await.expect(303);
    farm.deed(&empty, "undo", &json!({})).await.refused(422, "batch_nothing_to_undo");
    farm.close().await;
}

#[tokio::test]
async fn a_part_of_a_harvest_takes_its_share_by_weight_and_the_last_takes_the_rest() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "cost").await;
    let _ = farm.done(&batch, "weighings", json!({ "biomass_kg": "300" })).await;
    let part = |kg: &str, count: i64| json!({ "sku": "FISH", "weight_kg": kg, "count": count });
    let one = farm.done(&batch, "harvests", part("100", 3000)).await;
    assert_eq!((&one["cost"], &one["biomass_kg"]), (&sar("3333.33"), &json!("200")));
    let two = farm.done(&batch, "harvests", part("100", 3000)).await;
    assert_eq!((&two["cost"], &two["count"]), (&sar("1666.67"), &json!(4000)));
    // There was more than was thought, and some were never counted.
    let mut last = part("130", 3900);
    let more = farm.deed(&batch, "harvests", &last).await;
    more.refused(422, "invalid");
    assert!(more.text().contains("batch_harvest_more"), "{}", more.text());
    last["last"] = true.into();
    let none = farm.done(&batch, "harvests", last).await;
    assert_eq!(
        (&none["cost"], &none["count"], &none["biomass_kg"]),
        (&sar("0.00"), &json!(0), &json!("0"))
    );
    assert_eq!(farm.books(["1300", "1360"]).await, [29_300.0, 0.0]);
    farm.sell("330", "20").await;
    assert_eq!(farm.books(["5000"]).await, [5_000.0]);
    farm.close().await;
}

#[tokio::test]
async fn animals_are_never_worth_less_than_nothing() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "fair_value").await;
    let prices = json!({ "price": "1", "costs_to_sell": "2.50" });
    let valued = farm.done(&batch, "valuations", prices.clone()).await;
    assert_eq!(valued["carrying_amount"], sar("0.00"));
    assert_eq!(valued["fair_value_adjustment"], sar("-5000.00"));
    assert_eq!(farm.books(["4200"]).await, [5_000.0]);
    let mut all = json!({ "sku": "FISH", "weight_kg": "150", "last": true });
    all.as_object_mut().unwrap().extend(prices.as_object().unwrap().clone());
    let _ = farm.done(&batch, "harvests", all).await;
    assert_eq!(farm.books(["1360", "1365", "4200"]).await, [0.0, 0.0, 5_000.0]);
    farm.close().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_nothing_changes() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "cost").await;
    let (before, shown) = (farm.entries().await, farm.shown(&batch).await);
    let fish = |kg: &str, more: Value| {
        let mut new = json!({ "sku": "FISH", "weight_kg": kg });
        new.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        new
    };
    let account = farm.owner.get("/api/v1/accounts").await.expect(200).json();
    let accounts = account["items"].as_array().unwrap();
    let income = accounts.iter().find(|account| account["code"] == "4000").unwrap()["id"].clone();
    for (deed, new, code) in [
        ("stock-costs", json!({ "sku": "FEED", "quantity": "5401" }), "out_of_stock"),
        ("stock-costs", json!({ "sku": "NONE", "quantity": "1" }), "\"variant_id\""),
        ("stock-costs", json!({ "sku": "FEED", "quantity": "1", "count": -1 }), "not_negative"),
        ("applied-costs", json!({ "amount": sar("0.00") }), "not_positive"),
        ("applied-costs", json!({ "amount": sar("1"), "account_id": income }), "batch_account"),
        ("weighings", json!({ "biomass_kg": "-1" }), "not_negative"),
        ("weighings", json!({ "biomass_kg": "1", "date": "2026-02-28" }), "batch_before"),
        ("weighings", json!({ "biomass_kg": "1", "date": "2026-03-16" }), "date_in_future"),
        ("deaths", json!({ "count": 10001 }), "batch_more_than_alive"),
        ("losses", json!({ "count": 1, "biomass_kg": "201" }), "batch_heavier_than_alive"),
        ("valuations", json!({ "price": "10" }), "batch_at_cost"),
        ("harvests", fish("10", json!({ "price": "10" })), "batch_price_at_cost"),
        ("harvests", fish("200", json!({})), "batch_harvest_more"),
        ("harvests", fish("1", json!({ "count": 10001 })), "batch_more_than_alive"),
        ("closing", json!({}), "batch_alive"),
    ] {
        let refused = farm.deed(&batch, deed, &new).await.expect(422).text();
        assert!(refused.contains(code), "{deed} {new}: {refused}");
    }
    assert_eq!((farm.entries().await, farm.shown(&batch).await), (before, shown));
    let fair = farm.batch("POND-8", "fair_value").await;
    let price = json!({ "price": "10" });
    farm.deed(&fair, "valuations", &price).await.refused(422, "batch_not_weighed");
    let taken = json!({ "code": "POND-8", "name": { "en": "Again" }, "mode": "cost" });
    let refused = farm.owner.post("/api/v1/batches", &taken).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "batch_code_taken");
    let _ = farm.done(&fair, "closing", json!({})).await;
    farm.deed(&fair, "weighings", &json!({ "biomass_kg": "1" })).await.refused(409, "batch_closed");
    farm.close().await;
}

#[tokio::test]
async fn a_workers_hands_are_on_the_fish_and_not_on_the_books() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "fair_value").await;
    let worker = farm.t.as_user("acme", "farm_worker").await;
    let at = |deed: &str| format!("/api/v1/batches/{batch}/{deed}");
    let feed = json!({ "sku": "FEED", "quantity": "10" });
    let _ = worker.post(&at("stock-costs"), &feed).await.expect(201);
    let _ = worker.post(&at("weighings"), &json!({ "biomass_kg": "210" })).await.expect(201);
    let price = json!({ "price": "10" });
    worker.post(&at("valuations"), &price).await.refused(403, "not_permitted");
    let clerk = farm.t.as_user("acme", "accountant").await;
    let _ = clerk.post(&at("valuations"), &price).await.expect(201);
    clerk.post(&at("deaths"), &json!({ "count": 1 })).await.refused(403, "not_permitted");
    let stranger = farm.t.as_user("padma", "owner").await;
    for deed in ["stock-costs", "weighings", "valuations", "harvests", "closing"] {
        let new = match deed {
            "stock-costs" => feed.clone(),
            "weighings" => json!({ "biomass_kg": "1" }),
            "valuations" => price.clone(),
            "harvests" => json!({ "sku": "FISH", "weight_kg": "1", "price": "1" }),
            _ => json!({}),
        };
        stranger.post(&at(deed), &new).await.refused(404, "not_found");
    }
    farm.close().await;
}

#[tokio::test]
async fn verify_names_the_first_batch_that_its_events_or_the_books_do_not_know() {
    let farm = Farm::open().await;
    let _ = farm.batch("A-1", "cost").await;
    let batch = farm.stocked("POND-7", "fair_value").await;
    let _ = farm.done(&batch, "valuations", json!({ "price": "30" })).await;
    let pool = farm.t.owner_pool().await;
    let book = "update batch_events set cost = cost + 100 where kind = 'stocked';
        update batches set cost = cost + 100 where code = 'POND-7'";
    let mend = "update batch_events set cost = cost - 100 where kind = 'stocked';
        update batches set cost = cost - 100 where code = 'POND-7'";
    let by_hand = "update lines set account_id = (select id from accounts
            where tenant_id = lines.tenant_id and role = 'biological_fair_value')
        where account_id = (select id from accounts
            where tenant_id = lines.tenant_id and role = 'grni')";
    for (harm, mend, check, named) in [
        (
            "update batches set cost = cost + 1 where code = 'POND-7'",
            "update batches set cost = cost - 1 where code = 'POND-7'",
            "batches_are_events",
            "POND-7",
        ),
        (
            "update batches set count = count + 1 where code = 'POND-7'",
            "update batches set count = count - 1 where code = 'POND-7'",
            "batches_are_events",
            "POND-7",
        ),
        (book, mend, "batches_are_ledger", "POND-7"),
    ] {
        sqlx::raw_sql(harm).execute(&pool).await.unwrap();
        let (found, offender) = farm.t.first_offender("acme").await.unwrap();
        assert_eq!(found, check, "{offender:?}");
        assert!(offender.detail.contains(named), "{offender:?}");
        sqlx::raw_sql(mend).execute(&pool).await.unwrap();
        farm.t.verify("acme").await;
    }
    // Something else was posted on an account of batches: the chain notices first, and this check
    // says which account it is.
    sqlx::raw_sql(by_hand).execute(&pool).await.unwrap();
    let mut tx = farm.t.tx("acme").await;
    let checks = base::all_checks(farm.t.app.capabilities());
    let check = checks.iter().find(|check| check.name == "batches_are_ledger").unwrap();
    let offender = (check.run)(&mut tx).await.unwrap().unwrap();
    assert_eq!((offender.kind, &*offender.id), ("account", "biological_cost"), "{offender:?}");
}

#[tokio::test]
async fn a_month_asks_for_the_batches_that_were_not_revalued_in_it() {
    let farm = Farm::open().await;
    let left = async |month: &str| {
        let found = farm.owner.get(&format!("/api/v1/periods/{month}")).await.expect(200).json();
        let rows = found["checklist"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["name"] == "batches_close_revalued").unwrap();
        (row["state"].as_str().unwrap().to_owned(), row["count"].as_i64().unwrap())
    };
    let _ = farm.batch("EMPTY", "fair_value").await;
    assert_eq!(left("2026-03").await, ("done".to_owned(), 0));
    let batch = farm.stocked("POND-7", "fair_value").await;
    assert_eq!(left("2026-03").await, ("warn".to_owned(), 1));
    assert_eq!(left("2026-02").await, ("done".to_owned(), 0));
    let _ = farm.done(&batch, "valuations", json!({ "price": "25" })).await;
    assert_eq!(left("2026-03").await, ("done".to_owned(), 0));
    farm.close().await;
}

#[tokio::test]
async fn nobody_writes_on_the_accounts_of_batches_by_hand() {
    let farm = Farm::open().await;
    let lines = json!([{ "account": "1360", "debit": sar("10") },
        { "account": "1100", "credit": sar("10") }]);
    let new = json!({ "memo": "By hand", "post": true, "lines": lines });
    let refused = farm.owner.post("/api/v1/journals", &new).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "journal_account_controlled");
    farm.close().await;
}

#[tokio::test]
async fn a_recost_leaves_what_batches_took_as_it_was() {
    let farm = Farm::open().await;
    let batch = farm.stocked("POND-7", "cost").await;
    let feed = json!({ "sku": "FEED", "quantity": "5400", "date": "2026-03-10" });
    let _ = farm.done(&batch, "stock-costs", feed).await;
    // Cheaper feed of the day before, entered afterwards: the batch would have cost less.
    farm.receive("2026-03-09", "FEED", "5400", "3.50").await;
    let recost = json!({ "month": "2026-03", "reason": "Late receipt" });
    let _ = farm.owner.post("/api/v1/stock/recosts", &recost).await.expect(201);
    assert_eq!(farm.shown(&batch).await["cost"], sar("29300.00"));
    // Half of 43,200 instead of 24,300: 2,700 less went out, and are in what is there.
    assert_eq!(farm.books(["1300", "1360", "5300"]).await, [21_600.0, 29_300.0, -2_700.0]);
    farm.close().await;
}

const ACCOUNTS: &str = include_str!("../../../../migrations/0025_batch_accounts.sql");

#[tokio::test]
async fn a_company_that_was_there_before_gets_the_accounts_and_the_permissions() {
    let t = TestApp::start().await;
    let pool = t.owner_pool().await;
    let roles = "('biological_cost', 'biological_fair_value', 'fair_value_change',
        'mortality_loss', 'applied_costs')";
    let state = "select (select count(*) from accounts where role in ('biological_cost',
        'biological_fair_value', 'fair_value_change', 'mortality_loss', 'applied_costs')) * 1000
        + (select count(*) from role_permissions where permission like 'batches.%')";
    let before: i64 = t.scalar("acme", state).await;
    let forget = format!(
        "delete from accounts where role in {roles};
        delete from role_permissions where permission like 'batches.%'
            and role_id not in (select id from roles where slug = 'owner')"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(forget)).execute(&pool).await.unwrap();
    let barn = "insert into accounts (tenant_id, id, code, name, type)
        select id, gen_random_uuid(), '1360', '{\"en\": \"Barn\"}', 'asset' from tenants
        where slug = 'acme'";
    sqlx::raw_sql(barn).execute(&pool).await.unwrap();
    for _ in 0..2 {
        sqlx::raw_sql(ACCOUNTS).execute(&pool).await.unwrap();
        assert_eq!(t.scalar::<i64>("acme", state).await, before);
    }
    let code = "select code from accounts where role = 'biological_cost'";
    assert_eq!(t.scalar::<String>("acme", code).await, "1361");
    assert_eq!(t.scalar::<String>("padma", code).await, "1360");
    t.verify("acme").await;
}

#[tokio::test]
async fn forms_do_what_the_api_does_and_say_what_is_wrong_beside_the_field() {
    let farm = Farm::open().await;
    let at = |answer: &Answer| answer.header("location").unwrap().to_owned();
    let new = [
        ("code", "POND-9"),
        ("name_en", "Pond nine"),
        ("species", "Nile tilapia"),
        ("mode", "fair_value"),
        ("opened_on", "2026-03-01"),
    ];
    let home = at(&farm.owner.post_form("/admin/batches/new", &new).await.expect(303));
    let to = |deed: &str| format!("{home}/{deed}");
    // Somebody without JavaScript types the SKU.
    let fry = [
        ("variant_id_text", "FRY"),
        ("quantity", "10,000"),
        ("count", "10000"),
        ("biomass_kg", "200"),
        ("date", "2026-03-02"),
    ];
    let _ = farm.owner.post_form(&to("stock"), &fry).await.expect(303);
    let wrong = [("variant_id_text", "NONE"), ("quantity", "many")];
    let page = farm.owner.post_form(&to("stock"), &wrong).await.expect(422).text();
    assert!(page.contains("Please write a number") || page.contains("number"), "{page}");
    let _ = farm.owner.post_form(&to("apply"), &[("amount", "250.00")]).await.expect(303);
    let prices = [("price", "32"), ("costs_to_sell", "2")];
    let _ = farm.owner.post_form(&to("revalue"), &prices).await.expect(303);
    let _ = farm.owner.post_form(&to("die"), &[("count", "100")]).await.expect(303);
    let _ = farm.owner.post_form(&to("lose"), &[("count", "900")]).await.expect(303);
    let page = farm.owner.post_form(&to("lose"), &[("count", "9001")]).await.expect(422).text();
    assert!(page.contains("Only 9000 animals"), "{page}");
    let _ = farm.owner.post_form(&to("weigh"), &[("biomass_kg", "500")]).await.expect(303);
    let harvest = [
        ("variant_id_text", "FISH"),
        ("weight_kg", "500"),
        ("last", "true"),
        ("price", "15"),
        ("costs_to_sell", "1"),
        ("note", "To the market"),
    ];
    let _ = farm.owner.post_form(&to("harvest"), &harvest).await.expect(303);
    let page = farm.owner.get(&home).await.expect(200).text();
    for words in ["To the market", "Abnormal mortality", "Close the batch", "POND-9"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let _ = farm.owner.post_form(&to("close"), &[]).await.expect(303);
    assert_eq!(farm.books(["1300", "1360", "1365"]).await, [31_300.0, 0.0, 0.0]);
    let file = farm.owner.get("/admin/batches/export?format=csv&q=tilapia").await.expect(200);
    assert!(file.text().contains("POND-9"), "{}", file.text());
    let none = farm.owner.get("/api/v1/batches?state=open").await.expect(200).json();
    assert_eq!(none["items"], json!([]));
    farm.close().await;
}
