//! Fetches axe-core, the accessibility checker that browser tests run in the page, as pinned in
//! `package-lock.json`. The package files are copied to `OUT_DIR` and installed there; this runs
//! again only when they change.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const INPUTS: [&str; 3] = ["build.rs", "package.json", "package-lock.json"];

fn main() {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    if let Err(sentence) = fetch() {
        println!("cargo::error={sentence}");
    }
}

fn fetch() -> Result<(), String> {
    let out = folder("OUT_DIR")?;
    let sources = folder("CARGO_MANIFEST_DIR")?;
    let install = out.join("npm");
    fs::create_dir_all(&install).map_err(|e| failed("make", &install, &e))?;
    for name in ["package.json", "package-lock.json"] {
        copy(&sources.join(name), &install.join(name))?;
    }
    npm_ci(&install)?;
    copy(&install.join("node_modules/axe-core/axe.min.js"), &out.join("axe.min.js"))?;
    let _ = fs::remove_dir_all(install.join("node_modules"));
    Ok(())
}

fn npm_ci(folder: &Path) -> Result<(), String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output()
        .map_err(|e| {
            format!(
                "Seaworthy's tests need Node.js 20 or newer (with npm) on the PATH to fetch the \
                 accessibility checker; npm could not be started ({e})."
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(format!("npm could not fetch the accessibility checker: {said}"))
}

fn folder(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable).map(PathBuf::from).ok_or(format!("cargo did not set {variable}"))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|e| failed("copy", from, &e))
}

fn failed(verb: &str, path: &Path, error: &std::io::Error) -> String {
    format!("could not {verb} {}: {error}", path.display())
}
