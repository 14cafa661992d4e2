//! The embedded archive of PostgreSQL's programs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{At, StartError};
use crate::folder;

static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/postgres.tar.zst"));

/// The name of this bundle: the version and a hash of the bytes.
pub(crate) const NAME: &str = env!("PG_BUNDLE");

/// Unpacks the bundle as `folder/bin-<name>` unless it is there, and returns its `bin` folder.
///
/// It is unpacked under another name and renamed when complete, so a folder with the right name
/// is always whole; two programs that unpack at once do not disturb each other. With `durable`
/// that outlives a power cut; else the caller brings it to the disk.
pub(crate) fn unpack(parent: &Path, durable: bool) -> Result<PathBuf, StartError> {
    if ARCHIVE.is_empty() {
        return Err(StartError::NothingBundled);
    }
    let target = parent.join(format!("bin-{NAME}"));
    let bin = target.join("bin");
    if bin.join("postgres").is_file() {
        return Ok(bin);
    }
    tracing::info!(folder = %target.display(), "unpacking PostgreSQL, once");
    let half = parent.join(format!("half-bin-{NAME}-{}", std::process::id()));
    folder::remove(&half)?;
    // World-readable whatever the umask, since the server may run as another user.
    folder::make(&half, 0o755)?;
    let decoder = zstd::Decoder::new(ARCHIVE).at("read the PostgreSQL bundle for", &half)?;
    let mut archive = tar::Archive::new(decoder);
    archive.set_preserve_mtime(false);
    archive.unpack(&half).at("unpack PostgreSQL into", &half)?;
    if durable {
        folder::sync(&half)?;
    }
    match fs::rename(&half, &target) {
        Ok(()) => {}
        Err(_) if bin.join("postgres").is_file() => folder::remove(&half)?,
        Err(error) => return Err(error).at("rename the unpacked folder to", &target),
    }
    Ok(bin)
}

/// Removes this bundle's folder. The caller holds the lock.
pub(crate) fn forget(parent: &Path) -> Result<(), StartError> {
    folder::remove(&parent.join(format!("bin-{NAME}")))
}

/// Removes what crashes left half-made, and bundles of earlier versions of the program when
/// this one runs from its own. The caller holds the lock and has prepared its start.
pub(crate) fn sweep(parent: &Path, bundled: bool) {
    let present = format!("bin-{NAME}");
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let old = name.starts_with("half-") || (bundled && name.starts_with("bin-"));
        if old
            && name != present
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            // An initdb whose program was killed may still write there; the next start sweeps.
            tracing::debug!(%error, folder = %name, "could not remove an old folder yet");
        }
    }
}
