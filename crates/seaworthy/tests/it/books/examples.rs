//! The examples of `docs/books.md`, run as they stand there.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::deeds::cents;

const PAGE: &str = include_str!("../../../../../docs/books.md");
/// The company's first month; nothing of an example lies after it.
const END: &str = "2026-03-15";

/// The blocks of examples with the heading that they stand under.
fn examples() -> Vec<(&'static str, Vec<&'static str>)> {
    let (mut found, mut heading, mut block) = (Vec::new(), "", None::<Vec<&str>>);
    for line in PAGE.lines() {
        match (&mut block, line) {
            (None, "```example") => block = Some(Vec::new()),
            (Some(_), "```") => found.extend(block.take().map(|steps| (heading, steps))),
            (Some(steps), step) => steps.push(step),
            (None, line) => heading = line.strip_prefix("## ").unwrap_or(heading),
        }
    }
    found
}

struct Book {
    t: TestApp,
    owner: Client,
    customer: Value,
    invoice: String,
    /// Ids of batches by code.
    batches: BTreeMap<String, String>,
}

impl Book {
    async fn open() -> Self {
        let t = TestApp::start().await;
        for sku in ["ROHU-1", "FRY-1", "FEED-1"] {
            t.product("acme", sku, "12.50").await;
        }
        let customer = t.customer("acme", "Corner Fish Shop").await["id"].clone();
        let owner = t.as_user("acme", "owner").await;
        t.leave_jobs();
        Self { t, owner, customer, invoice: String::new(), batches: BTreeMap::new() }
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        let answer = self.owner.post(&format!("/api/v1/{path}"), &body).await;
        let said = answer.json();
        if answer.status < 300 { Ok(said) } else { Err(said["detail"].to_string()) }
    }

    /// `2026-03-02 receive 10 ROHU-1 at 6.00` and its like.
    async fn step(&mut self, step: &str) -> Result<(), String> {
        let words: Vec<&str> = step.split_whitespace().collect();
        match words.as_slice() {
            [date, "receive", quantity, sku, "at", cost] => {
                let line = json!({ "sku": sku, "quantity": quantity, "unit_cost": cost });
                let _ =
                    self.post("stock/receipts", json!({ "date": date, "lines": [line] })).await?;
            }
            [date, "sell", quantity, sku, "at", price] => {
                let line = json!({ "sku": sku, "quantity": quantity, "unit_price": price });
                let order = json!({ "customer_id": self.customer, "order_date": date,
                    "confirm": true, "lines": [line] });
                let order = self.post("orders", order).await?;
                let path = format!("orders/{}", order["id"].as_str().unwrap());
                let day = || json!({ "date": date });
                let _ = self.post(&format!("{path}/deliveries"), day()).await?;
                let invoice = self.post(&format!("{path}/invoices"), day()).await?;
                self.invoice = format!("invoices/{}", invoice["id"].as_str().unwrap());
            }
            [date, "paid", amount, "by" | "in", method] => {
                let amount = json!({ "amount": amount, "currency": "SAR" });
                let body = json!({ "date": date, "method": method, "amount": amount });
                let _ = self.post(&format!("{}/payments", self.invoice), body).await?;
            }
            [date, "credit", quantity, "of", "the", "invoice"] => {
                let lines = json!([{ "n": 1, "quantity": quantity }]);
                let body = json!({ "date": date, "reason": "Spoilt", "lines": lines });
                let _ = self.post(&format!("{}/credit-notes", self.invoice), body).await?;
            }
            [date, "count", sku, "by", quantity] => {
                let line = json!({ "sku": sku, "quantity": quantity });
                let body = json!({ "date": date, "reason": "count", "lines": [line] });
                let _ = self.post("stock/adjustments", body).await?;
            }
            [date, "recost"] => {
                let _ = self.post("stock/recosts", json!({ "month": date[..7] })).await?;
            }
            words => return self.raise(words).await,
        }
        Ok(())
    }

    /// `2026-03-02 open batch POND-1 at fair value` and what happens to it afterwards.
    async fn raise(&mut self, words: &[&str]) -> Result<(), String> {
        let sar = |amount: &str| json!({ "amount": amount, "currency": "SAR" });
        let (code, deed, new) = match words {
            [date, "open", "batch", code, "at", mode @ ..] => {
                let new = json!({ "code": code, "name": { "en": code }, "opened_on": date,
                    "mode": mode.join("_") });
                let batch = self.post("batches", new).await?;
                let id = batch["id"].as_str().unwrap().to_owned();
                self.batches.insert((*code).to_owned(), id);
                return Ok(());
            }
            [date, "stock", code, "with", count, sku] => {
                let animals: i64 = count.parse().unwrap();
                let new = json!({ "date": date, "sku": sku, "quantity": count, "count": animals });
                (code, "stock-costs", new)
            }
            [date, "feed", code, "with", kg, sku] => {
                (code, "stock-costs", json!({ "date": date, "sku": sku, "quantity": kg }))
            }
            [date, "apply", amount, "to", code] => {
                (code, "applied-costs", json!({ "date": date, "amount": sar(amount) }))
            }
            [date, "weigh", code, "at", kg, "kg"] => {
                (code, "weighings", json!({ "date": date, "biomass_kg": kg }))
            }
            [date, dies @ ("bury" | "lose"), count, "of", code] => {
                let deed = if *dies == "bury" { "deaths" } else { "losses" };
                let count: i64 = count.parse().unwrap();
                (code, deed, json!({ "date": date, "count": count }))
            }
            [date, "revalue", code, "at", price, "less", costs] => {
                let new = json!({ "date": date, "price": price, "costs_to_sell": costs });
                (code, "valuations", new)
            }
            [date, "harvest", kg, "kg", sku, "of", code, prices @ ..] => {
                let mut new = json!({ "date": date, "sku": sku, "weight_kg": kg, "last": true });
                if let ["at", price, "less", costs] = prices {
                    (new["price"], new["costs_to_sell"]) = (json!(price), json!(costs));
                }
                (code, "harvests", new)
            }
            _ => panic!("docs/books.md: nobody knows how to do “{}”", words.join(" ")),
        };
        let id = &self.batches[*code];
        self.post(&format!("batches/{id}/{deed}"), new).await.map(|_| ())
    }

    /// `1300 Inventory is 60.00 debit`, on a day.
    async fn then(&self, claim: &str, day: &str) {
        let path = format!("/api/v1/reports/trial-balance?as_of={day}");
        let said = self.owner.get(&path).await.expect(200).json();
        let (account, amount) = claim.split_once(" is ").unwrap();
        let (code, name) = account.split_once(' ').unwrap();
        let row = said["rows"].as_array().unwrap().iter().find(|row| row["code"] == code);
        let found = row.map_or(0, |row| cents(&row["debit"]) - cents(&row["credit"]));
        if let Some(row) = row {
            assert_eq!(row["name"]["en"], name, "the name of account {code}");
        }
        let (amount, side) = amount.split_once(' ').unwrap_or((amount, "debit"));
        let amount = cents(&json!({ "amount": amount }));
        let wanted = if side == "credit" { -amount } else { amount };
        assert_eq!(found, wanted, "{claim}, on {day}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_of_how_the_books_work_is_true() {
    let examples = examples();
    assert!(examples.len() >= 7, "the page has lost its examples");
    for (heading, steps) in examples {
        let mut book = Book::open().await;
        for step in steps {
            println!("{heading}: {step}");
            if let Some(claim) = step.strip_prefix("then on ") {
                let (day, claim) = claim.split_once(": ").unwrap();
                book.then(claim, day).await;
            } else if let Some(claim) = step.strip_prefix("then ") {
                book.then(claim, END).await;
            } else if let Some(step) = step.strip_prefix("refused ") {
                assert!(book.step(step).await.is_err(), "{heading}: {step} was not refused");
            } else if let Err(why) = book.step(step).await {
                panic!("{heading}: {step}: {why}");
            }
        }
        book.t.verify("acme").await;
    }
}

#[tokio::test]
async fn the_table_of_invariants_lists_every_check_in_its_order() {
    let t = TestApp::start().await;
    let checks: Vec<&str> =
        base::all_checks(t.app.capabilities()).iter().map(|check| check.name).collect();
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows: BTreeMap<usize, (&str, &str)> = rows.enumerate().collect();
    let listed: Vec<&str> = rows.values().map(|(name, _)| *name).collect();
    assert_eq!(listed, checks, "docs/books.md, “What is always true”");
    assert!(rows.values().all(|(_, says)| says.len() > 20));
}
