//! The sources of the repository, read once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::code::Code;

/// A Rust file.
#[derive(Debug)]
pub struct Source {
    /// Its path from the root.
    pub path: String,
    /// The text as it is.
    pub text: String,
    /// The text taken apart.
    pub code: Code,
}

/// Any other file that rules look at.
#[derive(Debug)]
pub struct Plain {
    /// Its path from the root.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Everything that rules look at.
#[derive(Debug, Default)]
pub struct Tree {
    /// Rust.
    pub sources: Vec<Source>,
    /// Styles, scripts, SQL, manifests, message catalogues.
    pub plain: Vec<Plain>,
}

impl Source {
    /// The crate that it belongs to.
    #[must_use]
    pub fn krate(&self) -> &str {
        self.path.strip_prefix("crates/").and_then(|p| p.split('/').next()).unwrap_or("xtask")
    }

    /// Its parts below `src`, without the ending.
    #[must_use]
    pub fn below_src(&self) -> Option<Vec<&str>> {
        let (_, below) = self.path.split_once("/src/")?;
        Some(below.trim_end_matches(".rs").split('/').collect())
    }

    /// Whether the whole file is there for tests or as an example.
    #[must_use]
    pub fn is_test(&self) -> bool {
        let path = &self.path;
        ["/tests/", "/examples/"].iter().any(|folder| path.contains(folder))
            || ["_tests.rs", "/tests.rs"].iter().any(|ending| path.ends_with(ending))
            || path.starts_with("crates/testkit/")
    }

    /// The lines that are not inside of a test module.
    #[must_use]
    pub fn in_production(&self, line: usize) -> bool {
        !self.is_test() && !self.code.test_lines().iter().any(|(a, b)| (*a..=*b).contains(&line))
    }
}

impl Tree {
    /// Reads the repository.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        for folder in ["crates", "migrations", "xtask"] {
            tree.read_folder(root, &root.join(folder))?;
        }
        Ok(tree)
    }

    fn read_folder(&mut self, root: &Path, folder: &Path) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir() {
                if !matches!(name.as_str(), "node_modules" | "target" | "dist") {
                    self.read_folder(root, &path)?;
                }
                continue;
            }
            let wanted = [".rs", ".ts", ".css", ".sql", ".ftl", "Cargo.toml"];
            if wanted.iter().any(|ending| name.ends_with(ending)) {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                self.add(
                    &relative.to_string_lossy().replace('\\', "/"),
                    fs::read_to_string(&path)?,
                );
            }
        }
        Ok(())
    }

    /// Adds a file, for instance a bad sample.
    pub fn add(&mut self, path: &str, text: impl Into<String>) {
        let (path, text) = (path.to_owned(), text.into());
        if path.ends_with(".rs") {
            let code = Code::of(&text);
            self.sources.push(Source { path, text, code });
        } else {
            self.plain.push(Plain { path, text });
        }
    }

    /// A tree of samples.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, *text);
        }
        tree
    }

    /// Every capability as crate and folder: a folder whose `mod.rs` has `fn capability()`.
    #[must_use]
    pub fn capabilities(&self) -> BTreeSet<(String, String)> {
        let doors = self.sources.iter().filter(|s| s.code.bare.contains("fn capability()"));
        let named = doors.filter_map(|source| {
            let parts = source.below_src()?;
            match parts.as_slice() {
                [folder, "mod"] => Some((source.krate().to_owned(), (*folder).to_owned())),
                _ => None,
            }
        });
        named.collect()
    }
}
