use std::io;
use std::path::{Path, PathBuf};

/// Why the embedded PostgreSQL did not start. Each sentence says what a person can do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program holds the lock of the data folder.
    #[error(
        "another Seaworthy (process {process}) uses {}; stop it or choose another folder",
        folder.display()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The process number that the holder wrote, or "unknown".
        process: String,
    },
    /// Something answers on the socket, but its process cannot be seen from here.
    #[error(
        "a PostgreSQL that this program cannot see already serves {} (perhaps in another \
         container); stop it, then start again",
        cluster.display()
    )]
    ForeignServer {
        /// The cluster folder.
        cluster: PathBuf,
    },
    /// Started as root, and the server's user may not pass a folder on the way.
    #[error(
        "PostgreSQL must not run as root, so it runs as user {user}, who may not enter {}; \
         choose a data folder outside it (for example /var/lib/seaworthy), or allow entering \
         with: chmod o+x {}", blocked.display(), blocked.display()
    )]
    Unreachable {
        /// The name of the unprivileged user.
        user: String,
        /// The folder that blocks.
        blocked: PathBuf,
    },
    /// Started as root on a machine without an ordinary user to run the server.
    #[error(
        "PostgreSQL must not run as root, and this machine has no user postgres or nobody; \
         add one (for example: useradd --system postgres), or start Seaworthy as another user"
    )]
    NoUnprivilegedUser,
    /// The folder belongs to somebody else.
    #[error(
        "{} belongs to user number {owner}, and this program runs as user number {us}; start \
         it as that user, or change the owner with: chown -R {us} {}",
        folder.display(), folder.display()
    )]
    WrongOwner {
        /// The folder in question.
        folder: PathBuf,
        /// The owner's number.
        owner: u32,
        /// Our own number.
        us: u32,
    },
    /// The program was built for a machine that the bundle does not cover.
    #[error(
        "this build carries no PostgreSQL for this kind of machine; name the folder of \
         PostgreSQL's programs in pg_bin, or use a server with database_url"
    )]
    NothingBundled,
    /// The binaries exist but do not run.
    #[error("{} does not run on this machine: {reason}", program.display())]
    BinaryUnusable {
        /// The program that was tried.
        program: PathBuf,
        /// What it or the system said.
        reason: String,
    },
    /// The cluster was made by another major version.
    #[error(
        "the data in {} was made by PostgreSQL {cluster_version}, and this is PostgreSQL \
         {program_version}; start it with the programs of version {cluster_version} (pg_bin), \
         or dump it there and restore it here", cluster.display()
    )]
    OtherVersion {
        /// The cluster folder.
        cluster: PathBuf,
        /// The major version that made the cluster.
        cluster_version: String,
        /// The major version at hand.
        program_version: String,
    },
    /// The cluster is there and its password file is not.
    #[error(
        "{} is missing, but the database is there; restore this file from your backup",
        file.display()
    )]
    PasswordMissing {
        /// The password file.
        file: PathBuf,
    },
    /// initdb failed.
    #[error("PostgreSQL could not create the database in {}: {said}", cluster.display())]
    InitFailed {
        /// The cluster folder.
        cluster: PathBuf,
        /// The last lines that initdb printed.
        said: String,
    },
    /// The server ended before it accepted connections.
    #[error(
        "PostgreSQL ended while starting ({status}); its log in {} says: {said}",
        log.display()
    )]
    Died {
        /// How the process ended.
        status: String,
        /// The folder of the logs.
        log: PathBuf,
        /// The last lines of the log.
        said: String,
    },
    /// A server left by an earlier program does not end.
    #[error(
        "a PostgreSQL left over from an earlier run (process {process}) does not end; end it \
         with: kill -9 {process}, then start again"
    )]
    WontStop {
        /// Its process number.
        process: i32,
    },
    /// A temporary folder that is not ours.
    #[error(
        "{} exists and is not a private folder of this user; remove it or set TMPDIR to \
         another folder", folder.display()
    )]
    NotPrivate {
        /// The folder.
        folder: PathBuf,
    },
    /// A file operation failed.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// What was tried, as a verb.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A background task was cancelled, since the program is ending.
    #[error("starting PostgreSQL was interrupted, since the program is ending")]
    Interrupted,
}

/// Why the embedded PostgreSQL could not be stopped in an orderly way.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// The signal could not be sent.
    #[error("cannot tell PostgreSQL (process {process}) to stop: {source}")]
    Signal {
        /// Its process number.
        process: i32,
        /// What the system said.
        source: io::Error,
    },
    /// Waiting for its end failed.
    #[error("cannot wait for the end of PostgreSQL (process {process}): {source}")]
    Wait {
        /// Its process number.
        process: i32,
        /// What the system said.
        source: io::Error,
    },
}

/// Gives a file operation's failure its verb and path.
pub(crate) trait At<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T, StartError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T, StartError> {
        self.map_err(|source| StartError::File { doing, path: path.to_owned(), source })
    }
}
