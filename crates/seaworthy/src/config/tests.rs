//! Reading and judging, key by key.
#![allow(clippy::unwrap_used)]

use figment::Figment;
use figment::providers::{Format, Toml};
use secrecy::SecretString;

use super::*;

const GOOD_SECRET: &str = "Hg4q7Zr2Kx9Lw4Nd8Tb1Vy6Hm3Jc5Fg0Sp7Ra2Ue9Wk4Xi8Oz1Ql6Mn3Bv5Ct0Dy7";

fn reading(toml: &str) -> read::Reading {
    read::read(Figment::new().merge(Toml::string(toml)), &Sources::default())
}

/// Every finding of a file, as `load` would collect them.
fn findings(toml: &str) -> Vec<String> {
    let reading = reading(toml);
    let mut findings = reading.findings;
    let mut draft = reading.draft.unwrap();
    draft.secret_key = reading.secret.unwrap_or_default();
    findings.extend(judge::judge(&draft));
    findings.into_iter().filter(|f| !f.is_warning).map(|f| f.message).collect()
}

fn production(more: &str) -> String {
    format!(
        "profile = \"production\"\npublic_url = \"https://erp.acme.test\"\n\
         secret_key = \"{GOOD_SECRET}\"\nmail.from = \"ERP <erp@acme.test>\"\n{more}"
    )
}

#[test]
fn nothing_at_all_is_a_good_dev_configuration() {
    let reading = reading("");
    assert!(reading.findings.is_empty());
    let config = reading.draft.unwrap();
    assert_eq!(config.public_url, "http://localhost:8080");
    assert!(config.data_dir.is_absolute());
}

#[test]
fn everything_wrong_is_said_at_once() {
    let found = findings(
        "profile = \"prod\"\nlisten = \"here\"\nlog_format = \"xml\"\nworker = \"perhaps\"\n\
         databse_url = \"x\"\ndatabase_connections = 1\n[mail]\nfrom = \"nobody\"\nport = 25\n",
    );
    let expected = ["profile", "listen", "log_format", "worker", "databse_url", "mail.port"];
    for key in expected {
        assert!(found.iter().any(|message| message.contains(key)), "{key}: {found:#?}");
    }
    assert!(found.iter().any(|m| m.contains("did you mean database_url?")), "{found:#?}");
    assert!(found.iter().any(|m| m.contains("database_connections must be")), "{found:#?}");
    assert!(found.iter().any(|m| m.contains("mail.from must be")), "{found:#?}");
}

#[test]
fn a_good_production_configuration_passes() {
    assert_eq!(findings(&production("")), [] as [String; 0]);
}

#[test]
fn production_refuses_plain_http_debug_and_weak_secrets() {
    let refuses = |toml: &str, what: &str| {
        let found = findings(toml);
        assert!(found.iter().any(|message| message.contains(what)), "{what}: {found:#?}");
    };
    refuses(&production("").replace("https://", "http://"), "must begin with https://");
    refuses(&production("log_level = \"info,sqlx=debug\""), "must not be debug or trace");
    refuses(&production("").replace(GOOD_SECRET, "short"), "has 5 characters");
    refuses(&production("").replace(GOOD_SECRET, &"ab".repeat(40)), "too regular");
    refuses(&production("").replace(GOOD_SECRET, &GOOD_SECRET[..16].repeat(4)), "too regular");
    let example = format!("change-me-{GOOD_SECRET}");
    refuses(&production("").replace(GOOD_SECRET, &example), "looks like an example");
    refuses(&production("").replace("https://erp.acme.test", "https://10.0.0.1"), "not an IP");
}

#[test]
fn a_refused_address_is_not_repeated() {
    let found = findings(&production("database_url = \"mysql://u:hunter22@h/d\""));
    assert!(found.iter().any(|message| message.contains("database_url must be like")));
    assert!(!found.iter().any(|message| message.contains("hunter22")));
}

#[test]
fn a_fresh_file_is_the_owners_alone_and_is_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::env::temp_dir().join(format!("seaworthy-init-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("seaworthy.toml");
    let new = NewFile {
        path: path.clone(),
        profile: "production".to_owned(),
        public_url: "https://erp.acme.test".to_owned(),
        data_dir: "/srv/\"odd\"".to_owned(),
    };
    init(&new).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    let reading = reading(&text);
    assert_eq!(findings(&text), [] as [String; 0]);
    assert_eq!(reading.draft.unwrap().data_dir, Path::new("/srv/\"odd\""));
    assert!(matches!(init(&new), Err(InitError::Exists(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_developers_secret_is_made_once_and_kept() {
    use secrecy::ExposeSecret;
    let folder = std::env::temp_dir().join(format!("seaworthy-secret-{}", std::process::id()));
    let first: SecretString = secret::kept_in(&folder).unwrap();
    let second = secret::kept_in(&folder).unwrap();
    assert_eq!(first.expose_secret(), second.expose_secret());
    assert_eq!(judge::weakness(first.expose_secret()), None);
    std::fs::remove_dir_all(&folder).unwrap();
}
