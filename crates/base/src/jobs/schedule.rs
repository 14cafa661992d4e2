//! What happens regularly. One row a schedule in the database: whoever locks it first when it
//! is due enqueues the job, so any number of programs may look.

use std::time::Duration;

use super::{NewJob, store};
use crate::{App, Problem, Reason, Timestamp, Tx};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Every so many minutes.
    Minutes(u32),
    /// Every day at an hour and minute, UTC.
    DailyAt(i8, i8),
}

/// A schedule of a capability.
#[derive(Clone, Copy)]
pub struct Schedule {
    /// Its name: `inventory.expire_reservations`.
    pub name: &'static str,
    /// How often.
    pub every: Every,
    /// Whether the job is enqueued once for each active company, or once for the installation.
    pub per_tenant: bool,
    /// Makes the job.
    pub job: fn() -> NewJob,
}

/// A schedule as the schedules page shows it.
#[derive(Debug, Clone)]
pub struct ScheduleRow {
    /// Its name.
    pub name: &'static str,
    /// How often.
    pub every: Every,
    /// When it ran last.
    pub last_run_at: Option<Timestamp>,
    /// When it runs next; none before the worker first looked.
    pub next_run_at: Option<Timestamp>,
}

impl Every {
    pub(super) fn after(self, now: Timestamp) -> Timestamp {
        match self {
            Every::Minutes(minutes) => now.plus(Duration::from_secs(u64::from(minutes) * 60)),
            Every::DailyAt(hour, minute) => {
                let since_midnight = now.micros().rem_euclid(86_400_000_000);
                let wanted = (i64::from(hour) * 60 + i64::from(minute)) * 60_000_000;
                let wait = (wanted - since_midnight).rem_euclid(86_400_000_000);
                let wait = if wait == 0 { 86_400_000_000 } else { wait };
                now.plus(Duration::from_micros(wait.unsigned_abs()))
            }
        }
    }
}

/// Enqueues the jobs of all schedules that are due.
pub(super) async fn enqueue_due(app: &App) -> Result<(), Problem> {
    if !app.schedule_look_due() {
        return Ok(());
    }
    for schedule in app.schedules() {
        let mut tx = Tx::system(app, Reason::Worker).await?;
        let next = schedule.every.after(tx.now());
        if store::claim_schedule(&mut tx, schedule.name, next).await? {
            let job = (schedule.job)().unique(schedule.name);
            store::enqueue_for_all(&mut tx, &job, schedule.per_tenant).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Every schedule with its times.
///
/// # Errors
/// When the database is away.
pub async fn schedule_rows(app: &App) -> Result<Vec<ScheduleRow>, Problem> {
    let mut tx = Tx::system(app, Reason::Operator).await?;
    let times = store::schedule_times(&mut tx).await?;
    let row = |schedule: &Schedule| {
        let found = times.iter().find(|(name, ..)| name == schedule.name);
        ScheduleRow {
            name: schedule.name,
            every: schedule.every,
            last_run_at: found.and_then(|(_, last, _)| *last),
            next_run_at: found.map(|(.., next)| *next),
        }
    };
    Ok(app.schedules().map(row).collect())
}
