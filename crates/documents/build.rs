//! Fetches the fonts that documents embed, as pinned in `package-lock.json`.
//!
//! They come from npm because their files are large, binary and versioned there. Nothing is
//! written in the source tree: the package files are copied to `OUT_DIR` and installed there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const FONTS: [(&str, &str); 6] = [
    ("noto-sans/400Regular/NotoSans_400Regular.ttf", "latin-400.ttf"),
    ("noto-sans/700Bold/NotoSans_700Bold.ttf", "latin-700.ttf"),
    ("noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf", "arabic-400.ttf"),
    ("noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf", "arabic-700.ttf"),
    ("noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf", "bengali-400.ttf"),
    ("noto-sans-bengali/700Bold/NotoSansBengali_700Bold.ttf", "bengali-700.ttf"),
];

const INPUTS: [&str; 3] = ["build.rs", "package.json", "package-lock.json"];

fn main() {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    if let Err(sentence) = fetch_fonts() {
        println!("cargo::error={sentence}");
    }
}

fn fetch_fonts() -> Result<(), String> {
    let out = folder("OUT_DIR")?;
    let sources = folder("CARGO_MANIFEST_DIR")?;
    let install = out.join("npm");
    fs::create_dir_all(&install).map_err(|e| failed("make", &install, &e))?;
    for name in ["package.json", "package-lock.json"] {
        copy(&sources.join(name), &install.join(name))?;
    }
    npm_ci(&install)?;
    let packages = install.join("node_modules/@expo-google-fonts");
    for (from, to) in FONTS {
        copy(&packages.join(from), &out.join(to))?;
    }
    // The packages carry every weight (17 MB); only six files are needed.
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
                "Seaworthy needs Node.js 20 or newer (with npm) on the PATH to fetch the fonts \
                 of printed documents; npm could not be started ({e})."
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(format!("npm could not fetch the fonts of printed documents: {said}"))
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
