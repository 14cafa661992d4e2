//! The configuration file itself: who may read it, and writing a fresh one.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base::Profile;

use super::{EXAMPLE, Finding, secret};

/// A file with secrets in it is its owner's alone, and git's never.
pub(super) fn judge(file: &Path, profile: Profile, has_secrets: bool) -> Vec<Finding> {
    if !has_secrets {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mode = fs::metadata(file).map(|meta| meta.permissions().mode() & 0o777).unwrap_or(0o600);
    if mode & 0o077 != 0 {
        let file = file.display();
        let message = format!(
            "{file} holds secrets and others may read it (mode {mode:o}): chmod 600 {file}"
        );
        findings.push(Finding::error("config", message));
    }
    if is_in_git(file) {
        let message = format!(
            "{} holds secrets and is tracked by git: git rm --cached it, put it into .gitignore, \
             and change the secrets",
            file.display()
        );
        findings.push(Finding::error("config", message));
    }
    if profile == Profile::Dev {
        findings.iter_mut().for_each(|finding| finding.is_warning = true);
    }
    findings
}

fn is_in_git(file: &Path) -> bool {
    let Ok(file) = fs::canonicalize(file) else { return false };
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return false };
    let git = Command::new("git")
        .args(["ls-files", "--error-unmatch", "--"])
        .arg(name)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    git.is_ok_and(|status| status.success())
}

/// What a fresh file shall say.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Where to write it.
    pub path: PathBuf,
    /// The profile.
    pub profile: String,
    /// The address of the installation.
    pub public_url: String,
    /// The data folder.
    pub data_dir: String,
}

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is one already.
    #[error("{0} exists already and was left as it is; name another with --config")]
    Exists(PathBuf),
    /// The folder refuses.
    #[error("cannot write {0}: {1}")]
    Io(PathBuf, io::Error),
}

/// Writes a configuration with a fresh secret that only its owner can read.
///
/// # Errors
/// When the file exists already or cannot be written.
pub fn init(new: &NewFile) -> Result<(), InitError> {
    let values = [
        ("profile", new.profile.as_str()),
        ("public_url", new.public_url.as_str()),
        ("data_dir", new.data_dir.as_str()),
        ("secret_key", &secret::random()),
    ];
    match secret::write_new(&new.path, &filled_in(&values)) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            Err(InitError::Exists(new.path.clone()))
        }
        Err(e) => Err(InitError::Io(new.path.clone(), e)),
    }
}

/// The example with these values in the place of its own.
fn filled_in(values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for line in EXAMPLE.lines() {
        let key = line.trim_start_matches("# ").split(" = ").next().unwrap_or_default();
        match values.iter().find(|(name, _)| *name == key && line.contains(" = ")) {
            Some((name, value)) => {
                let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
                text.push_str(&format!("{name} = \"{quoted}\"\n"));
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}
