//! Builds what the browser gets: npm installs by the lock file, TypeScript is checked, esbuild
//! bundles, and a small script names, compresses and lists the results for `src/assets.rs`.
//! Everything happens in `OUT_DIR`; the source tree is never written to.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=assets");
    npm::build(build)
}

fn build() -> Result<(), String> {
    let web = npm::folder("OUT_DIR")?.join("web");
    let source = npm::folder("CARGO_MANIFEST_DIR")?.join("assets");
    for folder in ["css", "ts"] {
        // Removed first, so that a file deleted in the source does not linger in the bundle.
        let _ = fs::remove_dir_all(web.join(folder));
    }
    copy(&source, &web)
        .map_err(|e| format!("could not copy the web assets to {}: {e}", web.display()))?;
    install(&web)?;
    let check = ["node_modules/typescript/bin/tsc", "--noEmit"];
    npm::run("node", &check, &web, "TypeScript is not sound")?;
    npm::run("node", &["build.mjs"], &web, "the web assets could not be bundled")?;
    Ok(())
}

/// Installs when the lock file differs from the one installed last.
fn install(web: &Path) -> Result<(), String> {
    let lock = fs::read(web.join("package-lock.json")).unwrap_or_default();
    let stamp = web.join("node_modules").join(".installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    npm::ci(web, "the packages of the web assets", &[])?;
    fs::write(&stamp, lock).map_err(|e| format!("could not write {}: {e}", stamp.display()))
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
