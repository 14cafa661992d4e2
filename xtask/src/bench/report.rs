//! The table and the bars.

use std::fmt::Write;

use serde_json::json;

use super::Asked;
use super::load::Load;
use super::server::Cpu;

/// One scenario's numbers.
pub struct Row {
    name: &'static str,
    /// Answers a second.
    pub per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    program_ms: f64,
    postgres_ms: f64,
    floor_tps: f64,
    statements: usize,
}

/// A promise and whether it was kept.
pub struct Bar {
    what: String,
    /// Whether it was kept.
    pub held: bool,
}

impl Row {
    /// Puts a scenario's numbers together. Processor time covers the warm-up as well, so it is
    /// divided by the requests of both, at the measured pace.
    pub fn new(
        name: &'static str,
        load: &Load,
        cpu: &Cpu,
        floor_tps: f64,
        statements: usize,
    ) -> Self {
        let measured = load.requests as f64 / load.per_second;
        let requests = load.per_second * (measured + 2.0);
        Self {
            name,
            per_second: load.per_second,
            p50_ms: load.p50_ms,
            p99_ms: load.p99_ms,
            program_ms: cpu.program_ms / requests,
            postgres_ms: cpu.postgres_ms / requests,
            floor_tps,
            statements,
        }
    }

    /// The share of the floor that is reached.
    pub fn ratio(&self) -> f64 {
        self.per_second / self.floor_tps
    }
}

impl Bar {
    /// A promise about a figure.
    pub fn new(what: impl Into<String>, held: bool) -> Self {
        Self { what: what.into(), held }
    }
}

/// The bars of the project.
pub fn bars(rows: &[Row], idle_mb: f64) -> Vec<Bar> {
    let mut bars = Vec::new();
    let find = |part: &str| rows.iter().find(|row| row.name.contains(part));
    if let Some(order) = find("order") {
        let ratio = order.ratio();
        let what = format!("order at least 0.5 of the floor: {ratio:.2}");
        bars.push(Bar { what, held: ratio >= 0.5 });
    }
    for row in [find("list"), find("search")].into_iter().flatten() {
        let ms = row.program_ms;
        let what = format!("{}: at most 1 ms of the program's CPU: {ms:.2}", row.name);
        bars.push(Bar { what, held: ms <= 1.0 });
    }
    let what = format!("idle memory at most 100 MB: {idle_mb:.0}");
    bars.push(Bar { what, held: idle_mb <= 100.0 });
    bars
}

/// For people.
pub fn table(rows: &[Row], bars: &[Bar], asked: &Asked) -> String {
    let mut text = format!(
        "{} products, {} connections, {} s each\n\n\
         | scenario | requests/s | p50 ms | p99 ms | CPU ms program | CPU ms PostgreSQL \
         | floor/s | ratio | statements |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        asked.products, asked.clients, asked.seconds
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.1} | {:.1} | {:.2} | {:.2} | {:.0} | {:.2} | {} |",
            row.name,
            row.per_second,
            row.p50_ms,
            row.p99_ms,
            row.program_ms,
            row.postgres_ms,
            row.floor_tps,
            row.ratio(),
            row.statements
        );
    }
    text.push('\n');
    text + &judged(bars)
}

/// The bars, one a line.
pub fn judged(bars: &[Bar]) -> String {
    let said = |bar: &Bar| {
        let verdict = if bar.held { "kept  " } else { "MISSED" };
        format!("{verdict} {}\n", bar.what)
    };
    bars.iter().map(said).collect()
}

/// For machines.
pub fn json(rows: &[Row], bars: &[Bar]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({ "scenario": row.name, "requests_per_second": row.per_second,
                "p50_ms": row.p50_ms, "p99_ms": row.p99_ms, "program_cpu_ms": row.program_ms,
                "postgres_cpu_ms": row.postgres_ms, "floor_per_second": row.floor_tps,
                "ratio": row.ratio(), "statements": row.statements })
        })
        .collect();
    let bars: Vec<_> = bars.iter().map(|b| json!({ "bar": b.what, "kept": b.held })).collect();
    json!({ "rows": rows, "bars": bars }).to_string()
}
