//! Finds a Chromium on this machine and says how it is to be started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The program that `CHROMIUM` names, or the first known name on the PATH.
pub(super) fn find() -> Option<OsString> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        return Some(named);
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES.iter().find(|name| folders.iter().any(|f| f.join(name).is_file())).map(OsString::from)
}

/// Whether a test may not be skipped for want of a browser, as on the CI server.
pub(super) fn is_demanded() -> bool {
    std::env::var("SEAWORTHY_DEMAND_BROWSER").is_ok_and(|v| !v.is_empty() && v != "0")
}

/// No window, no first-run questions, no errands of its own on the network.
pub(super) fn arguments(profile: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--remote-debugging-pipe",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-extensions",
        "--disable-sync",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-features=Translate,AutofillServerCommunication,OptimizationHints",
        "--password-store=basic",
        "--use-mock-keychain",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--lang=en-US",
        "--no-proxy-server",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    if is_root() {
        // Chromium's sandbox refuses to run as root; only then do we go without.
        arguments.push("--no-sandbox".to_owned());
    }
    arguments
}

/// Whoever owns the files of our own process.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|m| m.uid() == 0)
        || std::env::var("USER").is_ok_and(|user| user == "root")
}
