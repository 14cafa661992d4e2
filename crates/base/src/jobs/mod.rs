//! Work for later. A job is enqueued in the transaction that wants it and is safe to run
//! twice; for every failure it says whether to try again or to give up. A dead job stays
//! visible and can be retried by hand.

pub mod console;
mod run;
mod schedule;
mod store;

use std::error::Error;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use run::{Worker, run_ready};
pub use schedule::{Every, Schedule, ScheduleRow, schedule_rows};

use crate::capability::BoxFuture;
use crate::{Actor, App, Problem, Timestamp, Tx};

/// What a job may do when it fails.
#[derive(Debug)]
pub enum JobError {
    /// Try again later, ever more slowly.
    Retry(Box<dyn Error + Send + Sync>),
    /// It will never work.
    GiveUp(Box<dyn Error + Send + Sync>),
}

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for JobError {
    fn from(error: E) -> Self {
        JobError::Retry(error.into())
    }
}

/// What a job runs with: the program, and the program acting for the job's company.
pub struct JobCx {
    /// The program.
    pub app: App,
    /// The program acting for the company that enqueued the job.
    pub actor: Actor,
}

impl JobCx {
    /// Opens a transaction for the job's company.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(&self) -> Result<Tx, Problem> {
        Tx::begin(&self.app, &self.actor).await
    }
}

/// A kind of job with its payload.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Its name in the database: `mail.send`.
    const KIND: &'static str;
    /// After this many failures it is dead.
    const MAX_ATTEMPTS: i32 = 10;

    /// Does the work; must be safe to run twice.
    fn run(self, cx: &JobCx) -> impl Future<Output = Result<(), JobError>> + Send;
}

type RunJob = for<'a> fn(&'a JobCx, Value) -> BoxFuture<'a, Result<(), JobError>>;

/// A kind of job as the worker knows it.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// Its name in the database.
    pub name: &'static str,
    /// After this many failures it is dead.
    pub max_attempts: i32,
    run: RunJob,
}

impl JobKind {
    /// The kind of a job type.
    #[must_use]
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::KIND,
            max_attempts: J::MAX_ATTEMPTS,
            run: |cx, payload| {
                Box::pin(async move {
                    let job: J = serde_json::from_value(payload)
                        .map_err(|e| JobError::GiveUp(Box::new(e)))?;
                    job.run(cx).await
                })
            },
        }
    }
}

/// A capability that wants to hear of a topic: the event's payload becomes a job's.
#[derive(Clone, Copy)]
pub struct Subscription {
    /// `inventory.stock_arrived`.
    pub topic: &'static str,
    /// The job that hears of it.
    pub job: JobKind,
    /// What the payload must name for the event to matter: `order_id`.
    pub about: Option<&'static str>,
}

impl Subscription {
    /// Whether the event is one that the job must hear of.
    pub(crate) fn concerns(&self, payload: &Value) -> bool {
        self.about.is_none_or(|member| payload.get(member).is_some_and(|value| !value.is_null()))
    }
}

/// A job about to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(crate) kind: &'static str,
    pub(crate) payload: Value,
    pub(crate) unique_key: Option<String>,
    pub(crate) run_at: Option<Timestamp>,
    pub(crate) max_attempts: i32,
}

impl NewJob {
    /// A job that runs as soon as it can.
    #[must_use]
    pub fn of<J: Job>(job: &J) -> Self {
        let payload = serde_json::to_value(job).unwrap_or(Value::Null);
        let (unique_key, run_at) = (None, None);
        Self { kind: J::KIND, payload, unique_key, run_at, max_attempts: J::MAX_ATTEMPTS }
    }

    pub(crate) fn for_event(kind: &JobKind, payload: Value) -> Self {
        let (unique_key, run_at) = (None, None);
        Self { kind: kind.name, payload, unique_key, run_at, max_attempts: kind.max_attempts }
    }

    /// Not before the time.
    #[must_use]
    pub fn at(mut self, run_at: Timestamp) -> Self {
        self.run_at = Some(run_at);
        self
    }

    /// At most one queued job of this kind and key.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }
}
