//! PostgreSQL for tests, from the same binaries: no durability, nothing to install.
//!
//! Everything lies in `<temporary folder>/seaworthy-test-<user number>`:
//!
//! - `bin-…`: the binaries, unpacked once for all tests.
//! - `shared-…`: one server for all test processes ([`shared_test_server`]). The first process
//!   starts it, under a file lock; it outlives that process, so that cargo-nextest, which runs
//!   one process a test, starts it once. Every process that uses it touches the file `used` once
//!   a minute; a small shell loop beside the server stops it ten minutes after the last touch. A
//!   start always begins with a new cluster, so nothing piles up.
//! - `private-<process>-…`: the clusters of [`TestCluster`], for tests that kill servers. They
//!   are removed at the end; after a crash of the test process, by the next one.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rustix::process::Pid;

use crate::bundle;
use crate::cluster::Cluster;
use crate::endpoint::Endpoint;
use crate::error::{At, StartError};
use crate::folder::{self, Layout};
use crate::lock::Lock;
use crate::process::{self, PidFile, Seen, look};
use crate::recovery;
use crate::server::{Options, Server, blocking, running};
use crate::settings::Settings;

const TOUCH_EVERY: Duration = Duration::from_secs(60);

/// Stops the shared server when nobody has touched the file for ten minutes. The file is moved
/// away first and looked at again, so that a process that came at the same moment either saves
/// the server or finds the file missing and starts another.
const WATCHER: &str = r#"
while sleep 20; do
  kill -0 "$1" 2>/dev/null || exit 0
  [ -n "$(find "$2" -mmin -10 2>/dev/null)" ] && continue
  mv "$2" "$2.last" 2>/dev/null
  if [ -n "$(find "$2.last" -mmin -10 2>/dev/null)" ]; then
    mv "$2.last" "$2"
    continue
  fi
  kill -INT "$1"
  exit 0
done
"#;

/// A private throwaway server, for tests that kill, stop or fill one.
#[derive(Debug)]
pub struct TestCluster {
    server: Server,
    folder: PathBuf,
}

impl TestCluster {
    /// Starts a server on a new cluster.
    ///
    /// # Errors
    /// As for [`Server::start`].
    pub async fn start() -> Result<Self, StartError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let (base, bin) = blocking(move || {
            let base = base()?;
            sweep(&base);
            let bin = binaries(&base)?;
            Ok((base, bin))
        })
        .await?;
        let folder = base.join(format!("private-{}-{number}", std::process::id()));
        folder::make(&folder, 0o711)?;
        let settings = Settings::throwaway();
        let options = Options { data_dir: folder.clone(), pg_bin: Some(bin), settings };
        match Server::start(options).await {
            Ok(server) => Ok(Self { server, folder }),
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    /// Where it listens, and how to sign in.
    pub fn endpoint(&self) -> &Endpoint {
        self.server.endpoint()
    }

    /// The server, to be killed or restarted.
    pub fn server(&mut self) -> &mut Server {
        &mut self.server
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        self.server.end_now();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The one server that all tests of this user share. Databases on it are the caller's to name
/// and to drop; another process, also of another checkout, uses the same server.
///
/// # Errors
/// As for [`Server::start`].
pub async fn shared_test_server() -> Result<Endpoint, StartError> {
    let (lock, data, used, found) = blocking(|| {
        let base = base()?;
        let data = base.join(shared_name());
        let lock = Lock::wait(&data.with_extension("lock"))?;
        let used = data.with_extension("used");
        let found = if touch(&used) { alive(&data)? } else { None };
        Ok((lock, data, used, found))
    })
    .await?;
    let endpoint = match found {
        Some(endpoint) => endpoint,
        None => start_shared(&data, &used).await?,
    };
    drop(lock);
    keep_touching(used);
    Ok(endpoint)
}

/// The folder where the binaries lie that tests use, unpacked if needed.
///
/// # Errors
/// When the temporary folder cannot be written to.
pub async fn test_binaries() -> Result<PathBuf, StartError> {
    blocking(|| binaries(&base()?)).await
}

fn alive(data: &Path) -> Result<Option<Endpoint>, StartError> {
    Ok(running(data)?.filter(|endpoint| recovery::answers(endpoint.socket_dir())))
}

async fn start_shared(data: &Path, used: &Path) -> Result<Endpoint, StartError> {
    let folder = data.to_owned();
    let (cluster, mut child) = blocking(move || {
        let bin = binaries(&base()?)?;
        end_server_in(&folder)?;
        // Containers can share the temporary folder without seeing each other's processes.
        if recovery::answers(&folder.join("postgres/run")) {
            return Err(StartError::ForeignServer { cluster: folder.join("postgres/cluster") });
        }
        folder::remove(&folder)?;
        folder::make(&folder, 0o711)?;
        let cluster = Cluster::prepare(Layout::create(&folder)?, bin, Settings::throwaway())?;
        cluster.clear()?;
        let child = cluster.command()?.spawn().at("start the test server in", &folder)?;
        Ok((cluster, child))
    })
    .await?;
    let pid = Pid::from_child(&child);
    cluster.ready(pid, || child.try_wait().ok().flatten()).await?;
    File::create(used).at("create", used)?;
    Command::new("sh")
        .args(["-c", WATCHER, "seaworthy-test-watcher", &pid.to_string()])
        .arg(used)
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .at("start the watcher of", used)?;
    cluster.endpoint()
}

/// Marks the shared server as used; false when it was never started or is being stopped.
fn touch(used: &Path) -> bool {
    File::options().write(true).open(used).and_then(|mut file| file.write_all(b".")).is_ok()
}

/// Touches the file as long as this process lives.
fn keep_touching(used: PathBuf) {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(TOUCH_EVERY);
                touch(&used);
            }
        });
    });
}

/// The name follows from the binaries and the settings: a change of either starts another.
fn shared_name() -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bundle::NAME.as_bytes());
    hasher.write(Settings::throwaway().config("", "").as_bytes());
    format!("shared-{:016x}", hasher.finish())
}

/// The folder of everything; private enough that nobody else can put programs there.
fn base() -> Result<PathBuf, StartError> {
    let us = rustix::process::geteuid().as_raw();
    let base = std::env::temp_dir().join(format!("seaworthy-test-{us}"));
    match fs::DirBuilder::new().mode(0o711).create(&base) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        made => made.at("create", &base)?,
    }
    let meta = fs::symlink_metadata(&base).at("look at", &base)?;
    if !meta.is_dir() || meta.uid() != us {
        return Err(StartError::NotPrivate { folder: base });
    }
    // The server's user passes through when the tests run as root.
    folder::set_mode(&base, 0o711)?;
    fs::canonicalize(&base).at("open", &base)
}

fn binaries(base: &Path) -> Result<PathBuf, StartError> {
    let _one_at_a_time = Lock::wait(&base.join("unpack.lock"))?;
    bundle::unpack(base, false)
}

/// Removes the clusters of test processes that were killed.
fn sweep(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| {
            name.strip_prefix("private-")?.split('-').next()?.parse().ok().and_then(Pid::from_raw)
        });
        let Some(owner) = owner else { continue };
        if matches!(look(owner, base), Seen::Gone | Seen::Zombie)
            && is_abandoned(&entry.path())
            && end_server_in(&entry.path()).is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether nobody holds the folder's lock; it is seen from other containers too.
fn is_abandoned(data: &Path) -> bool {
    let lock = data.join("postgres/lock");
    !lock.exists() || matches!(Lock::try_take(&lock), Ok(Some(_)))
}

fn end_server_in(data: &Path) -> Result<(), StartError> {
    let Ok(layout) = Layout::of(data) else { return Ok(()) };
    match PidFile::read(&layout.cluster) {
        Some(file) if look(file.pid, &layout.cluster) == Seen::Server => {
            process::end(file.pid, &layout.cluster)
        }
        _ => Ok(()),
    }
}
