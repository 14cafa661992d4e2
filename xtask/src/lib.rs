//! Chores of the workshop: the rules that a machine checks, and new capabilities from a mould.

pub mod bench;
mod client;
pub mod kill;
pub mod mould;
pub mod screenshot;
pub mod tidy;

use std::path::PathBuf;

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}
