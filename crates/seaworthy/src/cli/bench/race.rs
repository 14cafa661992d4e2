//! The race for the last of something.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, value_parser};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::super::checks::{self, Verdict};
use super::super::serve::Signals;
use super::super::{Done, Failure, Global, line, say};
use super::ask::{Answer, Client};
use super::company;
use super::ground::Ground;
use crate::logs;
use crate::serve::{self, Running, ServeError};

/// So many orders are under way at the same moment. All of them wait for the same row, and none
/// may wait longer for its connection to the database than the pool's patience.
const AT_ONCE: u32 = 200;

#[derive(Args)]
pub(in crate::cli) struct Race {
    /// How many orders for one piece each
    #[arg(long, default_value_t = 200, value_parser = value_parser!(u32).range(1..=100_000))]
    orders: u32,
    /// How many pieces there are
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u32).range(1..=100_000))]
    stock: u32,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How it went.
#[derive(Serialize)]
struct Report {
    exact: bool,
    company: String,
    orders: u32,
    stock: u32,
    taken: u32,
    out_of_stock: u32,
    /// Every other answer, and how often it came: there should be none.
    other: BTreeMap<String, u32>,
    milliseconds: u128,
    ledger: Verdict,
}

impl Race {
    pub(super) async fn run(self, global: &Global) -> Done {
        let ground = Ground::of(global)?;
        // That buyers wait for a connection is what a race is made of.
        logs::start(ground.config.log_format, "warn,sqlx::pool=error");
        let mut signals = Signals::listen()?;
        let running = serve::start(ground.config.clone()).await?;
        let raced = tokio::select! {
            raced = self.race(&running) => raced,
            () = signals.next() => Err("told to stop".into()),
        };
        match running.stop().await {
            Ok(()) | Err(ServeError::Stopped) => {}
            Err(error) => return Err(error.into()),
        }
        let report = raced?;
        if self.json {
            say::json(&report);
        } else {
            tell(&report, ground.is_temporary());
        }
        Ok(if report.exact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn race(&self, running: &Running) -> Result<Report, Failure> {
        let app = running.ready().await?;
        let company = company::subdomain("race");
        let (client, order) = set_up(running, &company, self.stock).await?;
        let (answers, took) = all_at_once(client, order, self.orders).await?;
        let tenant = base::tenants::tenant_of_slug(&app, &company).await?;
        let tenant = tenant.ok_or_else(|| format!("the company {company} is gone"))?;
        let mut report = Report {
            exact: false,
            company,
            orders: self.orders,
            stock: self.stock,
            taken: 0,
            out_of_stock: 0,
            other: BTreeMap::new(),
            milliseconds: took.as_millis(),
            ledger: checks::judge(&app, tenant).await?,
        };
        answers.into_iter().for_each(|answer| report.count(answer));
        report.exact = report.is_exact();
        Ok(report)
    }
}

impl Report {
    fn count(&mut self, answer: Result<Answer, Failure>) {
        let other = match answer {
            Ok(answer) => match (answer.status, answer.body["code"].as_str()) {
                (201, None) if answer.body["state"] == "confirmed" => {
                    self.taken += 1;
                    return;
                }
                (422, Some("out_of_stock")) => {
                    self.out_of_stock += 1;
                    return;
                }
                (status, code) => format!("{status} {}", code.unwrap_or_default()),
            },
            Err(failure) => failure.to_string(),
        };
        *self.other.entry(other).or_default() += 1;
    }

    fn is_exact(&self) -> bool {
        let wanted = self.orders.min(self.stock);
        self.taken == wanted
            && self.out_of_stock == self.orders - wanted
            && self.other.is_empty()
            && self.ledger.ok
    }
}

/// A company with so many pieces of one thing; who may order there, and the order.
async fn set_up(running: &Running, slug: &str, stock: u32) -> Result<(Client, Value), Failure> {
    let owner = company::over_http(running, slug, "The race for the last one").await?;
    let product = json!({ "name": { "en": "The last one" },
        "variants": [{ "sku": "LAST-1", "price": "10" }] });
    owner.make("/api/v1/products", &product).await?;
    let receipt = json!({ "lines": [
        { "sku": "LAST-1", "quantity": stock.to_string(), "unit_cost": "5" }] });
    owner.make("/api/v1/stock/receipts", &receipt).await?;
    let customer = owner.make("/api/v1/customers", &json!({ "name": "Everybody" })).await?;
    let order = json!({ "customer_id": customer["id"], "confirm": true,
        "lines": [{ "sku": "LAST-1", "quantity": "1" }] });
    Ok((owner, order))
}

/// Sends the orders over many connections that are all open before the first word is said.
async fn all_at_once(
    client: Client,
    order: Value,
    orders: u32,
) -> Result<(Vec<Result<Answer, Failure>>, Duration), Failure> {
    let buyers = orders.min(AT_ONCE);
    // One more: who holds the clock.
    let start = Arc::new(Barrier::new(buyers as usize + 1));
    let (client, order) = (Arc::new(client), Arc::new(order));
    let mut race = JoinSet::new();
    for buyer in 0..buyers {
        let (client, order, start) = (client.clone(), order.clone(), start.clone());
        race.spawn(async move {
            let mut connected = client.connect().await;
            start.wait().await;
            let mut answers = Vec::new();
            for n in (buyer..orders).step_by(buyers as usize) {
                if n != buyer {
                    connected = client.connect().await;
                }
                answers.push(match connected {
                    Ok(stream) => client.post_on(stream, "/api/v1/orders", &order).await,
                    Err(failure) => Err(failure),
                });
                connected = Err("not connected".into());
            }
            answers
        });
    }
    start.wait().await;
    let begun = Instant::now();
    let mut answers = Vec::new();
    while let Some(done) = race.join_next().await {
        answers.extend(done?);
    }
    Ok((answers, begun.elapsed()))
}

fn tell(report: &Report, is_temporary: bool) {
    let row = |name: &str, value: &str| line(&format!("  {name:<28}{value:>10}"));
    line(&format!("{} orders at once for {} in stock", report.orders, report.stock));
    row("taken (201)", &report.taken.to_string());
    row("out of stock (422)", &report.out_of_stock.to_string());
    for (answer, times) in &report.other {
        row(answer, &times.to_string());
    }
    row("time", &format!("{} ms", report.milliseconds));
    checks::tell(&report.ledger);
    if !is_temporary {
        line(&format!("The company {} stays in the database.", report.company));
    }
    line(if report.exact { "Exact." } else { "NOT EXACT." });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn report(orders: u32, stock: u32, answers: &[(u16, Value)]) -> Report {
        let ledger = Verdict {
            tenant: "race".to_owned(),
            ok: true,
            checks: Vec::new(),
            failed: None,
            offender: None,
        };
        let mut report = Report {
            exact: false,
            company: "race".to_owned(),
            orders,
            stock,
            taken: 0,
            out_of_stock: 0,
            other: BTreeMap::new(),
            milliseconds: 0,
            ledger,
        };
        for (status, body) in answers {
            report.count(Ok(Answer { status: *status, body: body.clone() }));
        }
        report
    }

    #[test]
    fn only_what_was_in_stock_may_be_taken_and_nothing_else_may_happen() {
        let (taken, out) = (json!({"state": "confirmed"}), json!({"code": "out_of_stock"}));
        let exact = |answers: &[(u16, Value)]| report(2, 1, answers).is_exact();
        assert!(exact(&[(201, taken.clone()), (422, out.clone())]));
        assert!(!exact(&[(201, taken.clone()), (201, taken.clone())]), "one sold twice");
        assert!(!exact(&[(422, out.clone()), (422, out.clone())]), "one not sold");
        assert!(!exact(&[(201, taken.clone()), (503, json!({"code": "busy"}))]));
        assert!(!exact(&[(201, json!({"state": "draft"})), (422, out.clone())]));
        assert!(!exact(&[(201, taken.clone())]), "an answer is missing");
        assert!(report(1, 5, &[(201, taken)]).is_exact());
    }

    #[test]
    fn broken_books_are_not_exact() {
        let mut report = report(1, 1, &[(201, json!({"state": "confirmed"}))]);
        report.ledger.ok = false;
        assert!(!report.is_exact());
    }
}
