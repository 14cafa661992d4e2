//! `cargo xtask bench`: what the program can do on this machine, as a ratio to what PostgreSQL
//! can do with the very same statements.
//!
//! The floor is made of the statements that the program itself sent: they are read from the
//! server's log for a few requests, given fresh ids, and run by pgbench at the same number of
//! connections. So the floor never falls behind the code.

mod books;
mod floor;
mod history;
mod load;
mod report;
mod server;
mod world;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::client::Failure;
use report::Row;

/// What is asked of the bench.
#[derive(Args)]
pub struct Asked {
    /// Something else than the everyday requests
    #[command(subcommand)]
    pub what: Option<What>,
    /// Seconds of measuring for each scenario
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Connections, both for the program and for pgbench
    #[arg(long, default_value_t = 8)]
    pub clients: usize,
    /// Products in the company
    #[arg(long, default_value_t = 10_000)]
    pub products: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// End with an error when a bar is missed
    #[arg(long)]
    pub check: bool,
    /// The program to measure; built in release mode when not said
    #[arg(long)]
    pub program: Option<PathBuf>,
}

/// What else is measured.
#[derive(Subcommand)]
pub enum What {
    /// Posting, trial balance, back-dating and taking in stock, with years of books behind them
    Books(books::Asked),
}

/// Measures and prints the table.
///
/// # Errors
/// When a part cannot be started, a request fails, or (with `--check`) a bar is missed.
pub fn run(asked: &Asked) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match &asked.what {
        Some(What::Books(books)) => runtime.block_on(books::measure(asked, books)),
        None => runtime.block_on(measure(asked)),
    }
}

/// One scenario against its floor.
async fn row(
    asked: &Asked,
    postgres: &server::Postgres,
    seaworthy: &server::Program,
    worlds: &[world::World],
    scenario: &world::Scenario,
) -> Result<Row, Failure> {
    // Tables that were empty a moment ago are planned for as such until they are looked at:
    // a server that has run for a minute has done that by itself.
    load::run(worlds, scenario, asked.clients, 1).await?;
    postgres.sql("bench", "analyze")?;
    let floor = floor::Floor::capture(postgres, worlds, scenario).await?;
    let before = server::Cpu::now(seaworthy, postgres);
    let load = load::run(worlds, scenario, asked.clients, asked.seconds).await?;
    let cpu = server::Cpu::now(seaworthy, postgres).since(&before);
    let floor_tps = floor.run(postgres, asked.clients, asked.seconds)?;
    Ok(Row::new(scenario.name, &load, &cpu, floor_tps, floor.statements))
}

async fn measure(asked: &Asked) -> Result<String, Failure> {
    let program = match &asked.program {
        Some(program) => program.clone(),
        None => server::build_release()?,
    };
    let postgres = server::Postgres::start()?;
    let seaworthy = server::Program::start(&program, &postgres).await?;
    eprintln!("bench: loading {} products", asked.products);
    let world = world::World::build(&postgres, "bench", asked.products).await?;
    let worlds = [world];
    let mut rows = Vec::new();
    for scenario in world::SCENARIOS {
        eprintln!("bench: {}", scenario.name);
        rows.push(row(asked, &postgres, &seaworthy, &worlds, scenario).await?);
    }
    // A minute of nothing would say the same as a few seconds: allocators return what is idle
    // on a timer of about a second.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let idle_mb = seaworthy.resident_mb()?;
    let bars = report::bars(&rows, idle_mb);
    let text =
        if asked.json { report::json(&rows, &bars) } else { report::table(&rows, &bars, asked) };
    let missed = bars.iter().any(|bar| !bar.held);
    if asked.check && missed { Err(text.into()) } else { Ok(text) }
}
