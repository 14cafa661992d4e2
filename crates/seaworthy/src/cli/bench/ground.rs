//! Where the bench runs: in a folder that goes with it, unless another place is named.

use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use base::{Config, Profile};
use secrecy::SecretString;

use super::super::{Failure, Global, secret};

/// The configuration to run on, and the folder that is removed with it.
pub(super) struct Ground {
    pub config: Config,
    folder: Option<PathBuf>,
}

impl Ground {
    pub fn of(global: &Global) -> Result<Self, Failure> {
        let named = global.config.is_some() || global.data_dir.is_some();
        let mut ground = if named {
            Self { config: global.load()?.config, folder: None }
        } else {
            Self::temporary(global)?
        };
        let config = &mut ground.config;
        if config.profile == Profile::Production {
            return Err("this is a production installation: the bench would leave a company \
                        there for ever; run it without --config, or on another database"
                .into());
        }
        // Any free port; a server may be running beside it.
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.public_url = "http://localhost:0".to_owned();
        // Nobody else's jobs are done meanwhile.
        config.worker = false;
        Ok(ground)
    }

    /// Looks at no configuration that happens to lie about.
    fn temporary(global: &Global) -> Result<Self, Failure> {
        let name = format!("seaworthy-bench-{}-{}", std::process::id(), secret::random(8));
        let folder = std::env::temp_dir().join(name);
        DirBuilder::new()
            .mode(0o711)
            .create(&folder)
            .map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        let key = SecretString::from(secret::random(64));
        let mut config = Config::new(Profile::Dev, folder.clone(), key);
        config.database_url = global.database_url.clone().map(SecretString::from);
        Ok(Self { config, folder: Some(folder) })
    }

    /// Whether the company goes when the bench is over.
    pub fn is_temporary(&self) -> bool {
        self.folder.is_some() && self.config.database_url.is_none()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
        }
    }
}
