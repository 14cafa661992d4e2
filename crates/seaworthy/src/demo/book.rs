//! What somebody needs to look around: addresses, mail addresses, passwords, a token. Kept in
//! `demo.json`, readable by its owner alone, since it opens doors.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base::Config;
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use super::companies::Company;

/// The file that people and programs read, once everything in it is good.
const FILE: &str = "demo.json";
/// Where the passwords are kept before the companies exist.
const BEFORE: &str = "demo.preparing.json";

/// The contents of `demo.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// How the installation is reached.
    pub url: String,
    /// Whether the whole history is written; people may sign in before.
    #[serde(default)]
    pub complete: bool,
    /// The companies.
    pub tenants: Vec<Entry>,
}

/// A company in `demo.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its subdomain.
    pub slug: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Where it is reached.
    pub url: String,
    /// The owner's mail address.
    pub owner_email: String,
    /// Everybody's password.
    pub password: String,
    /// A token of the owner for the API.
    pub api_token: String,
    /// The mail addresses of all people by their role.
    #[serde(default)]
    pub people: Vec<Person>,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The slug of the role.
    pub role: String,
    /// The mail address.
    pub email: String,
}

impl Book {
    /// The book of an earlier start, or a new one with fresh passwords.
    pub(super) fn open(config: &Config, companies: &[&Company]) -> io::Result<Self> {
        fs::create_dir_all(&config.data_dir)?;
        let mut book = match read(&config.data_dir.join(FILE))? {
            Some(book) => book,
            None => read(&config.data_dir.join(BEFORE))?.unwrap_or_else(|| Self::new(companies)),
        };
        // The port may be another one this time.
        book.url = format!("{}/", config.public_url.trim_end_matches('/'));
        for entry in &mut book.tenants {
            entry.url = format!("{}/", config.tenant_url(&entry.slug));
        }
        Ok(book)
    }

    fn new(companies: &[&Company]) -> Self {
        let entry = |company: &&Company| Entry {
            slug: company.slug.to_owned(),
            name: company.name.to_owned(),
            url: String::new(),
            owner_email: company.email("owner"),
            password: password(),
            api_token: String::new(),
            people: company
                .people
                .iter()
                .map(|(role, _)| Person { role: (*role).to_owned(), email: company.email(role) })
                .collect(),
        };
        let tenants = companies.iter().map(entry).collect();
        Self { url: String::new(), complete: false, tenants }
    }

    /// Keeps the passwords before anything is made with them: an interrupted start goes on with
    /// the same ones.
    pub(super) fn keep(&self, config: &Config) -> io::Result<()> {
        if config.data_dir.join(FILE).exists() {
            return Ok(());
        }
        write(&config.data_dir.join(BEFORE), self)
    }

    /// Writes `demo.json`: from here on everything in it is good.
    pub(super) fn publish(&self, config: &Config) -> io::Result<PathBuf> {
        let file = config.data_dir.join(FILE);
        write(&file, self)?;
        match fs::remove_file(config.data_dir.join(BEFORE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(file),
        }
    }

    pub(super) fn entry(&mut self, slug: &str) -> Option<&mut Entry> {
        self.tenants.iter_mut().find(|entry| entry.slug == slug)
    }
}

fn read(path: &Path) -> io::Result<Option<Book>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            let text = format!("{} cannot be read ({error}); move it away", path.display());
            io::Error::new(io::ErrorKind::InvalidData, text)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whole or not at all, and never readable by others.
fn write(path: &Path, book: &Book) -> io::Result<()> {
    let next = path.with_extension("new");
    let _ = fs::remove_file(&next);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&next)?;
    let mut text = serde_json::to_vec_pretty(book)?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(&next, path)
}

const WORDS: &[&str] = &[
    "amber", "anchor", "basket", "beacon", "bridge", "candle", "canoe", "cedar", "cinnamon",
    "clover", "copper", "coral", "cotton", "crane", "delta", "drum", "ember", "falcon", "fern",
    "ferry", "flute", "garden", "ginger", "harbour", "heron", "indigo", "island", "ivory",
    "jasmine", "jute", "kettle", "kite", "lantern", "lemon", "lotus", "mango", "maple", "marble",
    "meadow", "mint", "monsoon", "oasis", "olive", "orchid", "otter", "palm", "papaya", "pearl",
    "pepper", "pigeon", "quartz", "raft", "river", "saffron", "sandal", "sparrow", "summit",
    "tamarind", "thunder", "tiger", "velvet", "violet", "walnut", "willow",
];

/// Three words and a number: easy to type, and not to be guessed at a door that counts tries.
fn password() -> String {
    let mut rng = rand::rng();
    let words: Vec<&str> = WORDS.sample(&mut rng, 3).copied().collect();
    format!("{}-{}", words.join("-"), rand::random_range(1000..10_000))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::os::unix::fs::PermissionsExt;

    use base::Profile;
    use secrecy::SecretString;

    use super::super::companies::{BAHR, PADMA};
    use super::*;

    fn config(name: &str) -> Config {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Config::new(Profile::Dev, folder, SecretString::default())
    }

    #[test]
    fn an_interrupted_start_goes_on_with_the_same_passwords() {
        let config = config("demo-book-interrupted");
        let first = Book::open(&config, &[&BAHR, &PADMA]).unwrap();
        first.keep(&config).unwrap();
        let second = Book::open(&config, &[&BAHR, &PADMA]).unwrap();
        assert_eq!(second, first);
        assert!(!config.data_dir.join(FILE).exists(), "nobody reads what is not yet good");
        fs::remove_dir_all(&config.data_dir).unwrap();
    }

    #[test]
    fn what_is_published_is_for_its_owner_alone() {
        let config = config("demo-book-published");
        let mut book = Book::open(&config, &[&BAHR]).unwrap();
        book.complete = true;
        let file = book.publish(&config).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Book::open(&config, &[&BAHR]).unwrap();
        assert_eq!(again, book);
        assert_eq!(again.tenants[0].url, "http://bahr.localhost:8080/");
        fs::remove_dir_all(&config.data_dir).unwrap();
    }
}
