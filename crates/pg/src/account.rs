//! Which user the server runs as. PostgreSQL refuses to run as root, with reason.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{At, StartError};

/// The server's user.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// True when we are root and hand over to this user.
    pub(crate) switched: bool,
}

impl Account {
    /// Ourselves, or as root: the owner of the cluster if there is one, else `postgres`, else
    /// `nobody`.
    pub(crate) fn choose(cluster: &Path) -> Result<Self, StartError> {
        let us = rustix::process::geteuid().as_raw();
        let owner = fs::metadata(cluster).ok().map(|meta| (meta.uid(), meta.gid()));
        if us != 0 {
            if let Some((owner, _)) = owner.filter(|(uid, _)| *uid != us) {
                return Err(StartError::WrongOwner { folder: cluster.to_owned(), owner, us });
            }
            let gid = rustix::process::getegid().as_raw();
            return Ok(Self { name: format!("number {us}"), uid: us, gid, switched: false });
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != 0) {
            let name = users().into_iter().find(|user| user.uid == uid).map(|user| user.name);
            let name = name.unwrap_or_else(|| format!("number {uid}"));
            return Ok(Self { name, uid, gid, switched: true });
        }
        let users = users();
        ["postgres", "_postgres", "nobody"]
            .iter()
            .find_map(|name| users.iter().find(|user| user.name == *name && user.uid != 0))
            .cloned()
            .ok_or(StartError::NoUnprivilegedUser)
    }

    /// A command that runs as this user, in its own process group: Ctrl-C in a terminal must
    /// reach our program only, which stops the server after its own last request.
    ///
    /// With `uid` set as root, the standard library also drops all supplementary groups.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.process_group(0);
        // Variables such as PGDATA or PGPORT of the caller must not reach the server.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") || name == "LC_ALL" {
                command.env_remove(name);
            }
        }
        if self.switched {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives a file or folder to this user.
    pub(crate) fn own(&self, path: &Path) -> Result<(), StartError> {
        if !self.switched {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid)).at("change the owner of", path)
    }

    /// Gives a folder and everything in it to this user: a backup restored by root, say.
    pub(crate) fn own_all(&self, folder: &Path) -> Result<(), StartError> {
        if !self.switched {
            return Ok(());
        }
        self.own(folder)?;
        for entry in fs::read_dir(folder).at("read", folder)? {
            let path = entry.at("read", folder)?.path();
            let kind = fs::symlink_metadata(&path).at("look at", &path)?;
            if kind.is_dir() {
                self.own_all(&path)?;
            } else if !kind.is_symlink() {
                self.own(&path)?;
            }
        }
        Ok(())
    }

    /// Runs `postgres -V` as this user with `root` as working folder, which proves that both
    /// can be reached and that the binaries run here. Returns what it printed.
    pub(crate) fn probe(&self, postgres: &Path, root: &Path) -> Result<String, StartError> {
        let unusable =
            |reason: String| StartError::BinaryUnusable { program: postgres.to_owned(), reason };
        match self.command(postgres).arg("-V").current_dir(root).output() {
            Ok(output) if output.status.success() => {
                Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
            }
            Ok(output) => Err(unusable(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                let blocked = self.blocked(root).or_else(|| self.blocked(postgres.parent()?));
                Err(match blocked {
                    Some(blocked) => StartError::Unreachable { user: self.name.clone(), blocked },
                    None => unusable(error.to_string()),
                })
            }
            Err(error) => Err(unusable(error.to_string())),
        }
    }

    /// The first folder on the way to `path` that this user may not enter.
    fn blocked(&self, path: &Path) -> Option<PathBuf> {
        let mut way: Vec<&Path> = path.ancestors().collect();
        way.reverse();
        way.into_iter()
            .find(|folder| {
                fs::metadata(folder).is_ok_and(|meta| {
                    let shift = if meta.uid() == self.uid {
                        6
                    } else if meta.gid() == self.gid {
                        3
                    } else {
                        0
                    };
                    (meta.permissions().mode() >> shift) & 1 == 0
                })
            })
            .map(Path::to_owned)
    }
}

/// The machine's local users.
fn users() -> Vec<Account> {
    let text = fs::read_to_string("/etc/passwd").unwrap_or_default();
    text.lines().filter_map(user).collect()
}

fn user(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    // macOS writes nobody's number as -2.
    let number =
        |text: &str| text.parse::<u32>().ok().or(text.parse::<i32>().ok().map(|n| n as u32));
    let uid = number(fields.nth(1)?)?;
    let gid = number(fields.next()?)?;
    Some(Account { name, uid, gid, switched: true })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_of_the_user_list_is_read_also_with_a_negative_number() {
        let found = user("postgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash").unwrap();
        assert_eq!((found.name.as_str(), found.uid, found.gid), ("postgres", 101, 104));
        let nobody = user("nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false").unwrap();
        assert_eq!(nobody.uid, u32::MAX - 1);
        assert!(user("# a comment").is_none());
    }
}
