//! One database a test, copied from a template on the shared test server.

use std::sync::atomic::{AtomicU32, Ordering};

use base::db;
use pg::testing::shared_test_server;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool};
use tokio::sync::OnceCell;

use crate::world;

static NEXT: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database that is dropped with its test.
pub(crate) struct Database {
    pub name: String,
    server: PgConnectOptions,
    owned: bool,
}

impl Database {
    /// The same database, which stays when this handle goes: the template in the making.
    pub(crate) fn unowned(self) -> Self {
        Self { owned: false, ..self }
    }

    pub(crate) async fn from_template() -> Self {
        let server = server().await;
        let template = TEMPLATE.get_or_init(|| template(server.clone())).await;
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{n}", std::process::id());
        let mut conn = admin(&server).await;
        drop_database(&mut conn, &name).await;
        create(&mut conn, &name, template).await;
        Self { name, server, owned: true }
    }

    /// A copy of this one, to which nobody may be connected, as a restored backup is.
    pub(crate) async fn copy(&self) -> Self {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{n}", std::process::id());
        create(&mut admin(&self.server).await, &name, &self.name).await;
        Self { name, server: self.server.clone(), owned: true }
    }

    pub(crate) fn options(&self) -> PgConnectOptions {
        self.server.clone().database(&self.name)
    }

    pub(crate) async fn owner_pool(&self) -> PgPool {
        PgPoolOptions::new().max_connections(2).connect_with(self.options()).await.unwrap()
    }

    /// Drops the database; the kinds of the jobs that were ready or dead, if asked.
    /// Runs on a thread of its own, since a test's runtime cannot wait inside `drop`.
    pub(crate) fn close(&self, ask: bool) -> Vec<String> {
        if !self.owned {
            return Vec::new();
        }
        let (name, server) = (self.name.clone(), self.server.clone());
        let close = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let left = if ask { left_jobs(&server, &name).await } else { Vec::new() };
                drop_database(&mut admin(&server).await, &name).await;
                left
            })
        };
        std::thread::spawn(close).join().unwrap_or_default()
    }
}

async fn server() -> PgConnectOptions {
    let endpoint = shared_test_server().await.expect("the test server starts");
    PgConnectOptions::new_without_pgpass()
        .socket(endpoint.socket_dir())
        .port(endpoint.port())
        .username(endpoint.superuser())
        .password(endpoint.password())
        .disable_statement_logging()
}

async fn admin(server: &PgConnectOptions) -> PgConnection {
    server.clone().database("postgres").connect().await.expect("the test server answers")
}

async fn create(conn: &mut PgConnection, name: &str, template: &str) {
    let sql = format!("create database \"{name}\" template \"{template}\" strategy file_copy");
    conn.execute(AssertSqlSafe(sql)).await.expect("a test database");
}

async fn drop_database(conn: &mut PgConnection, name: &str) {
    let sql = format!("drop database if exists \"{name}\" with (force)");
    let _ = conn.execute(AssertSqlSafe(sql)).await;
}

async fn left_jobs(server: &PgConnectOptions, name: &str) -> Vec<String> {
    let mut conn = server.clone().database(name).connect().await.expect("the test database");
    sqlx::query_scalar(
        "select distinct kind || ' (' || state || ')' from jobs where state <> 'running'",
    )
    .fetch_all(&mut conn)
    .await
    .expect("jobs can be counted")
}

/// The template for this build of this test binary: made by whoever comes first.
async fn template(server: PgConnectOptions) -> String {
    let exe = std::env::current_exe().and_then(|p| p.metadata()).expect("the test binary");
    let built = exe.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    let name = format!("template_{:x}_{:x}", built.unwrap_or_default().as_nanos(), exe.len());
    let mut conn = admin(&server).await;
    conn.execute("select pg_advisory_lock(7401)").await.expect("the template's lock");
    let known: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(&name)
            .fetch_one(&mut conn)
            .await
            .expect("databases can be listed");
    if !known {
        let making = format!("{name}_making");
        drop_database(&mut conn, &making).await;
        create(&mut conn, &making, "template0").await;
        let options = server.clone().database(&making);
        db::migrate(&options).await.expect("migrations");
        world::build(Database { name: making.clone(), server: server.clone(), owned: true }).await;
        let sql = format!("alter database \"{making}\" rename to \"{name}\"");
        conn.execute(AssertSqlSafe(sql)).await.expect("the template");
    }
    conn.execute("select pg_advisory_unlock(7401)").await.expect("the template's lock");
    let _ = conn.close().await;
    name
}
