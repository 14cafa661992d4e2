//! What is entered late: after a recost the books say the same as if everything had been entered
//! on its day.
//!
//! To the last minor unit: what comes in is worth what its document says, whatever the order, and
//! what leaves is worth what the same calculation says of it in the same order of days, so there
//! is nothing for rounding to differ by. (Outside of this lies what came in at the average of the
//! day of entry, where no cost was said, what is made into several items at once, at most one
//! minor unit for each of them, and documents of one and the same day, which follow the order of
//! entry.)

use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;

use base::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::deeds::{SKUS, cents, cents_text, id_of, milli_text};

/// Something that happens to the stock; the n-th of a sequence happens on the n-th of the month.
#[derive(Debug, Clone)]
enum Late {
    Receive { item: usize, milli: i64, cost_milli: i64 },
    Adjust { item: usize, milli: i64, cost_milli: i64 },
    Sell { item: usize, milli: i64 },
    Back { sale: usize, percent: i64, scrap: bool },
    Land { receipt: usize, cents: i64 },
    Make { from: usize, milli: i64, made: i64 },
}

fn some() -> impl Strategy<Value = (Vec<Late>, Vec<usize>)> {
    let item = 0..SKUS.len();
    let receive = (item.clone(), 1..60_000_i64, 0..60_000_i64)
        .prop_map(|(item, milli, cost_milli)| Late::Receive { item, milli, cost_milli });
    let adjust = (item.clone(), -9_000..9_000_i64, 1..60_000_i64)
        .prop_filter("something", |(_, milli, _)| *milli != 0)
        .prop_map(|(item, milli, cost_milli)| Late::Adjust { item, milli, cost_milli });
    let sell = (item.clone(), 1..30_000_i64).prop_map(|(item, milli)| Late::Sell { item, milli });
    let make = (item, 1..9_000_i64, 1..9_000_i64).prop_map(|(from, milli, made)| Late::Make {
        from,
        milli,
        made,
    });
    let back = (0..1000_usize, 1..=100_i64, any::<bool>())
        .prop_map(|(sale, percent, scrap)| Late::Back { sale, percent, scrap });
    let land =
        (0..1000_usize, 1..50_000_i64).prop_map(|(receipt, cents)| Late::Land { receipt, cents });
    let one = prop_oneof![4 => receive, 2 => adjust, 6 => sell, 2 => make, 2 => back, 2 => land];
    prop::collection::vec(one, 8..26).prop_flat_map(|deeds| {
        let order: Vec<usize> = (0..deeds.len()).collect();
        (Just(deeds), Just(order).prop_shuffle())
    })
}

/// A company at the end of March.
struct Books {
    t: TestApp,
    owner: Client,
    customer: Value,
    freight: Value,
    /// What was answered to the n-th deed.
    made: BTreeMap<usize, Value>,
}

impl Books {
    async fn open(fault: &'static str) -> Self {
        let t = TestApp::start().await;
        t.app.clock().set("2026-03-31T09:00:00Z".parse::<Timestamp>().unwrap());
        for sku in SKUS {
            t.product("acme", sku, "10").await;
        }
        let customer = t.customer("acme", "Corner Fish Shop").await["id"].clone();
        let owner = t.as_user("acme", "owner").await;
        let accounts = owner.get("/api/v1/accounts").await.expect(200).json();
        let accounts = accounts["items"].as_array().unwrap();
        let freight = accounts.iter().find(|a| a["code"] == "6300").unwrap()["id"].clone();
        t.run_jobs().await;
        t.leave_jobs();
        sqlx::raw_sql(fault).execute(&t.owner_pool().await).await.unwrap();
        Self { t, owner, customer, freight, made: BTreeMap::new() }
    }

    /// Enters the n-th deed; whether it was accepted.
    async fn enter(&mut self, n: usize, deeds: &[Late]) -> Result<bool, String> {
        let date = format!("2026-03-{:02}", n + 1);
        self.t.app.clock().advance(Duration::from_secs(1));
        let said = match &deeds[n] {
            Late::Receive { item, milli, cost_milli } => {
                let line = json!({ "sku": SKUS[*item], "quantity": milli_text(*milli),
                    "unit_cost": milli_text(*cost_milli) });
                self.post("stock/receipts", json!({ "date": date, "lines": [line] })).await?
            }
            Late::Adjust { item, milli, cost_milli } => {
                let mut line = json!({ "sku": SKUS[*item], "quantity": milli_text(*milli) });
                if *milli > 0 {
                    line["unit_cost"] = milli_text(*cost_milli).into();
                }
                let body = json!({ "date": date, "reason": "count", "lines": [line] });
                self.post("stock/adjustments", body).await?
            }
            Late::Make { from, milli, made } => {
                let line = |item: usize, milli: i64| {
                    let (sku, quantity) = (SKUS[item % SKUS.len()], milli_text(milli));
                    json!([{ "sku": sku, "quantity": quantity }])
                };
                let body = json!({ "date": date, "inputs": line(*from, *milli),
                    "outputs": line(from + 1, *made) });
                self.post("stock/processings", body).await?
            }
            Late::Sell { item, milli } => self.sell(&date, SKUS[*item], *milli).await?,
            Late::Back { sale, percent, scrap } => {
                let earlier = earlier(n, deeds, *sale, |late| matches!(late, Late::Sell { .. }));
                match earlier.and_then(|sale| self.made.get(&sale).cloned()) {
                    Some(delivery) => self.back(&date, &delivery, *percent, *scrap).await?,
                    None => None,
                }
            }
            Late::Land { receipt, cents } => {
                let is = |late: &Late| matches!(late, Late::Receive { .. });
                let receipt = earlier(n, deeds, *receipt, is);
                match receipt.and_then(|receipt| self.made.get(&receipt).cloned()) {
                    Some(receipt) => self.land(&date, &receipt, *cents).await?,
                    None => None,
                }
            }
        };
        let accepted = said.is_some();
        self.made.extend(said.map(|said| (n, said)));
        Ok(accepted)
    }

    /// What was answered; none when it was refused.
    async fn post(&self, path: &str, body: Value) -> Result<Option<Value>, String> {
        let answer = self.owner.post(&format!("/api/v1/{path}"), &body).await;
        match answer.status {
            200..300 => Ok(Some(answer.json())),
            409 | 422 => Ok(None),
            status => Err(format!("{path} {body}: {status} {}", answer.text())),
        }
    }

    async fn sell(&self, date: &str, sku: &str, milli: i64) -> Result<Option<Value>, String> {
        let line = json!({ "sku": sku, "quantity": milli_text(milli), "unit_price": "10" });
        let order = json!({ "customer_id": self.customer, "order_date": date, "confirm": true,
            "lines": [line] });
        let Some(order) = self.post("orders", order).await? else { return Ok(None) };
        let path = format!("orders/{}", id_of(&order));
        let delivery = self.post(&format!("{path}/deliveries"), json!({ "date": date })).await?;
        if delivery.is_none() {
            self.post(&format!("{path}/cancellation"), json!({})).await?;
        }
        Ok(delivery)
    }

    async fn back(
        &self,
        date: &str,
        delivery: &Value,
        percent: i64,
        scrap: bool,
    ) -> Result<Option<Value>, String> {
        let milli = super::deeds::micros(&delivery["lines"][0]["quantity"]) / 1000;
        let quantity = milli_text((milli * percent / 100).max(1));
        let condition = if scrap { "damaged" } else { "good" };
        let line = json!({ "line": 1, "quantity": quantity, "condition": condition });
        let wanted = json!({ "delivery_id": delivery["id"], "reason": "Spoilt", "lines": [line] });
        let Some(back) = self.post("returns", wanted).await? else { return Ok(None) };
        let path = format!("returns/{}", id_of(&back));
        let came = self.post(&format!("{path}/receipt"), json!({ "date": date })).await?;
        if came.is_none() {
            self.post(&format!("{path}/refusal"), json!({ "reason": "Not yet" })).await?;
        }
        Ok(came)
    }

    async fn land(&self, date: &str, receipt: &Value, cents: i64) -> Result<Option<Value>, String> {
        let amount = json!({ "amount": cents_text(cents), "currency": "SAR" });
        let item =
            json!({ "description": "Freight", "account_id": self.freight, "amount": amount });
        let target = json!({ "receipt_id": receipt["id"], "receipt_line": 1 });
        let body = json!({ "date": date, "basis": "quantity", "items": [item],
            "targets": [target] });
        self.post("landed-costs", body).await
    }

    async fn recost(&self) -> Result<Value, String> {
        let said = self.post("stock/recosts", json!({ "month": "2026-03" })).await?;
        said.ok_or_else(|| "the recost is refused".to_owned())
    }

    /// Every balance, and what is owned of each item and worth.
    async fn ends(&self) -> (BTreeMap<String, i64>, String) {
        let said = self.owner.get("/api/v1/reports/trial-balance").await.expect(200).json();
        let row = |row: &Value| {
            let amount = cents(&row["debit"]) - cents(&row["credit"]);
            (row["code"].as_str().unwrap().to_owned(), amount)
        };
        let rows = said["rows"].as_array().unwrap().iter().map(row);
        let owned =
            "select coalesce(string_agg(v.sku || ': ' || c.quantity || ' worth ' || c.value,
                ', ' order by v.sku), '')
            from stock_costs c join variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id
            where c.quantity <> 0 or c.value <> 0";
        let owned = self.t.scalar("acme", owned).await;
        (rows.filter(|(_, amount)| *amount != 0).collect(), owned)
    }
}

/// One of the deeds of a kind before the n-th.
fn earlier(n: usize, deeds: &[Late], which: usize, is: impl Fn(&Late) -> bool) -> Option<usize> {
    let all: Vec<usize> = (0..n).filter(|at| is(&deeds[*at])).collect();
    (!all.is_empty()).then(|| all[which % all.len()])
}

/// Enters deeds in the order of their days in one company and in another order in a second one,
/// and compares the two after both were recosted; says how many items that changed.
async fn late(
    deeds: &[Late],
    order: &[usize],
    fault: &'static str,
    recost: bool,
) -> Result<u64, String> {
    let mut right = Books::open("select 1").await;
    let mut accepted = Vec::new();
    for n in 0..deeds.len() {
        if right.enter(n, deeds).await? {
            accepted.push(n);
        }
    }
    let nothing = right.recost().await?;
    if nothing["items"] != 0 || nothing["entries"] != json!([]) {
        return Err(format!("what was entered in order is recosted: {nothing}"));
    }
    let mut other = Books::open(fault).await;
    let mut left: Vec<usize> = order.iter().copied().filter(|n| accepted.contains(n)).collect();
    // What cannot leave before it came is entered when it has.
    while !left.is_empty() {
        let mut again = Vec::new();
        for n in &left {
            if !other.enter(*n, deeds).await? {
                again.push(*n);
            }
        }
        if again.len() == left.len() {
            return Err(format!("{again:?} cannot be entered"));
        }
        left = again;
    }
    let mut changed = 0;
    if recost {
        let done = other.recost().await?;
        let again = other.recost().await?;
        if again["items"] != 0 || again["entries"] != done["entries"] {
            return Err(format!("recosted twice: {done}, then {again}"));
        }
        changed = done["items"].as_u64().unwrap();
    }
    let (wanted, found) = (right.ends().await, other.ends().await);
    if wanted != found {
        return Err(format!("in order the books end with {wanted:?}, and late with {found:?}"));
    }
    super::properties::verified(&right.t).await?;
    super::properties::verified(&other.t).await?;
    Ok(changed)
}

fn run<T>(property: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(property))
}

/// Property 9.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_entered_late_and_recosted_is_as_if_entered_in_time() {
    let config =
        Config { cases: 6, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let changed = Cell::new(0);
    let outcome = TestRunner::new(config).run(&some(), |(deeds, order)| {
        let items = run(late(&deeds, &order, "select 1", true)).map_err(TestCaseError::fail)?;
        changed.set(changed.get() + items);
        Ok(())
    });
    match outcome {
        Ok(()) => assert!(changed.get() > 0, "nothing of all this needed a recost"),
        Err(TestError::Fail(why, deeds)) => panic!("{why}\nafter {deeds:#?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

/// Ten at 9.00 of the 1st are entered after five were sold of ten at 6.00.
fn forgotten() -> (Vec<Late>, [usize; 3]) {
    let receive = |cost_milli| Late::Receive { item: 0, milli: 10_000, cost_milli };
    let deeds = vec![receive(9_000), receive(6_000), Late::Sell { item: 0, milli: 5_000 }];
    (deeds, [1, 2, 0])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_recost_what_is_entered_late_costs_something_else() {
    let (deeds, order) = forgotten();
    late(&deeds, &order, "select 1", true).await.unwrap();
    let why = late(&deeds, &order, "select 1", false).await.unwrap_err();
    assert!(why.contains("ROHU-1: 15000000 worth 12000"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moves_that_forget_their_day_are_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.effective_date := '2026-03-31'; return new; end $$;
        create trigger wear before insert on stock_moves for each row execute function wear()";
    let (deeds, order) = forgotten();
    let why = late(&deeds, &order, fault, true).await.unwrap_err();
    assert!(why.contains("in order the books end with"), "{why}");
}
