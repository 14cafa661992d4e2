//! What a configuration must be like to be used; production refuses what a laptop may.

use std::collections::BTreeSet;
use std::net::IpAddr;

use base::{Config, Profile};
use secrecy::ExposeSecret;
use tracing_subscriber::EnvFilter;

use super::Finding;

const LEAST_SECRET: usize = 64;
/// Sixteen random hex digits in a row already have nine or so; 64 random ones have more.
const LEAST_VARIETY: usize = 10;
const PLACEHOLDERS: [&str; 9] = [
    "change",
    "example",
    "secret",
    "placeholder",
    "password",
    "replace",
    "your-",
    "insert",
    "xxxxxxxx",
];

pub(super) fn judge(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut error = |key: &str, message: &str| findings.push(Finding::error(key, message));
    judge_url(config, &mut error);
    judge_secret(config, &mut error);
    judge_log(config, &mut error);
    judge_addresses(config, &mut error);
    if !(2..=500).contains(&config.database_connections) {
        error("database_connections", "database_connections must be between 2 and 500");
    }
    if let Some(bin) = &config.pg_bin
        && !bin.join("postgres").is_file()
    {
        let message = format!("pg_bin: there is no program postgres in {}", bin.display());
        error("pg_bin", &message);
    }
    if config.profile != Profile::Dev && config.mail.smtp_url.is_none() {
        let message = "mail.smtp_url is not set: mails are written to files in the data folder \
             and reach nobody";
        findings.push(Finding::warning("mail.smtp_url", message));
    }
    findings
}

fn judge_url(config: &Config, error: &mut impl FnMut(&str, &str)) {
    let url = &config.public_url;
    let Some((scheme, rest)) = url.split_once("://") else {
        return error("public_url", "public_url must begin with https:// or http://");
    };
    if !matches!(scheme, "http" | "https") {
        error("public_url", "public_url must begin with https:// or http://");
    }
    let host = rest.split(':').next().unwrap_or_default();
    let named = !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if rest.contains(['/', '?', '#', '@']) || !named && !rest.starts_with('[') {
        let message = format!("public_url is “{url}”, but must be a host name without a path");
        error("public_url", &message);
    } else if host.parse::<IpAddr>().is_ok() || rest.starts_with('[') {
        let message = "public_url must be a host name, not an IP address, since each company is \
             a subdomain of it; on one machine use http://localhost";
        error("public_url", message);
    }
    if config.profile == Profile::Production && scheme == "http" {
        let message = "public_url must begin with https:// in production: passwords and tokens \
             travel over it";
        error("public_url", message);
    }
}

fn judge_secret(config: &Config, error: &mut impl FnMut(&str, &str)) {
    if config.profile == Profile::Dev {
        return;
    }
    let secret = config.secret_key.expose_secret();
    if secret.is_empty() {
        return;
    }
    if let Some(weakness) = weakness(secret) {
        let message = format!(
            "secret_key {weakness}; make one with `openssl rand -hex 48` or `seaworthy init`"
        );
        error("secret_key", &message);
    }
}

/// Why a secret is none.
pub(super) fn weakness(secret: &str) -> Option<String> {
    let length = secret.chars().count();
    if length < LEAST_SECRET {
        return Some(format!("has {length} characters, but needs at least {LEAST_SECRET}"));
    }
    let lower = secret.to_lowercase();
    if PLACEHOLDERS.iter().any(|word| lower.contains(word)) {
        return Some("looks like an example".to_owned());
    }
    let variety: BTreeSet<char> = secret.chars().collect();
    if variety.len() < LEAST_VARIETY || repeats_itself(secret) {
        return Some("is too regular to be random".to_owned());
    }
    None
}

/// Whether the text is a shorter one said several times: then it is found inside its own double.
fn repeats_itself(text: &str) -> bool {
    let double = format!("{text}{text}");
    double[1..double.len() - 1].contains(text)
}

fn judge_log(config: &Config, error: &mut impl FnMut(&str, &str)) {
    let level = &config.log_level;
    if EnvFilter::try_new(level).is_err() {
        let message = format!("log_level is “{level}”, but must be like info or info,sqlx=warn");
        error("log_level", &message);
    }
    let lower = level.to_lowercase();
    let chatty = lower.contains("debug") || lower.contains("trace");
    if config.profile == Profile::Production && chatty {
        let message = "log_level must not be debug or trace in production: such lines can hold \
             personal data";
        error("log_level", message);
    }
}

fn judge_addresses(config: &Config, error: &mut impl FnMut(&str, &str)) {
    if let Some(url) = &config.database_url {
        let url = url.expose_secret();
        let ours = url.starts_with("postgres://") || url.starts_with("postgresql://");
        // The address holds a password, so it is not repeated here.
        if !ours || base::db::options(url).is_err() {
            let message = "database_url must be like postgres://user:password@host:5432/database";
            error("database_url", message);
        }
    }
    if let Some(url) = &config.mail.smtp_url {
        let url = url.expose_secret();
        if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
            error("mail.smtp_url", "mail.smtp_url must begin with smtp:// or smtps://");
        }
    }
    if !config.mail.from.contains('@') {
        let message = "mail.from must be a mail address such as Seaworthy <erp@example.com>";
        error("mail.from", message);
    }
    if config.profile == Profile::Production && config.mail.from.contains("@localhost") {
        let message = "mail.from must be an address of your own domain in production";
        error("mail.from", message);
    }
}
