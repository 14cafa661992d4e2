//! Property 10: fair value changes when a batch earns, never what. The same random life is lived
//! at cost and at fair value; when all fish are sold, both have earned the same to the minor unit.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::Held;
use super::deeds::{cents, cents_text, id_of, micros, milli_text};
use super::oracle::same;
use super::properties::verified;

/// Something that happens in the life of a batch. Parts are thousandths of what there is.
#[derive(Debug, Clone)]
pub(super) enum Turn {
    /// Feed comes at another price, so that its average moves.
    Buy {
        milli: i64,
        cost_milli: i64,
    },
    Feed {
        part: i64,
    },
    Apply {
        cents: i64,
    },
    Grow {
        percent: i64,
    },
    Die {
        part: i64,
    },
    Lose {
        part: i64,
    },
    Revalue {
        cents: i64,
        costs: i64,
    },
    Harvest {
        part: i64,
        cents: i64,
        costs: i64,
    },
    Sell {
        part: i64,
        cents: i64,
    },
}

/// A life, and the prices of its end.
#[derive(Debug, Clone)]
pub(super) struct Life {
    fry: i64,
    turns: Vec<Turn>,
    last: (i64, i64),
    sold: i64,
}

impl Life {
    /// Begins with a weight and two prices, and a harvest between them.
    pub(super) fn revalue_twice(&mut self) {
        let begun = [
            Turn::Grow { percent: 300 },
            Turn::Revalue { cents: 3_000, costs: 100 },
            Turn::Harvest { part: 400, cents: 2_500, costs: 100 },
            Turn::Revalue { cents: 4_000, costs: 100 },
        ];
        self.turns.splice(0..0, begun);
    }
}

pub(super) fn lives() -> impl Strategy<Value = Life> {
    let turns = prop::collection::vec(turn(), 4..24);
    (1..90_000_i64, turns, (1..9_000_i64, 0..900_i64), 1..9_000_i64)
        .prop_map(|(fry, turns, last, sold)| Life { fry, turns, last, sold })
}

fn turn() -> impl Strategy<Value = Turn> {
    let part = || 1..999_i64;
    let harvest = (part(), 1..9_000_i64, 0..900_i64);
    prop_oneof![
        (1..90_000_i64, 0..9_000_i64)
            .prop_map(|(milli, cost_milli)| Turn::Buy { milli, cost_milli }),
        part().prop_map(|part| Turn::Feed { part }),
        (1..900_000_i64).prop_map(|cents| Turn::Apply { cents }),
        (50..400_i64).prop_map(|percent| Turn::Grow { percent }),
        part().prop_map(|part| Turn::Die { part }),
        part().prop_map(|part| Turn::Lose { part }),
        (1..9_000_i64, 0..9_900_i64).prop_map(|(cents, costs)| Turn::Revalue { cents, costs }),
        harvest.prop_map(|(part, cents, costs)| Turn::Harvest { part, cents, costs }),
        (part(), 1..9_000_i64).prop_map(|(part, cents)| Turn::Sell { part, cents }),
    ]
}

struct World {
    t: TestApp,
    owner: Client,
    customer: Value,
    batch: String,
    fair: bool,
}

impl World {
    async fn begin(life: &Life, mode: &str, fault: &'static str) -> Self {
        let t = TestApp::start().await;
        for sku in ["FRY", "FEED", "FISH"] {
            t.product("acme", sku, "10").await;
        }
        let customer = t.customer("acme", "Corner Fish Shop").await["id"].clone();
        let owner = t.as_user("acme", "owner").await;
        sqlx::raw_sql(fault).execute(&t.owner_pool().await).await.unwrap();
        t.leave_jobs();
        let new = json!({ "code": "POND", "name": { "en": "Pond" }, "mode": mode });
        let batch = owner.post("/api/v1/batches", &new).await.expect(201).json();
        let (batch, fair) = (id_of(&batch), mode == "fair_value");
        let world = Self { t, owner, customer, batch, fair };
        world.receive("FRY", 10_000_000, life.fry).await;
        world.receive("FEED", 900_000, 4_500).await;
        let fry = json!({ "sku": "FRY", "quantity": "10000", "count": 10000, "biomass_kg": "200" });
        world.deed("stock-costs", fry).await;
        world
    }

    async fn receive(&self, sku: &str, milli: i64, cost_milli: i64) {
        let line = json!({ "sku": sku, "quantity": milli_text(milli),
            "unit_cost": milli_text(cost_milli) });
        let new = json!({ "lines": [line] });
        let _ = self.owner.post("/api/v1/stock/receipts", &new).await.expect(201);
    }

    async fn deed(&self, deed: &str, new: Value) {
        let path = format!("/api/v1/batches/{}/{deed}", self.batch);
        let answer = self.owner.post(&path, &new).await;
        assert!(answer.status < 300, "{deed} {new}: {}", answer.text());
    }

    /// Animals, and millionths of a kilogram.
    async fn alive(&self) -> (i64, i64) {
        let path = format!("/api/v1/batches/{}", self.batch);
        let batch = self.owner.get(&path).await.expect(200).json();
        (batch["count"].as_i64().unwrap(), micros(&batch["biomass_kg"]))
    }

    /// Thousandths of what lies there of an item.
    async fn on_hand(&self, sku: &str) -> i64 {
        let path = format!("/api/v1/stock/levels?q={sku}");
        let levels = self.owner.get(&path).await.expect(200).json();
        let levels = levels["items"].as_array().unwrap();
        levels.iter().map(|level| micros(&level["on_hand"]) / 1000).sum()
    }

    async fn take(&self, turn: &Turn) {
        let (count, weight) = self.alive().await;
        let of = |whole: i64, part: i64| i64::try_from(i128::from(whole) * i128::from(part) / 1000);
        let of = |whole: i64, part: i64| of(whole, part).unwrap();
        match *turn {
            Turn::Buy { milli, cost_milli } => self.receive("FEED", milli, cost_milli).await,
            Turn::Feed { part } => {
                let milli = of(self.on_hand("FEED").await, part);
                if milli > 0 {
                    let new = json!({ "sku": "FEED", "quantity": milli_text(milli) });
                    self.deed("stock-costs", new).await;
                }
            }
            Turn::Apply { cents } => {
                let amount = json!({ "amount": cents_text(cents), "currency": "SAR" });
                self.deed("applied-costs", json!({ "amount": amount })).await;
            }
            Turn::Grow { percent } => {
                let milli = (weight / 1000).saturating_mul(percent) / 100;
                let new = json!({ "biomass_kg": milli_text(milli.clamp(1, 900_000_000)) });
                self.deed("weighings", new).await;
            }
            Turn::Die { part } | Turn::Lose { part } => {
                let dead = of(count, part);
                let deed = if matches!(turn, Turn::Die { .. }) { "deaths" } else { "losses" };
                if dead > 0 {
                    self.deed(deed, json!({ "count": dead })).await;
                }
            }
            Turn::Revalue { cents, costs } if self.fair && weight > 0 => {
                let new = json!({ "price": cents_text(cents), "costs_to_sell": cents_text(costs) });
                self.deed("valuations", new).await;
            }
            Turn::Revalue { .. } => {}
            Turn::Harvest { part, cents, costs } => {
                let (milli, dead) = (of(weight / 1000, part), of(count, part));
                if milli > 0 && dead < count {
                    self.harvest(milli, dead, false, cents, costs).await;
                }
            }
            Turn::Sell { part, cents } => {
                let milli = of(self.on_hand("FISH").await, part);
                self.sell(milli, cents).await;
            }
        }
    }

    async fn harvest(&self, milli: i64, count: i64, last: bool, cents: i64, costs: i64) {
        let mut new = json!({ "sku": "FISH", "weight_kg": milli_text(milli), "count": count,
            "last": last });
        if self.fair {
            new["price"] = cents_text(cents).into();
            new["costs_to_sell"] = cents_text(costs).into();
        }
        self.deed("harvests", new).await;
    }

    async fn sell(&self, milli: i64, cents: i64) {
        if milli <= 0 {
            return;
        }
        let line = json!({ "sku": "FISH", "quantity": milli_text(milli),
            "unit_price": cents_text(cents) });
        let order = json!({ "customer_id": self.customer, "confirm": true, "lines": [line] });
        let order = self.owner.post("/api/v1/orders", &order).await.expect(201).json();
        let path = format!("/api/v1/orders/{}", id_of(&order));
        for what in ["deliveries", "invoices"] {
            let _ = self.owner.post(&format!("{path}/{what}"), &json!({})).await.expect(201);
        }
    }

    /// The sum of all income and expenses, a profit below zero; and what is left on an account.
    async fn result(&self) -> (i64, impl Fn(&str) -> i64) {
        let path = "/api/v1/reports/trial-balance";
        let said = self.owner.get(path).await.expect(200).json();
        let rows = said["rows"].as_array().unwrap().clone();
        let amount = |row: &Value| cents(&row["debit"]) - cents(&row["credit"]);
        let earned = |row: &&Value| row["type"] == "income" || row["type"] == "expense";
        let result = rows.iter().filter(earned).map(amount).sum();
        let of = move |code: &str| rows.iter().find(|row| row["code"] == code).map_or(0, amount);
        (result, of)
    }
}

/// Lives a life to its end and says what it earned, in minor units, a profit below zero.
async fn lived(life: &Life, mode: &str, fault: &'static str) -> Result<i64, String> {
    let world = World::begin(life, mode, fault).await;
    for turn in &life.turns {
        world.take(turn).await;
    }
    let (count, weight) = world.alive().await;
    let milli = (weight / 1000).max(1);
    world.harvest(milli, count, true, life.last.0, life.last.1).await;
    world.sell(world.on_hand("FISH").await, life.sold).await;
    world.deed("closing", json!({})).await;
    let (result, of) = world.result().await;
    same("what is left of the cost of no animals", of("1360"), 0)?;
    same("what is left of the worth of no animals", of("1365"), 0)?;
    verified(&world.t).await?;
    Ok(result)
}

/// Property 10, with something done to both databases first.
pub(super) async fn earns_the_same(life: &Life, fault: &'static str) -> Held {
    let at_cost = lived(life, "cost", fault).await?;
    let at_fair_value = lived(life, "fair_value", fault).await?;
    same("what it earned at fair value", at_fair_value, at_cost)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_earns_over_its_life_the_same_at_cost_and_at_fair_value() {
    let config =
        Config { cases: 6, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&lives(), |life| {
        let held = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(earns_the_same(&life, "select 1"))
        });
        held.map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, life)) => panic!("{why}\nafter {life:#?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
