use std::fmt;
use std::path::{Path, PathBuf};

/// Where a running server listens, and how to sign in as its superuser.
#[derive(Clone)]
pub struct Endpoint {
    pub(crate) socket_dir: PathBuf,
    pub(crate) port: u16,
    pub(crate) superuser: String,
    pub(crate) password: String,
}

impl Endpoint {
    /// The folder of the Unix socket; clients take it as the host.
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The port number, which only names the socket file; nothing listens on TCP.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The superuser's name.
    pub fn superuser(&self) -> &str {
        &self.superuser
    }

    /// The superuser's password: a secret, never to be logged.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("socket_dir", &self.socket_dir)
            .field("port", &self.port)
            .field("superuser", &self.superuser)
            .finish_non_exhaustive()
    }
}
