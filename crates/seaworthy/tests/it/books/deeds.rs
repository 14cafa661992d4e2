//! What a company does all day, at random, through the API.

use base::{Date, TimeZone, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

use super::oracle::Oracle;

pub(super) const SKUS: [&str; 3] = ["ROHU-1", "KATLA-2", "HILSA-3"];

/// A line of an order: item, thousandths of the unit, price in minor units, discount in percent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub item: usize,
    pub milli: i64,
    pub cents: i64,
    pub discount: i64,
}

/// Something that somebody does. Numbers of things that exist already are taken modulo.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Receive { item: usize, house: usize, milli: i64, cost_milli: i64, days_back: i64 },
    Adjust { item: usize, house: usize, milli: i64, cost_milli: i64, days_back: i64 },
    Transfer { item: usize, from: usize, milli: i64 },
    Order { house: usize, lines: Vec<Wanted> },
    Deliver { order: usize, percent: i64 },
    Invoice { order: usize },
    Cancel { order: usize },
    Pay { invoice: usize, percent: i64, cash: bool },
    Credit { invoice: usize, percent: i64 },
}

/// Sequences that begin with stock of everything, so that most of what follows is possible.
pub(super) fn some(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(one(), most / 2..most).prop_map(|deeds| {
        let stock = (0..SKUS.len()).map(|item| Deed::Receive {
            item,
            house: 0,
            milli: 40_000,
            cost_milli: 7_333,
            days_back: 30,
        });
        stock.chain(deeds).collect()
    })
}

fn one() -> impl Strategy<Value = Deed> {
    let item = 0..SKUS.len();
    let back = prop_oneof![3 => Just(0_i64), 1 => 1..28_i64];
    let receive = (item.clone(), 0..2_usize, 1..90_000_i64, 0..60_000_i64, back.clone()).prop_map(
        |(item, house, milli, cost_milli, days_back)| Deed::Receive {
            item,
            house,
            milli,
            cost_milli,
            days_back,
        },
    );
    let adjust = (item.clone(), 0..2_usize, -9_000..9_000_i64, 1..60_000_i64, back).prop_map(
        |(item, house, milli, cost_milli, days_back)| Deed::Adjust {
            item,
            house,
            milli,
            cost_milli,
            days_back,
        },
    );
    let transfer = (item.clone(), 0..2_usize, 1..20_000_i64)
        .prop_map(|(item, from, milli)| Deed::Transfer { item, from, milli });
    let line = (item, 1..15_000_i64, 0..90_000_i64, prop_oneof![3 => Just(0_i64), 1 => 0..100_i64])
        .prop_map(|(item, milli, cents, discount)| Wanted { item, milli, cents, discount });
    let order = (0..2_usize, prop::collection::vec(line, 1..4))
        .prop_map(|(house, lines)| Deed::Order { house, lines });
    let which = 0..1000_usize;
    prop_oneof![
        2 => receive,
        1 => adjust,
        1 => transfer,
        4 => order,
        4 => (which.clone(), 20..=100_i64)
            .prop_map(|(order, percent)| Deed::Deliver { order, percent }),
        4 => which.clone().prop_map(|order| Deed::Invoice { order }),
        1 => which.clone().prop_map(|order| Deed::Cancel { order }),
        3 => (which.clone(), 1..=130_i64, any::<bool>())
            .prop_map(|(invoice, percent, cash)| Deed::Pay { invoice, percent, cash }),
        2 => (which, 1..=100_i64).prop_map(|(invoice, percent)| Deed::Credit { invoice, percent }),
    ]
}

/// A company in which deeds are done, with what the oracle makes of them.
pub(super) struct World {
    pub t: TestApp,
    pub owner: Client,
    pub oracle: Oracle,
    pub houses: [Value; 2],
    pub customer: Value,
    pub orders: Vec<String>,
    pub invoices: Vec<String>,
    /// What was done, with what the program answered.
    pub done: Vec<(Deed, Value)>,
}

impl World {
    pub(super) async fn begin() -> Self {
        let t = TestApp::start().await;
        let owner = t.as_user("acme", "owner").await;
        for sku in SKUS {
            t.product("acme", sku, "10").await;
        }
        let main =
            owner.get("/api/v1/warehouses").await.expect(200).json()["items"][0]["id"].clone();
        let branch = json!({ "code": "BRANCH", "name": { "en": "Branch" } });
        let branch = owner.post("/api/v1/warehouses", &branch).await.expect(201).json();
        let customer = t.customer("acme", "Corner Fish Shop").await;
        t.run_jobs().await;
        t.leave_jobs();
        Self {
            t,
            owner,
            oracle: Oracle::default(),
            houses: [main, branch["id"].clone()],
            customer: customer["id"].clone(),
            orders: Vec::new(),
            invoices: Vec::new(),
            done: Vec::new(),
        }
    }

    /// Today, less some days, in the company's time zone.
    pub(super) fn day(&self, back: i64) -> Date {
        let now: Timestamp = self.t.app.clock().now();
        let day = now.date_in(&TimeZone::get("Asia/Riyadh").unwrap());
        day.plus_days(-i32::try_from(back).unwrap()).unwrap()
    }

    /// Does it, tells the oracle what came of it, and lets ten seconds pass. A refusal is no fault;
    /// a request that nobody understands, or an answer above 499, is.
    pub(super) async fn act(&mut self, deed: &Deed) -> Result<bool, String> {
        let Some((path, body)) = self.request(deed).await else { return Ok(false) };
        let answer = self.owner.post(&path, &body).await;
        self.hear(deed, &path, &answer)
    }

    /// What came of a deed; whether it was done.
    pub(super) fn hear(
        &mut self,
        deed: &Deed,
        path: &str,
        answer: &Answer,
    ) -> Result<bool, String> {
        self.t.app.clock().advance(std::time::Duration::from_secs(10));
        if answer.status >= 500 || answer.status < 404 && answer.status > 399 {
            return Err(format!("{path} {deed:?}: {} {}", answer.status, answer.text()));
        }
        if answer.status >= 300 {
            return Ok(false);
        }
        let said = answer.json();
        match deed {
            Deed::Order { .. } => self.orders.push(id_of(&said)),
            Deed::Invoice { .. } => self.invoices.push(id_of(&said)),
            _ => {}
        }
        self.oracle.hear(deed, &said)?;
        self.done.push((deed.clone(), said));
        Ok(true)
    }

    /// The command that it is; none where there is nothing to do it to.
    pub(super) async fn request(&self, deed: &Deed) -> Option<(String, Value)> {
        let house = |n: usize| self.houses[n].clone();
        let api = |path: &str| format!("/api/v1/{path}");
        Some(match deed {
            Deed::Receive { item, house: h, milli, cost_milli, days_back } => {
                let line = json!({ "sku": SKUS[*item], "quantity": milli_text(*milli),
                    "unit_cost": milli_text(*cost_milli) });
                let body = json!({ "warehouse_id": house(*h), "date": self.day(*days_back),
                    "lines": [line] });
                (api("stock/receipts"), body)
            }
            Deed::Adjust { item, house: h, milli, cost_milli, days_back } => {
                let mut line = json!({ "sku": SKUS[*item], "quantity": milli_text(*milli) });
                if *milli > 0 {
                    line["unit_cost"] = milli_text(*cost_milli).into();
                }
                let body = json!({ "warehouse_id": house(*h), "date": self.day(*days_back),
                    "reason": "count", "lines": [line] });
                (api("stock/adjustments"), body)
            }
            Deed::Transfer { item, from, milli } => {
                let line = json!({ "sku": SKUS[*item], "quantity": milli_text(*milli) });
                let body = json!({ "from_warehouse_id": house(*from),
                    "to_warehouse_id": house(1 - *from), "lines": [line] });
                (api("stock/transfers"), body)
            }
            Deed::Order { house: h, lines } => (api("orders"), self.order(house(*h), lines)),
            Deed::Deliver { order, percent } => {
                let path = format!("orders/{}", pick(&self.orders, *order)?);
                (api(&format!("{path}/deliveries")), self.part(&path, *percent).await)
            }
            Deed::Invoice { order } => {
                (api(&format!("orders/{}/invoices", pick(&self.orders, *order)?)), json!({}))
            }
            Deed::Cancel { order } => {
                let path = format!("orders/{}/cancellation", pick(&self.orders, *order)?);
                (api(&path), json!({ "reason": "Changed their mind" }))
            }
            Deed::Pay { invoice, percent, cash } => {
                let path = api(&format!("invoices/{}", pick(&self.invoices, *invoice)?));
                let open = self.owner.get(&path).await.json()["open"].clone();
                let amount = cents(&open) * percent / 100;
                let amount = json!({ "amount": cents_text(amount), "currency": "SAR" });
                let method = if *cash { "cash" } else { "bank" };
                (format!("{path}/payments"), json!({ "method": method, "amount": amount }))
            }
            Deed::Credit { invoice, percent } => {
                let path = api(&format!("invoices/{}", pick(&self.invoices, *invoice)?));
                let line = self.owner.get(&path).await.json()["lines"][0].clone();
                let quantity = micros(&line["quantity"]) * percent / 100 / 1000;
                let line = json!({ "n": line["n"], "quantity": milli_text(quantity) });
                (format!("{path}/credit-notes"), json!({ "reason": "Spoilt", "lines": [line] }))
            }
        })
    }

    fn order(&self, house: Value, lines: &[Wanted]) -> Value {
        let line = |wanted: &Wanted| {
            json!({ "sku": SKUS[wanted.item], "quantity": milli_text(wanted.milli),
                "unit_price": cents_text(wanted.cents),
                "discount": format!("0.{:02}", wanted.discount) })
        };
        let lines: Vec<_> = lines.iter().map(line).collect();
        json!({ "customer_id": self.customer, "warehouse_id": house, "confirm": true,
            "lines": lines })
    }

    /// A part of what is left of each line.
    async fn part(&self, order: &str, percent: i64) -> Value {
        let order = self.owner.get(&format!("/api/v1/{order}")).await.json();
        let Some(lines) = order["lines"].as_array() else { return json!({}) };
        let part = |line: &Value| {
            let left = micros(&line["quantity"]) - micros(&line["delivered"]);
            let quantity = left * percent / 100 / 1000;
            (quantity > 0).then(|| json!({ "line": line["n"], "quantity": milli_text(quantity) }))
        };
        json!({ "lines": lines.iter().filter_map(part).collect::<Vec<_>>() })
    }
}

fn pick(all: &[String], n: usize) -> Option<&String> {
    (!all.is_empty()).then(|| &all[n % all.len()])
}

pub(super) fn id_of(said: &Value) -> String {
    said["id"].as_str().unwrap().to_owned()
}

/// Thousandths as a decimal.
pub(super) fn milli_text(milli: i64) -> String {
    let sign = if milli < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", milli.abs() / 1000, milli.abs() % 1000)
}

pub(super) fn cents_text(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Minor units of an amount of riyals.
pub(super) fn cents(money: &Value) -> i64 {
    decimal(money["amount"].as_str().unwrap_or("0"), 2)
}

/// Millionths of a quantity.
pub(super) fn micros(quantity: &Value) -> i64 {
    decimal(quantity.as_str().unwrap_or("0"), 6)
}

fn decimal(text: &str, places: usize) -> i64 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    sign * format!("{whole}{rest:0<places$}").parse::<i64>().unwrap()
}
