//! The two processes that are measured: a PostgreSQL server from Debian's packages, since
//! pgbench comes with it, and the program. Both are stopped when the bench ends.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Failure;

const BIN: &str = "/usr/lib/postgresql/15/bin";
const PG_PORT: u16 = 55_432;
/// Where the program listens.
pub const PORT: u16 = 58_080;

/// Builds the program as users run it.
pub fn build_release() -> Result<PathBuf, Failure> {
    let built = Command::new("cargo").args(["build", "--release", "-p", "seaworthy"]).status()?;
    if !built.success() {
        return Err("the release build failed".into());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Ok(target.join("release/seaworthy"))
}

/// A PostgreSQL server of our own, durable as in production.
pub struct Postgres {
    folder: PathBuf,
}

impl Postgres {
    /// Creates a cluster in a temporary folder and starts it.
    pub fn start() -> Result<Self, Failure> {
        if !Path::new(BIN).exists() {
            return Err(format!("pgbench is needed: apt-get install postgresql-15 ({BIN})").into());
        }
        let folder = std::env::temp_dir().join(format!("seaworthy-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let server = Self { folder };
        server.shell(&format!("chown postgres {}", server.folder.display()), false)?;
        server.shell(
            &format!("{BIN}/initdb -A trust -D {0}/d >{0}/initdb.log", server.path()),
            true,
        )?;
        server.configure()?;
        server.shell(
            &format!(
                "{BIN}/pg_ctl -D {0}/d -l {0}/start.log -w start >{0}/pg_ctl.log 2>&1",
                server.path()
            ),
            true,
        )?;
        server.sql("postgres", "create database bench")?;
        Ok(server)
    }

    // In its file, since pg_ctl hands options to a shell, to which the | of the prefix is a pipe.
    fn configure(&self) -> Result<(), Failure> {
        let folder = self.path();
        let settings = format!(
            "unix_socket_directories = '{folder}'
             port = {PG_PORT}
             listen_addresses = ''
             max_connections = 100
             shared_buffers = '1GB'
             max_wal_size = '4GB'
             checkpoint_timeout = '30min'
             logging_collector = on
             log_directory = '{folder}'
             log_filename = 'log'
             log_line_prefix = '%p|'
             log_min_messages = log
"
        );
        let file = fs::OpenOptions::new().append(true).open(self.folder.join("d/postgresql.conf"));
        file?.write_all(settings.as_bytes())?;
        Ok(())
    }

    fn path(&self) -> String {
        self.folder.display().to_string()
    }

    // PostgreSQL refuses to run as root.
    fn shell(&self, line: &str, as_postgres: bool) -> Result<String, Failure> {
        let root = fs::metadata("/proc/self").is_ok_and(|m| {
            use std::os::unix::fs::MetadataExt;
            m.uid() == 0
        });
        let mut command = if as_postgres && root {
            let mut command = Command::new("su");
            command.args(["postgres", "-c", line]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-c", line]);
            command
        };
        let output = command.stdin(Stdio::null()).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{line}: {said}").into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The address for the program: the socket, as to the server that it carries.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost:{PG_PORT}/bench?host={}", self.path())
    }

    /// Runs SQL as the superuser and gives back its output, unaligned.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, Failure> {
        let output = Command::new("psql")
            .args(["-h", &self.path(), "-p", &PG_PORT.to_string(), "-U", "postgres", "-At"])
            .args(["-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Switches the logging of every statement on or off.
    pub fn log_statements(&self, on: bool) -> Result<(), Failure> {
        let setting = if on { "all" } else { "none" };
        self.sql("bench", &format!("alter system set log_statement = '{setting}'"))?;
        self.sql("bench", "select pg_reload_conf()")?;
        Ok(())
    }

    /// The whole log.
    pub fn log(&self) -> Result<String, Failure> {
        Ok(fs::read_to_string(self.folder.join("log"))?)
    }

    /// Runs pgbench with the scripts and gives back its transactions a second.
    pub fn pgbench(
        &self,
        scripts: &[PathBuf],
        clients: usize,
        seconds: u64,
    ) -> Result<f64, Failure> {
        let mut command = Command::new(format!("{BIN}/pgbench"));
        command
            .args(["-h", &self.path(), "-p", &PG_PORT.to_string(), "-U", "postgres", "-n"])
            .args(["-M", "prepared", "-c", &clients.to_string(), "-j", "2"])
            .args(["-T", &seconds.to_string(), "--failures-detailed"])
            // What the program says on each of its connections.
            .env("PGOPTIONS", "-c role=seaworthy_app -c jit=off -c random_page_cost=1.1");
        for script in scripts {
            command.arg("-f").arg(script);
        }
        let output = command.arg("bench").output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
        let tps = tps.and_then(|rest| rest.split(' ').next()).and_then(|n| n.parse().ok());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        match tps {
            Some(tps) if output.status.success() => Ok(tps),
            _ => Err(format!("pgbench failed: {said}{errors}").into()),
        }
    }

    /// A folder that pgbench may read.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn postmaster(&self) -> u32 {
        let file = self.folder.join("d/postmaster.pid");
        let text = fs::read_to_string(file).unwrap_or_default();
        text.lines().next().and_then(|line| line.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stop = format!("{BIN}/pg_ctl -D {}/d -m immediate stop >/dev/null", self.path());
        let _ = self.shell(&stop, true);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The program under measurement.
pub struct Program {
    child: Child,
    data: PathBuf,
}

impl Program {
    /// Starts it on the server and waits until it is ready.
    pub async fn start(program: &Path, postgres: &Postgres) -> Result<Self, Failure> {
        let data =
            std::env::temp_dir().join(format!("seaworthy-bench-data-{}", std::process::id()));
        fs::create_dir_all(&data)?;
        let log = fs::File::create(data.join("log"))?;
        let child = Command::new(program)
            .args(["serve", "--data-dir"])
            .arg(&data)
            .env("SEAWORTHY_DATABASE_URL", postgres.url())
            .env("SEAWORTHY_LISTEN", format!("127.0.0.1:{PORT}"))
            .env("SEAWORTHY_PUBLIC_URL", format!("http://localhost:{PORT}"))
            .env("SEAWORTHY_LOG_LEVEL", "warn")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut started = Self { child, data };
        for _ in 0..600 {
            let ready = crate::client::get_status(PORT, "localhost", "/readyz").await;
            if ready.is_ok_and(|status| status == 200) {
                return Ok(started);
            }
            if let Some(status) = started.child.try_wait()? {
                let log = fs::read_to_string(started.data.join("log")).unwrap_or_default();
                return Err(format!("the program ended ({status}): {log}").into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("the program was not ready within a minute".into())
    }

    /// Resident memory in megabytes.
    pub fn resident_mb(&self) -> Result<f64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        let kb: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kb / 1024.0)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// Processor time used so far, in milliseconds.
pub struct Cpu {
    /// By the program.
    pub program_ms: f64,
    /// By PostgreSQL: the postmaster, its children, and children that have ended.
    pub postgres_ms: f64,
}

impl Cpu {
    /// Reads /proc.
    pub fn now(program: &Program, postgres: &Postgres) -> Self {
        let postmaster = postgres.postmaster();
        let own = ticks(program.child.id()).map_or(0, |t| t.own);
        let mut server = ticks(postmaster).map_or(0, |t| t.own + t.reaped);
        for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse().ok()) else {
                continue;
            };
            if let Some(child) = ticks(pid).filter(|t| t.parent == postmaster) {
                server += child.own;
            }
        }
        // Linux counts in hundredths of a second.
        Self { program_ms: own as f64 * 10.0, postgres_ms: server as f64 * 10.0 }
    }

    /// What was used since.
    pub fn since(&self, before: &Cpu) -> Cpu {
        Cpu {
            program_ms: self.program_ms - before.program_ms,
            postgres_ms: self.postgres_ms - before.postgres_ms,
        }
    }
}

struct Ticks {
    parent: u32,
    own: u64,
    reaped: u64,
}

fn ticks(pid: u32) -> Option<Ticks> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold spaces; the numbers come after it.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let number = |n: usize| fields.get(n)?.parse::<u64>().ok();
    Some(Ticks {
        parent: fields.get(1)?.parse().ok()?,
        own: number(11)? + number(12)?,
        reaped: number(13)? + number(14)?,
    })
}
