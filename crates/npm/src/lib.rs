//! What build scripts need of npm: the packages that a lock file pins, fetched into `OUT_DIR`,
//! and the same clear sentence wherever Node is missing. Nothing is written in the source tree,
//! and no package's install script runs.
//!
//! ```no_run
//! // The whole of `fn main() -> ExitCode` in a build.rs:
//! npm::build(|| {
//!     let packages = npm::fetch("the accessibility checker of tests", &[])?;
//!     packages.copy("axe-core/axe.min.js", "axe.min.js")?;
//!     packages.discard();
//!     Ok(())
//! });
//! ```

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

/// The oldest Node that everything of ours works with.
const OLDEST: u32 = 20;

/// Always: no scripts of strangers, nothing asked or told that the build does not need, and what
/// this machine has fetched before is not fetched again.
const CI: [&str; 6] =
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];

/// Runs a build script and says its failure as cargo's errors, one a line.
pub fn build(work: impl FnOnce() -> Result<(), String>) -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            for line in sentence.lines().filter(|line| !line.trim().is_empty()) {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Packages in a folder of their own below `OUT_DIR`.
#[derive(Debug)]
pub struct Packages {
    folder: PathBuf,
    out: PathBuf,
    said: String,
}

/// Fetches what the crate's `package-lock.json` pins, afresh. `what` says in words what it is;
/// `more` are further arguments of `npm ci`.
///
/// # Errors
/// A sentence for whoever builds: Node is missing or old, or npm could not fetch.
pub fn fetch(what: &str, more: &[&str]) -> Result<Packages, String> {
    let (out, sources) = (folder("OUT_DIR")?, folder("CARGO_MANIFEST_DIR")?);
    let install = out.join("npm");
    if install.exists() {
        fs::remove_dir_all(&install).map_err(|e| failed("empty", &install, &e))?;
    }
    fs::create_dir_all(&install).map_err(|e| failed("make", &install, &e))?;
    for name in ["package.json", "package-lock.json"] {
        println!("cargo::rerun-if-changed={name}");
        copy(&sources.join(name), &install.join(name))?;
    }
    let said = ci(&install, what, more)?;
    Ok(Packages { folder: install, out, said })
}

impl Packages {
    /// Where a package or a file of one is: `axe-core/axe.min.js`.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join("node_modules").join(name)
    }

    /// Copies a file of a package to a name in `OUT_DIR`.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be written.
    pub fn copy(&self, from: &str, to: &str) -> Result<(), String> {
        copy(&self.path(from), &self.out.join(to))
    }

    /// What npm remarked although it succeeded, as it does where an optional package is missing.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.said
    }

    /// Gives the room back once everything that is needed was copied.
    pub fn discard(self) {
        let _ = fs::remove_dir_all(self.folder);
    }
}

/// `npm ci` in a folder that has a manifest and a lock file; what it remarked.
///
/// # Errors
/// As [`fetch`].
pub fn ci(folder: &Path, what: &str, more: &[&str]) -> Result<String, String> {
    let args = [&CI, more].concat();
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(npm, &args, folder, &format!("npm could not fetch {what}"))
}

/// Runs `node`, or another program of Node's, in a folder, and returns its remarks (standard
/// error); `what` begins the sentence when it fails.
///
/// # Errors
/// A sentence for whoever builds: Node is missing or old, or the program failed and said why.
pub fn run(program: &str, args: &[&str], folder: &Path, what: &str) -> Result<String, String> {
    demand_node("node")?;
    let done = Command::new(program).args(args).current_dir(folder).output();
    let done = done.map_err(|e| format!("{} ({program}: {e})", needed()))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stderr).trim().to_owned());
    }
    let said = [done.stdout, done.stderr].concat();
    Err(format!("{what}: {}", String::from_utf8_lossy(&said).trim()))
}

fn needed() -> String {
    format!(
        "Seaworthy is built with Node.js {OLDEST} or newer and npm, which were not found on the \
         PATH: install them (https://nodejs.org, or your package manager) and build again."
    )
}

fn demand_node(node: &str) -> Result<(), String> {
    let version = Command::new(node).arg("--version").output().map_err(|_| needed())?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        _ => Err(format!("{} Found: node {version}.", needed())),
    }
}

/// Of `v22.3.0`: 22.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// A folder that cargo names in a variable.
///
/// # Errors
/// Outside a build script.
pub fn folder(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable).map(PathBuf::from).ok_or(format!("cargo did not set {variable}"))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|e| failed("copy", from, &e))
}

fn failed(verb: &str, path: &Path, error: &std::io::Error) -> String {
    format!("could not {verb} {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_missing_node_is_a_sentence_that_says_what_to_do() {
        let sentence = demand_node("no-such-node").unwrap_err();
        assert!(sentence.contains("Node.js 20 or newer and npm"), "{sentence}");
        assert!(sentence.contains("install them") && !sentence.contains('\n'), "{sentence}");
    }

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert_eq!(major("v22.3.0"), Some(22));
        assert_eq!(major("v18.19.1"), Some(18));
        assert_eq!(major(""), None);
    }

    #[test]
    fn a_program_that_fails_is_quoted() {
        let here = env::temp_dir();
        let script = ["-e", "console.error('no such package'); process.exit(3)"];
        let sentence = run("node", &script, &here, "npm could not fetch the fonts").unwrap_err();
        assert_eq!(sentence, "npm could not fetch the fonts: no such package");
        assert!(run("node", &["-e", ""], &here, "nothing").is_ok());
    }
}
