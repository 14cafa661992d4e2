//! The way to the database: the PostgreSQL inside the program, or the one that is named.

mod store;

pub(crate) use store::drop_dead;

use base::Config;
use base::db::{self, DbError};
use pg::{Endpoint, Options, Server, Settings, StartError};
use secrecy::ExposeSecret;
use serde::Serialize;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

/// The database's name inside our own server.
const NAME: &str = "seaworthy";

/// A migration that was not applied yet.
#[derive(Debug, Serialize)]
pub struct Pending {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: String,
}

/// Where the database is, and our own server if we run it.
#[derive(Debug)]
pub struct Database {
    /// How to connect, as the owner of the schema.
    pub options: PgConnectOptions,
    /// Our own server, when it is ours to stop.
    pub server: Option<Server>,
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Our own server does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The server refuses.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The server inside did not stop.
    #[error(transparent)]
    Stop(#[from] pg::StopError),
}

impl Database {
    /// The database of the program that serves: a second one on the same folder is refused.
    ///
    /// # Errors
    /// When the server does not start, or the address is none.
    pub async fn open(config: &Config) -> Result<Self, DatabaseError> {
        if let Some(url) = &config.database_url {
            return Ok(Self { options: db::options(url.expose_secret())?, server: None });
        }
        let first = !config.data_dir.join("postgres/cluster").exists();
        if first {
            tracing::info!("unpacking PostgreSQL and creating the database, this once");
        }
        let settings = fitted(config);
        let options =
            Options { data_dir: config.data_dir.clone(), pg_bin: config.pg_bin.clone(), settings };
        let server = Server::start(options).await?;
        let options = created(server.endpoint()).await?;
        Ok(Self { options, server: Some(server) })
    }

    /// The database for one command: beside a program that serves, or on our own for a moment.
    ///
    /// # Errors
    /// As for [`Database::open`].
    pub async fn open_beside(config: &Config) -> Result<Self, DatabaseError> {
        if config.database_url.is_none()
            && let Some(endpoint) = pg::running(&config.data_dir)?
        {
            return Ok(Self { options: created(&endpoint).await?, server: None });
        }
        Self::open(config).await
    }

    /// The migrations that were not applied yet, oldest first.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn pending(&self) -> Result<Vec<Pending>, DatabaseError> {
        let mut conn = self.options.connect().await.map_err(DbError::from)?;
        let applied = store::applied(&mut conn).await.map_err(DbError::from)?;
        let pending = db::MIGRATIONS.iter().filter(|m| !applied.contains(&m.version));
        Ok(pending
            .map(|m| Pending { version: m.version, name: m.description.to_string() })
            .collect())
    }

    /// Stops our own server, if there is one.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn close(self) -> Result<(), DatabaseError> {
        if let Some(server) = self.server {
            server.stop().await?;
        }
        Ok(())
    }
}

/// Room for our own pool, a worker beside it, and a person with psql.
fn fitted(config: &Config) -> Settings {
    let fitted = Settings::fitted();
    let wanted = u16::try_from(config.database_connections * 2 + 10).unwrap_or(u16::MAX);
    Settings { max_connections: fitted.max_connections.max(wanted), ..fitted }
}

fn connect_options(endpoint: &Endpoint) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(endpoint.socket_dir())
        .port(endpoint.port())
        .username(endpoint.superuser())
        .password(endpoint.password())
        .disable_statement_logging()
}

/// How to connect to our database on a server of ours; it is made if it is not there yet.
async fn created(endpoint: &Endpoint) -> Result<PgConnectOptions, DatabaseError> {
    let options = connect_options(endpoint);
    let mut conn = options.clone().database("postgres").connect().await.map_err(DbError::from)?;
    store::create_database(&mut conn, NAME).await.map_err(DbError::from)?;
    Ok(options.database(NAME))
}
