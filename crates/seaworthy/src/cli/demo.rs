//! `demo`: two companies to look around in.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;

use super::serve::Signals;
use super::{Done, Global};
use crate::logs;

#[derive(Args)]
pub(super) struct Demo {
    /// The address to listen on, such as 0.0.0.0:8080
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

impl Demo {
    pub(super) async fn run(self, global: &Global) -> Done {
        let mut config = global.load()?.config;
        if let Some(listen) = self.listen {
            super::serve::listen_on(&mut config, listen);
        }
        // The terminal is for the sign-ins.
        logs::start(config.log_format, "warn");
        let mut signals = Signals::listen()?;
        let demo = crate::demo::run(config, async { signals.next().await });
        demo.await?;
        Ok(ExitCode::SUCCESS)
    }
}
