//! What the job queue promises.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base::jobs::console;
use base::{Capability, Job, JobCx, JobError, JobKind, NewJob, Tx};
use serde::{Deserialize, Serialize};
use testkit::TestApp;
use uuid::Uuid;

/// Fails a number of times, then writes an audit row.
#[derive(Serialize, Deserialize)]
struct Flaky {
    id: Uuid,
    failures: u32,
    gives_up: bool,
}

static FAILED: AtomicU32 = AtomicU32::new(0);

impl Job for Flaky {
    const KIND: &'static str = "test.flaky";
    const MAX_ATTEMPTS: i32 = 3;

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        if self.gives_up {
            return Err(JobError::GiveUp("never".into()));
        }
        if self.failures > 0 && FAILED.fetch_add(1, Ordering::SeqCst) < self.failures {
            return Err(JobError::Retry("not yet".into()));
        }
        let mut tx = cx.begin().await?;
        tx.audit("test.ran", "test", self.id, serde_json::json!({}));
        tx.commit().await?;
        Ok(())
    }
}

fn with_flaky() -> Vec<Capability> {
    vec![Capability { name: "test", jobs: vec![JobKind::of::<Flaky>()], ..Default::default() }]
}

fn flaky(failures: u32, gives_up: bool) -> Flaky {
    Flaky { id: Uuid::now_v7(), failures, gives_up }
}

async fn ran(t: &TestApp) -> i64 {
    t.scalar("acme", "select count(*) from audit_log where action = 'test.ran'").await
}

#[tokio::test]
async fn a_job_exists_only_if_its_transaction_commits() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(0, false));
    tx.flush().await.unwrap();
    tx.roll_back().await.unwrap();
    assert_eq!(t.run_jobs().await, 0);

    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(0, false));
    tx.commit().await.unwrap();
    assert_eq!(t.run_jobs().await, 1);
    assert_eq!(ran(&t).await, 1);
    assert_eq!(t.run_jobs().await, 0, "a finished job is gone");
}

#[tokio::test]
async fn a_failing_job_waits_longer_each_time_and_succeeds_in_the_end() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(2, false));
    tx.commit().await.unwrap();
    assert_eq!(t.run_jobs().await, 1);
    assert_eq!(t.run_jobs().await, 0, "it waits before it is tried again");
    t.app.clock().advance(Duration::from_secs(7));
    assert_eq!(t.run_jobs().await, 1);
    t.app.clock().advance(Duration::from_secs(7));
    assert_eq!(t.run_jobs().await, 0, "the second wait is longer than the first");
    t.app.clock().advance(Duration::from_secs(7));
    assert_eq!(t.run_jobs().await, 1);
    assert_eq!(ran(&t).await, 1);
}

#[tokio::test]
async fn a_job_that_gives_up_is_dead_visible_to_its_company_and_can_be_retried() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(0, true));
    tx.commit().await.unwrap();
    assert_eq!(t.run_jobs().await, 1);
    t.app.clock().advance(Duration::from_secs(86_400));
    assert_eq!(t.run_jobs().await, 0, "a dead job is not tried again by itself");

    let mut theirs = t.tx("padma").await;
    assert!(console::unfinished(&mut theirs).await.unwrap().is_empty());
    let mut tx = t.tx("acme").await;
    let dead = console::unfinished(&mut tx).await.unwrap();
    assert_eq!((dead.len(), dead[0].state.as_str()), (1, "dead"));
    assert_eq!(dead[0].last_error.as_deref(), Some("never"));
    assert!(console::retry(&mut theirs, dead[0].id).await.is_err(), "not theirs to retry");
    console::retry(&mut tx, dead[0].id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(t.run_jobs().await, 1);
    t.leave_jobs();
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_up_within_thirty_seconds() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(0, false));
    tx.commit().await.unwrap();
    // As a worker leaves it that was killed in the middle: running, its lease never renewed.
    let owner = t.owner_pool().await;
    sqlx::query(
        "update jobs set state = 'running', attempts = 1, locked_by = 'dead',
            locked_until = $1 + interval '20 seconds' where kind = 'test.flaky'",
    )
    .bind(t.app.clock().now())
    .execute(&owner)
    .await
    .unwrap();
    assert_eq!(t.run_jobs().await, 0, "its lease still holds");
    t.app.clock().advance(Duration::from_secs(21));
    assert_eq!(t.run_jobs().await, 1);
    assert_eq!(ran(&t).await, 1);
}

#[tokio::test]
async fn of_two_queued_jobs_with_one_key_only_one_runs() {
    let t = TestApp::start_with(with_flaky()).await;
    for _ in 0..2 {
        let mut tx = t.tx("acme").await;
        tx.enqueue_new(NewJob::of(&flaky(0, false)).unique("nightly"));
        tx.commit().await.unwrap();
    }
    let mut tx = t.tx("padma").await;
    tx.enqueue_new(NewJob::of(&flaky(0, false)).unique("nightly"));
    tx.commit().await.unwrap();
    assert_eq!(t.run_jobs().await, 2, "one for each company");
}

#[tokio::test]
async fn two_workers_never_take_the_same_job() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    for _ in 0..40 {
        tx.enqueue(&flaky(0, false));
    }
    tx.commit().await.unwrap();
    let workers = (0..4).map(|_| {
        let app = t.app.clone();
        tokio::spawn(async move { base::jobs::run_ready(&app).await.unwrap() })
    });
    let mut taken = 0;
    for worker in workers.collect::<Vec<_>>() {
        taken += worker.await.unwrap();
    }
    assert_eq!((taken, ran(&t).await), (40, 40));
}

#[tokio::test]
async fn a_transaction_without_a_company_sees_no_jobs_unless_it_is_the_worker() {
    let t = TestApp::start_with(with_flaky()).await;
    let mut tx = t.tx("acme").await;
    tx.enqueue(&flaky(0, false));
    tx.commit().await.unwrap();
    let mut nobody = Tx::system(&t.app, base::Reason::Operator).await.unwrap();
    assert_eq!(console::counts(&mut nobody).await.unwrap(), (0, 0));
    let mut worker = Tx::system(&t.app, base::Reason::Worker).await.unwrap();
    assert_eq!(console::counts(&mut worker).await.unwrap(), (1, 0));
    t.leave_jobs();
}
