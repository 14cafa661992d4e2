//! Reading every key with its own clear refusal, so that one bad value hides no other.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use base::{Config, LogFormat, Profile};
use figment::value::{Dict, Value};
use figment::{Figment, Source};
use secrecy::SecretString;

use super::{Finding, Sources};

/// What was read, as far as it could be.
pub(super) struct Reading {
    /// Everything but the secret; none when a value could not be read at all.
    pub draft: Option<Config>,
    pub profile: Profile,
    pub secret: Option<SecretString>,
    pub file_has_secrets: bool,
    pub findings: Vec<Finding>,
}

pub(super) fn read(figment: Figment, sources: &Sources) -> Reading {
    let mut reader = Reader::new(figment);
    if !reader.findings.is_empty() {
        // A file that cannot be parsed says nothing; what is missing then is no news.
        let (profile, findings) = (Profile::Dev, reader.findings);
        return Reading { draft: None, profile, secret: None, file_has_secrets: false, findings };
    }
    let profile = reader.choice("profile", &PROFILES).unwrap_or(Profile::Dev);
    let dev = profile == Profile::Dev;
    let listen: Option<SocketAddr> = reader.parsed("listen", "an address such as 127.0.0.1:8080");
    let mut draft = Config::new(profile, default_data_dir(dev), SecretString::default());
    draft.listen = listen.unwrap_or(draft.listen);
    draft.public_url = match reader.text("public_url") {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None if dev => format!("http://localhost:{}", draft.listen.port()),
        None => {
            let message = "public_url is missing: the address at which people reach this \
                 installation, such as https://erp.example.com";
            reader.findings.push(Finding::error("public_url", message));
            draft.public_url
        }
    };
    if let Some(folder) = sources.data_dir.clone().or(reader.path("data_dir")) {
        draft.data_dir = folder;
    }
    draft.data_dir = std::path::absolute(&draft.data_dir).unwrap_or(draft.data_dir);
    let database_url = reader.secret("database_url");
    draft.database_url = sources.database_url.clone().or(database_url);
    draft.pg_bin = reader.path("pg_bin");
    draft.mail.smtp_url = reader.secret("mail.smtp_url");
    draft.mail.from = reader.text("mail.from").unwrap_or(draft.mail.from);
    let usual = if dev { LogFormat::Text } else { LogFormat::Json };
    draft.log_format = reader.choice("log_format", &FORMATS).unwrap_or(usual);
    draft.log_level = reader.text("log_level").unwrap_or(draft.log_level);
    draft.worker = reader.parsed("worker", "true or false").unwrap_or(draft.worker);
    draft.trust_proxy = reader.parsed("trust_proxy", "true or false").unwrap_or(draft.trust_proxy);
    draft.database_connections = reader
        .parsed("database_connections", "a whole number")
        .unwrap_or(draft.database_connections);
    let secret = reader.secret("secret_key");
    reader.refuse_unknown();
    let file_has_secrets = reader.file_has_secrets;
    Reading { draft: Some(draft), profile, secret, file_has_secrets, findings: reader.findings }
}

const PROFILES: [(&str, Profile); 3] =
    [("dev", Profile::Dev), ("staging", Profile::Staging), ("production", Profile::Production)];
const FORMATS: [(&str, LogFormat); 2] = [("text", LogFormat::Text), ("json", LogFormat::Json)];

fn default_data_dir(dev: bool) -> PathBuf {
    PathBuf::from(if dev { "data" } else { "/var/lib/seaworthy" })
}

struct Reader {
    figment: Figment,
    values: Dict,
    asked: BTreeSet<&'static str>,
    findings: Vec<Finding>,
    file_has_secrets: bool,
}

impl Reader {
    fn new(figment: Figment) -> Self {
        let (values, findings) = match figment.extract::<Dict>() {
            Ok(values) => (values, Vec::new()),
            Err(error) => {
                let message = format!("the configuration file cannot be read: {error}");
                (Dict::new(), vec![Finding::error("config", message)])
            }
        };
        Self { figment, values, asked: BTreeSet::new(), findings, file_has_secrets: false }
    }

    fn value(&mut self, key: &'static str) -> Option<String> {
        self.asked.insert(key);
        let mut value = None;
        let mut dict = Some(&self.values);
        for part in key.split('.') {
            value = dict.and_then(|dict| dict.get(part));
            dict = value.and_then(Value::as_dict);
        }
        let text = match value? {
            Value::String(_, text) => Some(text.clone()),
            Value::Char(_, c) => Some(c.to_string()),
            Value::Bool(_, flag) => Some(flag.to_string()),
            Value::Num(_, number) => number
                .to_i128()
                .map(|n| n.to_string())
                .or_else(|| number.to_u128().map(|n| n.to_string()))
                .or_else(|| number.to_f64().map(|n| n.to_string())),
            Value::Empty(..) => None,
            Value::Dict(..) | Value::Array(..) => {
                let message = format!("{} must be a single value", self.place(key));
                self.findings.push(Finding::error(key, message));
                None
            }
        };
        text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn text(&mut self, key: &'static str) -> Option<String> {
        self.value(key)
    }

    fn path(&mut self, key: &'static str) -> Option<PathBuf> {
        self.value(key).map(PathBuf::from)
    }

    fn secret(&mut self, key: &'static str) -> Option<SecretString> {
        let text = self.value(key)?;
        self.file_has_secrets |= self.file_of(key).is_some();
        Some(SecretString::from(text))
    }

    fn parsed<T: FromStr>(&mut self, key: &'static str, wanted: &str) -> Option<T> {
        let text = self.value(key)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let message = format!("{} is “{text}”, but must be {wanted}", self.place(key));
            self.findings.push(Finding::error(key, message));
        }
        parsed
    }

    fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.value(key)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let place = self.place(key);
            let message = format!("{place} is “{text}”, but must be one of {}", names.join(", "));
            self.findings.push(Finding::error(key, message));
        }
        found
    }

    fn file_of(&self, key: &str) -> Option<PathBuf> {
        match self.figment.find_metadata(key)?.source.as_ref()? {
            Source::File(path) => Some(path.clone()),
            _ => None,
        }
    }

    /// How a person finds the value: `listen in /etc/seaworthy/seaworthy.toml`.
    fn place(&self, key: &str) -> String {
        let from = self.figment.find_metadata(key);
        match self.file_of(key) {
            Some(file) => format!("{key} in {}", file.display()),
            None if from.is_some_and(|from| from.name.contains("environment")) => {
                format!("SEAWORTHY_{}", key.replace('.', "__").to_uppercase())
            }
            None => key.to_owned(),
        }
    }

    fn refuse_unknown(&mut self) {
        let mut keys = Vec::new();
        leaves(&self.values, "", &mut keys);
        for key in keys {
            let known = |asked: &str| key == asked || key.starts_with(&format!("{asked}."));
            if self.asked.iter().any(|asked| known(asked)) {
                continue;
            }
            let near = self.asked.iter().min_by_key(|asked| distance(asked, &key));
            let near = near.filter(|asked| distance(asked, &key) <= 3);
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            let message = format!("{} is not a setting{hint}", self.place(&key));
            self.findings.push(Finding::error(key, message));
        }
    }
}

fn leaves(dict: &Dict, before: &str, keys: &mut Vec<String>) {
    for (name, value) in dict {
        let key = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        match value.as_dict() {
            Some(inner) if !inner.is_empty() => leaves(inner, &key, keys),
            _ => keys.push(key),
        }
    }
}

/// How many letters must change to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
