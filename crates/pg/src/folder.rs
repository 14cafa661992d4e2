//! The data folder's layout, and folders with exact permissions.

use std::fs::{self, File, Permissions};
use std::hash::{DefaultHasher, Hasher};
use std::io::{ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::error::{At, StartError};

/// The one port; it only names the socket file.
pub(crate) const PORT: u16 = 5432;

/// A socket's path must fit into `sockaddr_un`: 108 bytes on Linux, 104 on macOS, with the
/// closing zero. We keep to the smaller on both.
const SOCKET_PATH_MAX_BYTES: usize = 103;

/// Where everything lies; see the crate's page.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The data folder, as the person named it, made absolute.
    pub(crate) data: PathBuf,
    /// `postgres` below it.
    pub(crate) root: PathBuf,
    pub(crate) cluster: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) password: PathBuf,
    pub(crate) lock: PathBuf,
}

impl Layout {
    /// Makes the data folder if needed and names what lies in it.
    pub(crate) fn create(data: &Path) -> Result<Self, StartError> {
        fs::create_dir_all(data).at("create", data)?;
        let layout = Self::of(data)?;
        match fs::DirBuilder::new().mode(0o700).create(&layout.root) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error).at("create", &layout.root);
            }
            _ => {}
        }
        Ok(layout)
    }

    /// Names what lies in an existing data folder.
    pub(crate) fn of(data: &Path) -> Result<Self, StartError> {
        let data = fs::canonicalize(data).at("open", data)?;
        let root = data.join("postgres");
        Ok(Self {
            cluster: root.join("cluster"),
            log: root.join("log"),
            password: root.join("password"),
            lock: root.join("lock"),
            root,
            data,
        })
    }

    /// Lets the server's user pass through, and nobody else in: `root:server 0710` when we drop
    /// privileges, plain 0700 otherwise.
    pub(crate) fn open_to(&self, account: &Account) -> Result<(), StartError> {
        let mode = if account.switched { 0o710 } else { 0o700 };
        if account.switched {
            chown(&self.root, None, Some(account.gid)).at("change the group of", &self.root)?;
        }
        set_mode(&self.root, mode)
    }

    /// The folder of the socket: `run`, unless its path is too long for a socket. Then it is a
    /// short folder of the same privacy, whose name follows from the data folder.
    pub(crate) fn socket_dir(&self, account: &Account) -> PathBuf {
        let run = self.root.join("run");
        if socket_path_fits(&run) {
            return run;
        }
        let mut hasher = DefaultHasher::new();
        hasher.write(self.root.as_os_str().as_bytes());
        let name = format!("seaworthy-{}-{:016x}", account.uid, hasher.finish());
        // The session's own folder is closed to the user that root hands over to.
        std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|folder| !account.switched && folder.is_absolute() && folder.is_dir())
            .map(|folder| folder.join(&name))
            .filter(|folder| socket_path_fits(folder))
            .unwrap_or_else(|| Path::new("/tmp").join(&name))
    }
}

fn socket_path_fits(folder: &Path) -> bool {
    let file_name = format!("/.s.PGSQL.{PORT}");
    folder.as_os_str().len() + file_name.len() <= SOCKET_PATH_MAX_BYTES
}

/// Makes a folder with exactly this mode, whatever the umask.
pub(crate) fn make(folder: &Path, mode: u32) -> Result<(), StartError> {
    fs::DirBuilder::new().mode(mode).create(folder).at("create", folder)?;
    set_mode(folder, mode)
}

/// Makes a 0700 folder that belongs to the server's user, or makes an existing one so. In /tmp
/// somebody else could have made the folder first; such a folder (or link) is refused.
pub(crate) fn make_private(folder: &Path, account: &Account) -> Result<(), StartError> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.own(folder)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let meta = fs::symlink_metadata(folder).at("look at", folder)?;
            let ours = meta.uid() == account.uid
                || (account.switched && meta.uid() == rustix::process::geteuid().as_raw());
            if !meta.is_dir() || !ours {
                return Err(StartError::NotPrivate { folder: folder.to_owned() });
            }
            account.own(folder)?;
        }
        Err(error) => return Err(error).at("create", folder),
    }
    set_mode(folder, 0o700)
}

/// Writes a new file that only its owner reads, whole or not at all.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<(), StartError> {
    let half = path.with_extension("half");
    remove(&half)?;
    let mut file =
        File::options().write(true).create_new(true).mode(0o600).open(&half).at("create", &half)?;
    file.write_all(text.as_bytes()).at("write", &half)?;
    file.sync_all().at("write", &half)?;
    fs::rename(&half, path).at("create", path)
}

/// Removes a file or a folder with all in it; absence is fine.
pub(crate) fn remove(path: &Path) -> Result<(), StartError> {
    let gone = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match gone {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).at("remove", path),
        _ => Ok(()),
    }
}

/// Brings everything that was written to the disk, so that the rename which follows cannot
/// outlive the contents in a power cut.
pub(crate) fn sync(folder: &Path) -> Result<(), StartError> {
    #[cfg(target_os = "linux")]
    {
        let file = File::open(folder).at("open", folder)?;
        rustix::fs::syncfs(&file).map_err(std::io::Error::from).at("write to disk", folder)
    }
    #[cfg(not(target_os = "linux"))]
    {
        rustix::fs::sync();
        let _ = folder;
        Ok(())
    }
}

pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<(), StartError> {
    fs::set_permissions(path, Permissions::from_mode(mode)).at("set the permissions of", path)
}
