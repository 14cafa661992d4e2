//! The only door to the database. A transaction cannot be opened without a company and an
//! actor, or a named reason of the installation itself; it tells row-level security which
//! company it is for in the same round trip as BEGIN. Audit rows, events and jobs that a verb
//! leaves behind are written with the commit, in one statement.

mod documents;
mod pending;
mod setup;
mod store;
mod system;
mod writes;

use std::sync::Arc;

use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

pub(crate) use documents::Documents;
pub use setup::Setup;
pub use system::Reason;
pub use writes::Writes;

use crate::jobs::{Job, NewJob};
use crate::request::{Flash, IdempotencyKey, answer, redirect};
use crate::{Actor, App, Currency, Date, Id, Problem, Tenant, Timestamp};
use documents::Turn;
use pending::{AnswerRow, AuditRow, EventRow, Pending};
use setup::Version;
use store::Claim;

/// One transaction of one actor for one company.
pub struct Tx {
    app: App,
    actor: Actor,
    inner: Transaction<'static, Postgres>,
    now: Timestamp,
    pending: Pending,
    waiting: Writes,
    setup: Version,
    key: Option<IdempotencyKey>,
    after_commit: Vec<AfterCommit>,
    /// Given back with the connection.
    turn: Option<Turn>,
}

type AfterCommit = Box<dyn FnOnce(&App) + Send + Sync>;

impl Tx {
    /// Opens a transaction for the actor's company.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn begin(app: &App, actor: &Actor) -> Result<Self, Problem> {
        let begin = store::begin(actor.tenant.id.uuid());
        Self::open(app, app.pool(), actor.clone(), begin).await
    }

    /// Opens a transaction that only reads.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(app: &App, actor: &Actor) -> Result<Self, Problem> {
        let begin = store::begin_read(actor.tenant.id.uuid());
        let mut tx = Self::open(app, app.pool(), actor.clone(), begin).await?;
        tx.setup = Version::Unasked;
        Ok(tx)
    }

    /// Opens a transaction for the installation itself: it sees the platform's tables and no
    /// company's rows, except the job queue when the reason is [`Reason::Worker`].
    ///
    /// # Errors
    /// When the database is away.
    pub async fn system(app: &App, reason: Reason) -> Result<Self, Problem> {
        let actor = Actor::system(app.installation(), reason.name());
        Self::open(app, app.pool(), actor, store::begin_system(reason)).await
    }

    /// Opens a transaction for a command that may be repeated. When the key was used before,
    /// the way out is the stored answer (same request) or a conflict (another request).
    ///
    /// # Errors
    /// When the database is away, or the command was already carried out.
    pub async fn command(
        app: &App,
        actor: &Actor,
        key: Option<IdempotencyKey>,
    ) -> Result<Self, Problem> {
        Self::begin(app, actor).await?.claiming(key).await
    }

    /// The same for a document of every day: a few lines, posted all the time, by statements
    /// that are planned once a connection, on few connections that the companies share fairly. It
    /// changes nothing that the company has set up, and so remembers it (see [`Tx::setup`]).
    ///
    /// # Errors
    /// As [`Tx::command`].
    pub async fn document(
        app: &App,
        actor: &Actor,
        key: Option<IdempotencyKey>,
    ) -> Result<Self, Problem> {
        let begin = store::begin_document(actor.tenant.id.uuid());
        let turn = app.documents().turn(actor.tenant.id.uuid()).await?;
        let mut tx = Self::open(app, app.documents().pool(), actor.clone(), begin).await?;
        (tx.setup, tx.turn) = (Version::Unasked, Some(turn));
        tx.claiming(key).await
    }

    async fn claiming(mut self, key: Option<IdempotencyKey>) -> Result<Self, Problem> {
        if let Some(key) = key {
            let version = match store::claim_key(&mut self, &key).await? {
                Claim::First { setup } => setup,
                Claim::Again(stored) => return Err(stored.into_problem(key.request_hash()?)),
            };
            if matches!(self.setup, Version::Unasked) {
                self.setup = Version::Known(version);
            }
            self.key = Some(key);
        }
        Ok(self)
    }

    async fn open(app: &App, pool: &PgPool, actor: Actor, begin: String) -> Result<Self, Problem> {
        let inner = pool.begin_with(sqlx::AssertSqlSafe(begin)).await?;
        let (app, now) = (app.clone(), app.clock().now());
        let (pending, after_commit) = (Pending::default(), Vec::new());
        let setup = Version::Never;
        let waiting = Writes::default();
        let (key, turn) = (None, None);
        Ok(Self { app, actor, inner, now, pending, waiting, setup, key, after_commit, turn })
    }

    /// Goes on as another company, in the same transaction: sign-up makes the company and
    /// then fills it.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn enter(&mut self, tenant: Arc<Tenant>) -> Result<(), Problem> {
        store::set_tenant(&mut self.inner, tenant.id.uuid()).await?;
        self.actor.tenant = tenant;
        Ok(())
    }

    /// The connection, for `store.rs` files.
    pub fn conn(&mut self) -> &mut PgConnection {
        debug_assert!(self.waiting.is_empty(), "asked before what waits for the commit is written");
        &mut self.inner
    }

    /// Writes these with the commit, in the statement that writes what is pending: for the last
    /// step of a document. Nothing may be asked of the database between here and the commit; what
    /// the writes refuse, the commit refuses.
    pub fn write_last(&mut self, writes: Writes) {
        debug_assert!(self.waiting.is_empty(), "two last steps");
        self.waiting = writes;
    }

    /// The program that this belongs to.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The company.
    #[must_use]
    pub fn tenant(&self) -> &Arc<Tenant> {
        &self.actor.tenant
    }

    /// The company's id, as every statement needs it.
    #[must_use]
    pub fn tenant_id(&self) -> Uuid {
        self.actor.tenant.id.uuid()
    }

    /// The currency of the company's books.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.actor.tenant.currency
    }

    /// When this transaction began; the same for everything in it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The company's business day.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date_in(&self.actor.tenant.time_zone)
    }

    /// A new id, made of this transaction's time.
    #[must_use]
    pub fn new_id<T>(&self) -> Id<T> {
        Id::at(self.now)
    }

    /// Fails unless the actor holds the permission: for rules inside a verb, such as a
    /// discount above a limit. Routes are guarded by their own declaration.
    ///
    /// # Errors
    /// 403 without it.
    pub fn demand(&self, permission: &str) -> Result<(), Problem> {
        if self.actor.may(permission) { Ok(()) } else { Err(Problem::forbidden(permission)) }
    }

    /// Writes into the audit log who did what to which thing; `changes` is
    /// `{"field": [old, new]}` or the facts of the act.
    pub fn audit(
        &mut self,
        action: &'static str,
        subject_type: &'static str,
        subject_id: Uuid,
        changes: Value,
    ) {
        let (id, action, subject_type) =
            (Uuid::now_v7(), action.to_owned(), subject_type.to_owned());
        self.pending.audit.push(AuditRow { id, action, subject_type, subject_id, changes });
    }

    /// Records that something happened; whoever subscribed to the topic gets a job.
    pub fn record(&mut self, topic: &'static str, subject_id: Uuid, payload: Value) {
        let concerned = self.app.subscribers(topic).iter().filter(|one| one.concerns(&payload));
        for subscription in concerned {
            self.pending.jobs.push(NewJob::for_event(&subscription.job, payload.clone()));
        }
        let (id, topic) = (Uuid::now_v7(), topic.to_owned());
        self.pending.events.push(EventRow { id, topic, subject_id, payload });
    }

    /// Enqueues a job that runs as soon as this transaction has committed.
    pub fn enqueue<J: Job>(&mut self, job: &J) {
        self.enqueue_new(NewJob::of(job));
    }

    /// Enqueues a job with a time or a uniqueness key of its own.
    pub fn enqueue_new(&mut self, job: NewJob) {
        self.pending.jobs.push(job);
    }

    /// Forgets what commands were answered that nobody repeats any more, a month later; at most ten
    /// thousand of them. Says whether there may be more.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn forget_answers(&mut self) -> Result<bool, Problem> {
        store::forget_answers(self).await
    }

    /// Does something in memory once everything is permanent: forgets what a memory holds of
    /// the rows that changed. Not done when the transaction is taken back.
    pub fn after_commit(&mut self, act: impl FnOnce(&App) + Send + Sync + 'static) {
        self.after_commit.push(Box::new(act));
    }

    /// Makes everything permanent.
    ///
    /// # Errors
    /// When the database is away or a deferred rule refuses; then nothing was done.
    pub async fn commit(mut self) -> Result<(), Problem> {
        let wakes = !self.pending.jobs.is_empty();
        self.flush().await?;
        self.inner.commit().await?;
        for act in self.after_commit {
            act(&self.app);
        }
        if wakes {
            self.app.wake_worker();
        }
        Ok(())
    }

    /// Writes what is pending without ending the transaction.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn flush(&mut self) -> Result<(), Problem> {
        let pending = std::mem::take(&mut self.pending);
        let mut writes = std::mem::take(&mut self.waiting);
        store::write_pending(self, pending, &mut writes);
        writes.run(self).await
    }

    /// Takes everything back: for previews that run the real thing.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn roll_back(self) -> Result<(), Problem> {
        self.inner.rollback().await?;
        Ok(())
    }

    /// Commits and answers with JSON; the answer is kept under the command's key, if it has
    /// one, so that a repeated command gets the same.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub async fn reply<T: Serialize>(
        mut self,
        status: http::StatusCode,
        body: &T,
    ) -> Result<Response, Problem> {
        let body = serde_json::to_vec(body).map_err(Problem::internal)?;
        self.keep_answer(status, None, &body);
        self.commit().await?;
        Ok(answer(status, body))
    }

    /// As [`Tx::reply`], with the version of the resource as its ETag.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub async fn reply_versioned<T: Serialize>(
        self,
        status: http::StatusCode,
        version: i32,
        body: &T,
    ) -> Result<Response, Problem> {
        let mut response = self.reply(status, body).await?;
        if let Ok(tag) = http::HeaderValue::from_str(&format!("\"v{version}\"")) {
            response.headers_mut().insert(http::header::ETAG, tag);
        }
        Ok(response)
    }

    /// Commits and sends the browser on, with a toast; a repeated form goes the same way.
    ///
    /// # Errors
    /// As [`Tx::commit`].
    pub async fn redirect(mut self, to: &str, flash: Flash) -> Result<Response, Problem> {
        self.keep_answer(http::StatusCode::SEE_OTHER, Some(to), &[]);
        self.commit().await?;
        Ok(redirect(to, Some(&flash)))
    }

    /// Keeps the answer under the command's key, if it has one.
    fn keep_answer(&mut self, status: http::StatusCode, location: Option<&str>, body: &[u8]) {
        let Some(key) = self.key.take() else { return };
        self.pending.answer = Some(AnswerRow {
            key: key.key,
            status: i16::try_from(status.as_u16()).unwrap_or(200),
            location: location.map(str::to_owned),
            body: body.to_vec(),
        });
    }
}
