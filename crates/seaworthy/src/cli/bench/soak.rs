//! Many people post all kinds of documents against the same few items, orders and invoices at
//! once: nobody may wait for somebody who waits for him, and the books must prove right.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use base::Date;
use clap::{Args, value_parser};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::super::checks::{self, Verdict};
use super::super::serve::Signals;
use super::super::{Done, Failure, Global, line, say};
use super::ask::Client;
use super::company;
use super::deed::Shelf;
use super::ground::Ground;
use crate::demo::Dice;
use crate::logs;
use crate::serve::{self, Running, ServeError};

#[derive(Args)]
pub(in crate::cli) struct Soak {
    /// How many documents in all
    #[arg(long, default_value_t = 10_000, value_parser = value_parser!(u32).range(1..=10_000_000))]
    documents: u32,
    /// How many people at once
    #[arg(long, default_value_t = 16, value_parser = value_parser!(u32).range(1..=200))]
    clients: u32,
    /// How many different things there are: the fewer, the more they are in each other's way
    #[arg(long, default_value_t = 12, value_parser = value_parser!(u32).range(1..=1000))]
    items: u32,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How it went.
#[derive(Serialize)]
struct Report {
    sound: bool,
    documents: u32,
    clients: u32,
    items: u32,
    /// What was posted, by kind of document.
    posted: BTreeMap<&'static str, u32>,
    /// What was refused, by the rule: there is not always something to do.
    refused: BTreeMap<String, u32>,
    /// Every other answer, and how often it came: there should be none.
    other: BTreeMap<String, u32>,
    milliseconds: u128,
    ledger: Verdict,
}

/// What the people have in common.
struct Common {
    client: Client,
    shelf: Mutex<Shelf>,
    left: AtomicU32,
    report: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    posted: BTreeMap<&'static str, u32>,
    refused: BTreeMap<String, u32>,
    other: BTreeMap<String, u32>,
}

impl Soak {
    pub(super) async fn run(self, global: &Global) -> Done {
        let mut ground = Ground::of(global)?;
        // Payments are followed by jobs, which belong to what is tried here.
        ground.config.worker = true;
        logs::start(ground.config.log_format, "warn,sqlx::pool=error");
        let mut signals = Signals::listen()?;
        let running = serve::start(ground.config.clone()).await?;
        let soaked = tokio::select! {
            soaked = self.soak(&running) => soaked,
            () = signals.next() => Err("told to stop".into()),
        };
        match running.stop().await {
            Ok(()) | Err(ServeError::Stopped) => {}
            Err(error) => return Err(error.into()),
        }
        let report = soaked?;
        if self.json {
            say::json(&report);
        } else {
            tell(&report);
        }
        Ok(if report.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn soak(&self, running: &Running) -> Result<Report, Failure> {
        let app = running.ready().await?;
        let company = company::subdomain("soak");
        let (client, shelf) = set_up(running, &company, self.items).await?;
        let common = Arc::new(Common {
            client,
            shelf: Mutex::new(shelf),
            left: AtomicU32::new(self.documents),
            report: Mutex::default(),
        });
        let begun = Instant::now();
        let mut people = JoinSet::new();
        for person in 0..self.clients {
            people.spawn(work(common.clone(), person));
        }
        while let Some(done) = people.join_next().await {
            done?;
        }
        let milliseconds = begun.elapsed().as_millis();
        let tenant = base::tenants::tenant_of_slug(&app, &company).await?;
        let tenant = tenant.ok_or_else(|| format!("the company {company} is gone"))?;
        let ledger = checks::judge(&app, tenant).await?;
        let counts = std::mem::take(&mut *lock(&common.report));
        let sound = ledger.ok && counts.other.is_empty() && !counts.posted.is_empty();
        let (documents, clients, items) = (self.documents, self.clients, self.items);
        let Counts { posted, refused, other } = counts;
        Ok(Report {
            sound,
            documents,
            clients,
            items,
            posted,
            refused,
            other,
            milliseconds,
            ledger,
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One person's day: one deed after another until all documents are posted.
async fn work(common: Arc<Common>, person: u32) {
    let mut dice = Dice::named(&format!("soak {person}"));
    let mut in_vain = 0;
    while common.left.load(Ordering::Relaxed) > 0 && in_vain < 1000 {
        let Some((deed, path, body)) = lock(&common.shelf).think_of(&mut dice) else { continue };
        let answer = match common.client.connect().await {
            Ok(stream) => common.client.post_on(stream, &path, &body).await,
            Err(failure) => Err(failure),
        };
        let other = match answer {
            Ok(answer) if answer.status == 200 || answer.status == 201 => {
                in_vain = 0;
                let _ = common
                    .left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
                *lock(&common.report).posted.entry(deed.name()).or_default() += 1;
                lock(&common.shelf).keep(deed, &answer.body);
                continue;
            }
            Ok(answer) if matches!(answer.status, 409 | 422) => {
                in_vain += 1;
                let code = answer.body["code"].as_str().unwrap_or("no code");
                let rule = format!("{}: {code}", deed.name());
                *lock(&common.report).refused.entry(rule).or_default() += 1;
                continue;
            }
            Ok(answer) => format!("{}: {} {}", deed.name(), answer.status, answer.body),
            Err(failure) => format!("{}: {failure}", deed.name()),
        };
        in_vain += 1;
        *lock(&common.report).other.entry(other).or_default() += 1;
    }
}

/// A company with two warehouses, some items with stock, and a customer.
async fn set_up(running: &Running, slug: &str, items: u32) -> Result<(Client, Shelf), Failure> {
    let owner = company::over_http(running, slug, "Everybody at once").await?;
    let branch = json!({ "code": "BRANCH", "name": { "en": "Branch" } });
    let branch = owner.make("/api/v1/warehouses", &branch).await?;
    let mut skus = Vec::new();
    for n in 1..=items {
        let sku = format!("SOAK-{n}");
        let product = json!({ "name": { "en": format!("Thing {n}") },
            "variants": [{ "sku": sku, "price": "10" }] });
        owner.make("/api/v1/products", &product).await?;
        skus.push(sku);
    }
    let line = |sku: &String| json!({ "sku": sku, "quantity": "500", "unit_cost": "6.37" });
    let lines: Vec<Value> = skus.iter().map(line).collect();
    let receipt = owner.make("/api/v1/stock/receipts", &json!({ "lines": lines })).await?;
    let houses = [receipt["warehouse"]["id"].clone(), branch["id"].clone()];
    let customer = owner.make("/api/v1/customers", &json!({ "name": "Everybody" })).await?;
    // Whatever price is billed is within its tolerance, so that bills are posted.
    let supplier = json!({ "name": "Somebody", "price_tolerance": "1",
        "quantity_tolerance": "1" });
    let supplier = owner.make("/api/v1/suppliers", &supplier).await?;
    let days = days(&receipt["date"])?;
    let (customer, supplier) = (customer["id"].clone(), supplier["id"].clone());
    Ok((owner, Shelf::new(skus, houses, [customer, supplier], days)))
}

/// The company's today, and the middle of the month before.
fn days(today: &Value) -> Result<[String; 2], Failure> {
    let today: Date = today.as_str().unwrap_or_default().parse()?;
    let before = today.plus_months(-1)?.first_of_month().plus_days(14)?;
    Ok([today.to_string(), before.to_string()])
}

fn tell(report: &Report) {
    let row = |name: &str, value: &str| line(&format!("  {name:<48}{value:>10}"));
    line(&format!(
        "{} documents by {} people at once on {} items",
        report.documents, report.clients, report.items
    ));
    for (kind, times) in &report.posted {
        row(kind, &times.to_string());
    }
    line("refused, as the rules say");
    for (rule, times) in &report.refused {
        row(rule, &times.to_string());
    }
    for (answer, times) in &report.other {
        row(answer, &times.to_string());
    }
    row("time", &format!("{} ms", report.milliseconds));
    checks::tell(&report.ledger);
    line(if report.sound { "Sound." } else { "NOT SOUND." });
}
