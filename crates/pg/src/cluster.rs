//! The database cluster: created once, configured at each start.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Pid;

use crate::account::Account;
use crate::endpoint::Endpoint;
use crate::error::{At, StartError};
use crate::folder::{self, Layout, PORT};
use crate::process::PidFile;
use crate::recovery;
use crate::settings::Settings;

const SUPERUSER: &str = "seaworthy";

/// Letters are told from other signs by the system's character types (pg_trgm asks them): under
/// plain `C` a trigram search finds no Arabic and no Bangla word. Tried in this order.
const CHARACTER_TYPES: [&str; 4] = ["C.UTF-8", "C.utf8", "en_US.UTF-8", "C"];

/// A cluster that is ready to be started.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) layout: Layout,
    account: Account,
    bin: PathBuf,
    settings: Settings,
    socket_dir: PathBuf,
}

impl Cluster {
    /// Creates the cluster if there is none, and checks whatever could hinder a start.
    /// Blocks; the caller holds the lock.
    pub(crate) fn prepare(
        layout: Layout,
        bin: PathBuf,
        settings: Settings,
    ) -> Result<Self, StartError> {
        let account = Account::choose(&layout.cluster)?;
        layout.open_to(&account)?;
        let printed = account.probe(&bin.join("postgres"), &layout.root)?;
        let socket_dir = layout.socket_dir(&account);
        let cluster = Self { layout, account, bin, settings, socket_dir };
        if cluster.layout.cluster.join("PG_VERSION").is_file() {
            cluster.check_version(&printed)?;
            cluster.adopt_owner()?;
        } else {
            cluster.create()?;
        }
        Ok(cluster)
    }

    /// Clears what earlier runs left and writes the configuration. Blocks.
    pub(crate) fn clear(&self) -> Result<(), StartError> {
        recovery::clear(&self.layout.cluster, &self.socket_dir)?;
        folder::make_private(&self.socket_dir, &self.account)?;
        folder::make_private(&self.layout.log, &self.account)?;
        let log = self.layout.log.to_string_lossy();
        let config = self.settings.config(&log, shared_memory());
        self.write("postgresql.conf", &config)?;
        // Through the socket only, and never without the password.
        self.write("pg_hba.conf", "local all all scram-sha-256\n")
    }

    fn write(&self, name: &str, text: &str) -> Result<(), StartError> {
        let path = self.layout.cluster.join(name);
        fs::write(&path, text).at("write", &path)?;
        self.account.own(&path)
    }

    /// Where it will listen.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, StartError> {
        Ok(Endpoint {
            socket_dir: self.socket_dir.clone(),
            port: PORT,
            superuser: SUPERUSER.to_owned(),
            password: read_password(&self.layout)?,
        })
    }

    /// The command that runs the server in the foreground.
    pub(crate) fn command(&self) -> Result<Command, StartError> {
        let path = self.layout.log.join("start.log");
        let log = File::create(&path).at("create", &path)?;
        let copy = log.try_clone().at("open", &path)?;
        let mut command = self.account.command(&self.bin.join("postgres"));
        // What must hold whatever the configuration files say stands on the command line. A
        // folder's name is quoted, since the setting is a list.
        let folder = self.socket_dir.to_string_lossy().replace('"', "\"\"");
        command
            .arg("-D")
            .arg(&self.layout.cluster)
            .args(["-c", "listen_addresses="])
            .args(["-c", &format!("unix_socket_directories=\"{folder}\"")])
            .args(["-c", "unix_socket_permissions=0700"])
            .args(["-c", &format!("port={PORT}")])
            .current_dir(&self.layout.root)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(copy);
        Ok(command)
    }

    /// Waits until the server accepts connections, however long a recovery takes, or has ended.
    pub(crate) async fn ready(
        &self,
        pid: Pid,
        mut ended: impl FnMut() -> Option<ExitStatus>,
    ) -> Result<(), StartError> {
        let mut next_line = Instant::now() + Duration::from_secs(5);
        loop {
            if let Some(status) = ended() {
                return Err(self.died(status));
            }
            let file = PidFile::read(&self.layout.cluster);
            if file.is_some_and(|file| file.pid == pid && file.ready) {
                return Ok(());
            }
            if Instant::now() > next_line {
                tracing::info!("PostgreSQL is still starting; after a crash it replays its log");
                next_line += Duration::from_secs(10);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn died(&self, status: ExitStatus) -> StartError {
        let mut logs: Vec<PathBuf> = fs::read_dir(&self.layout.log)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        let changed = |path: &PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).ok();
        logs.sort_by_key(changed);
        let text: String = logs
            .iter()
            .rev()
            .take(2)
            .rev()
            .map(|path| tail(&fs::read(path).unwrap_or_default(), 6))
            .collect::<Vec<_>>()
            .join(" | ");
        let log = self.layout.log.clone();
        StartError::Died { status: status.to_string(), log, said: text }
    }

    fn check_version(&self, printed: &str) -> Result<(), StartError> {
        let path = self.layout.cluster.join("PG_VERSION");
        let cluster_version = fs::read_to_string(&path).at("read", &path)?.trim().to_owned();
        let program_version = major(printed);
        if cluster_version == program_version {
            return Ok(());
        }
        let cluster = self.layout.cluster.clone();
        Err(StartError::OtherVersion { cluster, cluster_version, program_version })
    }

    /// A cluster that root restored from a backup belongs to root, which the server may not be.
    fn adopt_owner(&self) -> Result<(), StartError> {
        use std::os::unix::fs::MetadataExt;
        let cluster = &self.layout.cluster;
        if fs::metadata(cluster).at("look at", cluster)?.uid() != self.account.uid {
            self.account.own_all(cluster)?;
        }
        Ok(())
    }

    /// Runs initdb in a folder beside, and renames it when everything is on the disk.
    fn create(&self) -> Result<(), StartError> {
        let layout = &self.layout;
        tracing::info!(folder = %layout.cluster.display(), "creating the database, once");
        if !layout.password.exists() {
            let bytes: [u8; 24] = rand::random();
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            folder::write_secret(&layout.password, &text)?;
        }
        // initdb runs as the other user and cannot read our password file.
        let handed = layout.root.join("password-for-initdb");
        folder::write_secret(&handed, &read_password(layout)?)?;
        self.account.own(&handed)?;
        // Each try has a folder of its own: the initdb of a program that was killed goes on for
        // a moment, and empties its folder when it fails.
        let half = layout.root.join(format!("half-cluster-{:08x}", rand::random::<u32>()));
        let made = self.initdb(&half, &handed);
        folder::remove(&handed)?;
        if let Err(error) = made {
            folder::remove(&half)?;
            return Err(error);
        }
        if self.settings.fsync {
            folder::sync(&half)?;
        }
        fs::rename(&half, &layout.cluster).at("create", &layout.cluster)
    }

    fn initdb(&self, half: &Path, password: &Path) -> Result<(), StartError> {
        let mut said = String::new();
        for character_type in CHARACTER_TYPES {
            folder::remove(half)?;
            folder::make_private(half, &self.account)?;
            let initdb = self.bin.join("initdb");
            let output = self
                .account
                .command(&initdb)
                .arg("-D")
                .arg(half)
                .arg(format!("--pwfile={}", password.display()))
                .arg(format!("--username={SUPERUSER}"))
                .args(["--auth=scram-sha-256", "--data-checksums", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C"])
                .arg(format!("--lc-ctype={character_type}"))
                // Sorting and letter case that no update of the system can change under an index.
                .args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"])
                .current_dir(&self.layout.root)
                .output()
                .at("run", &initdb)?;
            if output.status.success() {
                return Ok(());
            }
            said = tail(&output.stderr, 4);
            if !said.contains("locale") {
                break;
            }
        }
        Err(StartError::InitFailed { cluster: self.layout.cluster.clone(), said })
    }
}

/// The superuser's password of an existing data folder.
pub(crate) fn read_password(layout: &Layout) -> Result<String, StartError> {
    match fs::read_to_string(&layout.password) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(StartError::PasswordMissing { file: layout.password.clone() })
        }
        Err(error) => Err(error).at("read", &layout.password),
    }
}

/// The endpoint of a server that another program runs.
pub(crate) fn endpoint_of(layout: &Layout, file: &PidFile) -> Result<Option<Endpoint>, StartError> {
    let (Some(port), Some(socket_dir)) = (file.port, file.socket_dir.clone()) else {
        return Ok(None);
    };
    let password = read_password(layout)?;
    Ok(Some(Endpoint { socket_dir, port, superuser: SUPERUSER.to_owned(), password }))
}

/// Containers give /dev/shm 64 MB, where a parallel query fails half-way; then System V memory.
fn shared_memory() -> &'static str {
    #[cfg(target_os = "linux")]
    if rustix::fs::statvfs("/dev/shm")
        .is_ok_and(|shm| shm.f_blocks.saturating_mul(shm.f_frsize) < 256 * 1024 * 1024)
    {
        return "sysv";
    }
    "posix"
}

/// `postgres (PostgreSQL) 18.4` is of major version `18`.
fn major(printed: &str) -> String {
    let version = printed.split(") ").nth(1).unwrap_or(printed);
    version.chars().take_while(char::is_ascii_digit).collect()
}

fn tail(bytes: &[u8], lines: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    all[all.len().saturating_sub(lines)..].join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_the_program_prints() {
        assert_eq!(major("postgres (PostgreSQL) 18.4"), "18");
        assert_eq!(major("postgres (PostgreSQL) 19beta1"), "19");
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), "15");
    }
}
