//! `migrate`, and the database of every other command.

use std::process::ExitCode;

use base::{App, Clock, Config, LogFormat, db};
use serde_json::json;

use super::{Done, Failure, Global, line, say};
use crate::database::{Database, Pending};
use crate::logs;

/// The program put together for one command.
pub(super) struct Opened {
    pub app: App,
    database: Database,
}

impl Opened {
    /// For a command that a person waits for: warnings only.
    pub(super) async fn quietly(global: &Global) -> Result<Self, Failure> {
        logs::start(LogFormat::Text, "warn");
        Self::of(global.load()?.config).await
    }

    pub(super) async fn of(config: Config) -> Result<Self, Failure> {
        let database = Database::open_beside(&config).await?;
        if database.server.is_some() {
            db::migrate(&database.options).await?;
        } else if !database.pending().await?.is_empty() {
            database.close().await?;
            return Err("the database's schema is not up to date: seaworthy migrate".into());
        }
        let pool = db::pool(database.options.clone(), config.database_connections);
        let app = App::new(config, pool, Clock::system(), crate::capabilities())?;
        app.set_migrated();
        Ok(Self { app, database })
    }

    pub(super) async fn close(self) -> Result<(), Failure> {
        self.app.close().await;
        Ok(self.database.close().await?)
    }
}

/// Brings the schema up to date, or says what that would be.
pub(super) async fn migrate(global: &Global, plan: bool, as_json: bool) -> Done {
    logs::start(LogFormat::Text, "warn");
    let config = global.load()?.config;
    let database = Database::open_beside(&config).await?;
    let pending = database.pending().await?;
    if !plan {
        db::migrate(&database.options).await?;
    }
    database.close().await?;
    if as_json {
        say::json(&json!({ "migrations": pending, "applied": !plan }));
    } else {
        tell(&pending, plan);
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(pending: &[Pending], plan: bool) {
    if pending.is_empty() {
        line("The schema is up to date.");
    }
    for migration in pending {
        let verb = if plan { "would apply" } else { "applied" };
        line(&format!("{verb} {:04} {}", migration.version, migration.name));
    }
}
