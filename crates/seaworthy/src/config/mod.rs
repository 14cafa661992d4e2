//! The configuration of one installation: defaults of its profile, then the file, then the
//! environment, then the command line. Everything that is wrong is reported at once, in
//! sentences that say where it stands and what to do.

mod file;
mod judge;
mod read;
mod secret;

use std::fmt;
use std::path::{Path, PathBuf};

use base::{Config, Profile};
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use secrecy::SecretString;
use serde::Serialize;

pub use file::{InitError, NewFile, init};

/// The example file that ships with the program; `init` fills it in.
pub const EXAMPLE: &str = include_str!("../../../../seaworthy.example.toml");

/// Where to look for what is configured.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The file; without it `seaworthy.toml` here, then `/etc/seaworthy/seaworthy.toml`.
    pub file: Option<PathBuf>,
    /// Overrides the data folder.
    pub data_dir: Option<PathBuf>,
    /// Overrides the database.
    pub database_url: Option<SecretString>,
}

/// A configuration that may be used.
#[derive(Debug)]
pub struct Loaded {
    /// What was read.
    pub config: Config,
    /// The file that it was read from, if there was one.
    pub file: Option<PathBuf>,
    /// What is allowed and should be looked at.
    pub warnings: Vec<Finding>,
}

/// One thing about the configuration, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The key it is about, e.g. `mail.from`.
    pub key: String,
    /// The sentence.
    pub message: String,
    /// Whether the program still starts.
    #[serde(skip)]
    pub is_warning: bool,
}

impl Finding {
    fn error(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into(), is_warning: false }
    }

    fn warning(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { is_warning: true, ..Self::error(key, message) }
    }
}

/// Everything that is wrong.
#[derive(Debug)]
pub struct ConfigError {
    /// The errors.
    pub errors: Vec<Finding>,
    /// The warnings beside them.
    pub warnings: Vec<Finding>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration cannot be used:")?;
        for finding in &self.errors {
            write!(f, "\n  - {}", finding.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// Reads and judges the configuration. In the dev profile a missing secret is made once and
/// kept in the data folder.
///
/// # Errors
/// With everything that is wrong.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigError> {
    let (file, missing) = find_file(sources.file.as_deref());
    let mut figment = Figment::new();
    if let Some(file) = &file {
        figment = figment.merge(Toml::file_exact(file));
    }
    // SEAWORTHY_CONFIG names the file itself.
    let environment = Env::prefixed("SEAWORTHY_").ignore(&["config"]).split("__");
    let reading = read::read(figment.merge(environment), sources);
    let mut findings: Vec<Finding> = missing.into_iter().chain(reading.findings).collect();
    let profile = reading.profile;
    if let Some(file) = &file {
        findings.extend(file::judge(file, profile, reading.file_has_secrets));
    }
    let mut config = None;
    if let Some(mut draft) = reading.draft {
        match reading.secret {
            Some(secret) => draft.secret_key = secret,
            None if profile == Profile::Dev => match secret::kept_in(&draft.data_dir) {
                Ok(secret) => draft.secret_key = secret,
                Err(error) => findings.push(Finding::error("data_dir", error.to_string())),
            },
            None => findings.push(Finding::error("secret_key", NO_SECRET)),
        }
        findings.extend(judge::judge(&draft));
        config = Some(draft);
    }
    let (warnings, errors): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.is_warning);
    match config {
        Some(config) if errors.is_empty() => Ok(Loaded { config, file, warnings }),
        _ => Err(ConfigError { errors, warnings }),
    }
}

const NO_SECRET: &str = "secret_key is missing: `seaworthy init` writes a file with a fresh one, \
     or set SEAWORTHY_SECRET_KEY to at least 64 random characters (openssl rand -hex 48)";

fn find_file(named: Option<&Path>) -> (Option<PathBuf>, Option<Finding>) {
    if let Some(named) = named {
        if named.is_file() {
            return (Some(named.to_owned()), None);
        }
        let message = format!("there is no configuration file {}", named.display());
        return (None, Some(Finding::error("config", message)));
    }
    let usual = ["seaworthy.toml", "/etc/seaworthy/seaworthy.toml"];
    (usual.iter().map(PathBuf::from).find(|path| path.is_file()), None)
}

#[cfg(test)]
mod tests;
