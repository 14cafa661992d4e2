use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::bundle;
use crate::cluster::{self, Cluster};
use crate::endpoint::Endpoint;
use crate::error::{StartError, StopError};
use crate::folder::Layout;
use crate::lock::Lock;
use crate::process::{FAST_STOP_TIMEOUT, IMMEDIATE_STOP_TIMEOUT, PidFile, Seen, look, wait_until};
use crate::settings::Settings;

/// What to start, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; it is made if needed. PostgreSQL lives in `postgres` below it.
    pub data_dir: PathBuf,
    /// The folder of other PostgreSQL programs (`postgres`, `initdb`), in place of the bundle.
    pub pg_bin: Option<PathBuf>,
    /// Size and safety.
    pub settings: Settings,
}

/// A running server that belongs to this program.
///
/// While it lives, it holds the lock of the data folder. [`Server::stop`] ends it in order;
/// dropping it only asks it to stop. If the program is killed, the server lives on and the next
/// start takes its place.
#[derive(Debug)]
pub struct Server {
    cluster: Cluster,
    child: Child,
    pid: Pid,
    endpoint: Endpoint,
    _lock: Lock,
}

impl Server {
    /// Starts the server: unpacks the programs and creates the database the first time, clears
    /// up after a crash, and returns when connections are accepted.
    ///
    /// # Errors
    /// See [`StartError`]: each says what to do. Nothing is left running.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (cluster, lock) = blocking(move || {
            let layout = Layout::create(&options.data_dir)?;
            let lock = Lock::try_take(&layout.lock)?.ok_or_else(|| StartError::InUse {
                folder: layout.data.clone(),
                process: Lock::holder(&layout.lock).unwrap_or_else(|| "unknown".to_owned()),
            })?;
            let bin = match options.pg_bin {
                Some(bin) => bin,
                None => {
                    // The first start brings programs and database to the disk together, with
                    // the database; what an interrupted one left may not be whole.
                    let begun = layout.cluster.exists();
                    if !begun {
                        bundle::forget(&layout.root)?;
                    }
                    bundle::unpack(&layout.root, begun)?
                }
            };
            let bundled = bin.starts_with(&layout.root);
            let cluster = Cluster::prepare(layout, bin, options.settings)?;
            cluster.clear()?;
            bundle::sweep(&cluster.layout.root, bundled);
            Ok((cluster, lock))
        })
        .await?;
        let endpoint = cluster.endpoint()?;
        let (child, pid) = launch(&cluster).await?;
        tracing::info!(process = %pid, "PostgreSQL is running");
        Ok(Self { cluster, child, pid, endpoint, _lock: lock })
    }

    /// Where it listens, and how to sign in; the same after every restart.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The folder of the Unix socket.
    pub fn socket_dir(&self) -> &Path {
        self.endpoint.socket_dir()
    }

    /// The port number, which only names the socket file.
    pub fn port(&self) -> u16 {
        self.endpoint.port()
    }

    /// The superuser's password: a secret, never to be logged.
    pub fn password(&self) -> &str {
        self.endpoint.password()
    }

    /// The superuser's name.
    pub fn superuser(&self) -> &str {
        self.endpoint.superuser()
    }

    /// The server's process number.
    pub fn process_id(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Whether the server's process lives.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until the server has ended, for whatever reason. May be cancelled and called again.
    /// A server that ended while this program did not stop it wants [`Server::restart`].
    pub async fn exited(&mut self) {
        match self.child.wait().await {
            Ok(status) => tracing::warn!(%status, "PostgreSQL has ended"),
            Err(error) => tracing::error!(%error, "cannot watch PostgreSQL"),
        }
    }

    /// Starts the server again on the same socket, after it was killed or has crashed; a running
    /// one is stopped first. The lock is kept meanwhile, and pools reconnect by themselves.
    ///
    /// # Errors
    /// As for [`Server::start`]. The call may be repeated.
    pub async fn restart(&mut self) -> Result<(), StartError> {
        if self.is_running() {
            let process = self.process_id();
            self.end().await.map_err(|_| StartError::WontStop { process })?;
        }
        let cluster = self.cluster.clone();
        blocking(move || cluster.clear()).await?;
        (self.child, self.pid) = launch(&self.cluster).await?;
        tracing::info!(process = %self.pid, "PostgreSQL is running again");
        Ok(())
    }

    /// Stops the server: open transactions are rolled back, a checkpoint is written. After a
    /// minute it is ended by force, which loses nothing that was committed.
    ///
    /// # Errors
    /// When the system does not let us signal it or wait for it.
    pub async fn stop(mut self) -> Result<(), StopError> {
        self.end().await
    }

    async fn end(&mut self) -> Result<(), StopError> {
        let process = self.process_id();
        let steps = [
            (Signal::INT, FAST_STOP_TIMEOUT),
            (Signal::QUIT, IMMEDIATE_STOP_TIMEOUT),
            (Signal::KILL, Duration::MAX),
        ];
        for (signal, limit) in steps {
            if !self.is_running() {
                return Ok(());
            }
            kill_process(self.pid, signal)
                .map_err(|error| StopError::Signal { process, source: error.into() })?;
            match timeout(limit, self.child.wait()).await {
                Ok(Ok(_)) => return Ok(()),
                Ok(Err(source)) => return Err(StopError::Wait { process, source }),
                Err(_) => tracing::warn!(process, ?signal, "PostgreSQL did not stop in time"),
            }
        }
        Ok(())
    }

    /// Ends a throwaway server at once, for [`crate::testing::TestCluster`].
    pub(crate) fn end_now(&mut self) {
        if self.is_running() {
            let _ = kill_process(self.pid, Signal::QUIT);
            let (pid, cluster) = (self.pid, &self.cluster.layout.cluster);
            wait_until(IMMEDIATE_STOP_TIMEOUT, || look(pid, cluster) != Seen::Server);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.is_running() {
            let _ = kill_process(self.pid, Signal::INT);
        }
    }
}

/// The endpoint of the server that another Seaworthy runs on this data folder, for a command
/// that works beside it; `None` if there is none, or it does not accept connections yet.
///
/// # Errors
/// When the folder or the password cannot be read, usually because they are another user's.
pub fn running(data_dir: &Path) -> Result<Option<Endpoint>, StartError> {
    if !data_dir.exists() {
        return Ok(None);
    }
    let layout = Layout::of(data_dir)?;
    match PidFile::read(&layout.cluster) {
        Some(file) if file.ready && look(file.pid, &layout.cluster) == Seen::Server => {
            cluster::endpoint_of(&layout, &file)
        }
        _ => Ok(None),
    }
}

/// Starts the process and waits for it. Processes of a killed server can hold its memory for a
/// moment longer than they can be seen, and the server of a program that was killed while
/// starting it can write its process number after we looked. PostgreSQL refuses both; then we
/// clear up and try again.
async fn launch(cluster: &Cluster) -> Result<(Child, Pid), StartError> {
    let mut tries_left = 20;
    loop {
        match launch_once(cluster).await {
            Err(StartError::Died { said, .. })
                if tries_left > 0
                    && (said.contains("shared memory block") || said.contains("lock file")) =>
            {
                tries_left -= 1;
                tokio::time::sleep(Duration::from_millis(300)).await;
                let cluster = cluster.clone();
                blocking(move || cluster.clear()).await?;
            }
            other => return other,
        }
    }
}

async fn launch_once(cluster: &Cluster) -> Result<(Child, Pid), StartError> {
    let mut starting = Starting { child: Some(spawn(cluster)?) };
    let Some(child) = starting.child.as_mut() else { return Err(StartError::Interrupted) };
    let Some(pid) = pid_of(child) else { return Err(StartError::Interrupted) };
    let mut ended = || -> Option<ExitStatus> { child.try_wait().ok().flatten() };
    cluster.ready(pid, &mut ended).await?;
    starting.child.take().map(|child| (child, pid)).ok_or(StartError::Interrupted)
}

fn spawn(cluster: &Cluster) -> Result<Child, StartError> {
    let command = cluster.command()?;
    let program = PathBuf::from(command.get_program());
    Command::from(command)
        .spawn()
        .map_err(|error| StartError::BinaryUnusable { program, reason: error.to_string() })
}

fn pid_of(child: &Child) -> Option<Pid> {
    Pid::from_raw(i32::try_from(child.id()?).ok()?)
}

/// A server that is not ready yet is stopped when the start is given up.
struct Starting {
    child: Option<Child>,
}

impl Drop for Starting {
    fn drop(&mut self) {
        if let Some(pid) = self.child.as_ref().and_then(pid_of) {
            let _ = kill_process(pid, Signal::INT);
        }
    }
}

/// Runs file work off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StartError> + Send + 'static,
) -> Result<T, StartError> {
    spawn_blocking(work).await.map_err(|_| StartError::Interrupted)?
}
