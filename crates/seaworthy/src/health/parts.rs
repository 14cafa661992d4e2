//! The parts of the program and how each of them is.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use base::App;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Vitals, WorkerState, store};

/// Longer than this and the database is as good as away.
const PATIENCE: Duration = Duration::from_secs(2);
/// PostgreSQL stops when it cannot write; somebody should hear of it before.
const LEAST_FREE_BYTES: u64 = 100 * 1024 * 1024;

/// How the program is.
#[derive(Debug, Serialize)]
pub struct Health {
    /// `healthy` or `unhealthy`.
    pub status: &'static str,
    /// The version that runs.
    pub version: &'static str,
    /// Each part.
    pub parts: BTreeMap<&'static str, Part>,
}

/// How one part is.
#[derive(Debug, Serialize)]
pub struct Part {
    /// One word.
    pub state: &'static str,
    /// Numbers and names that explain it.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
    #[serde(skip)]
    well: bool,
}

impl Part {
    fn new(well: bool, state: &'static str) -> Self {
        Self { state, facts: Map::new(), well }
    }

    fn fact(mut self, name: &str, value: Value) -> Self {
        self.facts.insert(name.to_owned(), value);
        self
    }
}

impl Health {
    /// Whether every part is well.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.parts.values().all(|part| part.well)
    }
}

/// Looks at every part.
pub(super) async fn look(app: &App, vitals: &Vitals) -> Health {
    let mut parts = BTreeMap::new();
    parts.insert("database", database(app).await);
    parts.insert("migrations", migrations(app));
    parts.insert("worker", worker(vitals));
    parts.insert("files", files(app).await);
    parts.insert("mail", mail(app));
    parts.insert("disk", disk(app));
    parts.insert("books", books(app).await);
    if app.is_draining() {
        parts.insert("server", Part::new(false, "draining"));
    }
    let mut health = Health { status: "healthy", version: env!("CARGO_PKG_VERSION"), parts };
    if !health.is_healthy() {
        health.status = "unhealthy";
    }
    health
}

/// Asks the database the smallest question; how long it took, or why there was no answer.
pub(super) async fn ping(app: &App) -> Result<Duration, String> {
    let asked = Instant::now();
    match tokio::time::timeout(PATIENCE, store::ping(app.pool())).await {
        Ok(Ok(())) => Ok(asked.elapsed()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer in two seconds".to_owned()),
    }
}

async fn database(app: &App) -> Part {
    let inside = app.config().database_url.is_none();
    let part = match ping(app).await {
        Ok(took) => {
            let ms = (took.as_secs_f64() * 10_000.0).round() / 10.0;
            Part::new(true, "up").fact("latency_ms", json!(ms))
        }
        Err(reason) => {
            tracing::warn!(reason, "the database is away");
            Part::new(false, "down")
        }
    };
    part.fact("embedded", json!(inside))
}

fn migrations(app: &App) -> Part {
    match app.is_migrated() {
        true => Part::new(true, "done"),
        false => Part::new(false, "running"),
    }
}

fn worker(vitals: &Vitals) -> Part {
    match vitals.worker() {
        WorkerState::Running => Part::new(true, "running"),
        WorkerState::Elsewhere => Part::new(true, "elsewhere"),
        WorkerState::Dead => Part::new(false, "dead"),
    }
}

/// Files are kept in a folder; a folder that was unmounted or made read-only is noticed here.
async fn files(app: &App) -> Part {
    let folder = app.config().data_dir.join("files");
    let probe = folder.join(".health");
    let written = tokio::fs::write(&probe, b"ok").await;
    match written {
        Ok(()) => Part::new(true, "up"),
        Err(error) => {
            tracing::warn!(%error, folder = %folder.display(), "files cannot be written");
            Part::new(false, "down")
        }
    }
}

fn mail(app: &App) -> Part {
    match app.config().mail.smtp_url {
        Some(_) => Part::new(true, "smtp"),
        None => Part::new(true, "folder"),
    }
}

/// What the last night's verification found. Wrong books of one company are no reason to send
/// requests elsewhere, so the part itself is well; the operator's alarm reads the number.
async fn books(app: &App) -> Part {
    if !app.is_migrated() {
        return Part::new(true, "unknown");
    }
    match tokio::time::timeout(PATIENCE, finance::ledger::failing(app)).await {
        Ok(Ok(0)) => Part::new(true, "ok").fact("companies_failing", json!(0)),
        Ok(Ok(n)) => Part::new(true, "wrong").fact("companies_failing", json!(n)),
        _ => Part::new(true, "unknown"),
    }
}

fn disk(app: &App) -> Part {
    match rustix::fs::statvfs(&app.config().data_dir) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let well = free >= LEAST_FREE_BYTES;
            let state = if well { "ok" } else { "full" };
            Part::new(well, state).fact("free_bytes", json!(free))
        }
        Err(_) => Part::new(true, "unknown"),
    }
}
