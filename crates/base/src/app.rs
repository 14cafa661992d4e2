//! The running program, shared by every request and job: pool, configuration, capabilities.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use object_store::ObjectStore;
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::capability::{Capability, Permission};
use crate::jobs::{JobKind, Schedule, Subscription};
use crate::messages::{Messages, MessagesError};
use crate::parts::Parts;
use crate::tenants::Memory;
use crate::tx::Documents;
use crate::{Clock, Config, Country, Currency, Id, L, Lang, Tenant};

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    pool: PgPool,
    documents: Documents,
    config: Config,
    clock: Clock,
    messages: Arc<Messages>,
    capabilities: Vec<Capability>,
    kinds: HashMap<&'static str, usize>,
    subscribers: BTreeMap<&'static str, Vec<Subscription>>,
    files: Arc<dyn ObjectStore>,
    installation: Arc<Tenant>,
    wake: Notify,
    tenants: Memory,
    schedules_looked: Mutex<Option<Instant>>,
    migrated: AtomicBool,
    draining: AtomicBool,
    parts: Parts,
}

/// Why the program cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A catalogue is incomplete or does not parse.
    #[error(transparent)]
    Messages(#[from] MessagesError),
    /// The folder for files cannot be used.
    #[error("files cannot be kept in {path}: {cause}")]
    Files {
        /// The folder.
        path: String,
        /// Why.
        cause: String,
    },
    /// The built-in defaults are wrong; cannot happen in a tested build.
    #[error("built-in default is wrong: {0}")]
    Default(String),
}

impl App {
    /// Puts the program together; opens no connection yet.
    ///
    /// # Errors
    /// When a message catalogue is incomplete or the folder for files cannot be made.
    pub fn new(
        config: Config,
        pool: PgPool,
        clock: Clock,
        capabilities: Vec<Capability>,
    ) -> Result<Self, AppError> {
        let mut catalogues = vec![crate::request::CATALOGUE, crate::ui::CATALOGUE];
        catalogues.extend(capabilities.iter().flat_map(|c| c.messages.iter().copied()));
        let messages = Arc::new(Messages::build(&catalogues)?);
        let mut kinds = HashMap::new();
        let mut subscribers: BTreeMap<&'static str, Vec<Subscription>> = BTreeMap::new();
        for (i, capability) in capabilities.iter().enumerate() {
            for kind in capability.jobs.iter() {
                kinds.insert(kind.name, i);
            }
            for subscription in &capability.subscriptions {
                subscribers.entry(subscription.topic).or_default().push(*subscription);
            }
        }
        let files = local_files(&config)?;
        let installation = Arc::new(installation(&config)?);
        let (wake, migrated, draining) =
            (Notify::new(), AtomicBool::new(false), AtomicBool::new(false));
        let documents = Documents::beside(&pool, config.database_connections);
        Ok(Self(Arc::new(Inner {
            pool,
            documents,
            config,
            clock,
            messages,
            capabilities,
            kinds,
            subscribers,
            files,
            installation,
            wake,
            tenants: Memory::default(),
            schedules_looked: Mutex::new(None),
            migrated,
            draining,
            parts: Parts::default(),
        })))
    }

    /// The pool; only `Tx` and health checks use it.
    pub fn pool(&self) -> &PgPool {
        &self.0.pool
    }

    /// The connections of documents of every day.
    pub(crate) fn documents(&self) -> &Documents {
        &self.0.documents
    }

    /// All pools of connections, for those who watch them.
    pub fn pools(&self) -> [&PgPool; 2] {
        [&self.0.pool, self.0.documents.pool()]
    }

    /// Closes all connections, once what runs on them is done.
    pub async fn close(&self) {
        self.0.documents.pool().close().await;
        self.0.pool.close().await;
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The words in every language.
    #[must_use]
    pub fn messages(&self) -> &Arc<Messages> {
        &self.0.messages
    }

    /// Every capability, in the list's order.
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        &self.0.capabilities
    }

    /// Every permission, in the list's order.
    pub fn permissions(&self) -> impl Iterator<Item = &Permission> {
        self.capabilities().iter().flat_map(|c| c.permissions.iter())
    }

    /// Every schedule, in the list's order.
    pub fn schedules(&self) -> impl Iterator<Item = &Schedule> {
        self.capabilities().iter().flat_map(|c| c.schedules.iter())
    }

    /// Where files are kept.
    #[must_use]
    pub fn files(&self) -> &Arc<dyn ObjectStore> {
        &self.0.files
    }

    /// What a capability keeps in memory, one value of each type, made on first use.
    #[must_use]
    pub fn part<T: std::any::Any + Send + Sync + Default>(&self) -> Arc<T> {
        self.0.parts.get()
    }

    /// The stand-in company for the installation's own work.
    #[must_use]
    pub fn installation(&self) -> Arc<Tenant> {
        self.0.installation.clone()
    }

    /// The words for a company in a language.
    #[must_use]
    pub fn l(&self, tenant: &Tenant, lang: Lang) -> L {
        L::new(self.0.messages.clone(), Arc::new(tenant.locale(lang)))
    }

    pub(crate) fn subscribers(&self, topic: &str) -> &[Subscription] {
        self.0.subscribers.get(topic).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn job_kind(&self, name: &str) -> Option<&JobKind> {
        let capability = &self.0.capabilities[*self.0.kinds.get(name)?];
        capability.jobs.iter().find(|kind| kind.name == name)
    }

    /// Tells the worker that there is work; it also looks by itself every second.
    pub fn wake_worker(&self) {
        self.0.wake.notify_one();
    }

    pub(crate) fn tenant_memory(&self) -> &Memory {
        &self.0.tenants
    }

    /// True at most every ten seconds: schedules are counted in minutes.
    pub(crate) fn schedule_look_due(&self) -> bool {
        let looked = &self.0.schedules_looked;
        let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
        let due = looked.is_none_or(|at| at.elapsed() > Duration::from_secs(10));
        if due {
            *looked = Some(Instant::now());
        }
        due
    }

    pub(crate) fn worker_call(&self) -> &Notify {
        &self.0.wake
    }

    /// Called when the schema is up to date.
    pub fn set_migrated(&self) {
        self.0.migrated.store(true, Ordering::Release);
    }

    /// Called when the program is about to stop: finish what runs, take nothing new.
    pub fn set_draining(&self) {
        self.0.draining.store(true, Ordering::Release);
        self.0.wake.notify_waiters();
    }

    /// Whether the schema is up to date.
    #[must_use]
    pub fn is_migrated(&self) -> bool {
        self.0.migrated.load(Ordering::Acquire)
    }

    /// Whether the program is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Acquire)
    }
}

fn local_files(config: &Config) -> Result<Arc<dyn ObjectStore>, AppError> {
    let folder = config.data_dir.join("files");
    let refused = |cause: String| AppError::Files { path: folder.display().to_string(), cause };
    std::fs::create_dir_all(&folder).map_err(|e| refused(e.to_string()))?;
    let store = object_store::local::LocalFileSystem::new_with_prefix(&folder)
        .map_err(|e| refused(e.to_string()))?;
    Ok(Arc::new(store))
}

fn installation(config: &Config) -> Result<Tenant, AppError> {
    let wrong = |e: &dyn std::fmt::Display| AppError::Default(e.to_string());
    Ok(Tenant {
        id: Id::from_uuid(uuid::Uuid::nil()),
        slug: String::new(),
        name: config.root_host().to_owned(),
        country: "US".parse::<Country>().map_err(|e| wrong(&e))?,
        currency: Currency::parse("USD").map_err(|e| wrong(&e))?,
        lang: Lang::En,
        time_zone: jiff::tz::TimeZone::UTC,
        plan: String::new(),
        trial_ends_at: None,
    })
}
