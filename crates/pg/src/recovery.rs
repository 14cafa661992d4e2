//! Making the cluster free for a start, whatever the last run left behind.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::Path;

use crate::error::{At, StartError};
use crate::folder::{self, PORT};
use crate::process::{self, PidFile, Seen, look};

/// Ends what still runs on this cluster and clears what a dead server left. The caller holds the
/// lock of the data folder, so no other program is about to start here.
pub(crate) fn clear(cluster: &Path, socket_dir: &Path) -> Result<(), StartError> {
    process::collect_inherited_zombies();
    if let Some(file) = PidFile::read(cluster)
        && look(file.pid, cluster) == Seen::Server
    {
        // Our program was killed and its server lived on. A new one costs half a second and
        // brings the present settings and binaries; the old connections are dead anyhow.
        tracing::info!(process = %file.pid, "stopping the PostgreSQL of an earlier run");
        process::end(file.pid, cluster)?;
    }
    process::end_orphans(cluster);
    if answers(socket_dir) {
        return Err(StartError::ForeignServer { cluster: cluster.to_owned() });
    }
    if let Some(file) = PidFile::read(cluster)
        && look(file.pid, cluster) != Seen::Gone
    {
        process::disown(cluster).at("mend postmaster.pid in", cluster)?;
    }
    // The socket's own lock file names the dead process too, with the same consequence.
    for entry in fs::read_dir(socket_dir).into_iter().flatten().flatten() {
        folder::remove(&entry.path())?;
    }
    Ok(())
}

/// Whether somebody accepts connections on the cluster's socket. A socket in a shared folder
/// reaches also across containers, where process numbers do not.
pub(crate) fn answers(socket_dir: &Path) -> bool {
    UnixStream::connect(socket_dir.join(format!(".s.PGSQL.{PORT}"))).is_ok()
}
