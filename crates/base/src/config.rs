//! The typed configuration of one installation. Reading and judging it is the program's work.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

/// Where an installation stands in life; each has its own safe defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// A developer's machine.
    Dev,
    /// Like production, for trying.
    Staging,
    /// The real thing: weak settings are refused.
    Production,
}

/// How mail leaves.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MailConfig {
    /// `smtp://` or `smtps://` address with user and password; none writes .eml files.
    pub smtp_url: Option<SecretString>,
    /// The sender, e.g. `Seaworthy <no-reply@example.com>`.
    pub from: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Everything an installation is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Config {
    /// Where it stands in life.
    pub profile: Profile,
    /// Where the web server listens.
    pub listen: SocketAddr,
    /// How people reach the installation; companies are subdomains of its host.
    pub public_url: String,
    /// Where everything is kept: database, files, mails.
    pub data_dir: PathBuf,
    /// A PostgreSQL server to use instead of the one inside.
    pub database_url: Option<SecretString>,
    /// Other PostgreSQL binaries for the server inside.
    pub pg_bin: Option<PathBuf>,
    /// Signs tokens; at least 64 random characters.
    pub secret_key: SecretString,
    /// How mail leaves.
    pub mail: MailConfig,
    /// How log lines look.
    pub log_format: LogFormat,
    /// What is logged, as in `info,sqlx=warn`.
    pub log_level: String,
    /// Whether `serve` works through jobs as well.
    pub worker: bool,
    /// Connections to the database, at most; documents of every day have a few more of their own.
    pub database_connections: u32,
    /// Whether the client's address stands in X-Forwarded-For (only behind a trusted proxy).
    pub trust_proxy: bool,
}

impl Config {
    /// Sound defaults for the profile, on the given folder, with the given secret.
    #[must_use]
    pub fn new(profile: Profile, data_dir: PathBuf, secret_key: SecretString) -> Self {
        Self {
            profile,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://localhost:8080".to_owned(),
            data_dir,
            database_url: None,
            pg_bin: None,
            secret_key,
            mail: MailConfig { smtp_url: None, from: "Seaworthy <no-reply@localhost>".to_owned() },
            log_format: LogFormat::Text,
            log_level: "info".to_owned(),
            worker: true,
            database_connections: 16,
            trust_proxy: false,
        }
    }

    /// The root domain with its port, as browsers send it: `localhost:8080`.
    #[must_use]
    pub fn root_host(&self) -> &str {
        let rest = self.public_url.split_once("://").map_or(&*self.public_url, |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }

    /// Where a company is reached, without a slash at the end.
    #[must_use]
    pub fn tenant_url(&self, slug: &str) -> String {
        let scheme = self.public_url.split_once("://").map_or("http", |(scheme, _)| scheme);
        format!("{scheme}://{slug}.{}", self.root_host())
    }

    /// Whether people reach us over TLS, so that cookies may demand it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
