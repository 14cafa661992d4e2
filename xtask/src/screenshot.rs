//! The picture in the README, taken anew from a running demo.

use std::path::Path;
use std::process::Command;

/// Takes `docs/screenshot.png` of the demo that `demo` (its `demo.json`) describes.
///
/// # Errors
/// When the demo does not run, there is no Chromium, or the picture cannot be written.
pub fn screenshot(root: &Path, demo: &Path) -> Result<String, String> {
    let picture = root.join("docs/screenshot.png");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The browser lives in the test kit; run as an example, it does not slow down other chores.
    let done = Command::new(cargo)
        .args(["run", "--quiet", "-p", "testkit", "--example", "screenshot", "--"])
        .args([demo, &picture])
        .current_dir(root)
        .status()
        .map_err(|e| format!("cargo could not be started: {e}"))?;
    match done.success() {
        true => Ok(format!("{} is new", picture.display())),
        false => Err("no picture was taken".to_owned()),
    }
}
