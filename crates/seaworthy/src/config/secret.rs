//! Secrets: random ones, and the one that a developer's data folder keeps.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rand::RngExt;
use rand::distr::Alphanumeric;
use secrecy::SecretString;

/// Why a secret cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep a secret in {path}: {cause}")]
pub(super) struct SecretError {
    path: PathBuf,
    cause: io::Error,
}

/// 64 letters and digits, 380 bits.
pub(super) fn random() -> String {
    rand::rng().sample_iter(Alphanumeric).take(64).map(char::from).collect()
}

/// The secret of a data folder; made, for its owner only, when there is none yet.
pub(super) fn kept_in(data_dir: &Path) -> Result<SecretString, SecretError> {
    let path = data_dir.join("secret");
    let refused = |cause| SecretError { path: path.clone(), cause };
    fs::create_dir_all(data_dir).map_err(refused)?;
    match write_new(&path, &random()) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(refused(error)),
        _ => {}
    }
    // Two programs that start at once agree on what is in the file.
    let secret = fs::read_to_string(&path).map_err(refused)?;
    Ok(SecretString::from(secret.trim().to_owned()))
}

/// Writes a file that only its owner reads; never over another one, and never half.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let half = path.with_extension(format!("half-{}", std::process::id()));
    let _ = fs::remove_file(&half);
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&half)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // A link refuses to replace what is there; a rename would not.
    let linked = fs::hard_link(&half, path);
    fs::remove_file(&half)?;
    linked
}
