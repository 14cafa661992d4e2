//! What Prometheus may read: requests, the pool, jobs, mails, the process.

use std::fmt::Write;
use std::sync::OnceLock;
use std::time::Duration;

use base::{App, Reason, Tx};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds: from a page out of the cache to one that nobody waits for.
const BUCKETS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

// The recorder of the metrics crate is one a process, so its handle is too.
static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to record; a second call changes nothing.
pub fn install() {
    handle();
}

fn handle() -> Option<&'static PrometheusHandle> {
    HANDLE
        .get_or_init(|| {
            let durations = Matcher::Suffix("_duration_seconds".to_owned());
            let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &BUCKETS);
            let handle = builder.and_then(PrometheusBuilder::install_recorder);
            describe();
            handle.inspect_err(|error| tracing::error!(%error, "no metrics")).ok()
        })
        .as_ref()
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!("seaworthy_http_requests_total", "Requests answered.");
    describe_histogram!("seaworthy_http_request_duration_seconds", "Time to answer a request.");
    describe_gauge!("seaworthy_http_requests_in_flight", "Requests being answered.");
    describe_counter!("seaworthy_jobs_total", "Jobs run, by outcome.");
    describe_histogram!("seaworthy_job_duration_seconds", "Time that a job took.");
    describe_gauge!("seaworthy_jobs_waiting", "Jobs that wait or run.");
    describe_gauge!("seaworthy_jobs_dead", "Jobs that gave up and wait for a person.");
    describe_gauge!(
        "seaworthy_ledgers_failing",
        "Companies whose books had something wrong when they were last verified."
    );
    describe_counter!("seaworthy_mails_total", "Mails handed over, by outcome.");
    describe_gauge!("seaworthy_database_connections", "Connections of the pool, by state.");
    describe_gauge!("seaworthy_database_connections_max", "Connections allowed.");
    describe_gauge!("seaworthy_ready", "1 when requests are answered.");
    describe_gauge!("seaworthy_build_info", "The version that runs.");
    describe_gauge!("process_resident_memory_bytes", "Resident memory.");
    describe_gauge!("process_cpu_seconds_total", "Processor time, user and system.");
}

/// Folds away old samples; the recorder keeps them until somebody does.
pub(crate) async fn keep_small() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Some(handle) = handle() {
            handle.run_upkeep();
        }
    }
}

/// The text that Prometheus reads, with the gauges as they are now.
pub(crate) async fn text(app: &App) -> String {
    let pools = app.pools();
    let size: f64 = pools.iter().map(|pool| f64::from(pool.size())).sum();
    let most: f64 = pools.iter().map(|pool| f64::from(pool.options().get_max_connections())).sum();
    let idle = pools.iter().map(|pool| pool.num_idle()).sum::<usize>() as f64;
    metrics::gauge!("seaworthy_database_connections", "state" => "idle").set(idle);
    metrics::gauge!("seaworthy_database_connections", "state" => "busy").set(size - idle);
    metrics::gauge!("seaworthy_database_connections_max").set(most);
    let ready = app.is_migrated() && !app.is_draining();
    metrics::gauge!("seaworthy_ready").set(f64::from(u8::from(ready)));
    metrics::gauge!("seaworthy_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    if let Ok(Some((waiting, dead))) = tokio::time::timeout(Duration::from_secs(2), jobs(app)).await
    {
        metrics::gauge!("seaworthy_jobs_waiting").set(waiting as f64);
        metrics::gauge!("seaworthy_jobs_dead").set(dead as f64);
    }
    let failing = tokio::time::timeout(Duration::from_secs(2), failing(app)).await;
    if let Ok(Some(failing)) = failing {
        metrics::gauge!("seaworthy_ledgers_failing").set(failing as f64);
    }
    let mut text = handle().map(PrometheusHandle::render).unwrap_or_default();
    process(&mut text);
    text
}

async fn failing(app: &App) -> Option<i64> {
    if !app.is_migrated() {
        return None;
    }
    finance::ledger::failing(app).await.ok()
}

async fn jobs(app: &App) -> Option<(i64, i64)> {
    if !app.is_migrated() {
        return None;
    }
    let mut tx = Tx::system(app, Reason::Worker).await.ok()?;
    base::jobs::console::counts(&mut tx).await.ok()
}

/// Numbers of the process under the names that every Prometheus client uses. Where there is no
/// /proc they are left out.
fn process(text: &mut String) {
    if let Some(bytes) = resident_memory_bytes() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# TYPE process_resident_memory_bytes gauge");
        let _ = writeln!(text, "process_resident_memory_bytes {bytes}");
    }
    if let Some(seconds) = cpu_seconds() {
        let _ = writeln!(text, "# TYPE process_cpu_seconds_total counter");
        let _ = writeln!(text, "process_cpu_seconds_total {seconds}");
    }
}

fn resident_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// The kernel counts in hundredths of a second on every Linux that Rust supports (USER_HZ).
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some((f64::from(user) + f64::from(system)) / 100.0)
}
