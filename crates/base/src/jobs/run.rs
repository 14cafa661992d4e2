//! The worker: takes ready jobs of every company with SKIP LOCKED, keeps their leases alive
//! while they run, and rescues those whose worker died.

use std::time::Duration;

use futures::FutureExt;
use serde_json::Value;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{JobCx, JobError, schedule, store};
use crate::tenants::find_tenant;
use crate::{Actor, App, Problem, Reason, Timestamp, Tx};

/// A job whose lease is this old belongs to a dead worker.
pub(super) const LEASE_S: i64 = 20;
const HEARTBEAT: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_secs(1);
const MOST_AT_ONCE: usize = 4;

/// A taken job.
pub(super) struct Taken {
    pub tenant_id: Uuid,
    pub id: Uuid,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
    pub max_attempts: i32,
}

/// Works through jobs and schedules until the program drains.
pub struct Worker {
    app: App,
    name: String,
}

impl Worker {
    /// A worker of this process.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, name: format!("{}-{}", std::process::id(), Uuid::now_v7().simple()) }
    }

    /// Works until the program drains, then finishes what it has begun.
    pub async fn run(self) {
        let mut running = JoinSet::new();
        loop {
            if self.app.is_draining() {
                while running.join_next().await.is_some() {}
                return;
            }
            if let Err(problem) = schedule::enqueue_due(&self.app).await {
                tracing::warn!(%problem, "schedules could not be looked at");
            }
            let room = MOST_AT_ONCE.saturating_sub(running.len());
            let taken = match take(&self.app, &self.name, room).await {
                Ok(taken) => taken,
                Err(problem) => {
                    tracing::warn!(%problem, "jobs could not be taken");
                    Vec::new()
                }
            };
            let found = !taken.is_empty();
            for job in taken {
                let (app, name) = (self.app.clone(), self.name.clone());
                running.spawn(async move { work(&app, &name, job).await });
            }
            if found && running.len() < MOST_AT_ONCE {
                continue;
            }
            tokio::select! {
                () = self.app.worker_call().notified() => {}
                () = tokio::time::sleep(LOOK) => {}
                Some(_) = running.join_next(), if !running.is_empty() => {}
            }
        }
    }
}

/// Runs every job that is ready now, one after the other, and says how many ran: for tests
/// and for the command line.
///
/// # Errors
/// When the database is away. A failing job is not an error here; it is retried or dead.
pub async fn run_ready(app: &App) -> Result<usize, Problem> {
    let mut ran = 0;
    loop {
        let taken = take(app, "by-hand", 1).await?;
        if taken.is_empty() {
            return Ok(ran);
        }
        for job in taken {
            work(app, "by-hand", job).await;
            ran += 1;
        }
    }
}

async fn take(app: &App, worker: &str, room: usize) -> Result<Vec<Taken>, Problem> {
    if room == 0 {
        return Ok(Vec::new());
    }
    let mut tx = Tx::system(app, Reason::Worker).await?;
    let taken = store::take(&mut tx, worker, i64::try_from(room).unwrap_or(1)).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn work(app: &App, worker: &str, job: Taken) {
    let started = std::time::Instant::now();
    let result = run_with_heartbeat(app, worker, &job).await;
    let outcome = match &result {
        Ok(()) => "done",
        Err(JobError::Retry(_)) if job.attempts < job.max_attempts => "retry",
        Err(_) => "dead",
    };
    metrics::counter!("seaworthy_jobs_total", "kind" => job.kind.clone(), "outcome" => outcome)
        .increment(1);
    metrics::histogram!("seaworthy_job_duration_seconds", "kind" => job.kind.clone())
        .record(started.elapsed().as_secs_f64());
    if let Err(problem) = finish(app, &job, result).await {
        // The lease runs out and another worker takes it up again.
        tracing::error!(job = %job.id, kind = job.kind, %problem, "job could not be finished");
    }
}

async fn run_with_heartbeat(app: &App, worker: &str, job: &Taken) -> Result<(), JobError> {
    let run = std::panic::AssertUnwindSafe(run(app, job)).catch_unwind();
    tokio::pin!(run);
    loop {
        tokio::select! {
            result = &mut run => {
                return result.unwrap_or_else(|_| Err(JobError::Retry("the job panicked".into())));
            }
            () = tokio::time::sleep(HEARTBEAT) => {
                if let Err(problem) = beat(app, worker, job).await {
                    tracing::warn!(job = %job.id, %problem, "lease could not be renewed");
                }
            }
        }
    }
}

async fn run(app: &App, job: &Taken) -> Result<(), JobError> {
    let Some(kind) = app.job_kind(&job.kind) else {
        return Err(JobError::Retry(format!("this version knows no job {}", job.kind).into()));
    };
    let tenant = if job.tenant_id.is_nil() {
        app.installation()
    } else {
        match find_tenant(app, job.tenant_id).await? {
            Some(tenant) => tenant,
            None => return Err(JobError::GiveUp("its company is gone".into())),
        }
    };
    let cx = JobCx { app: app.clone(), actor: Actor::system(tenant, kind.name) };
    (kind.run)(&cx, job.payload.clone()).await
}

async fn beat(app: &App, worker: &str, job: &Taken) -> Result<(), Problem> {
    let mut tx = Tx::system(app, Reason::Worker).await?;
    store::renew(&mut tx, worker, job).await?;
    tx.commit().await
}

async fn finish(app: &App, job: &Taken, result: Result<(), JobError>) -> Result<(), Problem> {
    let mut tx = Tx::system(app, Reason::Worker).await?;
    match result {
        Ok(()) => store::delete(&mut tx, job).await?,
        Err(error) => {
            let (again, error) = match error {
                JobError::Retry(error) => (job.attempts < job.max_attempts, error),
                JobError::GiveUp(error) => (false, error),
            };
            tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts, again,
                error = %error, "job failed");
            let now = tx.now();
            let next = again.then(|| retry_at(now, job.attempts, job.id));
            store::fail(&mut tx, job, next, &error.to_string()).await?;
        }
    }
    tx.commit().await
}

/// 5 s, 10 s, 20 s … up to an hour, spread by up to a fifth so that they do not come together.
fn retry_at(now: Timestamp, attempts: i32, id: Uuid) -> Timestamp {
    let exponent = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    let delay_s = 5u64.saturating_mul(1 << exponent).min(3600);
    let spread_ms = delay_s * 200 * u64::from(id.as_bytes()[15]) / 255;
    now.plus(Duration::from_millis(delay_s * 1000 + spread_ms))
}
