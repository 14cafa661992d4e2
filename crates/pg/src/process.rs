//! Looking at processes and ending them.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::error::StartError;

/// A fast shutdown writes a checkpoint, which takes a while on a slow disk.
pub(crate) const FAST_STOP_TIMEOUT: Duration = Duration::from_secs(60);
/// An immediate shutdown writes nothing.
pub(crate) const IMMEDIATE_STOP_TIMEOUT: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(10);

/// What a process number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// No such process.
    Gone,
    /// It has ended, and its parent has not noticed yet.
    Zombie,
    /// The server of the cluster in question.
    Server,
    /// Any other process: the number was used again.
    Stranger,
}

/// Looks at a process number from the cluster's `postmaster.pid`.
///
/// The command line is the witness, since it can be read across users also in a container
/// without the ptrace capability, where /proc/PID/cwd and exe cannot.
pub(crate) fn look(pid: Pid, cluster: &Path) -> Seen {
    match describe(pid) {
        None => Seen::Gone,
        Some((true, _)) => Seen::Zombie,
        Some((false, arguments)) => {
            let named = arguments.iter().any(|argument| Path::new(argument) == cluster);
            if named { Seen::Server } else { Seen::Stranger }
        }
    }
}

/// Whether the process is a zombie, and its command line.
#[cfg(target_os = "linux")]
fn describe(pid: Pid) -> Option<(bool, Vec<String>)> {
    let folder = PathBuf::from(format!("/proc/{pid}"));
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    // The name in brackets may hold anything, also brackets and spaces.
    let state = stat.rsplit_once(") ")?.1.chars().next()?;
    let command = fs::read(folder.join("cmdline")).unwrap_or_default();
    let arguments = command
        .split(|byte| *byte == 0)
        .map(|argument| String::from_utf8_lossy(argument).into_owned())
        .collect();
    Some((matches!(state, 'Z' | 'X'), arguments))
}

/// Whether the process is a zombie, and its command line.
#[cfg(not(target_os = "linux"))]
fn describe(pid: Pid) -> Option<(bool, Vec<String>)> {
    let output = std::process::Command::new("ps")
        .args(["-ww", "-o", "stat=,command=", "-p", &pid.to_string()])
        .output()
        .ok()?;
    let line = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let (state, command) = line.split_once(char::is_whitespace)?;
    // ps does not keep the arguments apart, so we look for the option that we gave.
    let folder = command.split(" -D ").nth(1).unwrap_or_default();
    let folder = folder.split(" -c ").next().unwrap_or_default();
    Some((state.starts_with('Z'), vec![folder.trim().to_owned()]))
}

/// Ends the cluster's server, gently first, and waits until it is gone.
pub(crate) fn end(pid: Pid, cluster: &Path) -> Result<(), StartError> {
    let steps = [
        (Signal::INT, FAST_STOP_TIMEOUT),
        (Signal::QUIT, IMMEDIATE_STOP_TIMEOUT),
        (Signal::KILL, IMMEDIATE_STOP_TIMEOUT),
    ];
    for (signal, timeout) in steps {
        // A failure shows below: the process is either gone or does not go.
        let _ = kill_process(pid, signal);
        if wait_until(timeout, || look(pid, cluster) != Seen::Server) {
            return Ok(());
        }
        tracing::warn!(process = %pid, ?signal, "PostgreSQL did not stop in time");
    }
    Err(StartError::WontStop { process: pid.as_raw_nonzero().get() })
}

/// Waits for a condition; false when it did not come true in time.
pub(crate) fn wait_until(timeout: Duration, condition: impl Fn() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > timeout {
            return false;
        }
        sleep(POLL);
    }
    true
}

/// Ends server processes whose parent, the postmaster, was killed. They leave by themselves when
/// they notice, which a long computation can delay; a new server must not start before.
#[cfg(target_os = "linux")]
pub(crate) fn end_orphans(cluster: &Path) {
    if wait_until(Duration::from_secs(5), || orphans(cluster).is_empty()) {
        return;
    }
    for pid in orphans(cluster) {
        tracing::warn!(process = %pid, "killing a process of a PostgreSQL that is dead");
        let _ = kill_process(pid, Signal::KILL);
    }
    wait_until(IMMEDIATE_STOP_TIMEOUT, || orphans(cluster).is_empty());
}

/// Elsewhere PostgreSQL's own check of its shared memory has to do.
#[cfg(not(target_os = "linux"))]
pub(crate) fn end_orphans(_cluster: &Path) {}

#[cfg(target_os = "linux")]
fn orphans(cluster: &Path) -> Vec<Pid> {
    processes()
        .filter(|pid| {
            fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == cluster)
                && describe(*pid).is_some_and(|(zombie, arguments)| {
                    !zombie && arguments.first().is_some_and(|name| name.starts_with("postgres: "))
                })
        })
        .collect()
}

#[cfg(target_os = "linux")]
fn processes() -> impl Iterator<Item = Pid> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok().and_then(Pid::from_raw))
}

/// As process 1 of a container we inherit the children of a killed server, and nobody else
/// would collect them.
pub(crate) fn collect_inherited_zombies() {
    #[cfg(target_os = "linux")]
    if std::process::id() == 1 {
        use rustix::process::{WaitOptions, waitpid};
        for pid in processes() {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            if stat.contains("(postgres) Z 1 ") {
                let _ = waitpid(Some(pid), WaitOptions::NOHANG);
            }
        }
    }
}

/// What a running server writes into its cluster folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub(crate) pid: Pid,
    pub(crate) port: Option<u16>,
    pub(crate) socket_dir: Option<PathBuf>,
    pub(crate) ready: bool,
}

impl PidFile {
    /// Reads `postmaster.pid`; `None` if it is absent or says nothing.
    pub(crate) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path(cluster)).ok()?)
    }

    /// Lines: process, data folder, start time, port, socket folder, address, memory, state.
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let line = |index: usize| lines.get(index).filter(|line| !line.is_empty());
        // A single-user server writes its number with a minus.
        let pid = line(0)?.parse::<i32>().ok()?.checked_abs()?;
        Some(Self {
            pid: Pid::from_raw(pid)?,
            port: line(3).and_then(|text| text.parse().ok()),
            socket_dir: line(4).map(PathBuf::from),
            ready: line(7).is_some_and(|state| *state == "ready"),
        })
    }
}

/// Makes PostgreSQL see that the process in `postmaster.pid` is not its server any more.
///
/// PostgreSQL refuses to start while a process of that number lives, though it be a zombie or a
/// stranger. Deleting the file would also delete the key of the shared memory, by which it finds
/// out whether old processes still use the cluster. So only the number is replaced, by our own:
/// PostgreSQL knows that its parent cannot be the old server and then checks the memory.
pub(crate) fn disown(cluster: &Path) -> std::io::Result<()> {
    let path = path(cluster);
    let text = fs::read_to_string(&path)?;
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    fs::write(&path, format!("{}\n{rest}", std::process::id()))
}

fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_state_of_a_server_is_read_from_its_file() {
        let text = "4711\n/d/cluster\n1763733000\n5432\n/d/run\n\n  11 22\nready   \n";
        let file = PidFile::parse(text).unwrap();
        assert_eq!(file.pid.as_raw_nonzero().get(), 4711);
        assert_eq!((file.port, file.ready), (Some(5432), true));
        assert_eq!(file.socket_dir.as_deref(), Some(Path::new("/d/run")));
        assert!(!PidFile::parse("4711\n/d/cluster\n").unwrap().ready);
        assert!(PidFile::parse("").is_none());
    }

    #[test]
    fn a_number_used_again_is_a_stranger_and_an_unused_one_is_gone() {
        let us = rustix::process::getpid();
        assert_eq!(look(us, Path::new("/no/such/cluster")), Seen::Stranger);
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = Pid::from_child(&child);
        assert!(wait_until(Duration::from_secs(5), || look(pid, Path::new("/x")) == Seen::Zombie));
        child.wait().unwrap();
        assert_eq!(look(pid, Path::new("/x")), Seen::Gone);
    }
}
