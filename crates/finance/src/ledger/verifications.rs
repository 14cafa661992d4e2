//! Runs of `ledger verify`: every night, and whenever somebody asks. A run is a row that says
//! how far it is, and at the end whether the books are right or what is wrong first.

use base::jobs::{Job, JobCx, JobError, NewJob};
use base::{Actor, App, Id, Offender, Problem, Reason, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// A run of `ledger verify`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Verification {
    /// Its id.
    pub id: Uuid,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was done; null while it runs.
    pub finished_at: Option<Timestamp>,
    /// Who asked for it; null for the night's.
    pub actor_id: Option<Uuid>,
    /// That person's name.
    pub actor_name: Option<String>,
    /// The check that is asked now, or that found something.
    #[sqlx(rename = "check_name")]
    pub check: Option<String>,
    /// How many checks are done.
    pub done: i32,
    /// How many there are.
    pub checks: i32,
    /// Whether everything is right; null while it runs.
    pub ok: Option<bool>,
    /// What kind of thing is wrong: `entry`.
    pub offender_kind: Option<String>,
    /// Which one.
    pub offender_id: Option<String>,
    /// What is wrong with it, with the numbers.
    pub detail: String,
}

/// Has the books verified as soon as a worker is free. While a run is under way, that one is
/// given back.
///
/// # Errors
/// When the database is away.
pub async fn verify_now(tx: &mut Tx) -> Result<Verification, Problem> {
    let newest = verifications(tx).await?.into_iter().next();
    let hour = std::time::Duration::from_secs(3600);
    if let Some(run) = newest.filter(|run| run.finished_at.is_none()) {
        // One whose worker died long ago keeps nobody from trying again.
        if tx.now().since(run.started_at) < hour {
            return Ok(run);
        }
    }
    let id = Id::<Verification>::new().uuid();
    let checks = base::all_checks(tx.app().capabilities()).len();
    store::begin_verification(tx, id, checks).await?;
    tx.audit("ledger.verify", "ledger", id, serde_json::json!({}));
    tx.enqueue(&VerifyBooks { id: Some(id) });
    verification(tx, id).await
}

/// A run.
///
/// # Errors
/// 404 when the company has none with this id.
pub async fn verification(tx: &mut Tx, id: Uuid) -> Result<Verification, Problem> {
    store::verification(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The newest runs, at most 30.
///
/// # Errors
/// When the database is away.
pub async fn verifications(tx: &mut Tx) -> Result<Vec<Verification>, Problem> {
    store::verifications(tx).await
}

/// The newest run that has ended; none where the books were never verified.
///
/// # Errors
/// When the database is away.
pub async fn last_verified(tx: &mut Tx) -> Result<Option<Verification>, Problem> {
    store::last_verification(tx).await
}

/// How many companies of the installation had something wrong when they were last verified.
///
/// # Errors
/// When the database is away.
pub async fn failing(app: &App) -> Result<i64, Problem> {
    let mut tx = Tx::system(app, Reason::Health).await?;
    store::failing(&mut tx).await
}

/// Verifies a company's books and writes down what was found.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct VerifyBooks {
    /// The run; none begins one.
    id: Option<Uuid>,
}

impl VerifyBooks {
    pub(super) fn nightly() -> NewJob {
        NewJob::of(&Self { id: None })
    }
}

impl Job for VerifyBooks {
    const KIND: &'static str = "ledger.verify";
    const MAX_ATTEMPTS: i32 = 3;

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let Some(id) = begun(cx, self.id).await? else { return Ok(()) };
        let found = ask(&cx.app, &cx.actor, id).await?;
        let mut tx = cx.begin().await?;
        match &found {
            Some((check, offender)) => {
                tracing::error!(check, kind = offender.kind, "the books of a company are wrong");
                store::finish_verification(&mut tx, id, Some((check, offender))).await?;
            }
            None => store::finish_verification(&mut tx, id, None).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The run that is to be done; none when it is done already.
async fn begun(cx: &JobCx, id: Option<Uuid>) -> Result<Option<Uuid>, Problem> {
    let mut tx = cx.begin().await?;
    if let Some(id) = id {
        let run = store::verification(&mut tx, id).await?;
        return Ok(run.filter(|run| run.finished_at.is_none()).map(|run| run.id));
    }
    let id = Id::<Verification>::new().uuid();
    store::begin_verification(&mut tx, id, base::all_checks(cx.app.capabilities()).len()).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Asks every check, up to the first that finds something, and says how far it is.
async fn ask(
    app: &App,
    actor: &Actor,
    id: Uuid,
) -> Result<Option<(&'static str, Offender)>, Problem> {
    let mut read = Tx::read(app, actor).await?;
    for (done, check) in (0_i32..).zip(base::all_checks(app.capabilities())) {
        let mut tx = Tx::begin(app, actor).await?;
        store::told_verification(&mut tx, id, check.name, done).await?;
        tx.commit().await?;
        if let Some(offender) = (check.run)(&mut read).await? {
            return Ok(Some((check.name, offender)));
        }
    }
    Ok(None)
}
