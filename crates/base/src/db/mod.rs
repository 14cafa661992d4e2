//! The pool of connections. Every connection becomes `seaworthy_app` before its first use, so
//! row-level security holds for all that follows; migrations run as the owner.

mod store;

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Executor};

/// All migrations, oldest first.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// The oldest PostgreSQL that the schema is written for.
pub const OLDEST_SERVER: i32 = 150_000;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The server refuses or is not there.
    #[error("the database cannot be reached: {0}")]
    Unreachable(#[from] sqlx::Error),
    /// Migrating failed; nothing of the failing migration is left.
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] MigrateError),
    /// An older server than we are written for.
    #[error("PostgreSQL {0} is too old: 15 or newer is needed")]
    TooOld(i32),
}

/// Reads a `postgres://` address.
///
/// # Errors
/// When it is none.
pub fn options(url: &str) -> Result<PgConnectOptions, DbError> {
    // Slow statements are logged by our own telemetry, with the route.
    Ok(PgConnectOptions::from_str(url)?.disable_statement_logging())
}

/// Opens the pool; connections are made when first needed.
#[must_use]
pub fn pool(options: PgConnectOptions, most: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(most)
        .min_connections(0)
        .acquire_timeout(Duration::from_secs(10))
        .idle_timeout(Duration::from_secs(120))
        .test_before_acquire(false)
        .after_connect(|conn, _| {
            Box::pin(async move {
                conn.execute(store::ON_CONNECT).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options.application_name("seaworthy"))
}

/// Brings the schema up to date as the owner; safe to call from several programs at once.
///
/// # Errors
/// When the server is too old or unreachable, knows migrations that we do not, or a migration
/// fails.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), DbError> {
    let mut conn = options.connect().await?;
    let version = store::server_version(&mut conn).await?;
    if version < OLDEST_SERVER {
        return Err(DbError::TooOld(version / 10_000));
    }
    conn.execute(store::BEFORE_MIGRATING).await?;
    MIGRATIONS.run_direct(None, &mut conn, false).await?;
    conn.close().await?;
    Ok(())
}
