//! `config check` and `init`.

use std::path::PathBuf;
use std::process::ExitCode;

use base::{Config, LogFormat, Profile};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::{Done, Global, line, say};
use crate::config::{self, ConfigError, Finding, Loaded, NewFile};

#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Reads the configuration and says everything that is wrong with it
    Check {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

impl ConfigCommand {
    pub(super) fn run(self, global: &Global) -> Done {
        let ConfigCommand::Check { json } = self;
        let loaded = config::load(&global.sources());
        if json {
            say::json(&report(&loaded));
        } else {
            tell(&loaded);
        }
        Ok(if loaded.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn report(loaded: &Result<Loaded, ConfigError>) -> Value {
    match loaded {
        Ok(loaded) => json!({ "ok": true, "file": loaded.file, "errors": [],
            "warnings": loaded.warnings, "settings": settings(&loaded.config) }),
        Err(error) => json!({ "ok": false, "errors": error.errors, "warnings": error.warnings }),
    }
}

fn tell(loaded: &Result<Loaded, ConfigError>) {
    let say = |kind: &str, findings: &[Finding]| {
        for finding in findings {
            line(&format!("{kind}: {}", finding.message));
        }
    };
    match loaded {
        Err(error) => {
            say("error", &error.errors);
            say("warning", &error.warnings);
        }
        Ok(loaded) => {
            say("warning", &loaded.warnings);
            match &loaded.file {
                Some(file) => line(&format!("{} is good:", file.display())),
                None => line("No configuration file; the defaults and the environment are good:"),
            }
            if let Value::Object(settings) = settings(&loaded.config) {
                for (name, value) in settings {
                    line(&format!("  {name} = {value}"));
                }
            }
        }
    }
}

/// What is set, without what is secret.
fn settings(config: &Config) -> Value {
    let profile = match config.profile {
        Profile::Dev => "dev",
        Profile::Staging => "staging",
        Profile::Production => "production",
    };
    let log_format = match config.log_format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    let hidden = |set: bool| if set { "(set)" } else { "(not set)" };
    json!({
        "profile": profile,
        "listen": config.listen,
        "public_url": config.public_url,
        "data_dir": config.data_dir,
        "database_url": hidden(config.database_url.is_some()),
        "database_connections": config.database_connections,
        "pg_bin": config.pg_bin,
        "secret_key": "(set)",
        "mail.smtp_url": hidden(config.mail.smtp_url.is_some()),
        "mail.from": config.mail.from,
        "log_format": log_format,
        "log_level": config.log_level,
        "worker": config.worker,
        "trust_proxy": config.trust_proxy,
    })
}

/// Installations that others reach must say at which address.
const SERIOUS: [(&str, &str); 2] = [("profile", "staging"), ("profile", "production")];

#[derive(Args)]
pub(super) struct Init {
    /// What the installation is for
    #[arg(long, value_enum, default_value_t = Kind::Dev)]
    profile: Kind,
    /// How people will reach it [default: http://localhost:8080 in dev]
    #[arg(long, value_name = "URL", required_if_eq_any(SERIOUS))]
    public_url: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Dev,
    Staging,
    Production,
}

impl Init {
    pub(super) fn run(self, global: &Global) -> Done {
        let (profile, data_dir) = match self.profile {
            Kind::Dev => ("dev", "data"),
            Kind::Staging => ("staging", "/var/lib/seaworthy"),
            Kind::Production => ("production", "/var/lib/seaworthy"),
        };
        let path = global.config.clone().unwrap_or_else(|| PathBuf::from("seaworthy.toml"));
        let named = global.data_dir.as_ref().map(|folder| folder.display().to_string());
        let new = NewFile {
            path: path.clone(),
            profile: profile.to_owned(),
            public_url: self.public_url.unwrap_or_else(|| "http://localhost:8080".to_owned()),
            data_dir: named.unwrap_or_else(|| data_dir.to_owned()),
        };
        config::init(&new)?;
        let path = path.display();
        line(&format!("Wrote {path} with a fresh secret; only you can read it."));
        line("Next: look through it, then `seaworthy config check` and `seaworthy serve`.");
        Ok(ExitCode::SUCCESS)
    }
}
