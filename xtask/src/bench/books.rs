//! `cargo xtask bench books`: what the books promise, measured with years behind them.
//!
//! The years are written by SQL, as a restored backup would bring them; what is measured is asked
//! of the program: invoices that take goods out of the stock, trial balances over millions of
//! lines, receipts dated back before a million moves, and a large list of opening stock.

use std::fmt::Write;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use super::report::{self, Bar};
use super::server::{PORT, Postgres, Program};
use super::world::{SALE, World, item_id};
use super::{Failure, history, row};
use crate::client::{Ask, Connection};

/// What is asked of the bench of the books.
#[derive(Args)]
pub struct Asked {
    /// Lines in the journal of the company whose trial balance is asked
    #[arg(long, default_value_t = 10_000_000)]
    pub lines: u64,
    /// Moves of the item into which a receipt is dated back
    #[arg(long, default_value_t = 1_000_000)]
    pub moves: u64,
    /// Lines of opening stock that are taken in
    #[arg(long, default_value_t = 100_000)]
    pub stock: u32,
    /// Companies that post at once
    #[arg(long, default_value_t = 4)]
    pub companies: usize,
}

/// Measures all of it and prints the table and the bars.
pub async fn measure(asked: &super::Asked, books: &Asked) -> Result<String, Failure> {
    let program = match &asked.program {
        Some(program) => program.clone(),
        None => super::server::build_release()?,
    };
    let postgres = Postgres::start()?;
    let seaworthy = Program::start(&program, &postgres).await?;
    let mut bars = Vec::new();
    let mut text = posting(asked, books, &postgres, &seaworthy, &mut bars).await?;
    // Said at once: the rest takes minutes.
    eprintln!("{text}");
    text.push_str(&trial_balance(books, &postgres, &mut bars).await?);
    text.push_str(&back_dating(books, &postgres, &mut bars).await?);
    text.push_str(&opening(books, &postgres, &mut bars).await?);
    text.push('\n');
    text.push_str(&report::judged(&bars));
    let missed = bars.iter().any(|bar| !bar.held);
    if asked.check && missed { Err(text.into()) } else { Ok(text) }
}

/// Invoices of three lines: of one company, whose entries stand in one chain, and of several.
async fn posting(
    asked: &super::Asked,
    books: &Asked,
    postgres: &Postgres,
    seaworthy: &Program,
    bars: &mut Vec<Bar>,
) -> Result<String, Failure> {
    let mut worlds = Vec::new();
    for n in 0..books.companies.max(1) {
        eprintln!("bench: company {} of {}", n + 1, books.companies);
        worlds.push(World::build(postgres, &format!("bench{n}"), asked.products).await?);
    }
    eprintln!("bench: one company posts");
    let alone = row(asked, postgres, seaworthy, &worlds[..1], &SALE).await?;
    eprintln!("bench: {} companies post", worlds.len());
    let all = row(asked, postgres, seaworthy, &worlds, &SALE).await?;
    let said = format!("invoices with stock a second: {:.0}", all.per_second);
    bars.push(Bar::new(format!("at least 500 {said}"), all.per_second >= 500.0));
    let ratio = all.ratio();
    bars.push(Bar::new(format!("at least 0.5 of the floor: {ratio:.2}"), ratio >= 0.5));
    let table = report::table(&[alone, all], &[], asked);
    Ok(format!("The first row is one company, the second {} at once.\n{table}", worlds.len()))
}

/// Trial balances through snapshots, and the same sums without them.
async fn trial_balance(
    books: &Asked,
    postgres: &Postgres,
    bars: &mut Vec<Bar>,
) -> Result<String, Failure> {
    let world = World::without_stock(postgres, "ledger", 1).await?;
    eprintln!("bench: writing {} lines of journal", books.lines);
    postgres.sql("bench", &history::journal(&world.tenant, books.lines))?;
    postgres.sql("bench", "vacuum analyze")?;
    let begun = Instant::now();
    postgres.sql("bench", &history::job(&world.tenant, "ledger.keep_snapshots"))?;
    let waits = "select count(*) from jobs where kind = 'ledger.keep_snapshots'
        and state in ('queued', 'running')";
    wait_until(postgres, waits, "0").await?;
    let taken_s = begun.elapsed().as_secs_f64();
    postgres.sql("bench", "analyze ledger_snapshots, ledger_snapshot_lines")?;
    let mut connection = Connection::open(PORT, &world.host, &world.token).await?;
    let (mut times_ms, mut differ) = (Vec::new(), 0);
    for n in 0..24 {
        let day = postgres.sql("bench", &format!("select current_date - {}", n * 29))?;
        let ask = Ask::get(format!("/api/v1/reports/trial-balance?as_of={day}"));
        let begun = Instant::now();
        let answer = connection.json(&ask).await?;
        times_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        // Every fourth is compared with the sum of all lines, which takes its time.
        if n % 4 == 0 {
            let whole = postgres.sql("bench", &history::whole(&world.tenant, &day))?;
            differ += usize::from(sums(&answer) != whole);
        }
    }
    let (median, worst) = (middle(&mut times_ms), last(&times_ms));
    let what = format!("trial balance over {} lines at most 200 ms: {median:.0}", books.lines);
    bars.push(Bar::new(what, median <= 200.0));
    let what = format!("trial balances that differ from the sum of all lines: {differ} of 6");
    bars.push(Bar::new(what, differ == 0));
    Ok(format!(
        "\nTrial balance over {} lines: median {median:.1} ms, slowest {worst:.1} ms of {}; \
         snapshots of all months taken in {taken_s:.1} s\n",
        books.lines,
        times_ms.len()
    ))
}

/// The figures of a trial balance, as `history::whole` writes them.
fn sums(answer: &Value) -> String {
    let rows = answer["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let row = |row: &Value| {
        let side = |name: &str| {
            let amount = row[name]["amount"].as_str().unwrap_or_default();
            amount.replace('.', "").parse::<i64>().unwrap_or_default()
        };
        format!("{}={}", row["code"].as_str().unwrap_or_default(), side("debit") - side("credit"))
    };
    rows.iter().map(row).collect::<Vec<_>>().join(",")
}

/// Receipts dated back before all moves of an item, and what was damaged before them.
async fn back_dating(
    books: &Asked,
    postgres: &Postgres,
    bars: &mut Vec<Bar>,
) -> Result<String, Failure> {
    let world = World::build(postgres, "late", 10).await?;
    eprintln!("bench: writing {} moves of one item", books.moves);
    postgres.sql("bench", &history::moves(&world.tenant, &item_id(1), books.moves))?;
    postgres.sql("bench", "vacuum analyze")?;
    let day = postgres.sql("bench", "select current_date - 400")?;
    let mut connection = Connection::open(PORT, &world.host, &world.token).await?;
    let (mut receipts_ms, mut issues_ms) = (Vec::new(), Vec::new());
    for _ in 0..25 {
        let line = json!({ "variant_id": item_id(1), "quantity": "7", "unit_cost": "11.11" });
        let body = json!({ "date": day, "lines": [line] });
        let begun = Instant::now();
        connection.json(&Ask::post("/api/v1/stock/receipts", &body)).await?;
        receipts_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        let line = json!({ "variant_id": item_id(1), "quantity": "-1" });
        let body = json!({ "date": day, "reason": "damage", "lines": [line] });
        let begun = Instant::now();
        connection.json(&Ask::post("/api/v1/stock/adjustments", &body)).await?;
        issues_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let (receipt, issue) = (middle(&mut receipts_ms), middle(&mut issues_ms));
    let what =
        format!("a receipt dated back before {} moves at most 50 ms: {receipt:.1}", books.moves);
    bars.push(Bar::new(what, receipt <= 50.0));
    Ok(format!(
        "Dated back before {} moves: a receipt median {receipt:.1} ms, slowest {:.1} ms; an issue \
         median {issue:.1} ms, slowest {:.1} ms\n",
        books.moves,
        last(&receipts_ms),
        last(&issues_ms)
    ))
}

/// A list of opening stock: the file is read, tried and taken in.
async fn opening(
    books: &Asked,
    postgres: &Postgres,
    bars: &mut Vec<Bar>,
) -> Result<String, Failure> {
    const WAREHOUSES: u32 = 10;
    let items = books.stock.div_ceil(WAREHOUSES);
    eprintln!("bench: {items} products for the opening stock");
    let world = World::without_stock(postgres, "opening", items).await?;
    let mut connection = Connection::open(PORT, &world.host, &world.token).await?;
    for n in 1..=WAREHOUSES {
        let body = json!({ "code": format!("W{n}"), "name": { "en": format!("House {n}") } });
        connection.json(&Ask::post("/api/v1/warehouses", &body)).await?;
    }
    let day = postgres.sql("bench", "select date_trunc('month', current_date)::date - 1")?;
    let settings = Ask {
        method: hyper::Method::PATCH,
        ..Ask::post("/api/v1/settings/books", &json!({ "opening_day": day }))
    };
    connection.json(&settings).await?;
    let mut file = "sku,warehouse,quantity,value\n".to_owned();
    for n in 0..books.stock {
        let (item, house) = (n / WAREHOUSES + 1, n % WAREHOUSES + 1);
        let quantity = n % 90 + 10;
        let _ = writeln!(file, "SKU-{item},W{house},{quantity},{}.50", quantity * 13);
    }
    eprintln!("bench: taking in {} lines of stock", books.stock);
    let begun = Instant::now();
    let upload = Ask::upload("/api/v1/imports", &[("kind", "opening_stock")], &file);
    let import = connection.json(&upload).await?;
    let tried_s = begun.elapsed().as_secs_f64();
    let id = import["id"].as_str().ok_or("the import has no id")?;
    let commit = Ask::post(format!("/api/v1/imports/{id}/commit"), &json!({}));
    connection.json(&commit).await?;
    let laid = "select count(*) from stock_levels s join tenants t on t.id = s.tenant_id
        where t.slug = 'opening'";
    wait_until(postgres, laid, &books.stock.to_string()).await?;
    let whole_s = begun.elapsed().as_secs_f64();
    let what = format!("{} lines of stock taken in within 60 s: {whole_s:.1}", books.stock);
    bars.push(Bar::new(what, whole_s <= 60.0));
    Ok(format!(
        "{} lines of opening stock: tried in {tried_s:.1} s, there after {whole_s:.1} s\n",
        books.stock
    ))
}

/// Waits until the statement answers so; for what the program does by itself.
async fn wait_until(postgres: &Postgres, sql: &str, answer: &str) -> Result<(), Failure> {
    for _ in 0..3000 {
        if postgres.sql("bench", sql)? == answer {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let dead = postgres.sql("bench", "select kind, last_error from jobs where state = 'dead'")?;
    Err(format!("five minutes, and still not {answer}: {sql}; dead jobs: {dead}").into())
}

/// Sorts, and gives the one in the middle.
fn middle(times_ms: &mut [f64]) -> f64 {
    times_ms.sort_by(f64::total_cmp);
    times_ms.get(times_ms.len() / 2).copied().unwrap_or_default()
}

fn last(sorted: &[f64]) -> f64 {
    sorted.last().copied().unwrap_or_default()
}
