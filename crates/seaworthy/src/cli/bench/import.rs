//! Taking a large file in: how long it takes, how much memory, and how fast the search is then.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use base::{Actor, App, ListQuery, Problem, Tx};
use clap::{Args, value_parser};
use platform::files::{Source, Spool};
use platform::imports::{self, Import as Taken, NewFile, Preview};
use serde::Serialize;
use supply::catalog::{self, ProductQuery};
use uuid::Uuid;

use super::super::serve::Signals;
use super::super::{Done, Failure, Global, line, say};
use super::ground::Ground;
use super::{company, goods};
use crate::logs;
use crate::serve::{self, Running, ServeError};

/// Times that each search is asked; the middle one counts.
const TIMES: usize = 7;

#[derive(Args)]
pub(in crate::cli) struct Import {
    /// How many rows the file has
    #[arg(long, default_value_t = 100_000, value_parser = value_parser!(u32).range(1..=200_000))]
    rows: u32,
    /// Leaves the products there, to look at them in a named database
    #[arg(long)]
    keep: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How it went.
#[derive(Serialize)]
struct Report {
    /// Whether everything was taken in, known again and taken back, and nothing else happened.
    exact: bool,
    company: String,
    rows: u32,
    products: u32,
    file_bytes: u64,
    /// Rows that were taken in for good in a second.
    rows_per_second: f64,
    before_peak_mib: Option<u64>,
    steps: Vec<Step>,
    searches: Vec<Search>,
}

/// One thing that is done with the file.
#[derive(Serialize)]
struct Step {
    name: &'static str,
    seconds: f64,
    /// The most memory that the program held meanwhile.
    peak_mib: Option<u64>,
}

/// A search among all products.
#[derive(Serialize)]
struct Search {
    name: &'static str,
    q: String,
    found: usize,
    list_ms: f64,
    type_ahead_ms: f64,
}

impl Import {
    pub(super) async fn run(self, global: &Global) -> Done {
        let ground = Ground::of(global)?;
        logs::start(ground.config.log_format, "warn");
        let mut signals = Signals::listen()?;
        let running = serve::start(ground.config.clone()).await?;
        let measured = tokio::select! {
            measured = self.measure(&running) => measured,
            () = signals.next() => Err("told to stop".into()),
        };
        match running.stop().await {
            Ok(()) | Err(ServeError::Stopped) => {}
            Err(error) => return Err(error.into()),
        }
        let report = measured?;
        if self.json {
            say::json(&report);
        } else {
            tell(&report, ground.is_temporary());
        }
        Ok(if report.exact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn measure(&self, running: &Running) -> Result<Report, Failure> {
        let app = running.ready().await?;
        let company = company::subdomain("import");
        let actor = company_of(&app, &company).await?;
        let (source, products) = file(&app, self.rows)?;
        let mut bench = Bench { app, actor, source, steps: Vec::new() };
        let before_peak_mib = peak_mib();
        let tried = bench.step("dry run", Bench::preview).await?;
        let would = (tried.outcome.created, tried.outcome.errors.len());
        let preview = tried;
        let import = bench.step("commit", async |b| b.commit(preview).await).await?;
        let seconds = bench.steps.last().map_or(1.0, |step| step.seconds);
        let again = bench.step("dry run of the same", Bench::preview).await?;
        let searches = bench.search(products).await?;
        let wanted = i32::try_from(products)?;
        let mut exact = would == (wanted, 0)
            && import.created_count == wanted
            && again.outcome.unchanged == wanted
            && searches.iter().all(|search| search.found > 0);
        if !self.keep {
            let undone = bench.step("undo", async |b| b.undo(import.id).await).await?;
            let undone = undone.summary.undone.unwrap_or_default();
            exact &= (undone.undone, undone.kept) == (products, 0);
        }
        Ok(Report {
            exact,
            company,
            rows: self.rows,
            products,
            file_bytes: bench.source.size_bytes(),
            rows_per_second: (f64::from(self.rows) / seconds).round(),
            before_peak_mib,
            steps: bench.steps,
            searches,
        })
    }
}

/// What the steps work with.
struct Bench {
    app: App,
    actor: Actor,
    source: Source,
    steps: Vec<Step>,
}

impl Bench {
    async fn step<T>(
        &mut self,
        name: &'static str,
        work: impl AsyncFnOnce(&Self) -> Result<T, Problem>,
    ) -> Result<T, Failure> {
        forget_peak();
        let begun = Instant::now();
        let done = work(self).await?;
        let seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        self.steps.push(Step { name, seconds, peak_mib: peak_mib() });
        Ok(done)
    }

    async fn preview(&self) -> Result<Preview, Problem> {
        let trial = Tx::begin(&self.app, &self.actor).await?;
        imports::preview(trial, &catalog::importer(), None, &self.source).await
    }

    async fn commit(&self, preview: Preview) -> Result<Taken, Problem> {
        let mut tx = Tx::begin(&self.app, &self.actor).await?;
        let file = NewFile { name: "bench.csv".to_owned(), source: self.source.clone() };
        let importer = catalog::importer();
        let id = imports::upload(&mut tx, &importer, file, preview).await?.id;
        let import = imports::commit(&mut tx, &importer, id).await?;
        tx.commit().await?;
        Ok(import)
    }

    async fn undo(&self, id: Uuid) -> Result<Taken, Problem> {
        let mut tx = Tx::begin(&self.app, &self.actor).await?;
        let import = imports::undo(&mut tx, &catalog::importer(), id).await?;
        tx.commit().await?;
        Ok(import)
    }

    /// What people type, from the kindest to the least kind.
    async fn search(&self, products: u32) -> Result<Vec<Search>, Problem> {
        let some = products / 2;
        let mut searches = Vec::new();
        for (name, q) in [
            ("a word", "carpet".to_owned()),
            ("two words", "purple umbrella".to_owned()),
            ("half a word", "umbr".to_owned()),
            ("a typo", "umbrela".to_owned()),
            ("an Arabic name", "سجادة أحمر".to_owned()),
            ("a Bangla name", "পাঞ্জাবি".to_owned()),
            ("two letters", "he".to_owned()),
            ("a SKU", goods::sku(some, 0)),
            ("half a SKU", goods::sku(some, 0)[..7].to_lowercase()),
        ] {
            let asked = ListQuery { q: Some(q.clone()), ..ListQuery::default() };
            let query = ProductQuery { list: asked, ..ProductQuery::default() };
            let (mut lists, mut type_aheads, mut found) = (Vec::new(), Vec::new(), 0);
            for _ in 0..TIMES {
                let mut tx = Tx::read(&self.app, &self.actor).await?;
                let begun = Instant::now();
                found = catalog::list(&mut tx, &query).await?.items.len();
                lists.push(begun.elapsed().as_secs_f64() * 1000.0);
                let begun = Instant::now();
                catalog::lookup(&mut tx, &q, 10).await?;
                type_aheads.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            let (list_ms, type_ahead_ms) = (middle(lists), middle(type_aheads));
            searches.push(Search { name, q, found, list_ms, type_ahead_ms });
        }
        Ok(searches)
    }
}

fn middle(mut times_ms: Vec<f64>) -> f64 {
    times_ms.sort_by(f64::total_cmp);
    let middle = times_ms.get(times_ms.len() / 2).copied().unwrap_or_default();
    (middle * 100.0).round() / 100.0
}

async fn company_of(app: &App, slug: &str) -> Result<Actor, Failure> {
    let signed_up = company::in_process(app, slug, "The shop with everything").await?;
    Ok(Actor::system(signed_up.tenant, "bench_import"))
}

/// A file with so many rows, and how many products are in it.
fn file(app: &App, rows: u32) -> Result<(Source, u32), Failure> {
    let (mut spool, mut text) = (Spool::begin(app)?, goods::HEADINGS.to_owned());
    let (mut written, mut products) = (0, 0);
    while written < rows {
        written += goods::write(&mut text, products, rows - written);
        products += 1;
        if text.len() > 64 << 10 || written == rows {
            spool.write(text.as_bytes())?;
            text.clear();
        }
    }
    Ok((spool.finish(), products))
}

/// The most memory that this program held since the last [`forget_peak`]; Linux only.
fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = peak.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024)
}

/// Where it is not allowed, the peak is the highest of all steps so far.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn tell(report: &Report, is_temporary: bool) {
    let Report { rows, products, rows_per_second, .. } = report;
    let mib = |peak: Option<u64>| peak.map_or_else(|| "?".to_owned(), |mib| mib.to_string());
    line(&format!("{rows} rows, {products} products: {rows_per_second} rows taken in per second"));
    line(&format!("  {:<24}{:>10}{:>14}", "", "seconds", "peak memory"));
    line(&format!("  {:<24}{:>10}{:>10} MiB", "before", "", mib(report.before_peak_mib)));
    for Step { name, seconds, peak_mib } in &report.steps {
        line(&format!("  {name:<24}{seconds:>10.2}{:>10} MiB", mib(*peak_mib)));
    }
    line(&format!("  {:<24}{:>10}{:>14}", "search", "list", "type-ahead"));
    for Search { name, list_ms, type_ahead_ms, .. } in &report.searches {
        line(&format!("  {name:<24}{list_ms:>7.2} ms{type_ahead_ms:>11.2} ms"));
    }
    if !is_temporary {
        line(&format!("The company {} stays in the database.", report.company));
    }
    line(if report.exact { "Exact." } else { "NOT EXACT." });
}
