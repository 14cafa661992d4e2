//! The small named world that tests live in, against a real PostgreSQL: two companies, `acme`
//! (Saudi Arabia, SAR) and `padma` (Bangladesh, BDT), and one person for each built-in role of
//! acme. Each test gets a database of its own, copied from a template that is built once for
//! each build of the test binary.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

mod browser;
mod client;
mod database;
mod world;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;

use axum::Router;
use base::{Actor, App, Capability, Clock, Config, Profile, Timestamp, Tx};
use secrecy::SecretString;
use serde_json::Value;
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use browser::{Browser, Thing};
pub use client::{Answer, Client};
pub use world::{PASSWORD, ROLES};

use database::Database;

/// The moment at which every test begins: 15 March 2026, noon in Riyadh.
pub const NOW: &str = "2026-03-15T09:00:00Z";

/// The whole program on a database of its own.
pub struct TestApp {
    /// The program.
    pub app: App,
    router: Router,
    server: Option<JoinHandle<()>>,
    database: Database,
    folder: PathBuf,
    tokens: Mutex<HashMap<(String, String), String>>,
    jobs_may_be_left: Mutex<bool>,
}

impl TestApp {
    /// A program with the named world in it.
    pub async fn start() -> Self {
        Self::start_with(Vec::new()).await
    }

    /// The same, with capabilities that only this test has.
    pub async fn start_with(extra: Vec<Capability>) -> Self {
        let database = Database::from_template().await;
        Self::on(database, extra, "http://localhost:8080").await
    }

    /// A program that really listens, for a browser: `t.url("acme")` is where.
    pub async fn start_listening() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let database = Database::from_template().await;
        let url = format!("http://localhost:{}", address.port());
        let mut t = Self::on(database, Vec::new(), &url).await;
        let service = t.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        t.server = Some(tokio::spawn(async move {
            axum::serve(listener, service).await.unwrap();
        }));
        t
    }

    /// Where a company is reached, without a slash at the end; `""` is the root domain.
    #[must_use]
    pub fn url(&self, company: &str) -> String {
        match company {
            "" => self.app.config().public_url.clone(),
            company => self.app.config().tenant_url(company),
        }
    }

    pub(crate) async fn on(database: Database, extra: Vec<Capability>, url: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("seaworthy-test-files-{}", database.name));
        let secret = SecretString::from("test only, 64 characters or more ".repeat(3));
        let mut config = Config::new(Profile::Dev, folder.clone(), secret);
        config.public_url = url.to_owned();
        config.worker = false;
        let clock = Clock::fixed(NOW.parse::<Timestamp>().unwrap());
        let pool = base::db::pool(database.options(), 60);
        let mut capabilities = seaworthy::capabilities();
        capabilities.extend(extra);
        let app = App::new(config, pool, clock, capabilities).unwrap();
        app.set_migrated();
        let router = seaworthy::router(app.clone());
        let (tokens, jobs_may_be_left) = (Mutex::default(), Mutex::new(false));
        let server = None;
        Self { app, router, server, database, folder, tokens, jobs_may_be_left }
    }

    /// A client that nobody has signed in on, at a company's host; `""` is the root domain.
    #[must_use]
    pub fn stranger(&self, company: &str) -> Client {
        Client::new(self.router.clone(), self.app.config().root_host(), company, None)
    }

    /// A client signed in by token: `t.as_user("acme", "sales")`.
    pub async fn as_user(&self, company: &str, role: &str) -> Client {
        let key = (company.to_owned(), role.to_owned());
        let known = self.tokens.lock().unwrap().get(&key).cloned();
        let token = match known {
            Some(token) => token,
            None => {
                let token = world::sign_in(&self.stranger(company), role).await;
                self.tokens.lock().unwrap().insert(key, token.clone());
                token
            }
        };
        Client::new(self.router.clone(), self.app.config().root_host(), company, Some(token))
    }

    /// The program acting for a company: may do everything.
    pub async fn system(&self, company: &str) -> Actor {
        let tenant = base::tenants::tenant_of_slug(&self.app, company).await.unwrap().unwrap();
        Actor::system(tenant, "test")
    }

    /// A transaction of the program for a company.
    pub async fn tx(&self, company: &str) -> Tx {
        Tx::begin(&self.app, &self.system(company).await).await.unwrap()
    }

    /// The program on a copy of this database, as after a restore; this one is closed by it.
    pub async fn restored(&self) -> Self {
        self.app.close().await;
        Self::on(self.database.copy().await, Vec::new(), "http://localhost:8080").await
    }

    /// A pool of the database's owner, past every fence: for tampering.
    pub async fn owner_pool(&self) -> PgPool {
        self.database.owner_pool().await
    }

    /// Runs every job that is ready and says how many ran.
    pub async fn run_jobs(&self) -> usize {
        base::jobs::run_ready(&self.app).await.unwrap()
    }

    /// Does for the company what a schedule does in a night.
    pub async fn night(&self, company: &str, schedule: &str) {
        let mut schedules = self.app.capabilities().iter().flat_map(|c| &c.schedules);
        let job = (schedules.find(|one| one.name == schedule).unwrap().job)();
        let mut tx = self.tx(company).await;
        tx.enqueue_new(job);
        tx.commit().await.unwrap();
        self.run_jobs().await;
    }

    /// Lets this test end with jobs that nobody looked at.
    pub fn leave_jobs(&self) {
        *self.jobs_may_be_left.lock().unwrap() = true;
    }

    /// The mails that were written, newest last.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.join("mail")) else { return Vec::new() };
        let mut files: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        files.sort_by_key(|p| p.metadata().and_then(|m| m.modified()).ok());
        files.iter().map(|p| readable(&std::fs::read(p).unwrap())).collect()
    }

    /// Asks every check of `ledger verify` and fails with the first offender.
    pub async fn verify(&self, company: &str) {
        if let Some((check, offender)) = self.first_offender(company).await {
            panic!("ledger verify: {check}: {offender:?}");
        }
    }

    /// What `ledger verify` finds first: the check's name and the offender.
    pub async fn first_offender(&self, company: &str) -> Option<(&'static str, base::Offender)> {
        let mut tx = self.tx(company).await;
        for check in base::all_checks(self.app.capabilities()) {
            if let Some(offender) = (check.run)(&mut tx).await.unwrap() {
                return Some((check.name, offender));
            }
        }
        None
    }

    /// One value of a company's rows, by SQL, for assertions that no API answers.
    pub async fn scalar<T>(&self, company: &str, sql: &'static str) -> T
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres>
            + sqlx::Type<sqlx::Postgres>
            + Send
            + Unpin
            + 'static,
    {
        let mut tx = self.tx(company).await;
        sqlx::query_scalar(sql).fetch_one(tx.conn()).await.unwrap()
    }

    /// A product with one variant, made through the API; its answer.
    pub async fn product(&self, company: &str, sku: &str, price: &str) -> Value {
        world::product(&self.as_user(company, "owner").await, sku, price).await
    }

    /// A customer, made through the API; its answer.
    pub async fn customer(&self, company: &str, name: &str) -> Value {
        world::customer(&self.as_user(company, "owner").await, name).await
    }

    /// Receives stock of a SKU into the main warehouse.
    pub async fn stock(&self, company: &str, sku: &str, quantity: &str, unit_cost: &str) {
        world::stock(&self.as_user(company, "owner").await, sku, quantity, unit_cost).await;
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
        let check = !std::thread::panicking() && !*self.jobs_may_be_left.lock().unwrap();
        let left = self.database.close(check);
        if !left.is_empty() {
            panic!("jobs were left that nobody looked at (run_jobs or leave_jobs): {left:?}");
        }
    }
}

/// A mail as it was sent, followed by its subject and text as a reader sees them.
fn readable(mail: &[u8]) -> String {
    let parsed = mail_parser::MessageParser::default().parse(mail).unwrap();
    let text = parsed.body_text(0).unwrap_or_default();
    let raw = String::from_utf8_lossy(mail);
    format!("{raw}\n{}\n{text}", parsed.subject().unwrap_or_default())
}
