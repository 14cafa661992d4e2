//! Builds what the browser gets: npm installs by the lock file, TypeScript is checked, esbuild
//! bundles, and a small script names, compresses and lists the results for `src/assets.rs`.
//! Everything happens in `OUT_DIR`; the source tree is never written to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

const NODE_NEEDED: &str = "Seaworthy builds its web assets with Node.js 20 or newer and npm, \
     which were not found on the PATH: install them (https://nodejs.org) and build again.";

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env("OUT_DIR"));
    let source = PathBuf::from(env("CARGO_MANIFEST_DIR")).join("assets");
    let web = out.join("web");
    demand_node();
    for folder in ["css", "ts"] {
        // Removed first, so that a file deleted in the source does not linger in the bundle.
        let _ = fs::remove_dir_all(web.join(folder));
    }
    if let Err(e) = copy(&source, &web) {
        fail(&format!("could not copy the web assets to {}: {e}", web.display()));
    }
    install(&web);
    run(node(), &["node_modules/typescript/bin/tsc", "--noEmit"], &web, "TypeScript is not sound");
    run(node(), &["build.mjs"], &web, "the web assets could not be bundled");
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| fail(&format!("cargo did not set {name}")))
}

fn node() -> &'static str {
    "node"
}

/// On Windows npm is a batch file, which has to be named with its ending.
fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn demand_node() {
    let version = Command::new(node()).arg("--version").output();
    let Ok(version) = version else { fail(NODE_NEEDED) };
    let text = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let major = text.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.is_none_or(|n: u32| n < 20) {
        fail(&format!("{NODE_NEEDED} (found node {text})"));
    }
}

/// Installs when the lock file differs from the one installed last.
fn install(web: &Path) {
    let lock = fs::read(web.join("package-lock.json")).unwrap_or_default();
    let stamp = web.join("node_modules").join(".installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return;
    }
    let args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    run(npm(), &args, web, "npm could not install the web assets' packages");
    if let Err(e) = fs::write(&stamp, lock) {
        fail(&format!("could not write {}: {e}", stamp.display()));
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(name))?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

fn run(program: &str, args: &[&str], folder: &Path, what: &str) {
    match Command::new(program).args(args).current_dir(folder).output() {
        Err(_) => fail(NODE_NEEDED),
        Ok(done) if !done.status.success() => {
            let said = [done.stdout, done.stderr].concat();
            fail(&format!("{what}: {}", String::from_utf8_lossy(&said).trim()));
        }
        Ok(_) => {}
    }
}

/// A build script's last word: one error per line, so that cargo shows them all.
fn fail(message: &str) -> ! {
    for line in message.lines() {
        println!("cargo::error={line}");
    }
    exit(1)
}
